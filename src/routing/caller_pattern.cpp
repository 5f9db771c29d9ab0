#include "routing/caller_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::routing {
namespace {

using Op = Instruction::Op;
constexpr std::size_t max_phone = 32;
constexpr std::size_t max_address = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_wild(char c) { return c == '#' || c == '*'; }

std::unexpected<Error> wrong(std::string_view text, std::size_t at, std::string_view what) {
  return fail(errc::invalid_argument, fmt::format("character {} of '{}': {}", at + 1, text, what));
}

CallerMask mask_of(std::string_view text) {
  CallerMask mask;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && text[i] == '*' && text[i - 1] == '*') continue;  // two are as good as one
    mask.text += text[i];
    if (text[i] == '#') {
      mask.program.push_back({Op::any, 0, 0, 0});
    } else if (text[i] == '*') {
      mask.program.push_back({Op::split, 0, 1, 3});
      mask.program.push_back({Op::any, 0, 0, 0});
      mask.program.push_back({Op::jump, 0, -2, 0});
    } else {
      mask.program.push_back({Op::byte, static_cast<unsigned char>(text[i]), 0, 0});
      ++mask.literals;
    }
  }
  mask.program.push_back({Op::match, 0, 0, 0});
  return mask;
}

Result<CallerPattern> exact_or_mask(std::string text) {
  if (std::any_of(text.begin(), text.end(), is_wild)) return mask_of(text);
  return ExactCaller{std::move(text)};
}

Result<CallerPattern> range(std::string_view text, std::size_t hyphen) {
  const std::string_view first = text.substr(0, hyphen);
  const std::string_view last = text.substr(hyphen + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != hyphen && !is_digit(text[i])) return wrong(text, i, "the ends of a range are numbers, digits only");
  }
  if (first.size() != last.size() || first.empty()) {  // FWD-09
    return fail(
        errc::invalid_argument,
        fmt::format("both ends of the range '{}' need the same number of digits, as in 74952009000-74952009999", text));
  }
  if (first.size() > max_range_length) {
    return fail(errc::invalid_argument,
                fmt::format("the numbers of the range '{}' have more than {} digits", text, max_range_length));
  }
  if (last < first) {
    return fail(errc::invalid_argument,
                fmt::format("the range '{}' ends before it begins; write the smaller number first", text));
  }
  return CallerRange{number_key(first), number_key(last)};
}

Result<CallerPattern> phone(std::string_view text) {
  if (text.empty()) return fail(errc::invalid_argument, "the pattern is empty; write a number, a range or a mask");
  if (const std::size_t hyphen = text.find('-'); hyphen != text.npos) return range(text, hyphen);
  if (text.size() > max_phone) {
    return fail(errc::invalid_argument, fmt::format("the pattern '{}' has more than {} characters", text, max_phone));
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i]) || is_wild(text[i])) continue;
    // FWD-08
    return wrong(text, i,
                 "numbers are written in international form, digits only (74951234567); # is any one character, "
                 "* any number of them");
  }
  return exact_or_mask(std::string(text));
}

Result<CallerPattern> address(std::string_view text) {
  if (text.empty()) return fail(errc::invalid_argument, "the pattern is empty; write user@domain");
  if (text.size() > max_address) {
    return fail(errc::invalid_argument, fmt::format("a SIP pattern has at most {} characters", max_address));
  }
  std::size_t ats = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c <= ' ' || c >= 0x7f || std::string_view("<>\"\\,;?/:").find(c) != std::string_view::npos) {
      return wrong(text, i, "this character is not in SIP addresses; write user@domain only");
    }
    if (c == '@' && ++ats == 2) return wrong(text, i, "an address has one @");
  }
  const std::size_t at = text.find('@');
  if (at == 0 || at + 1 == text.size())
    return wrong(text, at, "write user@domain; * stands for any user or any domain");
  if (ats == 0 && text.find('*') == text.npos) {
    return fail(errc::invalid_argument,
                fmt::format("'{0}' is no SIP address; write {0}@domain, or {0}@* for any domain", text));
  }
  return exact_or_mask(lower(text));
}

}  // namespace

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

Result<CallerPattern> parse_caller_pattern(AddressKind kind, std::string_view text) {
  return kind == AddressKind::phone ? phone(text) : address(text);
}

AddressKind kind_of(std::string_view pattern) noexcept {
  const bool sip = std::any_of(pattern.begin(), pattern.end(), [](char c) { return c == '@' || is_letter(c); });
  return sip ? AddressKind::sip : AddressKind::phone;
}

std::uint64_t number_key(std::string_view text) noexcept {
  if (text.empty() || text.size() > max_range_length) return 0;
  std::uint64_t key = 1;
  for (const char c : text) {
    if (!is_digit(c)) return 0;
    key = key * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return key;
}

}  // namespace tandem::routing
