#include "routing/number_plan.hpp"

namespace tandem::routing {

std::string normalise(std::string_view received, std::string_view country) {
  std::string digits;
  bool international = false;
  for (const char c : received) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c == '+' && digits.empty() && !international) {
      international = true;
    } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
      return {};
    }
  }
  if (international) return digits;
  if (digits.starts_with("00") && digits.size() > 9) return digits.substr(2);
  if (country == "RU" || country == "KZ") {
    // 810 before an international number; no area code of the plan begins with 1, so nothing national is meant.
    if (digits.starts_with("810") && digits.size() > 10) return digits.substr(3);
    if (digits.size() == 11 && digits.front() == '8') digits.front() = '7';
  }
  return digits;
}

}  // namespace tandem::routing
