#include "routing/number_plan.hpp"

#include <utility>

namespace tandem::routing {
namespace {

/// Up to here a number may be an extension (EMP-04), so no national number is read into it.
constexpr std::size_t longest_internal = 7;

}  // namespace

std::string normalise(std::string_view received, std::string_view country, const RegionData* data) {
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
  const bool at_home = country == "RU" || country == "KZ";  // by hand: most accounts, and no table is as quick
  if (!at_home && data != nullptr && digits.size() > longest_internal) {
    if (auto read = data->international(digits, country)) return std::move(*read);
  }
  if (digits.starts_with("00") && digits.size() > 9) return digits.substr(2);
  if (at_home) {
    // 810 before an international number; no area code of the plan begins with 1, so nothing national is meant.
    if (digits.starts_with("810") && digits.size() > 10) return digits.substr(3);
    if (digits.size() == 11 && digits.front() == '8') digits.front() = '7';
  }
  return digits;
}

}  // namespace tandem::routing
