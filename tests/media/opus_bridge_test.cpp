// A party that speaks Opus bridged with one that does, and with one that does not.
#include "opus_phone.hpp"
#include "recording.hpp"

using namespace media_test;

namespace {

void check_frames(const std::vector<Received>& packets, std::uint32_t ticks) {
  for (std::size_t i = 1; i < packets.size(); ++i) {
    CAPTURE(i);
    CHECK(packets[i].ssrc == packets[0].ssrc);
    CHECK(packets[i].sequence == static_cast<std::uint16_t>(packets[i - 1].sequence + 1));
    CHECK(packets[i].timestamp - packets[i - 1].timestamp == ticks);
  }
}

/// G.711 in packets of any length.
void say_in(Phone& phone, const Samples& samples, std::size_t length, const std::function<bool(int)>& drops = {}) {
  for (std::size_t at = 0, i = 0; at + length <= samples.size(); at += length, ++i) {
    std::vector<std::uint8_t> codes(length);
    rtp::encode(Codec::pcma, std::span(samples).subspan(at, length), codes.data());
    if (drops && drops(static_cast<int>(i))) {
      ++phone.sequence;
    } else {
      phone.send_packet(8, codes, phone.timestamp);
    }
    phone.timestamp += static_cast<std::uint32_t>(length);
  }
}

}  // namespace

TEST_CASE("between two parties that speak Opus packets go on untouched") {
  Bench bench;
  OpusPhone anna;
  OpusPhone boris;
  bench.media->bridge(call_opus(bench, anna), call_opus(bench, boris));
  std::vector<std::vector<std::uint8_t>> said;
  for (int i = 0; i < 10; ++i) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(40 + i));
    for (std::size_t j = 0; j < bytes.size(); ++j) bytes[j] = static_cast<std::uint8_t>(i * 31 + static_cast<int>(j));
    anna.send_packet(OpusPhone::opus_type, bytes, anna.timestamp += i == 5 ? 2880 : 960);
    if (i == 5) anna.sequence = static_cast<std::uint16_t>(anna.sequence + 2);
    said.push_back(std::move(bytes));
  }
  const auto heard = boris.receive(10);
  REQUIRE(heard.size() == 10);
  for (std::size_t i = 0; i < heard.size(); ++i) CHECK(heard[i].payload == said[i]);
  CHECK(heard[5].timestamp - heard[4].timestamp == 2880);
  CHECK(heard[6].sequence - heard[5].sequence == 3);
  anna.press_wide(5);
  const auto events = boris.receive(7);
  REQUIRE(events.size() == 7);
  CHECK(events[6].type == OpusPhone::event_type);
  CHECK(rtp::get16(&events[6].payload[2]) == 4800);
}

TEST_CASE("Opus is heard as G.711, in frames of 20 ms whatever the length of its packets") {
  Bench bench;
  for (const auto length : {10ms, 20ms, 40ms, 60ms}) {
    CAPTURE(length.count());
    OpusPhone anna;
    Phone boris(length == 40ms ? Codec::pcmu : Codec::pcma);
    bench.media->bridge(call_opus(bench, anna), bench.call(boris));
    anna.say_tone(700, 1.2, length);
    const auto heard = boris.receive(60);
    REQUIRE(heard.size() == 60);
    check_frames(heard, 160);
    for (const Received& packet : heard) CHECK(packet.payload.size() == 160);
    CHECK(heard[0].marker);
    check_tone(settled(boris.hear(heard)), 700);
  }
}

TEST_CASE("G.711 is heard as Opus, in frames of 20 ms whatever the length of its packets") {
  Bench bench;
  for (const std::size_t length : {80u, 160u, 240u, 480u}) {
    CAPTURE(length);
    OpusPhone anna;
    Phone boris;
    bench.media->bridge(bench.call(boris), call_opus(bench, anna));
    say_in(boris, sine(1000, 1.2), length);
    const auto heard = anna.receive(60);
    REQUIRE(heard.size() == 60);
    check_frames(heard, 960);
    CHECK(heard[0].type == OpusPhone::opus_type);
    CHECK(heard[0].marker);
    check_tone(settled(anna.hear_opus(heard)), 1000);
  }
}

TEST_CASE("both ways at once, each hears the other and not itself") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  bench.media->bridge(call_opus(bench, anna), bench.call(boris));
  for (int part = 0; part < 10; ++part) {
    anna.say_tone(500, 0.1);
    boris.say(sine(1100, 0.1));
  }
  const Samples at_boris = settled(boris.hear(boris.receive(50)));
  const Samples at_anna = settled(anna.hear_opus(anna.receive(50)));
  check_tone(at_boris, 500);
  CHECK(amplitude_of(at_boris, 1100) < 200);
  CHECK(amplitude_of(at_anna, 1100) > 4000);  // its phase jumps every 100 ms
  CHECK(amplitude_of(at_anna, 500) < 200);
}

TEST_CASE("lost packets of Opus are made up for, without a hole in what is heard") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  anna.protect();
  bench.media->bridge(call_opus(bench, anna), bench.call(boris));
  anna.say_tone(400, 0.8, 20ms, [](int i) { return i % 8 == 5; });  // longer, and the phone takes it for noise
  const auto heard = boris.receive(40);
  REQUIRE(heard.size() == 40);
  check_frames(heard, 160);
  const Samples sound = boris.hear(heard);
  check_tone(settled(sound), 400, 8000, 0.2);
  for (std::size_t lost = 13; lost < 40; lost += 8) {
    CAPTURE(lost);
    const Samples part(sound.begin() + static_cast<std::ptrdiff_t>(lost * 160),
                       sound.begin() + static_cast<std::ptrdiff_t>(lost * 160 + 160));
    CHECK(amplitude_of(part, 400) > 4000);
  }
}

TEST_CASE("a lost packet of Opus is heard from the copy in the next one, not guessed from what was before") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  anna.protect();
  bench.media->bridge(call_opus(bench, anna), bench.call(boris));
  anna.say_tone(400, 0.4);
  anna.say_tone(1000, 0.2, 20ms, [](int i) { return i == 0; });
  const Samples sound = boris.hear(boris.receive(30));
  REQUIRE(sound.size() == 4800);
  const Samples lost(sound.begin() + 3260, sound.begin() + 3360);  // its frame; coding delays it by some ms
  CHECK(amplitude_of(lost, 1000) > 4000);
  CHECK(amplitude_of(lost, 400) < 2000);
}

TEST_CASE("too many lost packets, and pauses of the party, stay pauses") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  bench.media->bridge(call_opus(bench, anna), bench.call(boris));
  anna.say_tone(400, 0.2);
  const auto before = boris.receive(10);
  REQUIRE(before.size() == 10);
  SUBCASE("lost") { anna.sequence = static_cast<std::uint16_t>(anna.sequence + 20); }
  SUBCASE("a pause") {}
  anna.timestamp += 20 * 960;
  anna.say_tone(400, 0.2);
  const auto after = boris.receive(11, 200ms);
  REQUIRE(after.size() == 10);
  CHECK(after[0].marker);
  CHECK(after[0].timestamp - before[9].timestamp == 21 * 160);
  CHECK(after[0].sequence == static_cast<std::uint16_t>(before[9].sequence + 1));
}

TEST_CASE("late and doubled packets of Opus are not heard again") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  bench.media->bridge(call_opus(bench, anna), bench.call(boris));
  Samples silence(960);
  for (const int step : {0, 1, 1, 2, 0, 4, 3, 5, 5}) {
    anna.sequence = static_cast<std::uint16_t>(65533 + step);
    anna.send_packet(OpusPhone::opus_type, anna.encode(silence), 0xFFFFF000u + 960u * static_cast<unsigned>(step));
  }
  const auto heard = boris.receive(10, 200ms);
  CHECK(heard.size() == 6);
  check_frames(heard, 160);
}

TEST_CASE("a loss of G.711 stays visible to a party that speaks Opus") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  bench.media->bridge(bench.call(boris), call_opus(bench, anna));
  say_in(boris, sine(1000, 0.2), 160, [](int i) { return i == 3 || i == 4; });
  const auto heard = anna.receive(8);
  REQUIRE(heard.size() == 8);
  CHECK(static_cast<std::uint16_t>(heard[3].sequence - heard[2].sequence) == 3);
  CHECK(heard[3].timestamp - heard[2].timestamp == 3 * 960);
}

TEST_CASE("a press beside one clock reaches the other party by its own, once") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  const MediaId a = call_opus(bench, anna);
  const MediaId b = bench.call(boris);
  bench.media->bridge(a, b);
  anna.press_wide(6);
  const auto narrow = boris.receive(8, 300ms);
  REQUIRE(narrow.size() == 7);
  CHECK(narrow[0].type == 101);
  CHECK(narrow[0].payload.at(0) == 6);
  CHECK(rtp::get16(&narrow[6].payload[2]) == 800);
  boris.press(7);
  const auto wide = anna.receive(8, 300ms);
  REQUIRE(wide.size() == 7);
  CHECK(wide[0].type == OpusPhone::event_type);
  CHECK(wide[0].payload.at(0) == 7);
  CHECK(rtp::get16(&wide[6].payload[2]) == 4800);
  CHECK(bench.listener.digits(a) == "6");
  CHECK(bench.listener.digits(b) == "7");
  anna.say_tone(600, 0.4);
  check_tone(settled(boris.hear(boris.receive(20))), 600);
}

TEST_CASE("a prompt for the Opus party, then the bridge again: one stream, its time going on") {
  Bench bench;
  OpusPhone anna;
  Phone boris;
  const MediaId a = call_opus(bench, anna);
  const MediaId b = bench.call(boris);
  bench.media->bridge(a, b);
  boris.say(sine(1000, 0.2), 20ms);
  auto heard = anna.receive(10);
  bench.media->play(a, {"tone:beep"});
  REQUIRE(bench.listener.wait<PlayDone>(a).size() == 1);
  for (auto& packet : anna.receive(13)) heard.push_back(std::move(packet));
  boris.timestamp += 2400;
  boris.say(sine(1000, 0.4), 20ms);
  for (auto& packet : anna.receive(20)) heard.push_back(std::move(packet));
  REQUIRE(heard.size() == 43);
  for (std::size_t i = 1; i < heard.size(); ++i) {
    CAPTURE(i);
    CHECK(heard[i].ssrc == heard[0].ssrc);
    CHECK(heard[i].sequence == static_cast<std::uint16_t>(heard[i - 1].sequence + 1));
    const auto step = rtp::distance(heard[i].timestamp, heard[i - 1].timestamp);
    CHECK(step >= 960);
    CHECK(step < 48000);
  }
  check_tone(settled(anna.hear_opus({heard.begin() + 23, heard.end()})), 1000);
}

TEST_CASE("a recording goes on through bridges with either kind of party") {
  Bench bench;
  OpusPhone anna;
  OpusPhone clara;
  Phone boris;
  const MediaId a = call_opus(bench, anna);
  Recording recording;
  bench.media->record(a, recording.writer(), 10s);
  bench.media->bridge(a, bench.call(boris));
  anna.say_tone(600, 0.3, 20ms, {}, true);
  CHECK(boris.receive(15).size() == 15);
  bench.media->bridge(a, call_opus(bench, clara));
  anna.say_tone(600, 0.3, 20ms, {}, true);
  const auto at_clara = clara.receive(15);
  CHECK(at_clara.size() == 15);
  bench.media->stop_record(a);
  REQUIRE(bench.listener.wait<RecordDone>(a).size() == 1);
  const Samples all = recording.samples();
  REQUIRE(all.size() >= 4800);
  CHECK(amplitude_of(Samples(all.begin() + 400, all.begin() + 2400), 600) > 6500);
  CHECK(amplitude_of(Samples(all.begin() + 2800, all.begin() + 4600), 600) > 6500);
}
