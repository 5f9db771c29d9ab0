#include "adapters/rtp/clip.hpp"

#include "adapters/rtp/memory_file.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <utility>

namespace tandem::rtp {
namespace {

// All channels into one, then to 8 kHz. Read in pieces: the header's number of frames is only a claim.
Result<ClipPtr> decode(File file, const SF_INFO& info) {
  if (!file) return fail(errc::unsupported, fmt::format("not an audio file: {}", sf_strerror(nullptr)));
  if (info.channels < 1 || info.channels > 16 || info.samplerate < 1000 || info.samplerate > 384000) {
    return fail(errc::unsupported, fmt::format("{} channels at {} Hz", info.channels, info.samplerate));
  }
  const auto channels = static_cast<std::size_t>(info.channels);
  const auto rate = static_cast<unsigned>(info.samplerate);
  const std::size_t most = longest_clip / 8000 * rate;
  std::vector<float> piece(4096 * channels);
  std::vector<float> mono;
  while (true) {
    const sf_count_t got = sf_readf_float(file.get(), piece.data(), 4096);
    if (got <= 0) break;
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
      float sum = 0;
      for (std::size_t c = 0; c < channels; ++c) sum += piece[i * channels + c];
      mono.push_back(sum / static_cast<float>(channels));
    }
    if (mono.size() > most) return fail(errc::unsupported, "the audio is longer than an hour");
  }
  auto clip = std::make_shared<const Clip>(resample(mono, rate));
  if (clip->empty()) return fail(errc::unsupported, "there is no audio in it");
  return clip;
}

// Call-progress tones as telephones of the region know them (ITU-T E.180): 425 Hz, cadences in milliseconds.
struct Cadence {
  std::string_view name;
  double hertz;
  int on;
  int off;
};
constexpr Cadence cadences[] = {
    {"ringback", 425, 1000, 4000}, {"busy", 425, 350, 350}, {"beep", 1000, 250, 0}, {"dial", 425, 1000, 0}};

ClipPtr make_tone(const Cadence& cadence) {
  auto clip = std::make_shared<Clip>(static_cast<std::size_t>(cadence.on + cadence.off) * 8);
  const auto on = static_cast<std::size_t>(cadence.on) * 8;
  constexpr double level = 8000;    // about -12 dBm0
  constexpr std::size_t ramp = 40;  // 5 ms, so that it does not click
  for (std::size_t i = 0; i < on; ++i) {
    const double slope = std::min({1.0, static_cast<double>(i) / ramp, static_cast<double>(on - i) / ramp});
    const double wave = std::sin(2 * std::numbers::pi * cadence.hertz * static_cast<double>(i) / 8000);
    (*clip)[i] = static_cast<std::int16_t>(level * slope * wave);
  }
  return clip;
}

}  // namespace

Result<ClipPtr> decode_file(const std::string& path) {
  struct stat about {};
  if (path.empty() || stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return fail(errc::not_found, fmt::format("there is no file '{}'", path));
  }
  SF_INFO info{};
  File file(sf_open(path.c_str(), SFM_READ, &info));
  return decode(std::move(file), info);
}

Result<ClipPtr> decode_bytes(std::span<const std::byte> bytes) {
  MemoryFile memory{bytes};
  SF_INFO info{};
  File file = open_audio(memory, info);
  return decode(std::move(file), info);
}

ClipPtr tone(std::string_view name) {
  static const auto made = [] {
    std::array<ClipPtr, std::size(cadences)> all;
    std::ranges::transform(cadences, all.begin(), make_tone);
    return all;
  }();
  for (std::size_t i = 0; i < std::size(cadences); ++i) {
    if (cadences[i].name == name) return made[i];
  }
  return nullptr;
}

}  // namespace tandem::rtp
