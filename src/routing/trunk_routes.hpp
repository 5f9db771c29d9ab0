// Which trunk a dialled number goes into: prefixes and masks of all trunks in their order, then backups (03 TRK-46..50,
// MSK-14..18, OP-24, OP-25, OP-28).
#pragma once

#include "routing/mask.hpp"
#include "routing/pattern_set.hpp"

#include <tandem/mask.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::routing {

/// What decides about one trunk; trunks are told apart by their place in the list, which is their order too.
struct TrunkRouting {
  std::string prefix{};                  ///< 1..9999; empty: none
  std::vector<MaskRule> masks{};         ///< tried in order
  std::vector<std::size_t> backups{};    ///< places of other trunks, in order, five at most (TRK-51)
};

/// One way to place a call.
struct Route {
  std::size_t trunk = 0;        ///< carries the call
  std::size_t main = 0;         ///< the trunk whose prefix or mask matched; another than `trunk` if that one is a backup
  std::string number{};         ///< as it is sent
  std::optional<std::size_t> mask{};  ///< of the main trunk; none: its prefix matched, or it was named
  friend bool operator==(const Route&, const Route&) = default;
};

class TrunkRoutes {
 public:
  TrunkRoutes() = default;
  /// Errors: `invalid_argument`, each with a path such as `[2].masks[0]`; `more` has the others.
  [[nodiscard]] static Result<TrunkRoutes> compile(std::span<const TrunkRouting> trunks);

  /// Every way for a number, in the order in which they are to be tried: the matching trunks, then the backups of the
  /// first of them with the number as it would have gone there. Empty: no prefix and no mask matches, and the number goes
  /// out by the employee's line (MSK-18). `dialled` as it was typed.
  [[nodiscard]] std::vector<Route> routes(std::string_view dialled) const;
  /// The ways through a trunk that was chosen otherwise, by an employee's line or a scheme: itself, then its backups.
  [[nodiscard]] std::vector<Route> routes_through(std::size_t trunk, std::string_view number) const;

 private:
  struct MaskAt {
    std::size_t trunk;
    std::size_t mask;
    MaskTransform rule;
  };
  void add_prefix_routes(std::string_view digits, std::vector<Route>& found) const;
  void add_mask_routes(std::string_view digits, std::vector<Route>& found) const;
  void add_backups(std::vector<Route>& routes) const;

  std::unordered_map<std::string, std::vector<std::size_t>> prefixes_;
  std::vector<MaskAt> masks_;  ///< by rank
  PatternSet set_;
  std::vector<std::vector<std::size_t>> backups_;
};

/// The first way whose trunk is available (TRK-48, TRK-50); none: all are down, and the call cannot be placed.
[[nodiscard]] std::optional<Route> choose_route(std::span<const Route> routes,
                                                const std::function<bool(std::size_t trunk)>& available);

}  // namespace tandem::routing
