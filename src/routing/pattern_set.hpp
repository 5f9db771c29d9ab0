// Many patterns as one: reads a text once and says which of them match, in the order of their ranks.
//
// The patterns' programs become one deterministic automaton, built breadth first as far as a budget goes. Sets of
// patterns that are usual in a telephone book fit: then a text costs one table look-up a character, however many
// patterns there are. From where the budget ended, the rest of a text is read by following all programs side by side,
// whose cost is bounded by the text's length times the programs' size. Nothing here is exponential in anything.
//
// Immutable once built: any number of threads may ask at once.
#pragma once

#include "routing/pattern_program.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tandem::routing {

class PatternSet {
 public:
  struct Pattern {
    Program program;
    /// Only the first match in a lane counts, if it is `decisive`: patterns behind it need not be followed where it has
    /// matched whatever comes.
    std::uint32_t lane = 0;
    bool decisive = true;
  };

  /// What will be asked: for the first match only, the automaton need not remember what has matched.
  enum class Answer : std::uint8_t { first, all };

  PatternSet() = default;
  /// The place in the list is the rank. `only_digits`: no text with other characters will be asked about.
  PatternSet(std::span<const Pattern> patterns, Answer answer, bool only_digits = false);

  /// The first pattern that matches the whole text. Of a set made for `first`.
  [[nodiscard]] std::optional<std::uint32_t> first(std::string_view text) const;
  /// Ranks of the patterns that match, ascending; some of those that a decisive one before them in their lane hides may be
  /// missing. Of a set made for `all`.
  void all(std::string_view text, std::vector<std::uint32_t>& ranks) const;

  [[nodiscard]] bool empty() const noexcept { return owner_.empty(); }
  /// Is the automaton whole, so that no text is ever read the slow way? For tests and figures.
  [[nodiscard]] bool complete() const noexcept { return expanded_ == states_; }
  [[nodiscard]] std::size_t states() const noexcept { return states_; }

 private:
  friend class PatternSetBuilder;
  using Position = std::uint32_t;
  using State = std::uint32_t;
  static constexpr State dead = 0;  ///< the state in which nothing can match any more
  static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();
  /// Marks for one walk over the programs, so that no step is entered twice for the same character.
  struct Marks {
    std::vector<std::uint32_t> seen;
    std::uint32_t now = 0;
    std::vector<Position> todo;
    void begin(std::size_t positions);
    bool first_time(Position at);
  };

  [[nodiscard]] std::uint8_t class_of(char c) const { return classes_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] std::span<const std::uint32_t> accepted(State state) const;
  /// Adds the steps that take a character, or match, reached from `at` without one.
  void close(Position at, Marks& marks, std::vector<Position>& to) const;
  /// The steps after the character `c`.
  void advance(std::span<const Position> from, char c, Marks& marks, std::vector<Position>& to) const;
  /// Reads from a state that the budget left open.
  void read_on(State state, std::string_view rest, std::vector<std::uint32_t>& ranks) const;

  std::vector<Instruction> steps_;    ///< the programs, one behind another
  std::vector<std::uint32_t> owner_;  ///< of each step: its pattern's rank
  std::array<std::uint8_t, 256> classes_{};  ///< characters that no pattern tells apart are one class
  std::size_t class_count_ = 0;
  std::size_t states_ = 0;
  std::size_t expanded_ = 0;            ///< states before this one have their transitions
  State start_ = dead;
  std::vector<State> next_;             ///< [state * class_count_ + class]
  std::vector<std::uint32_t> accept_at_;  ///< where each state's accepted ranks begin in `accepts_`; one more at the end
  std::vector<std::uint32_t> accepts_;
  std::vector<std::uint32_t> early_;    ///< of each state: the first rank that matches whatever comes, or `never`
  std::vector<std::uint32_t> open_at_;  ///< the same for the steps of the states that were left open
  std::vector<Position> open_;
};

}  // namespace tandem::routing
