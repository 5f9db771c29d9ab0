// What one party hears from us: one SSRC, one sequence, one timeline, whatever the audio comes from (RFC 3550
// section 5.1). Packets of another stream are carried over by adding offsets, so loss and reordering on their way stay
// visible.
#pragma once

#include "adapters/rtp/packet.hpp"

#include <chrono>
#include <cstdint>

namespace tandem::rtp {

using Instant = std::chrono::steady_clock::time_point;

class OutStream {
 public:
  OutStream(std::uint32_t ssrc, std::uint16_t sequence, std::uint32_t timestamp, Instant now)
      : ssrc_(ssrc), sequence_(sequence), timestamp_(timestamp), sent_at_(now) {}

  /// The clock of what is sent, timestamps a millisecond. Another clock makes another stream (RFC 7160 section 4.1).
  void set_clock(std::uint8_t khz) {
    if (khz == khz_) return;
    khz_ = khz;
    spliced_ = false;
    if (packets_ == 0) return;
    ssrc_ = ssrc_ * 1664525u + 1013904223u;
    packets_ = octets_ = 0;
  }
  [[nodiscard]] std::uint32_t frame() const { return frame_ms * khz_; }

  /// The next relayed packet joins the timeline anew: its source changed, or it was cut off for a while.
  void splice() { spliced_ = false; }

  /// Rewrites the header of another stream's packet; `type` is our payload type for it.
  void carry(std::uint8_t* header, const Packet& packet, std::uint8_t type, Instant now) {
    bool marker = packet.marker;
    if (!spliced_ || packet.ssrc != source_) {
      sequence_offset_ = static_cast<std::uint16_t>(sequence_ + 1 - packet.sequence);
      timestamp_offset_ = next_timestamp(now) - packet.timestamp;
      source_ = packet.ssrc;
      spliced_ = true;
      marker = true;
    }
    const auto sequence = static_cast<std::uint16_t>(packet.sequence + sequence_offset_);
    const std::uint32_t timestamp = packet.timestamp + timestamp_offset_;
    header[1] = static_cast<std::uint8_t>(type | (marker ? 0x80 : 0));
    put16(header + 2, sequence);
    put32(header + 4, timestamp);
    put32(header + 8, ssrc_);
    if (static_cast<std::int16_t>(sequence - sequence_) > 0) {
      sequence_ = sequence;
      advance(timestamp, now);
    }
    count(packet.payload.size());
  }

  /// Writes the header of a packet of our own.
  void begin(std::uint8_t* header, std::uint8_t type, bool marker, std::uint32_t timestamp, std::size_t payload,
             Instant now) {
    write_header(header, type, marker, ++sequence_, timestamp, ssrc_);
    advance(timestamp, now);
    spliced_ = false;
    count(payload);
  }

  /// Where the timeline stands now; never at or before what was sent.
  [[nodiscard]] std::uint32_t next_timestamp(Instant now) const {
    const std::uint32_t passed = since_sent(now);
    return timestamp_ + (passed < frame() ? frame() : passed);
  }

  [[nodiscard]] std::uint32_t ssrc() const { return ssrc_; }
  [[nodiscard]] std::uint32_t packets() const { return packets_; }
  [[nodiscard]] std::uint32_t octets() const { return octets_; }
  [[nodiscard]] std::uint32_t timestamp_at(Instant now) const { return timestamp_ + since_sent(now); }

 private:
  [[nodiscard]] std::uint32_t since_sent(Instant now) const {
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(now - sent_at_).count();
    return static_cast<std::uint32_t>(passed * khz_ / 1000);
  }
  // All packets of a telephone-event carry its beginning: the time that belongs to it is that of the first.
  void advance(std::uint32_t timestamp, Instant now) {
    if (timestamp == timestamp_ && packets_ != 0) return;
    timestamp_ = timestamp;
    sent_at_ = now;
  }
  void count(std::size_t payload) {
    ++packets_;
    octets_ += static_cast<std::uint32_t>(payload);
  }

  std::uint32_t ssrc_;
  std::uint16_t sequence_;   // of the newest packet sent
  std::uint32_t timestamp_;  // and its timestamp
  Instant sent_at_;
  bool spliced_ = false;
  std::uint8_t khz_ = 8;
  std::uint16_t sequence_offset_ = 0;
  std::uint32_t timestamp_offset_ = 0;
  std::uint32_t source_ = 0;
  std::uint32_t packets_ = 0;
  std::uint32_t octets_ = 0;
};

}  // namespace tandem::rtp
