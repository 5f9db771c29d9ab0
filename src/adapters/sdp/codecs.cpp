#include "adapters/sdp/codecs.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace tandem::sdp {
namespace {

constexpr std::array<std::pair<Codec, std::string_view>, 4> encodings{
    {{Codec::pcma, "PCMA"}, {Codec::pcmu, "PCMU"}, {Codec::opus, "opus"}, {Codec::g729, "G729"}}};

// RFC 7587 section 6.1.
constexpr std::uint32_t least_bitrate = 6000;
constexpr std::uint32_t most_bitrate = 510000;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view encoding_of(Codec codec) {
  const auto it = std::ranges::find(encodings, codec, &std::pair<Codec, std::string_view>::first);
  return it == encodings.end() ? std::string_view{} : it->second;
}

std::optional<Codec> codec_named(std::string_view encoding) {
  const auto it = std::ranges::find(encodings, encoding, &std::pair<Codec, std::string_view>::second);
  return it == encodings.end() ? std::nullopt : std::optional(it->first);
}

OpusWishes opus_wishes(std::string_view parameters) {
  OpusWishes wishes;
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find(';'), parameters.size());
    const std::string_view one = parameters.substr(0, end);
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
    const std::size_t equals = std::min(one.find('='), one.size());
    std::string name(trimmed(one.substr(0, equals)));
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    const std::string_view value = trimmed(one.substr(std::min(equals + 1, one.size())));
    if (name == "useinbandfec") wishes.fec = value == "1";
    if (name == "cbr") wishes.constant = value == "1";
    if (name == "maxaveragebitrate") {
      std::uint32_t bitrate = 0;
      const auto [rest, failure] = std::from_chars(value.data(), value.data() + value.size(), bitrate);
      const bool whole = failure == std::errc{} && rest == value.data() + value.size();
      if (whole && bitrate >= least_bitrate && bitrate <= most_bitrate) wishes.most_bitrate = bitrate;
    }
  }
  return wishes;
}

}  // namespace tandem::sdp
