// A mask with its transform, compiled (specification 03, MSK).
#pragma once

#include "routing/pattern_program.hpp"

#include <tandem/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::routing {

/// No longer number matches a mask (MSK-22).
inline constexpr std::size_t max_dialled = 32;

/// A number as dialled, for masks and prefixes: blanks, brackets, hyphens and one leading plus go, the digits stay as
/// they are. Empty: no number, or one with other characters, such as a service code (03 OP-27).
[[nodiscard]] std::string clean_dialled(std::string_view dialled);

/// A mask alone: a set of whole numbers.
class Mask {
 public:
  /// Errors: `invalid_argument`, with the character's place.
  [[nodiscard]] static Result<Mask> compile(std::string_view text);

  [[nodiscard]] bool matches(std::string_view digits) const;
  [[nodiscard]] const Program& program() const noexcept { return program_; }
  [[nodiscard]] int groups() const noexcept { return groups_; }

  /// The captured parts of a match, the n-th at n - 1; a part that had no part in it is empty (MSK-21). Leftmost
  /// alternatives and greedy repetitions, as if by backtracking; every place of the program meets every place of the
  /// number at most once (MSK-22).
  [[nodiscard]] std::optional<std::vector<std::string_view>> captures(std::string_view digits) const;

 private:
  Program program_;
  int groups_ = 0;
};

/// A mask with what becomes of the numbers that match.
class MaskTransform {
 public:
  /// Errors: `invalid_argument`, with the character's place.
  [[nodiscard]] static Result<MaskTransform> compile(std::string_view mask, std::string_view transform);

  [[nodiscard]] const Mask& mask() const noexcept { return mask_; }
  /// Can the result never be empty, whatever the number? Digits of the transform's own see to that.
  [[nodiscard]] bool never_empty() const noexcept { return never_empty_; }
  /// The rewritten number; none if the mask does not match or nothing is left (MSK-21).
  [[nodiscard]] std::optional<std::string> apply(std::string_view digits) const;

 private:
  /// Literal text or, if `group` is not 0, a captured part.
  struct Piece {
    std::string literal;
    int group = 0;
  };
  Result<void> parse(std::string_view transform);

  Mask mask_;
  std::vector<Piece> pieces_;
  bool never_empty_ = false;
};

}  // namespace tandem::routing
