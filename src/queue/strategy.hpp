// Ring strategies: who of the candidates rings now. Pure; the order is total, so every tie is decided (DST-11).
#pragma once

#include "base/random.hpp"
#include "queue/agent.hpp"

#include <tandem/group.hpp>
#include <tandem/reason.hpp>

#include <span>
#include <vector>

namespace tandem::queue {

struct Candidate {
  Agent* agent = nullptr;
  int position = 0;  ///< in the member list, from 0
  int priority = 0;  ///< 1 is the highest (02 OP-05)
};

/// Who of `candidates` (in list order) rings next: one, a tier, or all. Empty only if there are none.
[[nodiscard]] std::vector<Candidate> pick(RingStrategy strategy, std::span<const Candidate> candidates, Random& random);

/// What a strategy's choice is explained with; its arguments are the group and who rings.
[[nodiscard]] Reason reason_of(RingStrategy strategy) noexcept;

}  // namespace tandem::queue
