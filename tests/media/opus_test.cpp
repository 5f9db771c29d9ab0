// One party that speaks Opus: what it hears of us, and what is heard of it.
#include "opus_phone.hpp"
#include "recording.hpp"

#include "adapters/rtp/tones.hpp"

#include <random>

using namespace media_test;

TEST_CASE("a prompt is heard over Opus at its level, in frames of 20 ms by the 48 kHz clock") {
  Bench bench;
  OpusPhone anna;
  const MediaId a = call_opus(bench, anna);
  bench.media->play(a, {"tone:ringback", true});
  const auto packets = anna.receive(45);
  REQUIRE(packets.size() == 45);
  for (std::size_t i = 0; i < packets.size(); ++i) {
    CHECK(packets[i].type == OpusPhone::opus_type);
    CHECK(packets[i].marker == (i == 0));
    if (i == 0) continue;
    CHECK(packets[i].sequence == static_cast<std::uint16_t>(packets[i - 1].sequence + 1));
    CHECK(packets[i].timestamp - packets[i - 1].timestamp == 960);
  }
  const Samples heard = anna.hear_opus(packets);
  CHECK(heard.size() == 45 * 160);
  check_tone(settled(heard), 425);
}

TEST_CASE("what is encoded keeps to the bitrate that the party asks for") {
  Bench bench;
  std::size_t sizes[2] = {};
  for (const int limited : {0, 1}) {
    OpusPhone anna;
    const MediaId a = call_opus(bench, anna, limited ? "maxaveragebitrate=8000;cbr=1" : "useinbandfec=1");
    bench.media->play(a, {"tone:ringback", true});
    const auto packets = anna.receive(40);
    REQUIRE(packets.size() == 40);
    for (const Received& packet : packets) sizes[limited] += packet.payload.size();
    if (limited) {
      for (const Received& packet : packets) CHECK(packet.payload.size() == packets.front().payload.size());
    }
    bench.media->close(a);
  }
  CHECK(sizes[1] <= 40 * 20);
  CHECK(sizes[0] > 40 * 25);
  CHECK(sizes[0] <= 40 * 60);
}

TEST_CASE("a party that speaks Opus is recorded, whatever the length of its packets") {
  Bench bench;
  for (const auto length : {10ms, 20ms, 40ms, 60ms}) {
    CAPTURE(length.count());
    OpusPhone anna;
    const MediaId a = call_opus(bench, anna);
    Recording recording;
    bench.media->record(a, recording.writer(), 10s);
    anna.say_tone(700, 0.6, length, {}, true);
    bench.media->stop_record(a);
    REQUIRE(bench.listener.wait<RecordDone>(a).size() == 1);
    const Samples all = recording.samples();
    CHECK(all.size() >= 4800);
    CHECK(all.size() < 5600);
    CHECK(amplitude_of(Samples(all.begin() + 800, all.begin() + 4600), 700) == doctest::Approx(8000).epsilon(0.15));
    CHECK(amplitude_of(all, 1190) < 400);
  }
}

TEST_CASE("a tap hears Opus decoded; tones inside it are digits") {
  Bench bench;
  OpusPhone anna;
  const MediaId a = call_opus(bench, anna, "useinbandfec=1", 48000, {{Codec::opus}, false, true});
  const auto ear = std::make_shared<Ear>();
  REQUIRE(bench.media->tap(a, ear));
  anna.say_tone(700, 0.5);
  const Samples heard = ear->heard(4000);
  CHECK(heard.size() == 4000);
  check_tone(settled(heard), 700);
  rtp::ToneGenerator tones;
  for (const char digit : {'7', '*'}) {
    tones.begin(digit);
    for (int frame = 0; frame < 12; ++frame) {
      std::array<std::int16_t, 160> narrow{};
      if (frame < 6) tones.next(narrow);
      Samples wide;
      for (const std::int16_t sample : narrow)
        wide.insert(wide.end(), 6, sample);  // steps: aliases lie above the tones
      anna.send_packet(OpusPhone::opus_type, anna.encode(wide), anna.timestamp);
      anna.timestamp += 960;
    }
  }
  CHECK(bench.listener.digits(a, 2) == "7*");
}

TEST_CASE("tones sent inside Opus are those digits") {
  Bench bench;
  OpusPhone anna;
  const MediaId a = call_opus(bench, anna, "useinbandfec=1", 48000, {{Codec::opus}, false, true});
  bench.media->send_digits(a, "5#1");
  rtp::ToneDetector detector;
  std::string heard;
  for (const char digit : detector.take(anna.hear_opus(anna.receive(30)))) heard += digit;
  CHECK(heard == "5#1");
}

TEST_CASE("[TRK-14] digits beside Opus count by its clock, both ways, and a long press is one") {
  Bench bench;
  OpusPhone anna;
  const MediaId a = call_opus(bench, anna);
  anna.press_wide(1);
  anna.press_wide(1);
  // 3 s: the duration is full after 1.36 s, and the press goes on in another segment (RFC 4733 section 2.5.1.3).
  for (int segment = 0; segment < 2; ++segment) {
    for (int i = 1; i <= 68; ++i) anna.event_packet(2, false, static_cast<std::uint16_t>(960 * i), anna.timestamp, 97);
    anna.timestamp += 68 * 960;
  }
  anna.press_wide(2);
  anna.timestamp += 9600;
  anna.press_wide(3);
  CHECK(bench.listener.digits(a, 4) == "1123");
  bench.media->send_digits(a, "9");
  const auto sent = anna.receive(7);
  REQUIRE(sent.size() == 7);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    CHECK(sent[i].type == OpusPhone::event_type);
    REQUIRE(sent[i].payload.size() == 4);
    CHECK(sent[i].payload[0] == 9);
    CHECK(rtp::get16(&sent[i].payload[2]) == 960 * std::min<std::size_t>(i + 1, 5));
    CHECK(sent[i].timestamp == sent[0].timestamp);
  }
}

TEST_CASE("digits at 8 kHz beside Opus, as older phones have them") {
  Bench bench;
  OpusPhone anna;
  const MediaId a = call_opus(bench, anna, "useinbandfec=1", 8000);
  anna.press(4, OpusPhone::event_type);
  anna.press(4, OpusPhone::event_type);
  CHECK(bench.listener.digits(a, 2) == "44");
  bench.media->send_digits(a, "9");
  const auto sent = anna.receive(7);
  REQUIRE(sent.size() == 7);
  CHECK(rtp::get16(&sent[6].payload[2]) == 800);
}

TEST_CASE("garbage for Opus, empty and huge packets do no harm, and what follows is heard") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  const MediaId a = call_opus(bench, anna);
  const MediaId b = bench.call(boris);
  const auto ear = std::make_shared<Ear>();
  REQUIRE(bench.media->tap(a, ear));
  bench.media->bridge(a, b);
  std::minstd_rand random(7);
  std::vector<std::uint8_t> bytes;
  for (int round = 0; round < 3000; ++round) {
    bytes.resize(round % 50 == 0 ? 1900 : random() % 90);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    if (round % 7 == 0) anna.sequence = static_cast<std::uint16_t>(random());
    anna.send_packet(OpusPhone::opus_type, bytes,
                     round % 5 == 0 ? static_cast<std::uint32_t>(random()) : anna.timestamp);
    anna.timestamp += 960;
    if (round % 100 == 0) boris.listen(2ms);
  }
  std::vector<std::uint8_t> huge(9000, 0xFF);
  anna.send_packet(OpusPhone::opus_type, huge, anna.timestamp);
  for (std::uint32_t toc = 0; toc < 256; ++toc) {
    const std::uint8_t one = static_cast<std::uint8_t>(toc);
    anna.send_packet(OpusPhone::opus_type, std::span(&one, 1), anna.timestamp += 960);
  }
  bench.settle(a);
  boris.listen(50ms);
  anna.ssrc = 99;
  anna.say_tone(900, 0.5);
  check_tone(settled(boris.hear(boris.receive(25, 1s))), 900);
}

TEST_CASE("a leg changes to G.711 and back in the middle of a prompt; each clock is a stream of its own") {
  Bench bench;
  OpusPhone anna;
  const MediaId a = call_opus(bench, anna, "useinbandfec=1", 48000, {{Codec::opus, Codec::pcma}});
  bench.media->play(a, {"tone:dial", true});
  const auto wide = anna.receive(20);
  REQUIRE(wide.size() == 20);
  REQUIRE(bench.media->answer(a, anna.sdp()));
  anna.listen(60ms);
  const auto narrow = anna.receive(20);
  REQUIRE(narrow.size() == 20);
  CHECK(narrow[0].type == 8);
  CHECK(narrow[0].ssrc != wide[0].ssrc);
  CHECK(narrow[1].timestamp - narrow[0].timestamp == 160);
  check_tone(anna.hear(narrow), 425);
  REQUIRE(bench.media->answer(a, anna.opus_sdp()));
  anna.listen(60ms);
  const auto again = anna.receive(30);
  REQUIRE(again.size() == 30);
  CHECK(again[1].timestamp - again[0].timestamp == 960);
  check_tone(settled(anna.hear_opus(again)), 425);
}

TEST_CASE("a leg is refused where the port carries none of its codecs, and otherwise does without those") {
  Bench bench;
  CHECK(bench.media->codecs() == std::vector{Codec::pcma, Codec::pcmu, Codec::opus});
  const auto refused = bench.media->open(acme, {{Codec::g729}});
  REQUIRE(!refused);
  CHECK(refused.error().code == errc::unsupported);
  CHECK(refused.error().message.find("G729") != std::string::npos);
  const MediaId leg = bench.media->open(acme, {{Codec::g729, Codec::pcmu}}).value();
  const std::string offer = bench.media->offer(leg).value();
  CHECK(offer.find("RTP/AVP 0 101\r\n") != std::string::npos);
  CHECK(offer.find("G729") == std::string::npos);
  CHECK(direct_media()->codecs().size() == 4);
}
