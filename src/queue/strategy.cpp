#include "queue/strategy.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

namespace tandem::queue {
namespace {

// Somebody who never talked counts as idle for ever (02 OP-03).
Time idle_since(const Candidate& c) { return c.agent->last_talk_ended.value_or(Time::min()); }

template <class Measure>
std::vector<Candidate> least(std::span<const Candidate> candidates, Measure measure) {
  return {*std::ranges::min_element(candidates, std::less<>{}, [&](const Candidate& c) {
    return std::tuple(measure(c), c.position);  // DST-11: list position, top first
  })};
}

std::vector<Candidate> highest_tier(std::span<const Candidate> candidates) {
  const int top = std::ranges::min(candidates, {}, &Candidate::priority).priority;
  std::vector<Candidate> tier;
  std::ranges::copy_if(candidates, std::back_inserter(tier), [&](const Candidate& c) { return c.priority == top; });
  return tier;
}

}  // namespace

std::vector<Candidate> pick(RingStrategy strategy, std::span<const Candidate> candidates, Random& random) {
  if (candidates.empty()) return {};
  switch (strategy) {
    case RingStrategy::sequential: return least(candidates, [](const Candidate& c) { return c.position; });
    case RingStrategy::random: return {candidates[random.below(candidates.size())]};
    case RingStrategy::parallel_by_priority: return highest_tier(candidates);
    case RingStrategy::ring_all: return {candidates.begin(), candidates.end()};
    case RingStrategy::longest_idle: return least(candidates, idle_since);
    case RingStrategy::least_talk_time: return least(candidates, [](const Candidate& c) { return c.agent->talked; });
    case RingStrategy::fewest_answered:
      return least(candidates, [](const Candidate& c) { return c.agent->answered_incoming; });
    case RingStrategy::longest_idle_in_priority:
      return least(candidates, [](const Candidate& c) { return std::tuple(c.priority, idle_since(c)); });
  }
  return {};
}

std::string_view rule_of(RingStrategy strategy) noexcept {
  switch (strategy) {
    case RingStrategy::sequential: return "DST-02";
    case RingStrategy::random: return "DST-03";
    case RingStrategy::parallel_by_priority: return "DST-04";
    case RingStrategy::ring_all: return "DST-06";
    case RingStrategy::longest_idle: return "DST-07";
    case RingStrategy::least_talk_time: return "DST-08";
    case RingStrategy::fewest_answered: return "DST-09";
    case RingStrategy::longest_idle_in_priority: return "DST-10";
  }
  return "?";
}

std::string_view name_of(RingStrategy strategy) noexcept {
  switch (strategy) {
    case RingStrategy::sequential: return "sequential";
    case RingStrategy::random: return "random";
    case RingStrategy::parallel_by_priority: return "parallel_by_priority";
    case RingStrategy::ring_all: return "ring_all";
    case RingStrategy::longest_idle: return "longest_idle";
    case RingStrategy::least_talk_time: return "least_talk_time";
    case RingStrategy::fewest_answered: return "fewest_answered";
    case RingStrategy::longest_idle_in_priority: return "longest_idle_in_priority";
  }
  return "?";
}

}  // namespace tandem::queue
