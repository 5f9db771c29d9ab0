// G.711 A-law and mu-law by table (ITU-T G.711), and each into the other without going through samples twice.
#pragma once

#include <tandem/media.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tandem::rtp {

inline constexpr std::uint8_t alaw_silence = 0xD5;
inline constexpr std::uint8_t ulaw_silence = 0xFF;

[[nodiscard]] std::int16_t decode(Codec codec, std::uint8_t code);
[[nodiscard]] std::uint8_t encode(Codec codec, std::int16_t sample);

/// `out` has room for `codes.size()` samples.
void decode(Codec codec, std::span<const std::uint8_t> codes, std::int16_t* out);
void encode(Codec codec, std::span<const std::int16_t> samples, std::uint8_t* out);
/// In place, from `from` to the other law.
void transcode(Codec from, std::span<std::uint8_t> codes);

}  // namespace tandem::rtp
