#include "adapters/sdp/session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace tandem::sdp {
namespace {

// Takes the next word, up to one space; the rest stays in `text`.
std::string_view next_word(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

template <class Number>
std::optional<Number> number(std::string_view text, Number most) {
  Number value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

bool same_text(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

// RFC 3551 section 6: the static types that need no a=rtpmap.
void name_static_type(Format& format) {
  if (format.type == 0) format.encoding = "PCMU", format.rate = 8000;
  if (format.type == 8) format.encoding = "PCMA", format.rate = 8000;
  if (format.type == 18) format.encoding = "G729", format.rate = 8000;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Result<Session> run() {
    if (rest_.size() > max_size) {
      return fail(errc::protocol, fmt::format("SDP has {} bytes, more than {}", rest_.size(), max_size));
    }
    while (next_line()) {
      if (line_.empty()) continue;
      if (auto ok = take_line(); !ok) return std::unexpected(std::move(ok.error()));
    }
    if (!seen_version_) return wrong("there is no v= line");
    return finish();
  }

 private:
  [[nodiscard]] std::unexpected<Error> wrong(std::string_view what) const { return wrong_at(number_, what); }
  [[nodiscard]] static std::unexpected<Error> wrong_at(std::size_t line, std::string_view what) {
    return fail(errc::protocol, fmt::format("SDP line {}: {}", line, what));
  }

  // Lines end with CRLF, or with a bare LF, as some phones write them.
  bool next_line() {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    ++number_;
    return true;
  }

  Result<void> take_line() {
    if (line_.size() < 2 || line_[1] != '=') return wrong("not of the form x=...");
    if (line_.find('\0') != std::string_view::npos) return wrong("has a zero byte");
    const std::string_view value = line_.substr(2);
    if (!seen_version_) {
      if (line_[0] != 'v') return wrong("the description must begin with v=0");
      if (value != "0") return wrong("the version is not 0");
      seen_version_ = true;
      return {};
    }
    switch (line_[0]) {
      case 'o': return take_origin(value);
      case 'c': return take_connection(value);
      case 'm': return take_media(value);
      case 'a': return take_attribute(value);
      case 'v': return wrong("a second v= line");
      default: return {};  // s, t, b, i, k and what is not known say nothing that matters here
    }
  }

  Result<void> take_origin(std::string_view value) {
    session_.user = next_word(value);
    const auto id = number<std::uint64_t>(next_word(value), UINT64_MAX);
    const auto version = number<std::uint64_t>(next_word(value), UINT64_MAX);
    const std::string_view net = next_word(value);
    const std::string_view type = next_word(value);
    session_.origin = next_word(value);
    // Numbers beyond 64 bits are allowed by the grammar and never needed: they stay 0.
    session_.id = id.value_or(0);
    session_.version = version.value_or(0);
    if (net.empty() || type.empty() || session_.origin.empty()) return wrong("o= needs six fields");
    return {};
  }

  Result<void> take_connection(std::string_view value) {
    if (next_word(value) != "IN") return wrong("c= is not of the Internet (IN)");
    const std::string_view type = next_word(value);
    if (type != "IP4" && type != "IP6") return wrong("c= has neither IP4 nor IP6");
    std::string_view address = next_word(value);
    address = address.substr(0, address.find('/'));
    if (address.empty()) return wrong("c= has no address");
    (session_.media.empty() ? session_.address : session_.media.back().address) = address;
    return {};
  }

  Result<void> take_media(std::string_view value) {
    if (session_.media.size() == max_media_lines) return wrong("too many media lines");
    MediaLine media;
    media.line = number_;
    media.kind = next_word(value);
    std::string_view port = next_word(value);
    port = port.substr(0, port.find('/'));
    media.protocol = next_word(value);
    if (media.kind.empty() || media.protocol.empty()) return wrong("m= needs kind, port, protocol and formats");
    const auto port_number = number<std::uint32_t>(port, 65535);
    if (!port_number) return wrong(fmt::format("m= has no port number but '{}'", port.substr(0, 16)));
    media.port = static_cast<std::uint16_t>(*port_number);
    const bool rtp_audio = media.kind == "audio" && media.protocol.starts_with("RTP/");
    for (std::string_view word = next_word(value); !word.empty(); word = next_word(value)) {
      if (media.formats.size() == max_formats) return wrong("too many formats");
      Format format{.token = std::string(word)};
      if (rtp_audio) {
        const auto type = number<std::uint32_t>(word, 127);
        if (!type) return wrong(fmt::format("'{}' is not a payload type", word.substr(0, 16)));
        format.type = static_cast<std::uint8_t>(*type);
        name_static_type(format);
      }
      media.formats.push_back(std::move(format));
    }
    if (media.formats.empty()) return wrong("m= has no format");
    session_.media.push_back(std::move(media));
    return {};
  }

  Result<void> take_attribute(std::string_view value) {
    for (const Direction d : {Direction::sendrecv, Direction::sendonly, Direction::recvonly, Direction::inactive}) {
      if (value == name_of(d)) (session_.media.empty() ? session_.direction : session_.media.back().direction) = d;
    }
    if (session_.media.empty() || session_.media.back().kind != "audio") return {};
    MediaLine& media = session_.media.back();
    const std::size_t colon = value.find(':');
    const std::string_view name = value.substr(0, colon);
    std::string_view argument = colon == std::string_view::npos ? std::string_view{} : value.substr(colon + 1);
    if (name == "rtcp-mux") media.rtcp_mux = true;
    if (name == "rtpmap") return take_rtpmap(media, argument);
    if (name == "fmtp") take_parameters(media, argument);
    if (name == "ptime") {
      // "20.0" and the like are seen: what stands before the dot counts.
      const auto ptime = number<std::uint32_t>(argument.substr(0, argument.find_first_of(". ")), 1000);
      if (!ptime) return wrong("a=ptime is not a number of milliseconds");
      media.ptime = *ptime;
    }
    if (name == "rtcp") {
      const auto port = number<std::uint32_t>(next_word(argument), 65535);
      if (!port) return wrong("a=rtcp has no port");
      media.rtcp_port = static_cast<std::uint16_t>(*port);
    }
    return {};
  }

  Result<void> take_rtpmap(MediaLine& media, std::string_view argument) {
    const auto type = number<std::uint32_t>(next_word(argument), 127);
    if (!type) return wrong("a=rtpmap has no payload type");
    const std::string_view what = next_word(argument);
    const std::size_t slash = what.find('/');
    const std::string_view encoding = what.substr(0, slash);
    if (encoding.empty()) return wrong("a=rtpmap names no encoding");
    std::uint32_t rate = 8000;  // a telephone-event without a rate is seen, and means this
    if (slash != std::string_view::npos) {
      const std::string_view text = what.substr(slash + 1);
      const auto given = number<std::uint32_t>(text.substr(0, text.find('/')), 1'000'000);
      if (!given) return wrong("a=rtpmap has no clock rate");
      rate = *given;
    }
    for (Format& format : media.formats) {
      if (format.type != *type) continue;
      format.encoding = encoding;
      format.rate = rate;
    }
    return {};
  }

  // Whose are wrong says nothing with them: what they are about has its defaults.
  static void take_parameters(MediaLine& media, std::string_view argument) {
    const auto type = number<std::uint32_t>(next_word(argument), 127);
    if (!type || argument.size() > max_parameters) return;
    for (Format& format : media.formats) {
      if (format.type == *type) format.parameters = argument;
    }
  }

  Result<Session> finish() {
    if (session_.origin.empty()) return wrong("there is no o= line");
    for (MediaLine& media : session_.media) {
      if (media.address.empty()) media.address = session_.address;
      if (media.address.empty() && media.port != 0)
        return wrong_at(media.line, "neither it nor the session has a c= line");
      if (!media.direction) media.direction = session_.direction;
      for (Format& format : media.formats) {
        for (const std::string_view known : {"PCMA", "PCMU", "opus", "G729", "telephone-event"}) {
          if (same_text(format.encoding, known)) format.encoding = known;
        }
      }
    }
    return std::move(session_);
  }

  std::string_view rest_;
  std::string_view line_;
  std::size_t number_ = 0;
  bool seen_version_ = false;
  Session session_;
};

}  // namespace

Result<Session> parse(std::string_view text) { return Parser(text).run(); }

bool is_plain_rtp(std::string_view protocol) { return protocol == "RTP/AVP" || protocol == "RTP/AVPF"; }

std::string_view family_of(std::string_view address) {
  return address.find(':') == std::string_view::npos ? "IP4" : "IP6";
}

bool is_hold_address(std::string_view address) { return address == "0.0.0.0" || address == "::"; }

}  // namespace tandem::sdp
