// How SMS are counted (3GPP TS 23.038).
#include <tandem/sms.hpp>

#include "model/unicode.hpp"

namespace tandem {
namespace {

constexpr std::u32string_view basic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    U"¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view escaped = U"\f^{}\\[~]|€";  // two places each

std::size_t parts_of(std::size_t length, std::size_t alone, std::size_t each) {
  if (length == 0) return 0;
  return length <= alone ? 1 : (length + each - 1) / each;
}

}  // namespace

SmsSize size_of_sms(std::string_view text) {
  std::size_t septets = 0;
  std::size_t units = 0;
  bool narrow = true;
  for (const char32_t c : model::code_points(text)) {
    units += c > 0xFFFF ? 2 : 1;
    if (escaped.find(c) != escaped.npos) {
      septets += 2;
    } else if (basic.find(c) != basic.npos) {
      ++septets;
    } else {
      narrow = false;
    }
  }
  if (narrow) return {septets, parts_of(septets, 160, 153)};
  return {units, parts_of(units, 70, 67)};
}

}  // namespace tandem
