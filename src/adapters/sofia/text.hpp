// Small helpers around SIP text and addresses.
#pragma once

#include "adapters/sofia/nta.hpp"

#include <tandem/signaling.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace tandem::sofia {

/// Sofia gives null pointers for what is absent.
[[nodiscard]] inline std::string_view view(const char* text) noexcept { return text ? std::string_view(text) : ""; }

[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] bool same_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// Percent-escapes what may not stand in a URI's user part (RFC 3261 25.1); control characters cannot get through.
[[nodiscard]] std::string escape_user(std::string_view user);
/// A quoted string for a display name, or empty for an empty one. Control characters are left out.
[[nodiscard]] std::string quote_display(std::string_view display);
/// The text of a display name or parameter without its quotes and escapes.
[[nodiscard]] std::string unquote(std::string_view text);
/// Without control characters: text of ours that goes into a header may not end the line.
[[nodiscard]] std::string one_line(std::string_view text);

/// Is `host` an IPv4 address, or an IPv6 one with or without brackets? Everything else would need a resolver.
[[nodiscard]] bool is_address(std::string_view host);
/// Only what may stand in the host part of a URI (RFC 3261 25.1).
[[nodiscard]] std::string host_text(std::string_view text);
/// "[::1]" for "::1", others unchanged.
[[nodiscard]] std::string bracketed(std::string_view host);
[[nodiscard]] std::string_view name_of(Transport transport) noexcept;

/// Where a message came from.
struct Source {
  std::string address;  ///< without brackets
  std::uint16_t port = 0;
  Transport transport = Transport::udp;

  /// "udp:192.0.2.1:5060", for people.
  [[nodiscard]] std::string text() const;
  /// "sip:192.0.2.1:5060;transport=udp", to send there.
  [[nodiscard]] std::string url() const;
};
[[nodiscard]] Source source_of(nta_agent_t* agent, msg_t* message);

/// Is the sender of this request behind an address translator? Its own idea of its address, in Via or in Contact, is
/// then not the one the request came from. A request that came through a proxy is never taken for one.
[[nodiscard]] bool translated(const sip_t& request, const Source& source);

[[nodiscard]] std::string_view body(const sip_t& message) noexcept;
/// Has the message the body type "application/sdp", not encoded?
[[nodiscard]] bool has_sdp(const sip_t& message) noexcept;
/// The body if it is SDP, else empty.
[[nodiscard]] std::string sdp_of(const sip_t& message);

/// The user part of a SIP URI, or the number of a tel one, without escapes.
[[nodiscard]] std::string user_of(const url_t* url);
/// Whom an answer says it comes from (P-Asserted-Identity, RFC 3325), the first of several; empty: it does not say.
[[nodiscard]] Party asserted_party(const sip_t& message);

/// A status phrase that lives for ever: NTA keeps the pointer.
[[nodiscard]] const char* phrase_of(int status) noexcept;

/// A body header on the stack; NTA copies it.
struct Payload {
  explicit Payload(std::string_view text) noexcept;
  sip_payload_t header[1];
};

}  // namespace tandem::sofia
