// Sound that is decoded or encoded anew must come in order: where a packet stands in its stream, and a stream of whole
// frames made of whatever lengths come in.
#pragma once

#include "adapters/rtp/packet.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace tandem::rtp {

class StreamOrder {
 public:
  enum class Step : std::uint8_t {
    begin,  ///< a stream begins, or begins anew
    next,
    lost,   ///< packets before it did not come; so few that what they held can be made up for
    pause,  ///< the party sent nothing for a while, or too much was lost
    late,   ///< its time is over, or it came already
  };
  struct Place {
    Step step = Step::begin;
    std::uint32_t gap = 0;  ///< timestamps between the packet before and this one: lost, pause
  };

  /// `length` in timestamps.
  Place take(const Packet& packet, std::uint32_t length, std::uint32_t khz) {
    const Place place = place_of(packet, khz);
    if (place.step == Step::late) return place;
    any_ = true;
    ssrc_ = packet.ssrc;
    sequence_ = packet.sequence;
    next_ = packet.timestamp + length;
    return place;
  }
  void reset() { any_ = false; }

 private:
  static constexpr int most_misplaced = 100;  // RFC 3550 appendix A.1
  static constexpr std::int32_t most_repaired_ms = 120;
  static constexpr std::int32_t most_pause_ms = 60'000;

  [[nodiscard]] Place place_of(const Packet& packet, std::uint32_t khz) const {
    if (!any_ || packet.ssrc != ssrc_) return {};
    const auto ahead = static_cast<std::int16_t>(packet.sequence - sequence_);
    if (ahead <= 0) return {ahead > -most_misplaced ? Step::late : Step::begin, 0};
    const std::int32_t gap = distance(packet.timestamp, next_);
    const auto rate = static_cast<std::int32_t>(khz);
    if (gap < 0 || gap > most_pause_ms * rate) return {};
    if (gap == 0) return {Step::next, 0};
    return {ahead > 1 && gap <= most_repaired_ms * rate ? Step::lost : Step::pause, static_cast<std::uint32_t>(gap)};
  }

  bool any_ = false;
  std::uint16_t sequence_ = 0;
  std::uint32_t ssrc_ = 0;
  std::uint32_t next_ = 0;  // timestamp that joins on
};

/// Gathers samples at 8 kHz into frames of 20 ms, numbered and timed as packets of one stream.
class Framer {
 public:
  using Frame = std::array<std::int16_t, frame_samples>;

  /// What was begun is dropped.
  void begin() { filled_ = 0; }
  /// `missing` samples went before `samples`: lost, which stays visible in the numbers, or never sent. Each whole frame
  /// is given to `each(frame, sequence, timestamp)`.
  template <class Each>
  void put(std::uint32_t missing, bool lost, std::span<const std::int16_t> samples, Each&& each) {
    if (missing != 0 && filled_ != 0) {
      const std::size_t silent = std::min<std::size_t>(missing, frame_.size() - filled_);
      std::fill_n(frame_.begin() + static_cast<std::ptrdiff_t>(filled_), silent, std::int16_t{0});
      missing -= static_cast<std::uint32_t>(silent);
      advance(silent, each);
    }
    time_ += missing;
    if (lost) sequence_ = static_cast<std::uint16_t>(sequence_ + (missing + frame_samples / 2) / frame_samples);
    while (!samples.empty()) {
      const std::size_t count = std::min(samples.size(), frame_.size() - filled_);
      std::copy_n(samples.begin(), count, frame_.begin() + static_cast<std::ptrdiff_t>(filled_));
      samples = samples.subspan(count);
      advance(count, each);
    }
  }

 private:
  template <class Each>
  void advance(std::size_t count, Each&& each) {
    filled_ += count;
    if (filled_ < frame_.size()) return;
    each(frame_, sequence_++, time_);
    time_ += static_cast<std::uint32_t>(frame_samples);
    filled_ = 0;
  }

  Frame frame_{};
  std::size_t filled_ = 0;
  std::uint16_t sequence_ = 0;
  std::uint32_t time_ = 0;  // of the frame at hand
};

}  // namespace tandem::rtp
