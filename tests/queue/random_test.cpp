// Random callers, agents and events; whatever the order, nobody is lost and nobody jumps the line.
#include "queue/roster.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <list>

using namespace tandem;
using namespace tandem::queue;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t agents = 5;

/// Two groups that share agents; callers come, ring, talk, give up; statuses, devices and suspensions change.
class Traffic {
 public:
  explicit Traffic(std::uint64_t seed) : random_(seed) {
    for (std::size_t i = 0; i < agents; ++i)
      agents_.push_back(&roster_.agent(EmployeeKey{"agent" + std::to_string(i)}));
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      groups_[g].id = GroupKey{"group" + std::to_string(g)};
      groups_[g].strategy = static_cast<RingStrategy>(random_.below(8));
    }
  }

  void run(int events) {
    for (int i = 0; i < events; ++i) {
      step();
      executor_.run_for(std::chrono::seconds(random_.below(2)));
      check();
    }
    callers_.clear();
    executor_.run_all(executor_.now() + 1h);
    for (const Agent* agent : agents_) CHECK(agent->free());
    for (const Group& group : groups_) CHECK(roster_.waiting(group.id) == 0);
    CHECK(executor_.idle());
  }

 private:
  struct Caller {
    std::size_t group;
    std::unique_ptr<Ticket> ticket;
    std::vector<AgentClaim> rings;
    bool wants = false;
  };

  void arrive() {
    const std::size_t group = random_.below(2);
    std::vector<Ticket::Operator> operators;
    for (std::size_t i = group; i < agents; i += group + 1) {
      operators.push_back({agents_[i], static_cast<int>(random_.below(2)) + 1, true});
    }
    auto why_not = [this](const Agent& agent) {
      return off_ == &agent ? std::optional(Reason::no_device_registered) : std::nullopt;
    };
    callers_.push_back(
        {group, std::make_unique<Ticket>(roster_, groups_[group], std::move(operators), why_not), {}, false});
    want(callers_.back());
  }
  static void want(Caller& caller) {
    caller.wants = true;
    caller.ticket->want();
  }
  void step() {
    Caller* caller =
        callers_.empty() ? nullptr : &*std::next(callers_.begin(), static_cast<long>(random_.below(callers_.size())));
    Agent& agent = *agents_[random_.below(agents)];
    switch (random_.below(9)) {
      case 0:
      case 1: return arrive();
      case 2:  // gives up, or the talk ends
        if (caller != nullptr) callers_.remove_if([&](const Caller& each) { return &each == caller; });
        return;
      case 3:  // rang out, or was rejected: the next one
        if (caller == nullptr || caller->rings.empty()) return;
        caller->rings.clear();
        return want(*caller);
      case 4:  // another pass
        if (caller == nullptr || !caller->rings.empty()) return;
        caller->ticket->forget_tried();
        return want(*caller);
      case 5: return roster_.set_status(agent, static_cast<Status>(random_.below(6)));
      case 6: return roster_.suspend(agent, executor_.now() + std::chrono::seconds(random_.below(30)));
      case 7: off_ = random_.below(2) == 0 ? nullptr : &agent; return roster_.changed();
      default:
        if (caller != nullptr) caller->ticket->enqueue();
    }
  }
  /// Takes what was assigned; then nobody may wait whom a free agent could serve, and no agent rings for two.
  void check() {
    for (Caller& caller : callers_) {
      if (!caller.ticket->assigned.is_set()) continue;
      REQUIRE(caller.wants);
      caller.rings = caller.ticket->take();
      caller.wants = false;
      REQUIRE_FALSE(caller.rings.empty());
    }
    std::array<int, agents> rung{};
    for (const Caller& caller : callers_) {
      for (const AgentClaim& claim : caller.rings)
        ++rung[static_cast<std::size_t>(claim.agent()->key.text.back() - '0')];
    }
    for (std::size_t i = 0; i < agents; ++i) {
      REQUIRE(rung[i] <= 1);
      REQUIRE(agents_[i]->legs == rung[i]);
    }
    for (std::size_t group = 0; group < groups_.size(); ++group) check_order(group);
  }
  /// DST-28: while the first who wants cannot be served, nobody behind him was; so whoever is first has nobody to take.
  void check_order(std::size_t group) {
    for (const Caller& caller : callers_) {
      if (caller.group != group || !caller.wants) continue;
      REQUIRE(caller.ticket->left_out().size() == (group == 0 ? agents : agents / 2));
      return;
    }
  }

  Executor executor_{ClockKind::virtual_time};
  Random random_;
  Roster roster_{executor_, random_};
  std::vector<Agent*> agents_;
  std::array<Group, 2> groups_;
  const Agent* off_ = nullptr;
  std::list<Caller> callers_;  // in order of arrival
};

}  // namespace

TEST_CASE("[DST-20][DST-27][DST-28] random events: no claim is left, everybody is free, first come is first served") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    Traffic(seed).run(400);
  }
}
