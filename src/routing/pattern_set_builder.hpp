// Builds the automaton of a PatternSet; lives as long as its constructor.
#pragma once

#include "routing/pattern_set.hpp"

#include <cstddef>
#include <span>
#include <unordered_map>
#include <vector>

namespace tandem::routing {

class PatternSetBuilder {
 public:
  PatternSetBuilder(PatternSet& set, std::span<const PatternSet::Pattern> patterns, PatternSet::Answer answer,
                    bool only_digits);
  void build();

 private:
  using Position = PatternSet::Position;
  using State = PatternSet::State;
  using Positions = std::vector<Position>;
  struct Hash {
    std::size_t operator()(const Positions& positions) const noexcept;
  };

  void lay_out();
  void tell_characters_apart();
  /// Finds the steps that, once reached together with the match of their program, match whatever comes.
  void find_endless();
  /// Sorts the steps and leaves out what cannot matter any more.
  void settle(Positions& positions);
  State state_of(Positions positions);
  void expand(State state);
  /// The first rank that matches from here on whatever comes.
  std::uint32_t early(const Positions& positions) const;
  /// Without the steps that only go on with what early() has said.
  Positions still_open(const Positions& positions) const;
  template <class Found>
  void each_sure(const Positions& positions, const Found& found) const;
  void finish();

  PatternSet& set_;
  std::span<const PatternSet::Pattern> patterns_;
  PatternSet::Answer answer_;
  bool only_digits_;
  std::vector<char> examples_;          ///< one character of each class
  std::vector<Position> match_of_;      ///< of each pattern: its match
  std::vector<bool> endless_;           ///< of each step
  std::vector<std::uint32_t> decided_;  ///< lanes that are decided in the set at hand, marked with `round_`
  std::uint32_t round_ = 0;
  PatternSet::Marks marks_;
  std::unordered_map<Positions, State, Hash> known_;
  std::vector<const Positions*> positions_of_;
  std::size_t work_ = 0;
};

}  // namespace tandem::routing
