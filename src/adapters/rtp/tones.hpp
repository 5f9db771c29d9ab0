// Digits as tones inside the voice (DTMF, ITU-T Q.23 and Q.24; TRK-15): hearing each press once, and not hearing one in
// speech or music; sending.
#pragma once

#include "adapters/rtp/packet.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tandem::rtp {

/// Finds presses in a stream of samples at 8000 a second: 35 to 40 ms of both tones at least, 30 ms of pause between two
/// presses of one key.
class ToneDetector {
 public:
  /// The next samples; gives the digits whose presses were long enough with them (mostly none).
  std::vector<char> take(std::span<const std::int16_t> samples);
  /// The stream was interrupted: what follows begins anew.
  void reset();

 private:
  static constexpr std::size_t window = 102;  ///< 12.75 ms: neighbouring tones are about one bin apart
  static constexpr std::size_t hop = 40;      ///< 5 ms
  [[nodiscard]] char look() const;            ///< at the window; 0: no digit

  std::array<std::int16_t, window> samples_{};  ///< the newest, a ring
  std::size_t at_ = 0;
  std::size_t until_look_ = window;
  char candidate_ = 0;
  int hits_ = 0;
  char pressed_ = 0;  ///< told of, and still on the line
  int misses_ = 0;
};

/// The same in RTP packets, which come late, twice or not at all.
class ToneReceiver {
 public:
  /// `samples` are the packet's payload, decoded.
  std::vector<char> take(const Packet& packet, std::span<const std::int16_t> samples);

 private:
  ToneDetector detector_;
  bool any_ = false;
  std::uint32_t ssrc_ = 0;
  std::uint32_t next_ = 0;  ///< timestamp that joins on
};

/// One digit's tones: -9 dBm0 and -7 dBm0 (low and high group).
class ToneGenerator {
 public:
  /// Begins a press.
  void begin(char digit);
  /// 20 ms of it, the phase kept from frame to frame.
  void next(std::span<std::int16_t, frame_samples> frame);

 private:
  double low_ = 0;  ///< radians a sample
  double high_ = 0;
  std::size_t position_ = 0;
};

}  // namespace tandem::rtp
