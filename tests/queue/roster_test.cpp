// Tickets, claims, suspensions: the line of callers, event by event.
#include "queue/roster.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace tandem;
using namespace tandem::queue;
using namespace std::chrono_literals;

namespace {

/// A group of agents "a", "b", ... in list order, and a place to open tickets at.
struct Bench {
  Executor executor{ClockKind::virtual_time};
  Random random{1};
  Roster roster{executor, random};
  Group team = group_of("team", RingStrategy::sequential);
  std::set<std::string> unreachable;

  static Group group_of(const char* id, RingStrategy strategy) {
    Group group;
    group.id = GroupKey{id};
    group.strategy = strategy;
    return group;
  }
  Agent& agent(const char* key) { return roster.agent(EmployeeKey{key}); }
  std::unique_ptr<Ticket> ticket(const Group& group, std::initializer_list<const char*> keys, bool honour = true) {
    std::vector<Ticket::Operator> operators;
    for (const char* key : keys) operators.push_back({&agent(key), static_cast<int>(operators.size()) + 1, honour});
    auto why_not = [this](const Agent& each) -> std::optional<Reason> {
      if (unreachable.contains(each.key.text)) return Reason::no_device_registered;
      return std::nullopt;
    };
    return std::make_unique<Ticket>(roster, group, std::move(operators), std::move(why_not));
  }
  void settle() { executor.run_for({}); }
  static std::string names(const std::vector<AgentClaim>& claims) {
    std::string text;
    for (const AgentClaim& claim : claims) text += claim.agent()->key.text;
    return text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Bench, "[DST-20][PRS-31] a claim makes its agent busy everywhere, and its end makes him free") {
  auto first = ticket(team, {"a"});
  const Group other = group_of("other", RingStrategy::sequential);
  auto second = ticket(other, {"a"});
  first->want();
  second->want();
  CHECK(first->assigned.is_set());
  CHECK_FALSE(second->assigned.is_set());
  {
    const auto claims = first->take();
    CHECK(names(claims) == "a");
    CHECK_FALSE(agent("a").free());
    settle();
    CHECK_FALSE(second->assigned.is_set());
  }
  CHECK(agent("a").free());
  settle();
  CHECK(second->assigned.is_set());  // DST-27
}

TEST_CASE_FIXTURE(Bench, "[DST-28] callers of a group are served in order of arrival, whoever asks first") {
  AgentClaim busy(roster, agent("a"));
  auto first = ticket(team, {"a"});
  auto second = ticket(team, {"a"});
  second->want();
  first->want();
  busy.release();
  settle();
  CHECK(first->assigned.is_set());
  CHECK_FALSE(second->assigned.is_set());
}

TEST_CASE_FIXTURE(Bench, "[DST-28] nobody overtakes a caller who has tried everybody and waits for his next pass") {
  auto first = ticket(team, {"a"});
  first->want();
  (void)first->take();
  first->want();  // a was tried in this pass
  auto second = ticket(team, {"a"});
  second->want();
  settle();
  CHECK_FALSE(second->assigned.is_set());
  first->forget_tried();
  first->want();
  CHECK(first->assigned.is_set());
  CHECK(first->left_out().empty());
}

TEST_CASE_FIXTURE(Bench, "a group that was changed meanwhile is judged for itself") {
  auto first = ticket(team, {"a"});
  unreachable = {"a"};
  first->want();
  const Group changed = group_of("team", RingStrategy::sequential);
  auto second = ticket(changed, {"a", "b"});
  second->want();
  CHECK(second->assigned.is_set());
}

TEST_CASE_FIXTURE(Bench, "[DST-01] why somebody is left out") {
  AgentClaim busy(roster, agent("b"));
  roster.set_status(agent("c"), Status::on_break);
  roster.suspend(agent("d"), executor.now() + 10s);
  unreachable = {"e"};
  auto caller = ticket(team, {"a", "b", "c", "d", "e", "f"});
  caller->want();
  CHECK(names(caller->take()) == "a");
  std::string text;
  for (const auto& left : caller->left_out()) text += text_of(left) + "; ";
  CHECK(text == "a: was tried in this pass; b: busy; c: status break; d: suspended after no answer; e: no device registered; ");
}

TEST_CASE_FIXTURE(Bench, "[PRS-03] a status counts only for who honours it") {
  roster.set_status(agent("a"), Status::offline);
  auto strict = ticket(team, {"a"}, true);
  strict->want();
  CHECK_FALSE(strict->assigned.is_set());
  strict.reset();
  auto plain = ticket(team, {"a"}, false);
  plain->want();
  CHECK(plain->assigned.is_set());
}

TEST_CASE_FIXTURE(Bench, "[DST-21][DST-24][DST-27] a suspension ends in time, and the longer of two holds") {
  roster.suspend(agent("a"), executor.now() + 20s);
  roster.suspend(agent("a"), executor.now() + 10s);
  auto caller = ticket(team, {"a"});
  caller->want();
  executor.run_for(19s);
  CHECK_FALSE(caller->assigned.is_set());
  executor.run_for(1s);
  CHECK(caller->assigned.is_set());
}

TEST_CASE_FIXTURE(Bench, "[DST-25][PRS-20] coming online ends a suspension, another status does not") {
  roster.suspend(agent("a"), executor.now() + 1h);
  auto caller = ticket(team, {"a"});
  caller->want();
  roster.set_status(agent("a"), Status::all_calls);
  settle();
  CHECK_FALSE(caller->assigned.is_set());
  roster.set_status(agent("a"), Status::online);
  settle();
  CHECK(caller->assigned.is_set());
}

TEST_CASE_FIXTURE(Bench, "what was offered and not taken goes back when the caller leaves") {
  auto first = ticket(team, {"a"});
  first->want();
  CHECK(first->assigned.is_set());
  auto second = ticket(team, {"a"});
  second->want();
  first.reset();
  settle();
  CHECK(second->assigned.is_set());
}

TEST_CASE_FIXTURE(Bench, "[QUE-07] who waits is counted by group, once he is in the line") {
  auto first = ticket(team, {"a"});
  auto second = ticket(team, {"a"});
  const Group other = group_of("other", RingStrategy::sequential);
  auto third = ticket(other, {"a"});
  CHECK(roster.waiting(team.id) == 0);
  first->enqueue();
  second->enqueue();
  third->enqueue();
  CHECK(roster.waiting(team.id) == 2);
  first.reset();
  CHECK(roster.waiting(team.id) == 1);
}
