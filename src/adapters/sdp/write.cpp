#include "adapters/sdp/session.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tandem::sdp {
namespace {

void write_media(std::string& out, const MediaLine& media, const Session& session) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "m={} {} {}", media.kind, media.port, media.protocol);
  for (const Format& format : media.formats) fmt::format_to(to, " {}", format.token);
  out += "\r\n";
  if (media.port == 0) return;
  if (!media.address.empty() && media.address != session.address) {
    fmt::format_to(to, "c=IN {} {}\r\n", family_of(media.address), media.address);
  }
  for (const Format& format : media.formats) {
    const bool opus = format.encoding == "opus";
    if (!format.encoding.empty()) {
      // RFC 7587 section 7: two channels always, whatever is sent.
      fmt::format_to(to, "a=rtpmap:{} {}/{}{}\r\n", format.token, format.encoding, format.rate, opus ? "/2" : "");
    }
    if (format.encoding == "telephone-event") fmt::format_to(to, "a=fmtp:{} 0-15\r\n", format.token);
    if (opus && !format.parameters.empty()) fmt::format_to(to, "a=fmtp:{} {}\r\n", format.token, format.parameters);
  }
  if (media.ptime != 0) fmt::format_to(to, "a=ptime:{}\r\n", media.ptime);
  if (media.rtcp_port != 0) fmt::format_to(to, "a=rtcp:{}\r\n", media.rtcp_port);
  if (media.rtcp_mux) out += "a=rtcp-mux\r\n";
  if (media.direction) fmt::format_to(to, "a={}\r\n", name_of(*media.direction));
}

}  // namespace

std::string_view name_of(Direction direction) {
  switch (direction) {
    case Direction::sendrecv: return "sendrecv";
    case Direction::sendonly: return "sendonly";
    case Direction::recvonly: return "recvonly";
    case Direction::inactive: return "inactive";
  }
  return "sendrecv";
}

std::string write(const Session& session) {
  std::string out;
  auto to = std::back_inserter(out);
  fmt::format_to(to, "v=0\r\no={} {} {} IN {} {}\r\ns=-\r\n", session.user, session.id, session.version,
                 family_of(session.origin), session.origin);
  if (!session.address.empty()) fmt::format_to(to, "c=IN {} {}\r\n", family_of(session.address), session.address);
  out += "t=0 0\r\n";
  if (session.direction) fmt::format_to(to, "a={}\r\n", name_of(*session.direction));
  for (const MediaLine& media : session.media) write_media(out, media, session);
  return out;
}

}  // namespace tandem::sdp
