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

Reason reason_of(RingStrategy strategy) noexcept {
  switch (strategy) {
    case RingStrategy::sequential: return Reason::rings_sequential;
    case RingStrategy::random: return Reason::rings_random;
    case RingStrategy::parallel_by_priority: return Reason::rings_tier;
    case RingStrategy::ring_all: return Reason::rings_all;
    case RingStrategy::longest_idle: return Reason::rings_longest_idle;
    case RingStrategy::least_talk_time: return Reason::rings_least_talk_time;
    case RingStrategy::fewest_answered: return Reason::rings_fewest_answered;
    case RingStrategy::longest_idle_in_priority: return Reason::rings_longest_idle_in_priority;
  }
  return Reason::rings_sequential;
}

}  // namespace tandem::queue
