// Resampling to 8 kHz: a low-pass filter at the lower of the two Nyquist frequencies, evaluated only where an output
// sample stands. The positions repeat after `up` outputs, so `up` sets of coefficients are all there is to compute.
#include "adapters/rtp/clip.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace tandem::rtp {
namespace {

constexpr unsigned to_rate = 8000;
constexpr double zero_crossings = 16;  // to each side: about -60 dB beyond the edge
constexpr double edge = 0.94;          // of Nyquist, so that the filter's slope ends there

struct Filter {
  std::ptrdiff_t half = 0;
  std::size_t taps = 0;
  std::vector<float> coefficients;  // `up` sets of `taps`

  Filter(unsigned up, unsigned from_rate) {
    const double cutoff = edge * std::min(1.0, static_cast<double>(to_rate) / from_rate);
    half = static_cast<std::ptrdiff_t>(std::ceil(zero_crossings / cutoff));
    taps = static_cast<std::size_t>(2 * half);
    coefficients.resize(taps * up);
    for (unsigned phase = 0; phase < up; ++phase) {
      const double fraction = static_cast<double>(phase) / up;
      float* set = &coefficients[phase * taps];
      double sum = 0;
      for (std::size_t k = 0; k < taps; ++k) {
        const double x = static_cast<double>(static_cast<std::ptrdiff_t>(k) - half + 1) - fraction;
        const double angle = std::numbers::pi * x * cutoff;
        const double sinc = std::abs(angle) < 1e-9 ? 1.0 : std::sin(angle) / angle;
        const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * x / static_cast<double>(half));
        set[k] = static_cast<float>(sinc * window);
        sum += sinc * window;
      }
      for (std::size_t k = 0; k < taps; ++k) set[k] = static_cast<float>(set[k] / sum);
    }
  }
};

std::int16_t to_sample(float value) {
  return static_cast<std::int16_t>(std::lrint(std::clamp(value * 32768.0f, -32768.0f, 32767.0f)));
}

}  // namespace

Clip resample(std::span<const float> in, unsigned rate) {
  Clip out;
  if (rate == to_rate) {
    out.resize(in.size());
    std::ranges::transform(in, out.begin(), to_sample);
    return out;
  }
  const unsigned common = std::gcd(rate, to_rate);
  const unsigned up = to_rate / common;
  const unsigned down = rate / common;
  const Filter filter(up, rate);
  out.resize(in.size() * up / down);
  for (std::size_t n = 0; n < out.size(); ++n) {
    const std::size_t at = n * down;
    const float* set = &filter.coefficients[(at % up) * filter.taps];
    const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(at / up) - filter.half + 1;
    float sum = 0;
    for (std::size_t k = 0; k < filter.taps; ++k) {
      const std::ptrdiff_t i = first + static_cast<std::ptrdiff_t>(k);
      if (i >= 0 && i < static_cast<std::ptrdiff_t>(in.size())) sum += set[k] * in[static_cast<std::size_t>(i)];
    }
    out[n] = to_sample(sum);
  }
  return out;
}

}  // namespace tandem::rtp
