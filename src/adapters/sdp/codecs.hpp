// Codecs as descriptions and packets name them.
#pragma once

#include <tandem/media.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem::sdp {

inline constexpr std::uint8_t no_type = 255;

[[nodiscard]] std::string_view encoding_of(Codec codec);
[[nodiscard]] std::optional<Codec> codec_named(std::string_view encoding);

/// Timestamps a millisecond. G.711 and G.729 count samples; Opus counts at 48 kHz whatever it codes (RFC 7587
/// section 4.1).
[[nodiscard]] constexpr std::uint8_t khz_of(Codec codec) { return codec == Codec::opus ? 48 : 8; }
[[nodiscard]] constexpr std::uint32_t clock_of(Codec codec) { return 1000u * khz_of(codec); }

/// What a party asks of the Opus that is sent to it (a=fmtp, RFC 7587 section 6.1). What it does not say, says wrongly
/// or out of range has its default. Stereo is not asked about: what we send is mono, which any of them plays.
struct OpusWishes {
  bool fec = false;                ///< useinbandfec: it can repair a lost packet from the next
  bool constant = false;           ///< cbr
  std::uint32_t most_bitrate = 0;  ///< maxaveragebitrate, bits a second; 0: any
  friend bool operator==(const OpusWishes&, const OpusWishes&) = default;
};
[[nodiscard]] OpusWishes opus_wishes(std::string_view parameters);
/// Ours.
inline constexpr std::string_view opus_parameters = "useinbandfec=1;stereo=0";

}  // namespace tandem::sdp
