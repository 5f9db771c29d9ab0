#include "adapters/pocketsphinx/endpoint.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tandem::pocketsphinx {
namespace {

constexpr std::size_t frame_size = samples_per_second / 50;
constexpr double above_floor = 12;  // dB: so much louder than the noise is speech
constexpr double least_level = -52;
constexpr double highest_floor = -25;
constexpr int loud_to_begin = 3;     // frames of 20 ms
constexpr int least_loud = 6;        // less is a click
constexpr int quiet_to_end = 40;     // digits spoken one by one stand half a second apart
constexpr std::size_t before = 12;   // frames kept of what was before: weak consonants
constexpr std::size_t after = 10;    // frames kept of what came behind

double level_of(const Samples& frame) {
  double sum = 1;
  for (const std::int16_t sample : frame) sum += double(sample) * sample;
  return 10 * std::log10(sum / (static_cast<double>(frame.size()) * 32768.0 * 32768.0));
}

}  // namespace

Samples Endpointer::hear(std::span<const std::int16_t> samples) {
  Samples ended;
  while (!samples.empty()) {
    const std::size_t part = std::min(frame_size - frame_.size(), samples.size());
    frame_.insert(frame_.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(part));
    samples = samples.subspan(part);
    if (frame_.size() < frame_size) break;
    Samples one = frame();
    if (!one.empty()) ended = std::move(one);
  }
  return ended;
}

Samples Endpointer::frame() {
  const double level = level_of(frame_);
  const bool loud = level > std::max(floor_ + above_floor, least_level);
  // The floor follows what is quieter at once, what is louder slowly, and under speech hardly.
  floor_ = level < floor_ ? std::max(level, -90.0) : std::min(floor_ + (speaking_ || loud ? 0.02 : 0.2), level);
  floor_ = std::min(floor_, highest_floor);
  utterance_.insert(utterance_.end(), frame_.begin(), frame_.end());
  frame_.clear();
  if (!speaking_) {
    loud_ = loud ? loud_ + 1 : 0;
    speaking_ = loud_ >= loud_to_begin;
    quiet_ = 0;
    if (!speaking_) keep_before();
    return {};
  }
  loud_ += loud ? 1 : 0;
  quiet_ = loud ? 0 : quiet_ + 1;
  if (utterance_.size() > longest_utterance) {  // noise that came up, or nobody who answers a menu
    floor_ = std::min(level, highest_floor);
    loud_ = 0;
    return finish();
  }
  return quiet_ >= quiet_to_end ? finish() : Samples();
}

void Endpointer::keep_before() {
  const std::size_t kept = (before + static_cast<std::size_t>(loud_)) * frame_size;
  if (utterance_.size() > kept) {
    utterance_.erase(utterance_.begin(), utterance_.end() - static_cast<std::ptrdiff_t>(kept));
  }
}

Samples Endpointer::finish() {
  const bool is_one = loud_ >= least_loud;
  const std::size_t quiet = static_cast<std::size_t>(quiet_);
  if (quiet > after) utterance_.resize(utterance_.size() - (quiet - after) * frame_size);
  Samples ended = std::exchange(utterance_, {});
  speaking_ = false;
  loud_ = quiet_ = 0;
  return is_one ? ended : Samples();
}

Samples Endpointer::cut() {
  frame_.clear();
  return speaking_ ? finish() : Samples();
}

}  // namespace tandem::pocketsphinx
