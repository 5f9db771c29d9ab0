#include "adapters/sofia/knock.hpp"

#include "adapters/sofia/text.hpp"

#include <fmt/core.h>

#include <charconv>
#include <functional>
#include <utility>

namespace tandem::sofia {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view tag_parameter = ";tag=";

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The next line of `rest`, taken off it.
std::string_view next_line(std::string_view& rest) noexcept {
  const auto end = rest.find(line_end);
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + line_end.size());
  return line;
}

struct Header {
  std::string_view name, value;
};

Header split(std::string_view line) noexcept {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  return {trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1))};
}

// RFC 3261 7.3.3: the long and the compact form.
bool is(std::string_view name, std::string_view full, char compact) noexcept {
  return name.size() == 1 ? (name.front() | 0x20) == compact : same_ignoring_case(name, full);
}
bool is_via(std::string_view name) noexcept { return is(name, "Via", 'v'); }
bool is_to(std::string_view name) noexcept { return is(name, "To", 't'); }

std::size_t find_ignoring_case(std::string_view text, std::string_view what) noexcept {
  for (std::size_t at = 0; at + what.size() <= text.size(); ++at)
    if (same_ignoring_case(text.substr(at, what.size()), what)) return at;
  return std::string_view::npos;
}

// The value of ";name=value" or ";name"; nothing when it is absent.
std::optional<std::string_view> parameter(std::string_view value, std::string_view name) noexcept {
  auto semicolon = value.find(';');
  while (semicolon != std::string_view::npos) {
    value.remove_prefix(semicolon + 1);
    semicolon = value.find(';');
    const auto one = value.substr(0, semicolon);
    const auto equals = one.find('=');
    if (same_ignoring_case(trimmed(one.substr(0, equals)), name))
      return equals == std::string_view::npos ? std::string_view() : trimmed(one.substr(equals + 1));
  }
  return std::nullopt;
}

// "SIP/2.0/UDP host:port;..." -> "host:port"
std::string_view sent_by(std::string_view via) noexcept {
  via = trimmed(via.substr(0, via.find(';')));
  const auto space = via.find_last_of(" \t");
  return space == std::string_view::npos ? std::string_view() : via.substr(space + 1);
}

std::string_view host_of(std::string_view place) noexcept { return place.substr(0, place.find(':')); }

bool usable_via(std::string_view via) {
  return via.starts_with("SIP/2.0/UDP ") && via.find(',') == std::string_view::npos &&
         via.find('"') == std::string_view::npos && !parameter(via, "received") && !parameter(via, "maddr") &&
         is_address(host_of(sent_by(via)));  // IPv4
}

}  // namespace

std::optional<Knock> read_knock(std::string_view datagram) {
  Knock knock;
  if (datagram.starts_with("ACK sip:"))
    knock.kind = Knock::Kind::ack;
  else if (!datagram.starts_with("INVITE sip:"))
    return std::nullopt;
  const auto end = datagram.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  knock.head = datagram.substr(0, end + line_end.size());
  if (knock.head.find('\0') != std::string_view::npos) return std::nullopt;
  auto rest = knock.head;
  if (!next_line(rest).ends_with(" SIP/2.0")) return std::nullopt;
  int to = 0, from = 0, call_id = 0, cseq = 0;
  while (!rest.empty()) {
    const auto line = next_line(rest);
    const auto [name, value] = split(line);
    if (name.empty() || line.front() == ' ' || line.front() == '\t' || line.find_first_of("\r\n") != line.npos)
      return std::nullopt;
    if (is_via(name) && knock.via.empty()) {
      knock.via = value;
    } else if (is_to(name)) {
      knock.to = value;
      ++to;
    } else if (is(name, "From", 'f')) {
      ++from;
    } else if (is(name, "Call-ID", 'i')) {
      ++call_id;
    } else if (same_ignoring_case(name, "CSeq")) {
      ++cseq;
    } else if (same_ignoring_case(name, "Authorization") || same_ignoring_case(name, "Proxy-Authorization")) {
      knock.challenged = true;
    }
  }
  if (to != 1 || from != 1 || call_id != 1 || cseq != 1 || !usable_via(knock.via)) return std::nullopt;
  if (knock.kind == Knock::Kind::invite && find_ignoring_case(knock.to, tag_parameter) != std::string_view::npos)
    return std::nullopt;  // within a call
  const auto branch = parameter(knock.via, "branch");
  if (!branch || branch->empty()) return std::nullopt;
  knock.branch = *branch;
  return knock;
}

std::uint16_t answer_port(const Knock& knock, std::uint16_t source_port) {
  if (parameter(knock.via, "rport")) return source_port;
  const auto place = sent_by(knock.via);
  const auto colon = place.find(':');
  std::uint16_t port = 5060;
  if (colon != std::string_view::npos) std::from_chars(place.data() + colon + 1, place.data() + place.size(), port);
  return port;
}

std::string tag_end(std::string_view branch) { return fmt::format("{:x}", std::hash<std::string_view>{}(branch)); }

std::string refusal(const Knock& knock, std::string_view tag, std::string_view source_address,
                    std::uint16_t source_port, int retry_after) {
  std::string text = "SIP/2.0 503 Service Unavailable\r\n";
  text.reserve(knock.head.size() + 200);
  auto rest = knock.head;
  next_line(rest);
  bool first = true;
  while (!rest.empty()) {
    const auto line = next_line(rest);
    const auto [name, value] = split(line);
    const bool via = is_via(name);
    const bool to = is_to(name);
    if (!via && !to && !is(name, "From", 'f') && !is(name, "Call-ID", 'i') && !same_ignoring_case(name, "CSeq"))
      continue;
    if (via && std::exchange(first, false)) {
      const auto rport = parameter(value, "rport");
      const auto bare = rport && rport->empty() ? find_ignoring_case(value, ";rport") : std::string_view::npos;
      if (bare != std::string_view::npos) {
        const auto after = bare + std::string_view(";rport").size();
        text += fmt::format("Via: {}={}{}", value.substr(0, after), source_port,
                            value.substr(value.find('=', after) == after ? after + 1 : after));
      } else {
        text += fmt::format("Via: {}", value);
      }
      if (rport || host_of(sent_by(value)) != source_address) text += fmt::format(";received={}", source_address);
    } else {
      text += line;
    }
    if (to) text += fmt::format("{}{}{}", tag_parameter, tag, tag_end(knock.branch));
    text += line_end;
  }
  return text += fmt::format("Retry-After: {}\r\nContent-Length: 0\r\n\r\n", retry_after);
}

bool acknowledges(const Knock& knock, std::string_view tag) {
  if (knock.kind != Knock::Kind::ack) return false;
  const auto at = find_ignoring_case(knock.to, tag_parameter);
  return at != std::string_view::npos && knock.to.substr(at + tag_parameter.size()).starts_with(tag);
}

}  // namespace tandem::sofia
