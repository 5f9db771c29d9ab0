// Who rings next: every strategy over tables of operators, and the ties.
#include "queue/strategy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <string>
#include <vector>

using namespace tandem;
using namespace tandem::queue;
using namespace std::chrono_literals;

namespace {

/// An operator as a strategy sees him.
struct Row {
  const char* who;
  int priority = 1;
  std::optional<int> idle_since{};  ///< second at which his last conversation ended
  int talked = 0;
  int answered = 0;
};

std::string picked(RingStrategy strategy, const std::vector<Row>& rows, std::uint64_t seed = 1) {
  std::vector<Agent> agents(rows.size());
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Agent& agent = agents[i];
    agent.key = EmployeeKey{rows[i].who};
    if (rows[i].idle_since) agent.last_talk_ended = Time(std::chrono::seconds(*rows[i].idle_since));
    agent.talked = std::chrono::seconds(rows[i].talked);
    agent.answered_incoming = rows[i].answered;
    candidates.push_back({&agent, static_cast<int>(i), rows[i].priority});
  }
  Random random(seed);
  std::string names;
  for (const Candidate& candidate : pick(strategy, candidates, random)) {
    names += (names.empty() ? "" : " ") + candidate.agent->key.text;
  }
  return names;
}

constexpr std::array all_strategies{RingStrategy::sequential,           RingStrategy::random,
                                    RingStrategy::parallel_by_priority, RingStrategy::ring_all,
                                    RingStrategy::longest_idle,         RingStrategy::least_talk_time,
                                    RingStrategy::fewest_answered,      RingStrategy::longest_idle_in_priority};

}  // namespace

TEST_CASE("[DST-02] sequential: the first of the list, whatever else is known of him") {
  CHECK(picked(RingStrategy::sequential, {{"a", 9, 100, 50, 5}, {"b", 1, 1, 0, 0}}) == "a");
  CHECK(picked(RingStrategy::sequential, {{"b"}, {"a"}}) == "b");
}

TEST_CASE("[DST-03] random: one of them, all equally likely") {
  std::map<std::string, int> count;
  Random seeds(42);
  for (int i = 0; i < 30'000; ++i) ++count[picked(RingStrategy::random, {{"a", 1}, {"b", 7}, {"c", 1}}, seeds.next())];
  REQUIRE(count.size() == 3);
  for (const auto& [who, times] : count) {
    CAPTURE(who);
    CHECK(times > 9'700);  // 10,000 expected, standard deviation 82
    CHECK(times < 10'300);
  }
  CHECK(picked(RingStrategy::random, {{"a"}, {"b"}, {"c"}}, 5) ==
        picked(RingStrategy::random, {{"a"}, {"b"}, {"c"}}, 5));
}

TEST_CASE("[DST-04] parallel by priority: all of the highest tier that has a candidate") {
  CHECK(picked(RingStrategy::parallel_by_priority, {{"a", 2}, {"b", 1}, {"c", 1}, {"d", 3}}) == "b c");
  CHECK(picked(RingStrategy::parallel_by_priority, {{"a", 2}, {"d", 3}}) == "a");
  CHECK(picked(RingStrategy::parallel_by_priority, {{"d", 5}, {"e", 5}}) == "d e");
}

TEST_CASE("[DST-06] ring all: everybody, without regard to priority") {
  CHECK(picked(RingStrategy::ring_all, {{"a", 2}, {"b", 1}, {"c", 9}}) == "a b c");
}

TEST_CASE("[DST-07] longest idle: whose conversation ended earliest; without any, idle for ever") {
  CHECK(picked(RingStrategy::longest_idle, {{"a", 1, 30}, {"b", 9, 10}, {"c", 1, 20}}) == "b");
  CHECK(picked(RingStrategy::longest_idle, {{"a", 1, 30}, {"b", 1, 10}, {"c", 1, {}}}) == "c");
}

TEST_CASE("[DST-08] least talk time") {
  CHECK(picked(RingStrategy::least_talk_time, {{"a", 1, 1, 30, 0}, {"b", 9, 99, 10, 9}, {"c", 1, 2, 20, 1}}) == "b");
}

TEST_CASE("[DST-09] fewest answered") {
  CHECK(picked(RingStrategy::fewest_answered, {{"a", 1, 1, 0, 3}, {"b", 9, 99, 500, 1}, {"c", 1, 2, 0, 2}}) == "b");
}

TEST_CASE("[DST-10] longest idle inside the highest tier") {
  CHECK(picked(RingStrategy::longest_idle_in_priority, {{"a", 2, 1}, {"b", 1, 30}, {"c", 1, 20}}) == "c");
  CHECK(picked(RingStrategy::longest_idle_in_priority, {{"a", 2, 1}, {"b", 3, {}}}) == "a");
}

TEST_CASE("[DST-11] ties go to the top of the list") {
  for (const RingStrategy strategy :
       {RingStrategy::sequential, RingStrategy::longest_idle, RingStrategy::least_talk_time,
        RingStrategy::fewest_answered, RingStrategy::longest_idle_in_priority}) {
    CAPTURE(name_of(reason_of(strategy)));
    CHECK(picked(strategy, {{"c", 1, 5, 5, 5}, {"a", 1, 5, 5, 5}, {"b", 1, 5, 5, 5}}) == "c");
    CHECK(picked(strategy, {{"b"}, {"c"}, {"a"}}) == "b");
  }
}

TEST_CASE("nobody is picked of nobody, one of one") {
  for (const RingStrategy strategy : all_strategies) {
    CAPTURE(name_of(reason_of(strategy)));
    CHECK(picked(strategy, {}).empty());
    CHECK(picked(strategy, {{"a", 5, 5, 5, 5}}) == "a");
  }
}

TEST_CASE("[PRS-04][PRS-05][PRS-06][PRS-07][PRS-09][PRS-10][PRS-11] which status lets which call ring") {
  struct Line {
    Status status;
    bool group, direct, internal;
  };
  for (const Line line : {Line{Status::online, true, true, true}, Line{Status::all_calls, true, true, true},
                          Line{Status::on_break, false, true, true}, Line{Status::outbound, false, true, true},
                          Line{Status::dnd, false, false, false}, Line{Status::offline, false, false, false}}) {
    CAPTURE(static_cast<int>(line.status));
    CHECK(may_ring(line.status, CallKind::group) == line.group);
    CHECK(may_ring(line.status, CallKind::direct) == line.direct);
    CHECK(may_ring(line.status, CallKind::internal) == line.internal);
  }
}

TEST_CASE("counters are of one day") {
  Agent agent;
  agent.turn_day(100);
  agent.talked = 5s;
  agent.answered_incoming = 2;
  agent.last_talk_ended = Time(7s);
  agent.turn_day(100);
  CHECK(agent.talked == 5s);
  agent.turn_day(101);
  CHECK(agent.talked == 0s);
  CHECK(agent.answered_incoming == 0);
  CHECK(agent.last_talk_ended == Time(7s));  // idleness is not of a day (02 OP-03)
}
