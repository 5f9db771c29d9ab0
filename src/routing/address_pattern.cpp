#include "routing/address_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tandem::routing {
namespace {

std::optional<std::uint8_t> byte_of(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size() && text.size() <= 3;
  return whole && value <= 255 ? std::optional(static_cast<std::uint8_t>(value)) : std::nullopt;
}

/// Up to the next dot, which is taken away.
std::string_view next_segment(std::string_view& rest) {
  const std::size_t dot = rest.find('.');
  const std::string_view segment = rest.substr(0, dot);
  rest = dot == rest.npos ? std::string_view() : rest.substr(dot + 1);
  return segment;
}

std::unexpected<Error> wrong(std::string_view pattern, std::string_view why) {
  return fail(errc::invalid_argument,
              fmt::format("'{}' is no pattern of addresses: {}; write \"192.168.1.16\", \"192.168.1.16-32\" or "
                          "\"192.168.*\" (NET-08)", pattern, why));
}

}  // namespace

std::optional<Ipv4> ipv4_of(std::string_view address) {
  if (std::ranges::count(address, '.') != 3) return std::nullopt;
  Ipv4 bytes{};
  for (std::uint8_t& byte : bytes) {
    const auto value = byte_of(next_segment(address));
    if (!value) return std::nullopt;
    byte = *value;
  }
  return bytes;
}

Result<AddressPattern> AddressPattern::compile(std::string_view pattern) {
  AddressPattern made;
  std::string_view rest = pattern;
  const auto segments = static_cast<std::size_t>(std::ranges::count(pattern, '.')) + 1;
  if (segments > made.low_.size()) return wrong(pattern, "there are more than four numbers");
  for (std::size_t i = 0; i < segments; ++i) {
    const std::string_view segment = next_segment(rest);
    const std::size_t dash = segment.find('-');
    const bool open = segment == "*" || dash != segment.npos;
    if (open && i + 1 < segments) return wrong(pattern, "nothing stands behind a range or a star (NET-12)");
    if (segment == "*") return made;
    const auto low = byte_of(segment.substr(0, dash));
    const auto high = dash == segment.npos ? low : byte_of(segment.substr(dash + 1));
    if (!low || !high) return wrong(pattern, "a number is 0 to 255, a range has two, a star stands alone (NET-11)");
    if (*low > *high) return wrong(pattern, "a range begins with the smaller number (03 OP-05)");
    made.low_[i] = *low;
    made.high_[i] = *high;
    if (open) return made;
  }
  if (segments != made.low_.size()) return wrong(pattern, "an address has four numbers (NET-13)");
  return made;
}

bool AddressPattern::holds(const Ipv4& address) const noexcept {
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (address[i] < low_[i] || address[i] > high_[i]) return false;
  }
  return true;
}

AddressList::AddressList(std::span<const std::string> patterns) {
  for (const std::string& pattern : patterns) {
    if (const auto compiled = AddressPattern::compile(pattern)) patterns_.push_back(*compiled);
  }
}

bool AddressList::holds(std::string_view address) const {
  const std::optional<Ipv4> bytes = ipv4_of(address);
  return bytes && std::ranges::any_of(patterns_, [&](const AddressPattern& pattern) { return pattern.holds(*bytes); });
}

}  // namespace tandem::routing

namespace tandem {

Result<void> check_address_pattern(std::string_view pattern) {
  const auto compiled = routing::AddressPattern::compile(pattern);
  if (!compiled) return std::unexpected(compiled.error());
  return {};
}

bool address_fits(std::string_view pattern, std::string_view address) {
  const auto compiled = routing::AddressPattern::compile(pattern);
  const auto bytes = routing::ipv4_of(address);
  return compiled && bytes && compiled->holds(*bytes);
}

}  // namespace tandem
