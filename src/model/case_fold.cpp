// Letter case in all alphabets, by the C library's Unicode tables.
#include "model/text.hpp"

#include <clocale>
#include <cwctype>

#include <locale.h>

namespace tandem::model {
namespace {

locale_t unicode_locale() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

/// One code point off the front; a byte that is no UTF-8 stands for itself.
char32_t take(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : byte(0) >= 0xC0 ? 2 : 1;
  char32_t point = length == 1 ? byte(0) : byte(0) & (0xFFU >> (length + 1));
  if (length > text.size()) {
    point = byte(0);
    text.remove_prefix(1);
    return point;
  }
  for (std::size_t i = 1; i < length; ++i) point = (point << 6U) | (byte(i) & 0x3FU);
  text.remove_prefix(length);
  return point;
}

void put(std::string& out, char32_t point) {
  const auto add = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0U | (point >> 6U));
    add(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    add(0xE0U | (point >> 12U));
    add(0x80U | ((point >> 6U) & 0x3FU));
    add(0x80U | (point & 0x3FU));
  } else {
    add(0xF0U | ((point >> 18U) & 0x07U));
    add(0x80U | ((point >> 12U) & 0x3FU));
    add(0x80U | ((point >> 6U) & 0x3FU));
    add(0x80U | (point & 0x3FU));
  }
}

}  // namespace

std::string fold_case(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  const locale_t locale = unicode_locale();
  while (!utf8.empty()) {
    const char32_t point = take(utf8);
    const bool ascii = point < 0x80 || locale == locale_t{};
    if (ascii) {
      put(out, point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point);
    } else {
      put(out, static_cast<char32_t>(towlower_l(static_cast<wint_t>(point), locale)));
    }
  }
  return out;
}

}  // namespace tandem::model
