// What a caller may say, as a net of words: the phrases that the menu waits for, among any other sounds.
#pragma once

#include "adapters/pocketsphinx/lexicon.hpp"

#include <tandem/speech.hpp>

#include <set>
#include <string>
#include <vector>

namespace tandem::pocketsphinx {

inline constexpr std::size_t most_words = 3000;  ///< of one grammar; what is beyond is not heard

struct Arc {
  int from = 0;
  int to = 0;
  double cost = 0;     ///< natural logarithm of a likelihood; 0 costs nothing
  std::string word{};  ///< empty: none is said
};

struct Grammar {
  static constexpr int start = 0;
  static constexpr int end = 1;
  int states = 2;
  std::vector<Arc> arcs{};
  std::set<std::string> words{};    ///< that it is made of
  std::set<std::string> unknown{};  ///< that were wanted and cannot be heard
};

/// A sound that is part of no word is itself a word, "_AH": a name for it.
[[nodiscard]] std::string filler_of(const std::string& sound);
/// For phrases, then for digits, as far as there are any: what fits the first need not be looked for in the second.
[[nodiscard]] std::vector<Grammar> grammars_of(const SpeechTask& task, const Lexicon& lexicon);

}  // namespace tandem::pocketsphinx
