#include "adapters/rtp/wav.hpp"

#include <algorithm>
#include <string_view>

namespace tandem::rtp {

std::array<std::byte, wav_header_size> wav_header(std::uint64_t samples) {
  std::array<std::byte, wav_header_size> header{};
  std::size_t at = 0;
  const auto text = [&](std::string_view word) {
    for (const char c : word) header[at++] = static_cast<std::byte>(c);
  };
  const auto little = [&](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i, value >>= 8) header[at++] = static_cast<std::byte>(value & 0xFF);
  };
  const auto data = static_cast<std::uint32_t>(std::min<std::uint64_t>(samples * 2, UINT32_MAX - wav_header_size));
  text("RIFF");
  little(data + 36, 4);
  text("WAVEfmt ");
  little(16, 4);
  little(1, 2);      // PCM
  little(1, 2);      // one channel
  little(8000, 4);   // samples a second
  little(16000, 4);  // bytes a second
  little(2, 2);      // bytes a sample
  little(16, 2);     // bits a sample
  text("data");
  little(data, 4);
  return header;
}

}  // namespace tandem::rtp
