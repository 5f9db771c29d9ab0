// The RTP header (RFC 3550 section 5.1), read with distrust and written in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace tandem::rtp {

inline constexpr std::size_t header_size = 12;
inline constexpr std::uint32_t clock_rate = 8000;
inline constexpr std::uint32_t frame_ms = 20;
inline constexpr std::size_t frame_samples = 160;  // at clock_rate

[[nodiscard]] inline std::uint16_t get16(const std::uint8_t* p) {
  return static_cast<std::uint16_t>((p[0] << 8) | p[1]);
}
[[nodiscard]] inline std::uint32_t get32(const std::uint8_t* p) {
  return (static_cast<std::uint32_t>(get16(p)) << 16) | get16(p + 2);
}
inline void put16(std::uint8_t* p, std::uint16_t v) {
  p[0] = static_cast<std::uint8_t>(v >> 8);
  p[1] = static_cast<std::uint8_t>(v);
}
inline void put32(std::uint8_t* p, std::uint32_t v) {
  put16(p, static_cast<std::uint16_t>(v >> 16));
  put16(p + 2, static_cast<std::uint16_t>(v));
}

/// A received packet; `payload` points into it.
struct Packet {
  std::uint8_t type = 0;
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
  std::span<std::uint8_t> payload;
};

/// RTCP on the RTP port is told apart by its packet type (RFC 5761 section 4).
[[nodiscard]] inline bool is_rtcp(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 8 && (bytes[0] >> 6) == 2 && bytes[1] >= 192 && bytes[1] <= 223;
}

/// Nothing when it is not RTP: too short, another version (STUN has 0), lengths that do not fit.
[[nodiscard]] inline std::optional<Packet> read_packet(std::span<std::uint8_t> bytes) {
  if (bytes.size() < header_size || (bytes[0] >> 6) != 2) return std::nullopt;
  std::size_t begin = header_size;
  std::size_t end = bytes.size();
  if (bytes[0] != 0x80) {
    begin += 4u * (bytes[0] & 0x0Fu);  // CSRCs
    if (bytes[0] & 0x10) {             // header extension
      if (begin + 4 > end) return std::nullopt;
      begin += 4 + 4u * get16(&bytes[begin + 2]);
    }
    if (bytes[0] & 0x20) {  // padding
      const std::size_t padding = bytes[end - 1];
      if (padding == 0 || padding > end) return std::nullopt;
      end -= padding;
    }
    if (begin > end) return std::nullopt;
  }
  return Packet{.type = static_cast<std::uint8_t>(bytes[1] & 0x7F),
                .marker = (bytes[1] & 0x80) != 0,
                .sequence = get16(&bytes[2]),
                .timestamp = get32(&bytes[4]),
                .ssrc = get32(&bytes[8]),
                .payload = bytes.subspan(begin, end - begin)};
}

inline void write_header(std::uint8_t* p, std::uint8_t type, bool marker, std::uint16_t sequence,
                         std::uint32_t timestamp, std::uint32_t ssrc) {
  p[0] = 0x80;
  p[1] = static_cast<std::uint8_t>(type | (marker ? 0x80 : 0));
  put16(p + 2, sequence);
  put32(p + 4, timestamp);
  put32(p + 8, ssrc);
}

/// a - b on the 32-bit circle.
[[nodiscard]] inline std::int32_t distance(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::int32_t>(a - b);
}

}  // namespace tandem::rtp
