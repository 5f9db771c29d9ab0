#include "adapters/sofia/text.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <sofia-sip/url.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace tandem::sofia {

namespace {

constexpr char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// RFC 3261 25.1: unreserved, and user-unreserved without ';' and '?', which some peers take for parameters.
constexpr bool stands_in_user(char c) noexcept {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return std::string_view("-_.!~*'()&=+$,/").find(c) != std::string_view::npos;
}

std::string_view without_brackets(std::string_view host) noexcept {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') return host.substr(1, host.size() - 2);
  return host;
}

std::uint16_t port_or_standard(const char* port) noexcept {
  std::uint16_t value = 5060;
  const auto text = view(port);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), to_lower);
  return result;
}

bool same_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

std::string escape_user(std::string_view user) {
  std::string result;
  result.reserve(user.size());
  for (const char c : user) {
    if (stands_in_user(c))
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

std::string quote_display(std::string_view display) {
  if (display.empty()) return {};
  std::string result = "\"";
  for (const char c : display) {
    if (is_control(c)) continue;
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result += '"';
}

std::string unquote(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  text = text.substr(1, text.size() - 2);
  if (text.find('\\') == std::string_view::npos) return std::string(text);
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    result += text[i];
  }
  return result;
}

std::string one_line(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (!is_control(c)) result += c;
  return result;
}

bool is_address(std::string_view host) {
  const std::string text(without_brackets(host));
  unsigned char bytes[16];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

std::string host_text(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (stands_in_user(c) ? std::string_view("_!~*'()&=+$,/").find(c) == std::string_view::npos
                          : std::string_view(":[]").find(c) != std::string_view::npos)
      result += c;
  return result;
}

std::string bracketed(std::string_view host) {
  if (host.find(':') == std::string_view::npos || host.front() == '[') return std::string(host);
  return fmt::format("[{}]", host);
}

std::string_view name_of(Transport transport) noexcept { return transport == Transport::tcp ? "tcp" : "udp"; }

std::string Source::text() const { return fmt::format("{}:{}:{}", name_of(transport), bracketed(address), port); }

std::string Source::url() const {
  return fmt::format("sip:{}:{};transport={}", bracketed(address), port, name_of(transport));
}

std::string user_of(const url_t* url) {
  std::string user(view(url->url_user));  // Sofia puts a tel number there as well
  url_unescape(user.data(), user.c_str());
  user.resize(std::string_view(user.c_str()).size());
  return user;
}

Party asserted_party(const sip_t& message) {
  const msg_unknown_t* header = message.sip_unknown;
  while (header && !same_ignoring_case(view(header->un_name), "P-Asserted-Identity")) header = header->un_next;
  if (!header) return {};
  const std::unique_ptr<su_home_t, decltype(&su_home_unref)> home(
      static_cast<su_home_t*>(su_home_new(sizeof(su_home_t))), &su_home_unref);
  // Its form, name-addr or addr-spec in a list, is that of Contact.
  const sip_contact_t* asserted = sip_contact_make(home.get(), header->un_value);
  if (!asserted) return {};
  return {user_of(asserted->m_url), unquote(view(asserted->m_display))};
}

Source source_of(nta_agent_t* agent, msg_t* message) {
  Source source;
  const su_sockaddr_t* from = msg_addr(message);
  char text[INET6_ADDRSTRLEN] = "";
  if (from->su_sa.sa_family == AF_INET6) {
    // A socket for both families shows an IPv4 peer as ::ffff:192.0.2.1.
    if (IN6_IS_ADDR_V4MAPPED(&from->su_sin6.sin6_addr))
      inet_ntop(AF_INET, from->su_sin6.sin6_addr.s6_addr + 12, text, sizeof text);
    else
      inet_ntop(AF_INET6, &from->su_sin6.sin6_addr, text, sizeof text);
  } else {
    inet_ntop(AF_INET, &from->su_sin.sin_addr, text, sizeof text);
  }
  source.address = text;
  source.port = ntohs(from->su_sin.sin_port);
  if (const tport_t* port = tport_delivered_by(nta_agent_tports(agent), message); port && tport_is_tcp(port))
    source.transport = Transport::tcp;
  return source;
}

bool translated(const sip_t& request, const Source& source) {
  const sip_via_t* via = request.sip_via;
  if (!via || via->v_next) return false;
  if (source.transport == Transport::tcp) return true;  // its listening port, if it has one, is not the connection's
  if (via->v_received || port_or_standard(via->v_port) != source.port) return true;
  return request.sip_contact && without_brackets(view(request.sip_contact->m_url->url_host)) != source.address;
}

std::string_view body(const sip_t& message) noexcept {
  const sip_payload_t* payload = message.sip_payload;
  return payload && payload->pl_data ? std::string_view(payload->pl_data, payload->pl_len) : std::string_view();
}

bool has_sdp(const sip_t& message) noexcept {
  if (message.sip_content_encoding && message.sip_content_encoding->k_items &&
      message.sip_content_encoding->k_items[0] &&
      !same_ignoring_case(message.sip_content_encoding->k_items[0], "identity"))
    return false;
  return message.sip_content_type && same_ignoring_case(view(message.sip_content_type->c_type), "application/sdp");
}

std::string sdp_of(const sip_t& message) { return has_sdp(message) ? std::string(body(message)) : std::string(); }

const char* phrase_of(int status) noexcept {
  const char* phrase = sip_status_phrase(status);
  if (phrase && *phrase && *phrase != ' ') return phrase;
  return status < 200 ? "Progress" : status < 300 ? "OK" : status < 400 ? "Redirected" : "Refused";
}

Payload::Payload(std::string_view text) noexcept {
  sip_payload_init(header);
  header->pl_data = const_cast<char*>(text.data());  // NTA copies, it does not write
  header->pl_len = static_cast<usize_t>(text.size());
}

}  // namespace tandem::sofia
