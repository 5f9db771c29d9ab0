// How words sound: a dictionary of CMU Sphinx, kept as the text it is.
#pragma once

#include <tandem/error.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::pocketsphinx {

class Lexicon {
 public:
  /// Lines "word S OU N D S", further pronunciations as "word(2)"; `more` adds to them, and stands before them. Errors:
  /// `invalid_argument` for a word that cannot be one.
  static Result<Lexicon> read(std::string text, const std::map<std::string, std::string>& more);

  /// Every way a word is said; none when it is not known.
  [[nodiscard]] std::vector<std::string_view> sounds_of(std::string_view word) const;
  /// Every sound that stands in it, once.
  [[nodiscard]] const std::vector<std::string>& sounds() const { return sounds_; }

 private:
  void index();

  std::string text_;
  std::vector<std::uint32_t> lines_;  // where each begins, in order of the words
  std::vector<std::string> sounds_;
};

}  // namespace tandem::pocketsphinx
