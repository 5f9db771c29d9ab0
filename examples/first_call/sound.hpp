// Tones written to a WAV file and found again in one (PCM, 16 bit, mono, 8 kHz).
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <string>
#include <vector>

constexpr int sample_rate = 8000;

inline void write_samples(const std::filesystem::path& path, const std::vector<std::int16_t>& samples) {
  const auto size = static_cast<std::uint32_t>(samples.size() * 2);
  std::ofstream out(path, std::ios::binary);
  const auto put = [&out](auto value) { out.write(reinterpret_cast<const char*>(&value), sizeof value); };
  out << "RIFF";
  put(std::uint32_t(36 + size));
  out << "WAVEfmt ";
  put(std::uint32_t(16));
  put(std::uint16_t(1));
  put(std::uint16_t(1));
  put(std::uint32_t(sample_rate));
  put(std::uint32_t(sample_rate * 2));
  put(std::uint16_t(2));
  put(std::uint16_t(16));
  out << "data";
  put(size);
  out.write(reinterpret_cast<const char*>(samples.data()), size);
}

inline std::vector<std::int16_t> read_samples(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  constexpr std::size_t header = 44;
  std::vector<std::int16_t> samples(bytes.size() > header ? (bytes.size() - header) / 2 : 0);
  if (!samples.empty()) std::memcpy(samples.data(), bytes.data() + header, samples.size() * 2);
  return samples;
}

inline void write_tone(const std::filesystem::path& path, double hertz, std::chrono::seconds length) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(sample_rate * length.count()));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<std::int16_t>(8000 * std::sin(2 * std::numbers::pi * hertz * double(i) / sample_rate));
  }
  write_samples(path, samples);
}

/// What a recording holds, looked at in pieces of 50 ms.
class Heard {
 public:
  explicit Heard(std::vector<std::int16_t> samples) : samples_(std::move(samples)) {}
  /// How long a tone is the most of what is heard (Goertzel).
  [[nodiscard]] double seconds_of(double hertz) const {
    return pieces([&](const std::int16_t* at) { return power(at, hertz) > 0.5 * energy(at); });
  }
  /// How long there is sound at all.
  [[nodiscard]] double loud_seconds() const {
    return pieces([](const std::int16_t*) { return true; });
  }

 private:
  static constexpr std::size_t piece = sample_rate / 20;
  template <class Test>
  [[nodiscard]] double pieces(Test test) const {
    int count = 0;
    for (std::size_t at = 0; at + piece <= samples_.size(); at += piece) {
      const std::int16_t* start = samples_.data() + at;
      if (energy(start) > 200.0 * 200.0 && test(start)) ++count;
    }
    return count * 0.05;
  }
  static double energy(const std::int16_t* at) {
    double sum = 0;
    for (std::size_t i = 0; i < piece; ++i) sum += double(at[i]) * at[i];
    return sum / piece;
  }
  static double power(const std::int16_t* at, double hertz) {
    const double step = 2 * std::cos(2 * std::numbers::pi * hertz / sample_rate);
    double a = 0, b = 0;
    for (std::size_t i = 0; i < piece; ++i) {
      const double c = at[i] + step * a - b;
      b = a;
      a = c;
    }
    return 2 * (a * a + b * b - step * a * b) / (double(piece) * piece);
  }
  std::vector<std::int16_t> samples_;
};

inline Heard listen(const std::filesystem::path& path) { return Heard(read_samples(path)); }
