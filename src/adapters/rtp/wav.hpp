// The header of a WAV file with PCM, 16 bit, mono, 8 kHz.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tandem::rtp {

inline constexpr std::size_t wav_header_size = 44;

/// The header for `samples` samples; a longer file than the format can name gets the greatest length there is.
[[nodiscard]] std::array<std::byte, wav_header_size> wav_header(std::uint64_t samples);

}  // namespace tandem::rtp
