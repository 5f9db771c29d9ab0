#include "adapters/pocketsphinx/grammar.hpp"

#include "call/spoken.hpp"
#include "model/unicode.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tandem::pocketsphinx {
namespace {

// Natural logarithms, found by trial on five voices, at 8 kHz. A digit is so short that sounds without a meaning would always
// describe it better: they are dear where digits are listened for, which is why hardly anything else is told from them.
constexpr double cost_of_filler = -18;
constexpr double cost_of_filler_among_digits = -60;
constexpr double cost_of_digit = -55;
constexpr double cost_of_word = -10;
constexpr double cost_of_single = -30;   // a word out of a phrase, alone
constexpr double cost_of_more = -40;     // another word or phrase after one
constexpr std::size_t least_sounds = 3;  // of a word that may stand alone

constexpr int after_digit = 2;

class Builder {
 public:
  Builder(const Lexicon& lexicon, double filler) : lexicon_(lexicon) {
    for (const std::string& sound : lexicon.sounds()) {
      for (const int at : {Grammar::start, Grammar::end}) arc(at, at, filler, filler_of(sound));
    }
    arc(Grammar::start, Grammar::end, 0);
  }

  Grammar digits() {
    net_.states = 3;
    for (const std::u32string_view each : call::digit_words()) {
      std::string word = model::utf8(each);
      if (lexicon_.sounds_of(word).empty()) continue;  // of another language
      arc(Grammar::start, after_digit, cost_of_digit, word);
      arc(after_digit, after_digit, cost_of_digit, word);
      net_.words.insert(std::move(word));
    }
    arc(after_digit, Grammar::end, 0);
    return std::move(net_);
  }

  /// Its words one after the other and, unless it stands in quotes, each of them alone as well (IVR-51).
  void phrase(const std::string& text) {
    const std::optional<std::vector<std::string>> words = known_words(text);
    if (!words || net_.words.size() + words->size() > most_words) return;
    int at = Grammar::start;
    for (std::size_t i = 0; i < words->size(); ++i) {
      const int to = i + 1 == words->size() ? Grammar::end : net_.states++;
      arc(at, to, cost_of_word, (*words)[i]);
      at = to;
    }
    net_.words.insert(words->begin(), words->end());
    if (words->size() > 1 && !call::in_quotes(text)) singles_.insert(words->begin(), words->end());
  }

  Grammar phrases() {
    for (const std::string& word : singles_) {
      const auto sounds = lexicon_.sounds_of(word);
      const auto count = std::ranges::count(sounds.front(), ' ') + 1;
      if (static_cast<std::size_t>(count) >= least_sounds) arc(Grammar::start, Grammar::end, cost_of_single, word);
    }
    arc(Grammar::end, Grammar::start, cost_of_more);
    return std::move(net_);
  }

 private:
  void arc(int from, int to, double cost, std::string word = {}) { net_.arcs.push_back({from, to, cost, std::move(word)}); }

  /// None when nothing of it can be heard. A phrase in quotes needs all its words.
  std::optional<std::vector<std::string>> known_words(const std::string& text) {
    std::vector<std::string> known;
    bool all = true;
    for (const std::u32string& each : call::words_of(text)) {
      std::string word = model::utf8(each);
      if (!lexicon_.sounds_of(word).empty()) {
        known.push_back(std::move(word));
      } else {
        all = false;
        net_.unknown.insert(std::move(word));
      }
    }
    if (known.empty() || (!all && call::in_quotes(text))) return std::nullopt;
    return known;
  }

  const Lexicon& lexicon_;
  Grammar net_;
  std::set<std::string> singles_;
};

}  // namespace

std::string filler_of(const std::string& sound) { return "_" + sound; }

std::vector<Grammar> grammars_of(const SpeechTask& task, const Lexicon& lexicon) {
  std::vector<Grammar> grammars;
  if (!task.phrases.empty()) {
    Builder builder(lexicon, cost_of_filler);
    for (const std::string& phrase : task.phrases) builder.phrase(phrase);
    grammars.push_back(builder.phrases());
  }
  if (task.digits) grammars.push_back(Builder(lexicon, cost_of_filler_among_digits).digits());
  return grammars;
}

}  // namespace tandem::pocketsphinx
