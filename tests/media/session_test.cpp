// Negotiation seen on the wire: latching, hold, ports, RTCP, and what strangers send.
#include "harness.hpp"

#include <sys/resource.h>

#include <random>

using namespace media_test;

namespace {
const std::vector<std::uint8_t> frame(160, 0x55);
}

TEST_CASE("a party behind NAT is answered where it really is, after three packets") {
  Bench bench;
  Phone inside;   // the address its SDP names
  Phone outside;  // the address its packets have
  const MediaId a = bench.media->open(acme, {}).value();
  outside.dial(bench.media->answer(a, inside.sdp()).value());
  bench.media->play(a, {"silence:0", true});
  CHECK(inside.receive(2).size() == 2);  // first it is sent where the SDP says
  outside.say(sine(440, 0.06));
  CHECK(outside.receive(2).size() == 2);
  inside.listen(50ms);
  CHECK(inside.receive(1, 60ms).empty());
}

TEST_CASE("once latched, strangers are neither heard nor answered; a new offer opens the latch") {
  Bench bench;
  Phone anna;
  Phone boris;
  Phone stranger;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  bench.media->bridge(a, b);
  stranger.dial(bench.media->answer(a, anna.sdp()).value());
  stranger.ssrc = 666;
  anna.say(sine(440, 0.02));
  CHECK(boris.receive(1).size() == 1);
  stranger.say(sine(440, 0.2));
  CHECK(boris.receive(1, 80ms).empty());
  boris.say(sine(440, 0.02));
  CHECK(anna.receive(1).size() == 1);
  // The stranger turns out to be the new place of the same party.
  REQUIRE(bench.media->answer(a, stranger.sdp()));
  bench.settle(a);
  stranger.say(sine(440, 0.1));
  CHECK(boris.receive(5).size() == 5);
  boris.say(sine(440, 0.02));
  CHECK(stranger.receive(1).size() == 1);
  CHECK(anna.receive(1, 50ms).empty());
}

TEST_CASE("a single forged packet takes no call over") {
  Bench bench;
  Phone anna;
  Phone forger;
  const MediaId a = bench.call(anna);
  forger.dial(bench.media->answer(a, anna.sdp()).value());
  forger.say(sine(440, 0.04));
  bench.media->play(a, {"tone:beep"});
  CHECK(anna.receive(5).size() == 5);
  CHECK(forger.receive(1, 30ms).empty());
}

TEST_CASE("a party on hold is sent nothing until it resumes, then one continuous stream") {
  Bench bench;
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  bench.media->bridge(a, b);
  anna.say(sine(440, 0.1));
  const auto before = boris.receive(5);
  REQUIRE(before.size() == 5);
  for (const auto& [direction, address] : {std::pair{"sendonly", ""}, {"inactive", ""}, {"sendrecv", "0.0.0.0"}}) {
    CAPTURE(direction);
    REQUIRE(bench.media->answer(b, boris.sdp(direction, address)));
    anna.say(sine(440, 0.2));
    CHECK(boris.receive(1, 80ms).empty());
    bench.media->play(b, {"silence:40"});
    CHECK(boris.receive(1, 80ms).empty());
  }
  REQUIRE(bench.listener.wait<PlayDone>(b, 3).size() == 3);
  REQUIRE(bench.media->answer(b, boris.sdp()));
  anna.say(sine(440, 0.1));
  const auto after = boris.receive(5);
  REQUIRE(after.size() == 5);
  CHECK(after[0].ssrc == before[0].ssrc);
  CHECK(after[0].sequence == static_cast<std::uint16_t>(before[4].sequence + 1));
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(after[0].at - before[4].at).count() * 8;
  CHECK(std::abs(static_cast<double>(after[0].timestamp - before[4].timestamp) - static_cast<double>(passed)) < 400);
}

TEST_CASE("ports are even, come back after a close, and running out says so") {
  RtpOptions options;
  options.ports = {31001, 31008};
  Bench bench(std::move(options));
  std::vector<MediaId> legs;
  for (int i = 0; i < 3; ++i) {
    legs.push_back(bench.media->open(acme, {}).value());
    const auto port = sdp::parse(bench.media->offer(legs.back()).value())->media.at(0).port;
    CHECK(port % 2 == 0);
    CHECK(port >= 31002);
    CHECK(port <= 31006);
  }
  const auto none = bench.media->open(acme, {});
  REQUIRE(!none);
  CHECK(none.error().code == errc::exhausted);
  CHECK(none.error().message.find("31001 to 31008") != std::string::npos);
  for (int round = 0; round < 20; ++round) {
    bench.media->close(legs.front());
    const auto again = bench.media->open(acme, {});
    REQUIRE(again);
    legs.front() = *again;
  }
}

TEST_CASE("two media in one process share a range without harm") {
  RtpOptions options;
  options.ports = {31100, 31115};
  Bench first(options);
  Bench second(options);
  int opened = 0;
  for (int i = 0; i < 4; ++i) {
    opened += first.media->open(acme, {}).has_value();
    opened += second.media->open(acme, {}).has_value();
  }
  CHECK(opened == 8);
  const auto none = second.media->open(acme, {});
  REQUIRE(!none);
  CHECK(none.error().code == errc::exhausted);
  CHECK(none.error().message.find("by other programs") != std::string::npos);
}

TEST_CASE("an address that is not ours, a leg that is gone and an unusable description are told apart") {
  RtpOptions options;
  options.address = "192.0.2.1";
  Bench elsewhere(std::move(options));
  CHECK(elsewhere.media->open(acme, {}).error().code == errc::network);
  Bench bench;
  CHECK(bench.media->offer(MediaId{99}).error().code == errc::gone);
  const MediaId a = bench.media->open(acme, {}).value();
  CHECK(bench.media->answer(a, "v=0\r\nnonsense").error().code == errc::protocol);
  Phone anna;
  CHECK(bench.media->answer(a, anna.sdp("sendrecv", "phone.example")).error().code == errc::unsupported);
  CHECK(bench.media->answer(a, anna.sdp("sendrecv", "2001:db8::1")).error().code != errc::internal);
}

TEST_CASE("packets that are not RTP, or not ours, do no harm") {
  Bench bench;
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  bench.media->bridge(a, b);
  std::mt19937 random(7);
  const auto junk = [&] {
    std::vector<std::vector<std::uint8_t>> all = {
        {},
        {0x80},
        std::vector<std::uint8_t>(11, 0x80),
        {0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},  // STUN binding request
        {0x8F, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9, 9},                                // 15 CSRCs that are not there
        {0x90, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xBE, 0xDE, 0xFF, 0xFF, 1},           // an extension beyond the end
        {0xA0, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF},                                // more padding than packet
        {0x80, 200, 0xFF, 0xFF, 0, 0, 0, 1},
        {0x80, 201, 0, 0, 0x40, 200, 0, 6},            // RTCP of wrong lengths
        {0x80, 101, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5},  // an event cut short
        {0x80, 33, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5}};  // a type nobody agreed on
    for (int i = 0; i < 500; ++i) {
      std::vector<std::uint8_t> bytes(random() % 64);
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
      if (!bytes.empty() && i % 2) bytes[0] = static_cast<std::uint8_t>(0x80 | (bytes[0] & 0x3F));
      if (bytes.size() > 1 && (bytes[1] & 0x7F) % 101 <= 8) bytes[1] = 33;  // none that is well formed by chance
      all.push_back(std::move(bytes));
    }
    return all;
  }();
  for (int round = 0; round < 2; ++round) {  // before and after the latch
    for (const auto& bytes : junk) anna.send_raw(bytes);
    boris.listen(30ms);
    anna.say(sine(440, 0.1));
    CHECK(boris.receive(5).size() == 5);
  }
  CHECK(bench.listener.digits(a).empty());
}

TEST_CASE("RTCP goes to the shared port when both agreed, with the counts of the stream; BYE ends it") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.media->open(acme, {}).value();
  anna.dial(bench.media->answer(a, anna.sdp() + "a=rtcp-mux\r\n").value());
  anna.say(sine(440, 0.1));
  bench.media->play(a, {"silence:60"});
  CHECK(anna.receive(3).size() == 3);
  // A sender report of ours must not be taken for audio.
  const std::uint8_t report[] = {0x80, 200, 0, 6, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6,
                                 7,    8,   0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 9};
  anna.send_raw(report);
  REQUIRE(bench.listener.wait<PlayDone>(a).size() == 1);
  bench.media->close(a);
  anna.receive(1, 200ms);
  REQUIRE(anna.rtcp.size() == 1);
  const auto& bye = anna.rtcp[0];
  CHECK(bye[1] == 200);                // SR
  CHECK((bye[0] & 0x1F) == 1);         // with one report block
  CHECK(rtp::get32(&bye[20]) == 3);    // packets sent
  CHECK(rtp::get32(&bye[24]) == 480);  // octets
  CHECK(rtp::get32(&bye[28]) == anna.ssrc);
  CHECK(rtp::get32(&bye[32]) == 0);  // nothing lost
  CHECK((rtp::get32(&bye[36]) & 0xFFFF) == static_cast<std::uint16_t>(anna.sequence - 1));
  CHECK(rtp::get32(&bye[44]) == 0x03040506);  // the middle of our report's time
  CHECK(bye[bye.size() - 7] == 203);          // BYE
}

TEST_CASE("silence of a party that should speak is told once, and again after it spoke") {
  RtpOptions options;
  options.lost_after = 1s;
  Bench bench(std::move(options));
  Phone anna;
  Phone held;
  const MediaId a = bench.call(anna);
  const MediaId h = bench.media->open(acme, {}).value();
  REQUIRE(bench.media->answer(h, held.sdp("recvonly")));
  CHECK(bench.listener.wait<MediaLost>(a).size() == 1);
  anna.say(sine(440, 0.02));
  CHECK(bench.listener.wait<MediaLost>(a, 2).size() == 2);
  CHECK(bench.listener.now<MediaLost>(h).empty());
}

TEST_CASE("running out of descriptors says so, and a close helps") {
  Bench bench;
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit low = before;
  low.rlim_cur = 64;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
  std::vector<MediaId> legs;
  Result<MediaId> leg = bench.media->open(acme, {});
  for (int i = 0; leg && i < 100; ++i) {
    legs.push_back(*leg);
    leg = bench.media->open(acme, {});
  }
  setrlimit(RLIMIT_NOFILE, &before);
  REQUIRE(!leg);
  CHECK(leg.error().code == errc::exhausted);
  CHECK(leg.error().message.find("descriptor") != std::string::npos);
  CHECK(!legs.empty());
}

TEST_CASE("without rtcp-mux reports come from the odd port above ours") {
  Bench bench;
  Phone anna;
  Phone control;
  const MediaId a = bench.media->open(acme, {}).value();
  const std::string answer = bench.media->answer(a, anna.sdp() + fmt::format("a=rtcp:{}\r\n", control.port())).value();
  anna.dial(answer);
  CHECK(answer.find("rtcp-mux") == std::string::npos);
  anna.say(sine(440, 0.02));
  const auto first = control.receive_raw(6s);  // due within five seconds
  REQUIRE(first);
  CHECK((*first)[1] == 201);  // RR: nothing was sent
  CHECK(rtp::get32(&(*first)[8]) == anna.ssrc);
  // The odd port is open now, and what comes there does no harm.
  const std::uint8_t report[] = {0x80, 200, 0, 6, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6,
                                 7,    8,   0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 9};
  control.dial(answer);
  control.send_raw(report, 1);
  bench.settle(a);
  anna.listen(20ms);
  bench.media->play(a, {"silence:40"});
  REQUIRE(bench.listener.wait<PlayDone>(a, 2).size() == 2);
  bench.media->close(a);
  const auto last = control.receive_raw(1s);
  REQUIRE(last);
  CHECK((*last)[1] == 200);                       // SR: now something was
  CHECK(rtp::get32(&(*last)[44]) == 0x03040506);  // our report was read
  CHECK((*last)[last->size() - 7] == 203);        // BYE
}
