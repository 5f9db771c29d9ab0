#include "adapters/rtp/tones.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

namespace tandem::rtp {
namespace {

constexpr std::array<double, 4> rows{697, 770, 852, 941};
constexpr std::array<double, 4> columns{1209, 1336, 1477, 1633};
constexpr std::string_view keys = "123A456B789C*0#D";  // row by row

constexpr double full_scale = 32124;  // of G.711, +3.14 dBm0
double amplitude_at(double dbm0) { return full_scale * std::pow(10.0, (dbm0 - 3.14) / 20); }
double per_sample(double hertz) { return 2 * std::numbers::pi * hertz / clock_rate; }

// What a window must be to count. Levels and twist are those of ITU-T Q.24 (-30 dBm0, 8 dB, 4 dB) with something to spare:
// of noise, and of what a loud tone adds to the measure of the other in so short a window.
constexpr double least_level = -31;         // dBm0, of each tone
constexpr double low_may_be_louder = 10;    // 10 dB
constexpr double high_may_be_louder = 3.16;  // 5 dB
constexpr double peak_over_group = 5.0;     // 7 dB above every other tone of its group
constexpr double share_of_all = 0.7;        // of the window's energy is in the two: voices have more beside them
constexpr int hits_of_press = 5;            // windows, 5 ms apart: 23 ms of tone give four at the most, 40 ms six at the least
constexpr int misses_of_pause = 5;          // 20 ms of drop-out give four at the most, 30 ms six at the least

/// Power of one frequency in the window, as the square of a sine's amplitude (Goertzel).
class Resonator {
 public:
  explicit Resonator(double coefficient) : coefficient_(coefficient) {}
  void add(double sample) {
    const double next = sample + coefficient_ * a_ - b_;
    b_ = a_;
    a_ = next;
  }
  [[nodiscard]] double power(std::size_t count) const {
    const double squared = a_ * a_ + b_ * b_ - coefficient_ * a_ * b_;
    return 4 * squared / static_cast<double>(count * count);
  }

 private:
  double coefficient_;
  double a_ = 0;
  double b_ = 0;
};

using Resonators = std::array<Resonator, 4>;
Resonators resonators_of(const std::array<double, 4>& hertz) {
  const auto of = [&](std::size_t i) { return Resonator(2 * std::cos(per_sample(hertz[i]))); };
  return {of(0), of(1), of(2), of(3)};
}

using Powers = std::array<double, 4>;

std::size_t loudest_of(const Powers& group) {
  return static_cast<std::size_t>(std::ranges::max_element(group) - group.begin());
}

bool stands_out(const Powers& group, std::size_t loudest) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (i != loudest && group[i] * peak_over_group > group[loudest]) return false;
  }
  return true;
}

char digit_in(const Powers& low, const Powers& high, double mean_square) {
  static const double least = amplitude_at(least_level) * amplitude_at(least_level);
  const std::size_t row = loudest_of(low);
  const std::size_t column = loudest_of(high);
  if (low[row] < least || high[column] < least) return 0;
  if (low[row] > high[column] * low_may_be_louder || high[column] > low[row] * high_may_be_louder) return 0;
  if (!stands_out(low, row) || !stands_out(high, column)) return 0;
  if ((low[row] + high[column]) / 2 < mean_square * share_of_all) return 0;
  return keys[row * columns.size() + column];
}

}  // namespace

char ToneDetector::look() const {
  static const Resonators of_rows = resonators_of(rows);
  static const Resonators of_columns = resonators_of(columns);
  Resonators low = of_rows;
  Resonators high = of_columns;
  double squares = 0;
  for (std::size_t i = 0; i < window; ++i) {
    const double sample = samples_[(at_ + i) % window];
    squares += sample * sample;
    for (Resonator& each : low) each.add(sample);
    for (Resonator& each : high) each.add(sample);
  }
  Powers lows{};
  Powers highs{};
  for (std::size_t i = 0; i < lows.size(); ++i) {
    lows[i] = low[i].power(window);
    highs[i] = high[i].power(window);
  }
  return digit_in(lows, highs, squares / window);
}

std::vector<char> ToneDetector::take(std::span<const std::int16_t> samples) {
  std::vector<char> found;
  for (const std::int16_t sample : samples) {
    samples_[at_] = sample;
    at_ = (at_ + 1) % window;
    if (--until_look_ != 0) continue;
    until_look_ = hop;
    const char seen = look();
    misses_ = pressed_ != 0 && seen != pressed_ ? misses_ + 1 : 0;
    if (misses_ >= misses_of_pause) pressed_ = 0;
    hits_ = seen != 0 && seen == candidate_ ? hits_ + 1 : 1;
    candidate_ = seen;
    if (seen == 0 || seen == pressed_ || hits_ < hits_of_press) continue;
    pressed_ = seen;
    misses_ = 0;
    found.push_back(seen);
  }
  return found;
}

void ToneDetector::reset() { *this = {}; }

// Within a packet's length of where it should be, the stream goes on; a hole, such as a phone's silence, is a pause.
std::vector<char> ToneReceiver::take(const Packet& packet, std::span<const std::int16_t> samples) {
  const std::int32_t ahead = distance(packet.timestamp, next_);
  const bool same = any_ && packet.ssrc == ssrc_;
  constexpr std::int32_t new_timeline = 20 * static_cast<std::int32_t>(clock_rate);
  if (same && ahead < 0 && ahead > -new_timeline) return {};  // late, or a second time
  const auto packet_length = static_cast<std::int32_t>(std::max<std::size_t>(frame_samples, samples.size()));
  if (!same || ahead < 0 || ahead > packet_length) detector_.reset();
  any_ = true;
  ssrc_ = packet.ssrc;
  next_ = packet.timestamp + static_cast<std::uint32_t>(samples.size());
  return detector_.take(samples);
}

void ToneGenerator::begin(char digit) {
  if (digit >= 'a' && digit <= 'd') digit = static_cast<char>(digit - 'a' + 'A');
  const std::size_t key = std::min(keys.find(digit), keys.size() - 1);
  low_ = per_sample(rows[key / columns.size()]);
  high_ = per_sample(columns[key % columns.size()]);
  position_ = 0;
}

void ToneGenerator::next(std::span<std::int16_t, frame_samples> frame) {
  static const double low_level = amplitude_at(-9);
  static const double high_level = amplitude_at(-7);
  for (std::int16_t& sample : frame) {
    const auto time = static_cast<double>(position_++);
    sample = static_cast<std::int16_t>(low_level * std::sin(low_ * time) + high_level * std::sin(high_ * time));
  }
}

}  // namespace tandem::rtp
