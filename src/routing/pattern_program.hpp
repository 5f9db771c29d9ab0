// What patterns compile to: a program of a few instructions, run on one text or merged with others (pattern_set.hpp).
#pragma once

#include <cstdint>
#include <vector>

namespace tandem::routing {

/// One step. Targets are relative to the instruction itself, so that programs can be put one behind another.
struct Instruction {
  enum class Op : std::uint8_t {
    digits,  ///< takes one digit of the set
    byte,    ///< takes this character
    any,     ///< takes any character
    split,   ///< goes to `first`, or else to `second`
    jump,    ///< goes to `first`
    save,    ///< notes the place in slot `arg`
    match,   ///< the text matches, if it is at its end
  };
  Op op = Op::match;
  std::uint16_t arg = 0;  ///< digits: a bit for each; byte: the character; save: the slot
  std::int32_t first = 0;
  std::int32_t second = 0;

  [[nodiscard]] bool takes_one() const noexcept { return op == Op::digits || op == Op::byte || op == Op::any; }
  /// Does this instruction, one that takes a character, take this one?
  [[nodiscard]] bool takes(char c) const noexcept {
    switch (op) {
      case Op::digits: return c >= '0' && c <= '9' && (arg >> (c - '0') & 1) != 0;
      case Op::byte: return static_cast<unsigned char>(c) == arg;
      default: return true;
    }
  }
};

inline constexpr std::uint16_t all_digits = 0x3ff;

/// Ends with its only `match`.
using Program = std::vector<Instruction>;

}  // namespace tandem::routing
