// Recorded words, and silence between them.
#pragma once

#include "adapters/rtp/clip.hpp"

#include <tandem/rtp.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace speech_test {

using Samples = std::vector<std::int16_t>;

/// A file of Debian's English sounds, 8 kHz.
inline Samples recording(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(tandem::standard_prompt_file("welcome", "en")).parent_path();
  const auto clip = tandem::rtp::decode_file((folder / (name + ".wav")).string());
  REQUIRE_MESSAGE(bool(clip), name);
  return **clip;
}

/// Nobody speaks, in a room that is not quite silent.
inline Samples quiet(double seconds, int noise = 8) {
  static std::mt19937 random(1);
  std::uniform_int_distribution<int> any(-noise, noise);
  Samples samples(static_cast<std::size_t>(seconds * 8000));
  for (std::int16_t& sample : samples) sample = static_cast<std::int16_t>(any(random));
  return samples;
}

}  // namespace speech_test
