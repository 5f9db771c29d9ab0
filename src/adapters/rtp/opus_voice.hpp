// Opus of one party (RFC 6716), where its sound has to be understood or made: decoded to the 8 kHz that all here works
// with, encoded from it. Some 18 kB and 44 kB; a leg has neither before it needs it.
#pragma once

#include "adapters/rtp/stream_order.hpp"
#include "adapters/sdp/codecs.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

struct OpusDecoder;
struct OpusEncoder;

namespace tandem::rtp {

inline constexpr std::uint32_t opus_ticks = 6;  ///< timestamps of Opus to one sample of 8 kHz

/// What the party says.
class OpusEar {
 public:
  static constexpr std::size_t longest = 960;  ///< 120 ms, of one packet (RFC 7587 section 4.2)
  using Room = std::array<std::int16_t, 2 * longest>;
  struct Heard {
    bool begins = false;          ///< nothing joins what was heard before
    std::uint32_t missing = 0;    ///< samples before these that nobody sent
    std::uint32_t timestamp = 0;  ///< at 8 kHz
    /// In the room: what was lost before the packet, as far as it could be repaired, and what it holds.
    std::span<const std::int16_t> samples;
  };

  OpusEar();
  ~OpusEar();
  OpusEar(const OpusEar&) = delete;
  OpusEar& operator=(const OpusEar&) = delete;

  /// Nothing: the packet came late, twice, or is no Opus.
  std::optional<Heard> take(const Packet& packet, Room& room);
  /// What comes now is not listened to; the next packet taken begins anew.
  void rest() { order_.reset(); }

  Framer frames;  ///< for a peer of another codec

 private:
  OpusDecoder* decoder_;
  StreamOrder order_;
  std::uint32_t time_ = 0;
};

/// What the party hears.
class OpusMouth {
 public:
  static constexpr std::size_t most_bytes = 320;

  explicit OpusMouth(const sdp::OpusWishes& wishes);
  ~OpusMouth();
  OpusMouth(const OpusMouth&) = delete;
  OpusMouth& operator=(const OpusMouth&) = delete;

  /// 20 ms; gives the bytes written.
  std::size_t say(const Framer::Frame& frame, std::span<std::uint8_t, most_bytes> out);

  StreamOrder order;  ///< of a peer of another codec
  Framer frames;

 private:
  OpusEncoder* encoder_;
};

}  // namespace tandem::rtp
