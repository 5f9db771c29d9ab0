// A new call refused straight from its bytes: past saturation the parser alone would eat the time that calls need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::sofia {

/// What a waiting datagram is, as far as refusing it needs. Views into the datagram.
struct Knock {
  enum class Kind : std::uint8_t { invite, ack };
  Kind kind = Kind::invite;
  std::string_view head;  ///< request line and headers
  std::string_view via;   ///< value of the first Via
  std::string_view branch;
  std::string_view to;      ///< value of To
  bool challenged = false;  ///< has credentials
};

/// Only a plain INVITE that begins a call, or a plain ACK, is understood. Of everything else, and whatever is unusual
/// (folded lines, several Vias in one line, a missing header), nothing is said: the real parser shall see it.
[[nodiscard]] std::optional<Knock> read_knock(std::string_view datagram);

/// Where answers to it go (RFC 3261 18.2.2, RFC 3581): the port of rport, or of Via.
[[nodiscard]] std::uint16_t answer_port(const Knock& knock, std::uint16_t source_port);

/// What follows the beginning of the To tag in refusals of this request.
[[nodiscard]] std::string tag_end(std::string_view branch);
/// 503 with Retry-After. `tag` begins the To tag, by which the ACK is known again.
[[nodiscard]] std::string refusal(const Knock& knock, std::string_view tag, std::string_view source_address,
                                  std::uint16_t source_port, int retry_after);
/// Is this the ACK to a refusal with that tag?
[[nodiscard]] bool acknowledges(const Knock& knock, std::string_view tag);

}  // namespace tandem::sofia
