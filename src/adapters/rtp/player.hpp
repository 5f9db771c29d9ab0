// What is being played to one party, 20 ms at a time.
#pragma once

#include "adapters/rtp/clip.hpp"
#include "adapters/rtp/packet.hpp"

#include <tandem/media.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace tandem::rtp {

class Player {
 public:
  using Frame = std::array<std::int16_t, frame_samples>;

  Player(PlayId id, bool loop) : id_(id), loop_(loop) {}

  [[nodiscard]] PlayId id() const { return id_; }
  void use(ClipPtr clip) { clip_ = std::move(clip); }
  void use_silence(std::uint64_t milliseconds) {
    silence_ = true;
    left_ = milliseconds * 8;
  }
  /// Its clip was found; until then nothing is sent.
  [[nodiscard]] bool ready() const { return silence_ || clip_; }
  /// Nothing is left to play.
  [[nodiscard]] bool ended() const { return ready() && !loop_ && (silence_ ? left_ == 0 : at_ >= clip_->size()); }

  /// Its first packet was sent (that one carries the marker).
  [[nodiscard]] bool started() const { return started_; }
  void set_started() { started_ = true; }

  /// The next 20 ms; silence after the end.
  void next(Frame& frame) {
    std::size_t filled = 0;
    if (silence_) left_ -= std::min<std::uint64_t>(left_, frame.size());
    while (!silence_ && filled < frame.size()) {
      if (at_ >= clip_->size()) {
        if (!loop_) break;
        at_ = 0;
      }
      const std::size_t count = std::min(frame.size() - filled, clip_->size() - at_);
      std::copy_n(clip_->data() + at_, count, frame.data() + filled);
      filled += count;
      at_ += count;
    }
    std::fill(frame.begin() + static_cast<std::ptrdiff_t>(filled), frame.end(), std::int16_t{0});
  }

 private:
  PlayId id_;
  bool loop_;
  bool silence_ = false;
  bool started_ = false;
  ClipPtr clip_;
  std::size_t at_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace tandem::rtp
