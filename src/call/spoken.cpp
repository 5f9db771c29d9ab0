#include "call/spoken.hpp"

#include "model/unicode.hpp"

#include <algorithm>
#include <utility>

namespace tandem::call {
namespace {

struct SpokenDigit {
  std::u32string_view word;
  char digit;
};
constexpr SpokenDigit spoken_digits[] = {
    {U"ноль", '0'},   {U"нуль", '0'},   {U"один", '1'},    {U"одна", '1'},  {U"раз", '1'},   {U"два", '2'},
    {U"две", '2'},    {U"три", '3'},    {U"четыре", '4'},  {U"пять", '5'},  {U"шесть", '6'}, {U"семь", '7'},
    {U"восемь", '8'}, {U"девять", '9'}, {U"решетка", '#'}, {U"zero", '0'},  {U"oh", '0'},    {U"one", '1'},
    {U"two", '2'},    {U"three", '3'},  {U"four", '4'},    {U"five", '5'},  {U"six", '6'},   {U"seven", '7'},
    {U"eight", '8'},  {U"nine", '9'},   {U"hash", '#'},    {U"pound", '#'},
};

std::size_t common_beginning(std::u32string_view a, std::u32string_view b) {
  const auto [at, other] = std::ranges::mismatch(a, b);
  (void)other;
  return static_cast<std::size_t>(at - a.begin());
}

/// The same word, maybe in another form: two letters at the end of one and three of the other may differ, where enough
/// is left before them ("главный", "главного"; "Анна", "Анной").
bool related(std::u32string_view a, std::u32string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t common = common_beginning(a, b);
  return shorter >= 4 && common >= (shorter == 4 ? 3 : 4) && common + 2 >= shorter && common + 3 >= longer;
}

/// 2: said as written, 1: in another form, 0: not said.
int fit_of_word(const Words& said, std::u32string_view word) {
  int best = 0;
  for (const std::u32string& each : said) {
    if (each == word) return 2;
    if (related(each, word)) best = 1;
  }
  return best;
}

}  // namespace

Words words_of(std::string_view text) {
  Words words;
  bool inside = false;
  for (char32_t c : model::code_points(text)) {
    const bool letter = model::is_word_letter(c);
    if (letter && !inside) words.emplace_back();
    inside = letter;
    if (!letter) continue;
    c = model::lower_letter(c);
    words.back().push_back(c == U'ё' ? U'е' : c);
  }
  return words;
}

std::string digits_of(const Words& said) {
  std::string digits;
  for (const std::u32string& word : said) {
    const auto known = std::ranges::find(spoken_digits, word, &SpokenDigit::word);
    if (known != std::end(spoken_digits)) {
      digits += known->digit;
    } else if (std::ranges::all_of(word, [](char32_t c) { return c >= U'0' && c <= U'9'; })) {
      for (const char32_t c : word) digits += static_cast<char>(c);
    } else {
      return {};
    }
  }
  return digits;
}

bool in_quotes(std::string_view text) {
  const auto between = [&](std::string_view open, std::string_view close) {
    return text.size() >= open.size() + close.size() && text.starts_with(open) && text.ends_with(close);
  };
  return between("\"", "\"") || between("«", "»");
}

std::vector<std::u32string_view> digit_words() {
  std::vector<std::u32string_view> words;
  for (const SpokenDigit& each : spoken_digits) words.push_back(each.word);
  return words;
}

int fit_of_name(const Words& said, std::string_view name) {
  int fit = 0;
  for (const std::u32string& word : words_of(name)) fit += fit_of_word(said, word);
  return fit;
}

int fit_of_keyword(const Words& said, std::string_view keyword) {
  const Words words = words_of(keyword);
  if (words.empty()) return 0;
  if (in_quotes(keyword)) {
    return std::ranges::search(said, words).empty() ? 0 : 2 * static_cast<int>(words.size());
  }
  int fit = 0;
  for (const std::u32string& word : words) {
    const int one = fit_of_word(said, word);
    if (one == 0) return 0;
    fit += one;
  }
  return fit;
}

}  // namespace tandem::call
