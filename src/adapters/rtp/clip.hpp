// Audio ready to be played: 8 kHz mono samples, shared by every leg that plays them.
#pragma once

#include <tandem/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::rtp {

using Clip = std::vector<std::int16_t>;
using ClipPtr = std::shared_ptr<const Clip>;

/// Longer audio is refused: an hour, 57 MB.
inline constexpr std::size_t longest_clip = 3600u * 8000u;

/// Reads what libsndfile reads. Errors: `not_found`, `unsupported` (not audio, no audio in it, too long).
[[nodiscard]] Result<ClipPtr> decode_file(const std::string& path);
[[nodiscard]] Result<ClipPtr> decode_bytes(std::span<const std::byte> bytes);

/// One period of "ringback", "busy", "beep" or "dial"; nothing for another name.
[[nodiscard]] ClipPtr tone(std::string_view name);

/// To 8 kHz, by a windowed-sinc polyphase filter.
[[nodiscard]] Clip resample(std::span<const float> in, unsigned rate);

}  // namespace tandem::rtp
