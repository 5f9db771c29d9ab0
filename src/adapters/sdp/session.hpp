// A session description (RFC 4566), as far as telephone audio needs it. The parser reads what strangers send: it goes
// over the text once, keeps no more than the text's size, and says which line is wrong.
#pragma once

#include <tandem/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::sdp {

/// Longer descriptions are refused unread. An offer of a browser with all its video codecs has about 8 kB.
inline constexpr std::size_t max_size = 32 * 1024;
inline constexpr std::size_t max_media_lines = 16;
inline constexpr std::size_t max_formats = 64;
inline constexpr std::size_t max_parameters = 256;

/// RFC 4566 section 6, as seen by the one who wrote it.
enum class Direction : std::uint8_t { sendrecv, sendonly, recvonly, inactive };

[[nodiscard]] constexpr bool sends(Direction d) { return d == Direction::sendrecv || d == Direction::sendonly; }
[[nodiscard]] constexpr bool receives(Direction d) { return d == Direction::sendrecv || d == Direction::recvonly; }
[[nodiscard]] constexpr Direction make_direction(bool send, bool receive) {
  if (send) return receive ? Direction::sendrecv : Direction::sendonly;
  return receive ? Direction::recvonly : Direction::inactive;
}
[[nodiscard]] std::string_view name_of(Direction direction);

/// One format of a media line: a payload type with its meaning, from a=rtpmap or RFC 3551's static table.
struct Format {
  std::string token;       ///< as written in m=: "101", or "t38" where the line is not RTP
  std::uint8_t type = 0;   ///< the payload type, in RTP audio lines
  std::string encoding{};  ///< "PCMA", "telephone-event"; empty when the description does not say
  std::uint32_t rate = 0;
  std::string parameters{};  ///< a=fmtp; longer than max_parameters: left unread
};

struct MediaLine {
  std::size_t line = 0;  ///< where the m= line stands, for messages
  std::string kind;      ///< "audio"
  std::uint16_t port = 0;
  std::string protocol;  ///< "RTP/AVP"
  std::vector<Format> formats;
  std::string address;  ///< of its own c=, or the session's
  std::optional<Direction> direction;
  std::uint32_t ptime = 0;      ///< milliseconds, 0 when not said
  std::uint16_t rtcp_port = 0;  ///< a=rtcp (RFC 3605), 0 when not said
  bool rtcp_mux = false;        ///< RFC 5761
};

struct Session {
  std::string user = "-";
  std::uint64_t id = 0;
  std::uint64_t version = 0;
  std::string origin;   ///< o='s address
  std::string address;  ///< the session's c=, empty when there is none
  std::optional<Direction> direction;
  std::vector<MediaLine> media;
};

/// RTP/AVP or RTP/AVPF: the profiles whose packets are plain RTP.
[[nodiscard]] bool is_plain_rtp(std::string_view protocol);
/// "IP6" when the address has a colon, else "IP4".
[[nodiscard]] std::string_view family_of(std::string_view address);
/// RFC 3264 section 8.4: 0.0.0.0 (or ::) means "send me nothing".
[[nodiscard]] bool is_hold_address(std::string_view address);

/// Errors: `protocol`, "SDP line 5: ...".
[[nodiscard]] Result<Session> parse(std::string_view text);
/// The description's text, with CRLF. A media line with port 0 is written without attributes.
[[nodiscard]] std::string write(const Session& session);

}  // namespace tandem::sdp
