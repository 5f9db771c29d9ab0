// A telephone that speaks Opus, with libopus at 48 kHz: what it says is wider than what the engine works with.
#pragma once

#include "harness.hpp"

#include <opus.h>

#include <functional>
#include <memory>

namespace media_test {

class OpusPhone : public Phone {
 public:
  static constexpr int opus_type = 96;
  static constexpr int event_type = 97;

  OpusPhone() {
    int failure = 0;
    encoder_.reset(opus_encoder_create(48000, 1, OPUS_APPLICATION_VOIP, &failure));
    decoder_.reset(opus_decoder_create(8000, 1, &failure));
    REQUIRE(failure == OPUS_OK);
    opus_encoder_ctl(encoder_.get(), OPUS_SET_BITRATE(32000));
  }

  [[nodiscard]] std::string opus_sdp(std::string_view parameters = "useinbandfec=1", int event_rate = 48000) const {
    return fmt::format(
        "v=0\r\no=phone 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {} RTP/AVP {} {}\r\n"
        "a=rtpmap:{} opus/48000/2\r\na=fmtp:{} {}\r\na=rtpmap:{} telephone-event/{}\r\n",
        port(), opus_type, event_type, opus_type, opus_type, parameters, event_type, event_rate);
  }
  /// Its packets hold a copy of the one before, as those of speech may.
  void protect() {
    opus_encoder_ctl(encoder_.get(), OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_MAX_BANDWIDTH(OPUS_BANDWIDTH_WIDEBAND));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_INBAND_FEC(1));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_PACKET_LOSS_PERC(20));
  }

  /// A tone in packets of `length`; those that `drops` says are not sent. `pace`: real time.
  void say_tone(double hertz, double seconds, std::chrono::milliseconds length = 20ms,
                const std::function<bool(int)>& drops = {}, bool pace = false, double amplitude = 8000) {
    const auto frame = static_cast<std::size_t>(length.count() * 48);
    const auto frames = static_cast<int>(seconds * 1000 / static_cast<double>(length.count()));
    auto due = SteadyClock::now();
    for (int i = 0; i < frames; ++i) {
      Samples samples(frame);
      for (std::int16_t& sample : samples) {
        sample = static_cast<std::int16_t>(amplitude *
                                           std::sin(2 * std::numbers::pi * hertz * static_cast<double>(at_++) / 48000));
      }
      const auto packet = encode(samples);
      if (drops && drops(i)) {
        ++sequence;
      } else {
        send_packet(opus_type, packet, timestamp);
      }
      timestamp += static_cast<std::uint32_t>(frame);
      if (pace) std::this_thread::sleep_until(due += length);
    }
  }
  std::vector<std::uint8_t> encode(const Samples& samples) {
    std::vector<std::uint8_t> packet(1500);
    const int size = opus_encode(encoder_.get(), samples.data(), static_cast<int>(samples.size()), packet.data(), 1500);
    REQUIRE(size > 0);
    packet.resize(static_cast<std::size_t>(size));
    return packet;
  }

  /// At 8 kHz.
  Samples hear_opus(const std::vector<Received>& packets, int type = opus_type) {
    Samples all;
    for (const Received& packet : packets) {
      if (packet.type != type) continue;
      Samples samples(960);
      const int got = opus_decode(decoder_.get(), packet.payload.data(), static_cast<int>(packet.payload.size()),
                                  samples.data(), 960, 0);
      REQUIRE(got > 0);
      all.insert(all.end(), samples.begin(), samples.begin() + got);
    }
    return all;
  }
  /// A press as RFC 4733 has it, times at 48 kHz, of so many packets.
  void press_wide(std::uint8_t event, int packets = 5) {
    for (int i = 1; i <= packets; ++i)
      event_packet(event, i == packets, static_cast<std::uint16_t>(960 * i), timestamp, event_type);
    for (int i = 0; i < 2; ++i)
      event_packet(event, true, static_cast<std::uint16_t>(960 * packets), timestamp, event_type);
    timestamp += static_cast<std::uint32_t>(960 * packets + 4800);
  }

 private:
  struct Destroy {
    void operator()(::OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }
    void operator()(::OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }
  };
  std::unique_ptr<::OpusEncoder, Destroy> encoder_;
  std::unique_ptr<::OpusDecoder, Destroy> decoder_;
  std::uint64_t at_ = 0;
};

inline const MediaOptions opus_only{{Codec::opus}};

/// A leg that answered the phone's offer of Opus.
inline MediaId call_opus(Bench& bench, OpusPhone& phone, std::string_view parameters = "useinbandfec=1",
                         int event_rate = 48000, MediaOptions options = opus_only) {
  const MediaId leg = bench.media->open(acme, std::move(options)).value();
  phone.dial(bench.media->answer(leg, phone.opus_sdp(parameters, event_rate)).value());
  return leg;
}

/// The sound without its beginning, where coders find their feet.
inline Samples settled(const Samples& samples, std::size_t from = 800) {
  return samples.size() <= from ? Samples{}
                                : Samples(samples.begin() + static_cast<std::ptrdiff_t>(from), samples.end());
}

inline void check_tone(const Samples& samples, double hertz, double amplitude = 8000, double tolerance = 0.15) {
  CHECK(amplitude_of(samples, hertz) == doctest::Approx(amplitude).epsilon(tolerance));
  CHECK(amplitude_of(samples, hertz * 1.7) < amplitude / 20);
}

}  // namespace media_test
