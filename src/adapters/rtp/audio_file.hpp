// Audio files that an account may bring: their formats and limits (AUD-06 to AUD-09).
#pragma once

#include <tandem/error.hpp>

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

namespace tandem::rtp {

inline constexpr std::size_t largest_audio = 20u * 1024 * 1024;  // 03 OP-08: this much may be
inline constexpr std::chrono::minutes longest_recording{2};

/// How long the audio lasts. Judged by the name's ending and by the content. Errors: `unsupported` with the formats that are
/// taken; `exhausted` for a file that is too large.
[[nodiscard]] Result<std::chrono::milliseconds> check_audio(std::string_view file_name, std::span<const std::byte> bytes);

}  // namespace tandem::rtp
