// Digits as tones inside the voice: what is one, and what only sounds like one.
#include "adapters/rtp/tones.hpp"
#include "harness.hpp"

#include <sndfile.h>

#include <filesystem>
#include <random>

using namespace media_test;
using rtp::ToneDetector;

namespace {

constexpr std::string_view every_key = "123A456B789C*0#D";
constexpr double rows[] = {697, 770, 852, 941};
constexpr double columns[] = {1209, 1336, 1477, 1633};

struct Tone {
  double seconds = 0.06;
  double low = 3000;   ///< amplitudes
  double high = 3000;
  double detune = 1;   ///< of both frequencies
};

void press(Samples& to, char key, const Tone& tone = {}) {
  const std::size_t at = every_key.find(key);
  const Samples low = sine(rows[at / 4] * tone.detune, tone.seconds, tone.low);
  const Samples high = sine(columns[at % 4] * tone.detune, tone.seconds, tone.high);
  for (std::size_t i = 0; i < low.size(); ++i) to.push_back(static_cast<std::int16_t>(low[i] + high[i]));
}
void pause(Samples& to, double seconds) { to.insert(to.end(), static_cast<std::size_t>(seconds * 8000), 0); }

Samples dialled(std::string_view keys, const Tone& tone = {}, double gap = 0.06) {
  Samples samples;
  for (const char key : keys) {
    press(samples, key, tone);
    pause(samples, gap);
  }
  return samples;
}

/// What is heard of it after it went through G.711, in packets of 20 ms that begin `shift` samples into it.
std::string heard_in(Samples samples, std::size_t shift = 0, Codec codec = Codec::pcma) {
  ToneDetector detector;
  std::string keys;
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(std::min(shift, samples.size())));
  for (std::int16_t& sample : samples) sample = rtp::decode(codec, rtp::encode(codec, sample));
  for (std::size_t at = 0; at < samples.size(); at += 160) {
    const std::size_t count = std::min<std::size_t>(160, samples.size() - at);
    for (const char key : detector.take(std::span(samples).subspan(at, count))) keys += key;
  }
  return keys;
}

void add_noise(Samples& samples, double amplitude) {
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0, amplitude);
  for (std::int16_t& sample : samples) {
    sample = static_cast<std::int16_t>(std::clamp(sample + noise(random), -32000.0, 32000.0));
  }
}

/// An audio file as mono at 8000 a second, so loud that its peak is at `peak`.
Samples read(const std::filesystem::path& path, double peak) {
  SF_INFO info{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
  if (file == nullptr || info.samplerate != 8000 || info.channels != 1) {
    if (file != nullptr) sf_close(file);
    return {};
  }
  Samples samples(static_cast<std::size_t>(info.frames));
  samples.resize(static_cast<std::size_t>(sf_read_short(file, samples.data(), info.frames)));
  sf_close(file);
  int loudest = 1;
  for (const std::int16_t sample : samples) loudest = std::max(loudest, std::abs(int{sample}));
  for (std::int16_t& sample : samples) sample = static_cast<std::int16_t>(sample * peak / loudest);
  return samples;
}

struct Corpus {
  double seconds = 0;
  std::string keys;  ///< heard, wrongly
};
Corpus listen_to(const std::string& folder) {
  Corpus corpus;
  if (!std::filesystem::exists(folder)) return corpus;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".wav") continue;
    for (const double peak : {32000.0, 8000.0}) {
      const Samples samples = read(entry.path(), peak);
      corpus.seconds += static_cast<double>(samples.size()) / 8000;
      const std::string keys = heard_in(samples);
      if (!keys.empty()) MESSAGE(entry.path().string() << " sounds like " << keys);
      corpus.keys += keys;
    }
  }
  return corpus;
}

}  // namespace

TEST_CASE("[TRK-15] every key is heard, once, at every level a telephone line may have") {
  for (const double amplitude : {900.0, 3000.0, 9000.0, 15000.0}) {
    CAPTURE(amplitude);
    for (const Codec codec : {Codec::pcma, Codec::pcmu}) {
      for (std::size_t shift = 0; shift < 40; shift += 7) {
        CHECK(heard_in(dialled(every_key, {.low = amplitude, .high = amplitude}), shift, codec) == every_key);
      }
    }
  }
  CHECK(heard_in(dialled("5", {.seconds = 3})) == "5");
}

TEST_CASE("[TRK-15] 40 ms are a press and 23 ms are not; 40 ms of silence part two presses and 10 ms do not") {
  for (std::size_t shift = 0; shift < 40; ++shift) {
    CAPTURE(shift);
    CHECK(heard_in(dialled("159D", {.seconds = 0.040}, 0.040), shift) == "159D");
    CHECK(heard_in(dialled("7777", {.seconds = 0.040}, 0.040), shift) == "7777");
    CHECK(heard_in(dialled("159D", {.seconds = 0.023}), shift).empty());
    CHECK(heard_in(dialled("77", {.seconds = 0.060}, 0.010), shift) == "7");
  }
}

TEST_CASE("[TRK-15] frequencies may be off by 1.5 %, not by 3.5 %; one tone may be louder, not too much") {
  for (const double by : {0.985, 1.015}) CHECK(heard_in(dialled(every_key, {.seconds = 0.05, .detune = by})) == every_key);
  for (const double by : {0.965, 1.035}) CHECK(heard_in(dialled(every_key, {.seconds = 0.05, .detune = by})).empty());
  CHECK(heard_in(dialled(every_key, {.low = 7500, .high = 3000})) == every_key);   // 8 dB
  CHECK(heard_in(dialled(every_key, {.low = 3000, .high = 4750})) == every_key);   // 4 dB
  CHECK(heard_in(dialled(every_key, {.low = 12000, .high = 3000})).empty());       // 12 dB
  CHECK(heard_in(dialled(every_key, {.low = 3000, .high = 7500})).empty());        // 8 dB
  CHECK(heard_in(dialled(every_key, {.low = 300, .high = 300})).empty());          // -38 dBm0
  CHECK(heard_in(dialled(every_key, {.low = 6000, .high = 0})).empty());
}

TEST_CASE("[TRK-15] keys are heard through noise 15 dB below them, and none in noise alone") {
  Samples samples = dialled("0123456789*#ABCD", {.seconds = 0.08});
  add_noise(samples, 3000 * 0.178);
  CHECK(heard_in(samples) == "0123456789*#ABCD");
  Samples noise(8000 * 60);
  for (const double amplitude : {300.0, 3000.0, 9000.0}) {
    std::ranges::fill(noise, std::int16_t{0});
    add_noise(noise, amplitude);
    CHECK(heard_in(noise).empty());
  }
}

TEST_CASE("[TRK-15] what we send is heard as what it is, and is as loud as it should be") {
  for (const char key : every_key) {
    rtp::ToneGenerator generator;
    generator.begin(key);
    Samples samples;
    for (int frame = 0; frame < 5; ++frame) {
      std::array<std::int16_t, rtp::frame_samples> some{};
      generator.next(some);
      samples.insert(samples.end(), some.begin(), some.end());
    }
    CHECK(heard_in(samples) == std::string(1, key));
    const std::size_t at = every_key.find(key);
    CHECK(amplitude_of(samples, rows[at / 4]) == doctest::Approx(7941).epsilon(0.03));
    CHECK(amplitude_of(samples, columns[at % 4]) == doctest::Approx(9997).epsilon(0.03));
  }
}

TEST_CASE("[TRK-15] speech and music are no keys") {
  const Corpus speech = listen_to("/usr/share/asterisk/sounds");
  const Corpus music = listen_to("/usr/share/asterisk/moh");
  MESSAGE("speech " << speech.seconds << " s, music " << music.seconds << " s");
  CHECK(speech.keys.empty());
  CHECK(music.keys.empty());
}

namespace {

MediaOptions as_tones() {
  MediaOptions options;
  options.telephone_event = false;
  options.inband_digits = true;
  return options;
}

}  // namespace

TEST_CASE("[TRK-15] a leg whose keys are tones agrees on no events, hears the party's tones, and sends its own as such") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.media->open(acme, as_tones()).value();
  const std::string answer = bench.media->answer(a, anna.sdp()).value();
  CHECK(answer.find("telephone-event") == std::string::npos);
  anna.dial(answer);
  anna.say(dialled("12#", {.seconds = 0.1}, 0.1));
  CHECK(bench.listener.digits(a, 3) == "12#");

  bench.media->send_digits(a, "77*");
  const Samples heard = anna.hear(anna.receive(30));
  CHECK(heard_in(heard) == "77*");
  CHECK(heard.size() == 30 * 160);  // the pauses are sent as well
  CHECK(amplitude_of(Samples(heard.begin(), heard.begin() + 800), 852) > 7000);
  CHECK(amplitude_of(Samples(heard.begin() + 800, heard.begin() + 1600), 852) < 50);
  CHECK(anna.receive(1, 100ms).empty());
}

TEST_CASE("[TRK-14][TRK-15] in a bridge each party gets the other's keys in its own way") {
  Bench bench;
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.media->open(acme, as_tones()).value();
  boris.dial(bench.media->answer(b, boris.sdp()).value());
  bench.media->bridge(a, b);
  bench.settle(a);
  bench.media->bridge(a, b);

  anna.press(5);
  CHECK(bench.listener.digits(a, 1) == "5");
  const std::vector<Received> tones = boris.receive(10);
  CHECK(heard_in(boris.hear(tones)) == "5");

  boris.say(dialled("8", {.seconds = 0.1}), 20ms);
  CHECK(bench.listener.digits(b, 1) == "8");
  std::vector<std::uint8_t> events;
  Samples voice;
  for (const Received& packet : anna.receive(12, 300ms)) {
    if (packet.type == 101) {
      events.push_back(packet.payload.at(0));
    } else {
      const Samples some = anna.hear({packet});
      voice.insert(voice.end(), some.begin(), some.end());
    }
  }
  CHECK(events == std::vector<std::uint8_t>(7, 8));
  CHECK(heard_in(voice).empty());  // what came through before it was known is too short to be a second press
}
