// Which line an external call goes out by, and so which number is shown (04 CID, 02 EMP-13..16).
#pragma once

#include "routing/pattern_set.hpp"
#include "routing/regions.hpp"

#include <tandem/caller_id.hpp>
#include <tandem/error.hpp>
#include <tandem/regions.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::routing {

class CompiledCallerId {
 public:
  CompiledCallerId() = default;
  /// Errors: `invalid_argument` with the path `caller_id_rules[3].value`; `more` has the others.
  [[nodiscard]] static Result<CompiledCallerId> compile(std::span<const CallerIdRule* const> rules);

  /// A prefix that was dialled in front of a number.
  struct Prefixed {
    std::size_t rule;
    std::string rest;  ///< what is dialled without it
  };
  /// The longest prefix with something behind it; `dialled` in digits.
  [[nodiscard]] std::optional<Prefixed> by_prefix(std::string_view dialled) const;
  /// The first mask or region rule for a number in international digits. Without `data` no region is known.
  [[nodiscard]] std::optional<std::size_t> by_number(std::string_view number, const RegionData* data) const;

 private:
  std::unordered_map<std::string, std::size_t> prefixes_;
  std::vector<std::size_t> mask_rules_;  ///< by rank in `masks_`: the rule
  PatternSet masks_;
  RegionList regions_;
};

/// What decides about the line of one external leg.
struct LineRequest {
  std::string_view dialled{};  ///< digits, as dialled
  std::string_view own{};      ///< the outgoing number of whoever calls; empty: none (CID-02)
  bool substitution = false;   ///< the flag of whoever calls, or of whom he transfers for (CID-11, 04 OP-13)
  bool automatic = false;      ///< nobody dialled: prefixes mean nothing (04 OP-11)
  std::string_view country{};  ///< of the account
};
struct LineChoice {
  enum class By : std::uint8_t { none, own, prefix, rule };
  By by = By::none;       ///< none: the caller has no line, and the call is refused (CID-02, EMP-13)
  std::string line{};     ///< the number to call from
  std::string dialled{};  ///< what is left to dial
  const CallerIdRule* rule = nullptr;
};
/// `compiled` is made of `rules`. Pure.
[[nodiscard]] LineChoice choose_line(const LineRequest& request, const CallerIdSettings& settings,
                                     std::span<const CallerIdRule* const> rules, const CompiledCallerId& compiled,
                                     const RegionData* data);

}  // namespace tandem::routing
