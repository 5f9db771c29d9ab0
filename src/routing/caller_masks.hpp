// The masks of a caller table: which is the most specific that matches?
#pragma once

#include "routing/caller_pattern.hpp"
#include "routing/mask_tree.hpp"
#include "routing/pattern_set.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::routing {

/// Immutable. Masks are sorted by their make: those with at most one * at the end or at the beginning stand in trees, the
/// others in an automaton. Kept apart they stay small; in one automaton every beginning would be multiplied by every
/// ending.
class CallerMasks {
 public:
  /// The most specific first.
  explicit CallerMasks(std::vector<CallerMask> masks);

  /// The place of the first mask that matches.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view caller) const;
  /// The masks that fit no tree; for tests.
  [[nodiscard]] const PatternSet& others() const noexcept { return others_; }

 private:
  MaskTree beginnings_{false};
  MaskTree endings_{true};
  std::vector<std::uint32_t> other_places_;  ///< of the masks in `others_`
  PatternSet others_;
};

}  // namespace tandem::routing
