// Random accounts, random callers, random agents: whatever happens, no call is lost, nobody is in two places,
// everything ends, and the same seed gives the same events to the byte.
#include "account.hpp"

#include "base/frame_pool.hpp"
#include "sim/lab.hpp"

#include <tandem/simulation.hpp>

#include <doctest/doctest.h>

#include <map>
#include <set>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

/// Two minutes in a town, most of it on whole seconds.
class Town {
 public:
  explicit Town(std::uint64_t seed) : random_(seed), simulation_({.seed = seed}) {
    simulation_.on_event([this](const Event& event) { log_ += to_json(event) + "\n"; });
    save();
    for (std::uint64_t i = 0; i < 2; ++i) {
      const std::string who = calls::AccountMaker::employee(random_.below(calls::AccountMaker::employees));
      (void)simulation_.answer_always(who, std::chrono::seconds(random_.below(6)),
                                      std::chrono::seconds(1 + random_.below(9)));
    }
    sim::Lab& lab = simulation_.lab();
    lab.clients.responsible["79160000003"] = agent();
    lab.regions.by_beginning["7916000000" + std::to_string(random_.below(8))] = "Moscow";
    lab.integration.on = random_.below(3) == 0;
    lab.integration.after = std::chrono::milliseconds(random_.below(4) * 1000);
    if (random_.below(3) != 0) lab.integration.reply = RoutingAnswer{ToGroup{{"group1"}}, 7s, random_.below(4) == 0};
    simulation_.run_for({});
  }

  /// Everything anybody did and was told.
  std::string run() {
    for (int i = 0; i < 150; ++i) {
      act();
      if (!at_once()) simulation_.run_for(random_.below(4) == 0 ? Duration(250ms) : Duration(1s));
    }
    leave();
    return std::move(log_);
  }
  Simulation& simulation() { return simulation_; }

 private:
  bool at_once() { return random_.below(3) == 0; }
  void save() {
    const std::string document = calls::AccountMaker(random_).make().dump();
    const Result<void> saved = simulation_.save(document);
    REQUIRE_MESSAGE(saved, (saved ? "" : to_string(saved.error()) + document));
  }
  std::string caller() { return "7916000000" + std::to_string(random_.below(8)); }
  std::string agent() { return calls::AccountMaker::employee(random_.below(calls::AccountMaker::employees)); }
  std::string anybody() {
    switch (random_.below(3)) {
      case 0: return caller();
      case 1: return agent();
      default: return "7499111220" + std::to_string(random_.below(3));
    }
  }
  /// An employee passes his call on in one of the ways there are.
  void pass_on() {
    static constexpr const char* targets[] = {"100", "104", "200", "301", "79990001122", "74991112200", "999"};
    const std::string who = agent();
    const char* to = targets[random_.below(std::size(targets))];
    sim::Phone* phone = simulation_.lab().find_phone(who);
    switch (random_.below(6)) {
      case 0: (void)simulation_.lab().transfer(who, to); break;
      case 1: (void)phone->hold(true); break;
      case 2: (void)phone->hold(false); break;
      case 3: (void)phone->join(); break;
      default: (void)phone->transfer(to);
    }
  }
  void pick_up() {
    static constexpr const char* codes[] = {"*8", "*8200", "*8*101", "*8102", "*8"};
    const std::string who = agent();
    if (random_.below(4) != 0) {
      (void)simulation_.call(who, codes[random_.below(std::size(codes))]);
    } else {
      sim::Lab& lab = simulation_.lab();
      (void)lab.find_phone(who)->take_from(lab.network_side(), *lab.find_phone(agent()));
    }
  }
  /// Whoever has no call to do that with does nothing.
  void act() {
    static constexpr const char* lines[] = {"74950000001", "74950000002", "74950000001", "101",
                                            "200",         "300",         "74959999999"};
    static constexpr const char* inside[] = {"100", "102", "201", "301", "88123", "79990001122", "555"};
    static constexpr const char* keys[] = {"1", "2", "9", "#", "12#", "103", "201", "*"};
    static constexpr const char* ways[] = {"##101#", "##200#", "##", "#0", "##79990001122#", "##301#", "##103"};
    static constexpr const char* words[] = {"order", "one", "agent", "...", "one two", "the bill"};
    switch (random_.below(18)) {
      case 14:
      case 15: pass_on(); break;
      case 16: (void)simulation_.press(agent(), ways[random_.below(std::size(ways))]); break;
      case 17: pick_up(); break;
      case 12:
        if (sim::Phone* phone = simulation_.lab().find_phone(caller())) {
          (void)phone->say(words[random_.below(std::size(words))]);
        }
        break;
      case 13:
        if (sim::Phone* phone = simulation_.lab().find_phone(caller()); phone != nullptr && random_.below(4) == 0) {
          (void)phone->fax(1 + static_cast<int>(random_.below(3)));
        }
        break;
      case 0:
      case 1:
      case 2: (void)simulation_.call(caller(), lines[random_.below(std::size(lines))]); break;
      case 3: (void)simulation_.call(agent(), inside[random_.below(std::size(inside))]); break;
      case 4:
      case 5: (void)simulation_.press(caller(), keys[random_.below(std::size(keys))]); break;
      case 6: (void)simulation_.answer(anybody()); break;
      case 7: (void)simulation_.reject(anybody(), random_.below(2) == 0 ? 486 : 603); break;
      case 8: (void)simulation_.hang_up(anybody()); break;
      case 9: (void)simulation_.set_status(agent(), AgentStatus(static_cast<Status>(random_.below(6))).key); break;
      case 10: (void)simulation_.set_registered(agent(), random_.below(4) != 0); break;
      default:
        if (random_.below(5) == 0) save();
    }
  }
  /// Everybody hangs up; what rings on its own comes to its end.
  void leave() {
    for (int round = 0; round < 10; ++round) {
      for (int i = 0; i < 8; ++i) {
        while (simulation_.hang_up("7916000000" + std::to_string(i))) {
        }
      }
      for (std::uint64_t i = 0; i < calls::AccountMaker::employees; ++i) {
        while (simulation_.hang_up(calls::AccountMaker::employee(i))) {
        }
      }
      // Two outsiders may have been left to each other.
      for (const char* outside : {"74991112200", "74991112201", "74991112202", "79990001122"}) {
        while (simulation_.hang_up(outside)) {
        }
      }
      simulation_.run_for(5s);
    }
    simulation_.run_until_idle(48h);  // callbacks that nobody can make expire in a day
  }

  Random random_;
  Simulation simulation_;
  std::string log_;
};

/// Every call that arrived ended once, and its record is closed once.
void check_records(Simulation& simulation) {
  std::map<CallId, int> arrived;
  std::map<CallId, int> ended;
  std::map<std::pair<CallId, std::string>, int> in_group;
  for (const Event& event : simulation.events()) {
    if (const auto* it = std::get_if<CallArrived>(&event.what)) ++arrived[it->call];
    if (const auto* it = std::get_if<CallEnded>(&event.what)) ++ended[it->call];
    if (const auto* it = std::get_if<GroupEntered>(&event.what)) ++in_group[{it->call, it->group}];
    if (const auto* it = std::get_if<GroupLeft>(&event.what)) --in_group[{it->call, it->group}];
  }
  for (const auto& [id, count] : arrived) {
    CHECK(count == 1);
    CHECK(ended[id] == 1);
  }
  for (const auto& [where, count] : in_group) CHECK(count == 0);
  const std::vector<CallRecord> records = simulation.records();
  CHECK(records.size() == arrived.size());
  std::set<CallId> seen;
  for (const CallRecord& record : records) {
    CHECK(seen.insert(record.id).second);
    CHECK(record.closed());
    CHECK(record.result != CallResult::open);
    CHECK(record.result != CallResult::failed);
    for (const CallPart& part : record.parts) {
      CHECK(part.result != PartResult::open);
      CHECK(part.at <= part.until);
    }
  }
}

/// PRS-31: no employee's phone begins to ring while he talks or rings already. (He himself may call while he is rung.)
void check_talks(sim::Lab& lab) {
  std::map<std::string, int> talks;
  std::map<std::string, int> rings;
  for (const sim::Seen& seen : lab.trace.seen) {
    switch (seen.fact) {
      case sim::Fact::talk_begins: ++talks[seen.who]; break;
      case sim::Fact::talk_ends: --talks[seen.who]; break;
      case sim::Fact::ring_ends: --rings[seen.who]; break;
      case sim::Fact::ring_begins:
        if (seen.who.starts_with("agent")) CHECK(talks[seen.who] + rings[seen.who] == 0);
        ++rings[seen.who];
        break;
      default: break;
    }
  }
  for (const auto& [who, count] : talks) CHECK_MESSAGE(count == 0, who);
  for (const auto& [who, count] : rings) CHECK_MESSAGE(count == 0, who);
}

void check_nothing_left(Town& town) {
  sim::Lab& lab = town.simulation().lab();
  CHECK(lab.calls() == 0);
  CHECK(lab.media().legs() == 0);
  CHECK(lab.media().sounds() == 0);
  call::Exchange& exchange = *lab.exchange("town");
  for (std::uint64_t i = 0; i < calls::AccountMaker::employees; ++i) {
    CAPTURE(i);
    CHECK(exchange.roster().agent(EmployeeKey{calls::AccountMaker::employee(i)}).free());
  }
  const AccountDocument document = exchange.plan()->data().document();
  for (const Trunk& trunk : document.trunks) CHECK(exchange.lines_used(trunk) == 0);
  for (const Group& group : document.groups) CHECK(exchange.roster().waiting(group.id) == 0);
  CHECK(town.simulation().leftovers().timers == 0);
}

}  // namespace

TEST_CASE(
    "[DST-20][PRS-31][QUE-28] random traffic: everything ends, nobody is in two places, and twice the same is the "
    "same") {
  const std::size_t frames = FramePool::live();
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    std::string first;
    {
      Town town(seed);
      first = town.run();
      check_records(town.simulation());
      check_talks(town.simulation().lab());
      check_nothing_left(town);
    }
    REQUIRE(FramePool::live() == frames);
    CHECK(first == Town(seed).run());
  }
}
