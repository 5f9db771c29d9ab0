// Ring strategies: who of the candidates rings now. Pure; the order is total, so every tie is decided (DST-11).
#pragma once

#include "base/random.hpp"
#include "queue/agent.hpp"

#include <tandem/group.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace tandem::queue {

struct Candidate {
  Agent* agent = nullptr;
  int position = 0;  ///< in the member list, from 0
  int priority = 0;  ///< 1 is the highest (02 OP-05)
};

/// Who of `candidates` (in list order) rings next: one, a tier, or all. Empty only if there are none.
[[nodiscard]] std::vector<Candidate> pick(RingStrategy strategy, std::span<const Candidate> candidates, Random& random);

/// The rule behind a strategy, for explain: "DST-02".
[[nodiscard]] std::string_view rule_of(RingStrategy strategy) noexcept;
[[nodiscard]] std::string_view name_of(RingStrategy strategy) noexcept;

}  // namespace tandem::queue
