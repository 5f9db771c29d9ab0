// Number masks with captured parts and transforms (specification 03, area MSK): which dialled numbers go into a trunk,
// and how they are rewritten.
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tandem TANDEM_API {

/// One rule of a trunk: `7495(\d{7})` with the transform `9$1` sends 74951234567 as 91234567.
///
/// A mask stands for whole numbers (MSK-07). It has digits, `\d` (any digit), classes (`[1-4]`, `[1-357]`), each of these
/// perhaps with `*`, `+` or `{n}` behind it, captured parts in round brackets (nine at most) and alternatives parted by
/// `|`; alternatives are tried from the left, repetitions take as much as they can (MSK-01..08). A transform has digits,
/// `$n` for the n-th captured part, `\` to part a reference from the digits behind it, and `+` at its beginning
/// (MSK-11..13).
struct MaskRule {
  std::string mask{};
  std::string transform{};
  bool active = true;  ///< one that is not is passed over (TRK-70)
  friend bool operator==(const MaskRule&, const MaskRule&) = default;
};

/// Is the rule well formed? Pure; any thread.
/// Errors: `invalid_argument`, saying at which character what is wrong and what to write instead (MSK-10, MSK-19,
/// MSK-20); also for masks of more than 256 characters and for those that no number of at most 32 digits can match.
[[nodiscard]] Result<void> check_mask(std::string_view mask, std::string_view transform);

/// What a number becomes: the rewritten number, or nothing where the mask does not match or nothing is left of the
/// number (MSK-21). The number is cleaned as when it is dialled: blanks, brackets, hyphens and one leading plus go; what
/// has other characters, or more than 32 digits, matches nothing (MSK-22, 03 OP-27). Pure; any thread; the time is
/// bounded by the number's length times the mask's size. Errors: those of check_mask().
[[nodiscard]] Result<std::optional<std::string>> test_mask(std::string_view mask, std::string_view transform,
                                                           std::string_view number);

}  // namespace tandem
