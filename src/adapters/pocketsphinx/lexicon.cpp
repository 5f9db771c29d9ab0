#include "adapters/pocketsphinx/lexicon.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tandem::pocketsphinx {
namespace {

struct Line {
  std::string_view word;  ///< without "(2)"
  std::string_view sounds;
};

Line line_at(std::string_view text, std::uint32_t at) {
  std::string_view line = text.substr(at);
  line = line.substr(0, line.find_first_of("\r\n"));
  const std::size_t gap = line.find_first_of(" \t");
  if (gap == std::string_view::npos) return {};
  std::string_view word = line.substr(0, gap);
  if (word.ends_with(')') && word.find('(', 1) != std::string_view::npos) word = word.substr(0, word.find('(', 1));
  const std::size_t start = line.find_first_not_of(" \t", gap);
  const std::size_t end = line.find_last_not_of(" \t");
  if (start == std::string_view::npos) return {};
  return {word, line.substr(start, end - start + 1)};
}

}  // namespace

Result<Lexicon> Lexicon::read(std::string text, const std::map<std::string, std::string>& more) {
  Lexicon lexicon;
  for (const auto& [word, sounds] : more) {
    if (word.empty() || sounds.empty() || word.find_first_of(" \t\r\n(") != std::string::npos ||
        sounds.find_first_of("\r\n") != std::string::npos) {
      return fail(errc::invalid_argument,
                  fmt::format("'{}' cannot be a pronunciation of '{}'; wanted is one word and its sounds with blanks between",
                              sounds, word),
                  "pronunciations");
    }
    lexicon.text_ += word + " " + sounds + "\n";
  }
  lexicon.text_ += std::move(text);
  lexicon.index();
  return lexicon;
}

void Lexicon::index() {
  std::set<std::string, std::less<>> known;
  for (std::size_t at = 0; at < text_.size();) {
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    const Line line = line_at(text_, static_cast<std::uint32_t>(at));
    if (!line.word.empty() && !line.word.starts_with("#") && !line.word.starts_with(";;;")) {
      lines_.push_back(static_cast<std::uint32_t>(at));
      for (std::size_t from = 0; from < line.sounds.size();) {
        const std::size_t to = std::min(line.sounds.find(' ', from), line.sounds.size());
        const std::string_view sound = line.sounds.substr(from, to - from);
        if (!sound.empty() && known.find(sound) == known.end()) known.emplace(sound);
        from = to + 1;
      }
    }
    at = end + 1;
  }
  sounds_.assign(known.begin(), known.end());
  std::ranges::stable_sort(lines_, {}, [this](std::uint32_t at) { return line_at(text_, at).word; });
}

std::vector<std::string_view> Lexicon::sounds_of(std::string_view word) const {
  std::vector<std::string_view> found;
  const auto same = std::ranges::equal_range(lines_, word, {}, [this](std::uint32_t at) { return line_at(text_, at).word; });
  for (const std::uint32_t at : same) {
    const std::string_view sounds = line_at(text_, at).sounds;
    if (std::ranges::find(found, sounds) == found.end()) found.push_back(sounds);
  }
  return found;
}

}  // namespace tandem::pocketsphinx
