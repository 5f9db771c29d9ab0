#include "model/unicode.hpp"

#include <cstdint>

namespace tandem::model {
namespace {

constexpr char32_t broken = 0xFFFD;

/// How many bytes follow the first one; -1: it begins nothing.
int followers(unsigned char first) {
  if (first < 0x80) return 0;
  if (first >= 0xC2 && first < 0xE0) return 1;
  if (first >= 0xE0 && first < 0xF0) return 2;
  return first >= 0xF0 && first < 0xF5 ? 3 : -1;
}

bool in(char32_t c, char32_t from, char32_t to) { return c >= from && c <= to; }

}  // namespace

std::u32string code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const int more = followers(first);
    char32_t value = more == 0 ? first : first & (0x3FU >> static_cast<unsigned>(more < 0 ? 0 : more));
    bool good = more >= 0;
    for (int k = 1; good && k <= more; ++k) {
      const std::size_t at = i + static_cast<std::size_t>(k);
      const auto next = at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
      good = (next & 0xC0U) == 0x80U;
      value = value << 6U | (next & 0x3FU);
    }
    out.push_back(good ? value : broken);
    if (good) i += static_cast<std::size_t>(more);
  }
  return out;
}

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) {
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0U | c >> 6U), put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
      put(0xE0U | c >> 12U), put(0x80U | (c >> 6U & 0x3FU)), put(0x80U | (c & 0x3FU));
    } else {
      put(0xF0U | c >> 18U), put(0x80U | (c >> 12U & 0x3FU)), put(0x80U | (c >> 6U & 0x3FU)), put(0x80U | (c & 0x3FU));
    }
  }
  return out;
}

char32_t lower_letter(char32_t c) noexcept {
  if (in(c, U'A', U'Z')) return c + 32;
  if (in(c, 0xC0, 0xDE) && c != 0xD7) return c + 32;
  if (in(c, 0x391, 0x3A9)) return c + 32;
  if (in(c, 0x410, 0x42F)) return c + 32;
  if (in(c, 0x400, 0x40F)) return c + 80;
  return c;
}

bool is_word_letter(char32_t c) noexcept {
  return in(c, U'0', U'9') || in(c, U'A', U'Z') || in(c, U'a', U'z') ||
         (in(c, 0xC0, 0x17F) && c != 0xD7 && c != 0xF7) || in(c, 0x370, 0x3FF) || in(c, 0x400, 0x52F);
}

}  // namespace tandem::model
