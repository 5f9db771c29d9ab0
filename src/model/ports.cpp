// The ports of a trunk as people write them (TRK-09, 03 OP-19).
#include <tandem/trunk.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace tandem {
namespace {

std::optional<std::uint16_t> port_in(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0 || value > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

/// "5060" or "6000-6010".
bool take_part(std::string_view part, std::vector<std::uint16_t>& ports) {
  const std::size_t dash = part.find('-');
  const auto first = port_in(part.substr(0, dash));
  const auto last = dash == part.npos ? first : port_in(part.substr(dash + 1));
  if (!first || !last || *first > *last) return false;
  for (unsigned port = *first; port <= *last; ++port) {
    const auto each = static_cast<std::uint16_t>(port);
    if (std::find(ports.begin(), ports.end(), each) == ports.end()) ports.push_back(each);
  }
  return true;
}

}  // namespace

Result<std::vector<std::uint16_t>> parse_ports(std::string_view text) {
  constexpr std::size_t most = 1000;  // more are a mistake, not a trunk
  std::string packed(text);
  std::erase(packed, ' ');
  std::vector<std::uint16_t> ports;
  for (std::size_t at = 0; at < packed.size();) {
    const std::size_t end = std::min(packed.find_first_of(",;", at), packed.size());
    const std::string_view part = std::string_view(packed).substr(at, end - at);
    if (!take_part(part, ports) || end + 1 == packed.size()) {
      return fail(
          errc::invalid_argument,
          fmt::format("'{}' is no port: write numbers from 1 to 65535 and ranges, as in 5060, 6000-6010 (TRK-09)",
                      end + 1 == packed.size() ? "" : part));
    }
    if (ports.size() > most) return fail(errc::invalid_argument, fmt::format("more than {} ports (TRK-09)", most));
    at = end + 1;
  }
  return ports;
}

}  // namespace tandem
