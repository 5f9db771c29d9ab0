// Reads caller patterns: numbers, ranges, masks with # and *, SIP addresses (FWD-07..13).
#pragma once

#include "routing/pattern_program.hpp"

#include <tandem/caller_rules.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace tandem::routing {

/// A caller's address or a SIP pattern in the form in which they are compared.
[[nodiscard]] std::string lower(std::string_view text);

struct ExactCaller {
  std::string text;
};
/// Numbers of one length, as number_key() has them, both ends among them.
struct CallerRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};
struct CallerMask {
  std::string text;  ///< without stars that stand side by side
  Program program;
  std::size_t literals = 0;  ///< characters of its own: more of them are more specific (01 OP-02)
};
using CallerPattern = std::variant<ExactCaller, CallerRange, CallerMask>;

/// Errors: `invalid_argument`, with the place of the character.
[[nodiscard]] Result<CallerPattern> parse_caller_pattern(AddressKind kind, std::string_view text);
/// What a rule without a kind of its own means: SIP if there is an `@` or a letter in it.
[[nodiscard]] AddressKind kind_of(std::string_view pattern) noexcept;

/// A number of 1 to 18 digits as a value: the shorter is the smaller, and 07 is not 7. 0: the text is no such number.
[[nodiscard]] std::uint64_t number_key(std::string_view text) noexcept;
inline constexpr std::size_t max_range_length = 18;

}  // namespace tandem::routing
