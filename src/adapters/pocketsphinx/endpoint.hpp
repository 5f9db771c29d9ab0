// Where an utterance begins and ends in the sound of a caller. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tandem::pocketsphinx {

using Samples = std::vector<std::int16_t>;
inline constexpr std::size_t samples_per_second = 8000;
inline constexpr std::size_t longest_utterance = 8 * samples_per_second;

class Endpointer {
 public:
  /// The next samples; gives an utterance when one ended in them, with a little of the quiet around it.
  [[nodiscard]] Samples hear(std::span<const std::int16_t> samples);
  /// No sound comes any more: gives the utterance that was under way, if one was.
  [[nodiscard]] Samples cut();
  [[nodiscard]] bool speaking() const { return speaking_; }

 private:
  [[nodiscard]] Samples frame();
  void keep_before();
  [[nodiscard]] Samples finish();

  Samples frame_;      // not yet a whole one
  Samples utterance_;  // while nobody speaks: what was just before
  double floor_ = -60; // of the noise, dB below full scale
  bool speaking_ = false;
  int loud_ = 0;       // frames with speech: in a row before it began, in all since then
  int quiet_ = 0;      // frames without, in a row
};

}  // namespace tandem::pocketsphinx
