#include "harness.hpp"

using namespace media_test;

TEST_CASE("[TRK-14] digits are telephone-events, apart from the voice, once for each press") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  for (const std::uint8_t event : std::initializer_list<std::uint8_t>{1, 1, 0, 10, 11, 15}) anna.press(event);
  CHECK(bench.listener.digits(a, 6) == "110*#D");
  anna.listen(50ms);
  CHECK(bench.listener.digits(a) == "110*#D");
}

TEST_CASE("a press is heard once whatever happens to its packets") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  SUBCASE("only an end packet comes") {
    anna.event_packet(5, true, 800, 1000);
    anna.event_packet(5, true, 800, 1000);
    CHECK(bench.listener.digits(a, 1) == "5");
  }
  SUBCASE("no end packet comes") {
    anna.event_packet(5, false, 160, 1000);
    anna.event_packet(5, false, 320, 1000);
    anna.event_packet(5, false, 160, 9000);
    CHECK(bench.listener.digits(a, 2) == "55");
  }
  SUBCASE("packets of the press before come late") {
    anna.event_packet(1, false, 160, 1000);
    anna.event_packet(2, false, 160, 3000);
    anna.event_packet(1, true, 800, 1000);
    anna.event_packet(2, true, 800, 3000);
    anna.event_packet(3, true, 800, 5000);
    CHECK(bench.listener.digits(a, 3) == "123");
  }
  SUBCASE("a press longer than the format's eight seconds goes on in a second segment") {
    anna.event_packet(7, false, 0xFFFF, 1000);
    anna.event_packet(7, false, 160, 1000 + 0xFFFF);
    anna.event_packet(8, true, 800, 90000);
    CHECK(bench.listener.digits(a, 2) == "78");
  }
  SUBCASE("the phone moves the timestamp with every packet") {
    for (std::uint32_t step = 0; step < 5; ++step) anna.event_packet(4, step == 4, 800, 1000 + 160 * step);
    anna.event_packet(6, true, 800, 9000);
    CHECK(bench.listener.digits(a, 2) == "46");
  }
  SUBCASE("the timestamps begin anew with another stream") {
    anna.event_packet(4, true, 800, 900000);
    anna.ssrc = 5;
    anna.event_packet(4, true, 800, 1000);
    CHECK(bench.listener.digits(a, 2) == "44");
  }
  SUBCASE("an event that is no digit is not reported") {
    anna.event_packet(16, true, 800, 1000);
    anna.event_packet(9, true, 800, 2000);
    CHECK(bench.listener.digits(a, 1) == "9");
  }
  anna.listen(50ms);
  CHECK(bench.listener.digits(a).size() == bench.listener.total());
}

TEST_CASE("digits are sent 100 ms each with 100 ms between") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  anna.say(sine(440, 0.02));
  bench.media->send_digits(a, "1x#");
  const auto packets = anna.receive(14);  // 4 + 3 for each
  REQUIRE(packets.size() == 14);
  CHECK(anna.receive(1, 100ms).empty());
  for (std::size_t i = 0; i < 14; ++i) {
    CAPTURE(i);
    CHECK(packets[i].type == 101);
    REQUIRE(packets[i].payload.size() == 4);
    CHECK(packets[i].payload[0] == (i < 7 ? 1 : 11));
    CHECK(((packets[i].payload[1] & 0x80) != 0) == (i % 7 >= 4));
    CHECK(packets[i].marker == (i % 7 == 0));
    CHECK(packets[i].timestamp == packets[i < 7 ? 0 : 7].timestamp);
    CHECK(rtp::get16(&packets[i].payload[2]) == std::min<std::size_t>(i % 7 + 1, 5) * 160);
    if (i > 0) CHECK(packets[i].sequence == static_cast<std::uint16_t>(packets[i - 1].sequence + 1));
  }
  CHECK(packets[7].timestamp - packets[0].timestamp >= 1440);
  CHECK(packets[7].timestamp - packets[0].timestamp <= 1920);
}

TEST_CASE("digits of a bridged leg are reported and relayed, in the other's payload type") {
  Bench bench;
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.media->open(acme, {}).value();
  boris.dial(bench.media->answer(b, boris.sdp("sendrecv", {}, 97)).value());
  bench.media->bridge(a, b);
  anna.say(sine(440, 0.1));
  anna.press(3);
  anna.say(sine(440, 0.1));
  CHECK(bench.listener.digits(a, 1) == "3");
  const auto heard = boris.receive(17);
  REQUIRE(heard.size() == 17);
  for (std::size_t i = 0; i < 17; ++i) {
    CHECK(heard[i].type == (i >= 5 && i < 12 ? 97 : 8));
    if (i > 0) CHECK(heard[i].sequence == static_cast<std::uint16_t>(heard[i - 1].sequence + 1));
  }
  CHECK(heard[5].timestamp == heard[11].timestamp);
  boris.press(4, 97);
  CHECK(bench.listener.digits(b, 1) == "4");
  CHECK(anna.receive(7).at(0).type == 101);
  CHECK(bench.listener.digits(a) == "3");
}

TEST_CASE("an offered payload type and an answered one may differ: each side is sent its own") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.media->open(acme, {}).value();
  anna.dial(bench.media->offer(a).value());
  REQUIRE(bench.media->take_answer(a, anna.sdp("sendrecv", {}, 96)));
  anna.press(8, 101);  // our offer's number
  CHECK(bench.listener.digits(a, 1) == "8");
  bench.media->send_digits(a, "1");
  CHECK(anna.receive(1).at(0).type == 96);
}
