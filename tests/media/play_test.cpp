#include "harness.hpp"

#include "adapters/rtp/wav.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace media_test;

namespace {

// A WAV file of a tone at any rate, written by hand so that the reader is held against the format, not against itself.
std::string write_wav(const std::string& name, unsigned rate, unsigned channels, double hertz, double seconds) {
  const auto frames = static_cast<std::size_t>(seconds * rate);
  std::string data;
  for (std::size_t i = 0; i < frames; ++i) {
    const double wave = std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate);
    const auto value = static_cast<std::uint16_t>(static_cast<std::int16_t>(8000 * wave));
    for (unsigned c = 0; c < channels; ++c) data += {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
  }
  const auto little = [](std::size_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i, value >>= 8) text += static_cast<char>(value & 0xFF);
    return text;
  };
  const std::string path =
      (std::filesystem::temp_directory_path() / fmt::format("tandem-{}-{}", getpid(), name)).string();
  std::ofstream(path, std::ios::binary) << "RIFF" << little(36 + data.size(), 4) << "WAVEfmt " << little(16, 4)
                                        << little(1, 2) << little(channels, 2) << little(rate, 4)
                                        << little(rate * channels * 2, 4) << little(channels * 2, 2) << little(16, 2)
                                        << "data" << little(data.size(), 4) << data;
  return path;
}

}  // namespace

TEST_CASE("a prompt is heard at its level, whole, and ends when its last frame ended") {
  Bench bench;
  int in_time = 0;
  for (const auto& [rate, channels] : {std::pair{8000u, 1u}, {16000u, 1u}, {44100u, 2u}, {48000u, 1u}}) {
    CAPTURE(rate);
    Phone anna;
    const MediaId a = bench.call(anna);
    const std::string path = write_wav(fmt::format("{}.wav", rate), rate, channels, 700, 0.5);
    const PlayId play = bench.media->play(a, {"file:" + path});
    const auto heard = anna.receive(25);
    const auto done = bench.listener.wait<PlayDone>(a);
    REQUIRE(heard.size() == 25);
    CHECK(anna.receive(1, 60ms).empty());
    const Samples samples = anna.hear(heard);
    CHECK(amplitude_of(samples, 700) == doctest::Approx(8000).epsilon(0.06));
    REQUIRE(done.size() == 1);
    CHECK(done[0].play == play);
    CHECK(!done[0].error);
    const auto last = bench.listener.all().back().at - heard.back().at;
    const auto span = heard.back().at - heard.front().at;
    if (last > 10ms && last < 60ms && span > 440ms && span < 560ms) ++in_time;
    std::remove(path.c_str());
  }
  CHECK(in_time >= 2);  // this process, too, may be made to wait
}

TEST_CASE("what cannot be played is done at once, with an error") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  const std::pair<const char*, errc> cases[] = {{"file:/nowhere/at/all.wav", errc::not_found},
                                                {"blob:prompt", errc::not_found},
                                                {"standard:no-such-prompt", errc::not_found},
                                                {"tone:trumpet", errc::not_found},
                                                {"gramophone", errc::not_found},
                                                {"silence:soon", errc::invalid_argument},
                                                {"file:/proc/self/cmdline", errc::unsupported}};
  std::size_t count = 0;
  for (const auto& [name, code] : cases) {
    CAPTURE(name);
    const PlayId play = bench.media->play(a, {name, true});
    const auto done = bench.listener.wait<PlayDone>(a, ++count);
    REQUIRE(done.size() == count);
    CHECK(done.back().play == play);
    REQUIRE(done.back().error);
    CHECK(done.back().error->code == code);
  }
}

TEST_CASE("ringback is 425 Hz, one second of five") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  bench.media->play(a, {"tone:ringback", true});
  const Samples on = anna.hear(anna.receive(45));
  CHECK(amplitude_of(on, 425) == doctest::Approx(8000).epsilon(0.06));
  anna.receive(10);
  const Samples off = anna.hear(anna.receive(20));
  CHECK(amplitude_of(off, 425) < 50);
  bench.media->stop_play(a);
  anna.listen(60ms);
  CHECK(anna.receive(1, 100ms).empty());
  CHECK(bench.listener.now<PlayDone>(a).empty());
}

TEST_CASE("dial tone is 425 Hz without a break") {
  Bench bench;
  Phone anna;
  bench.media->play(bench.call(anna), {"tone:dial", true});
  const Samples heard = anna.hear(anna.receive(70));
  REQUIRE(heard.size() == 70 * 160);
  for (std::size_t from = 0; from + 1600 <= heard.size(); from += 1600) {
    const Samples part(heard.begin() + static_cast<std::ptrdiff_t>(from), heard.begin() + static_cast<std::ptrdiff_t>(from + 1600));
    CHECK(amplitude_of(part, 425) > 7000);
  }
}

TEST_CASE("a looped prompt goes on without a seam until it is replaced, which ends it") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  const std::string path = write_wav("loop.wav", 8000, 1, 500, 0.07);  // not a whole number of frames
  const PlayId first = bench.media->play(a, {"file:" + path, true});
  const Samples samples = anna.hear(anna.receive(20));
  CHECK(amplitude_of(samples, 500) == doctest::Approx(8000).epsilon(0.06));
  CHECK(bench.listener.now<PlayDone>(a).empty());
  const PlayId second = bench.media->play(a, {"silence:40"});
  const auto done = bench.listener.wait<PlayDone>(a, 2);
  REQUIRE(done.size() == 2);
  CHECK(done[0].play == first);
  CHECK(done[1].play == second);
  std::remove(path.c_str());
}

TEST_CASE("a playing leg hears the prompt alone, then the bridge again") {
  Bench bench;
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  bench.media->bridge(a, b);
  bench.media->play(b, {"tone:beep"});
  boris.receive(1);
  anna.say(sine(440, 0.1));
  const Samples samples = boris.hear(boris.receive(12));
  CHECK(amplitude_of(samples, 440) < 100);
  CHECK(amplitude_of(samples, 1000) > 6000);
  REQUIRE(bench.listener.wait<PlayDone>(b).size() == 1);
  anna.say(sine(440, 0.1));
  CHECK(amplitude_of(boris.hear(boris.receive(5)), 440) > 7000);
}
