#include "harness.hpp"

using namespace media_test;

namespace {

// One stream: sequence numbers without a hole, timestamps that grow, one SSRC.
void check_continuous(const std::vector<Received>& packets) {
  for (std::size_t i = 1; i < packets.size(); ++i) {
    CAPTURE(i);
    CHECK(packets[i].ssrc == packets[0].ssrc);
    CHECK(packets[i].sequence == static_cast<std::uint16_t>(packets[i - 1].sequence + 1));
    CHECK(rtp::distance(packets[i].timestamp, packets[i - 1].timestamp) > 0);
  }
}

}  // namespace

TEST_CASE("two bridged parties hear each other, and only each other") {
  Bench bench;
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  bench.media->bridge(a, b);
  boris.ssrc = 77;
  anna.say(sine(440, 1));
  boris.say(sine(1200, 1));
  const Samples at_boris = boris.hear(boris.receive(50));
  const Samples at_anna = anna.hear(anna.receive(50));
  REQUIRE(at_boris.size() == 8000);
  REQUIRE(at_anna.size() == 8000);
  CHECK(amplitude_of(at_boris, 440) == doctest::Approx(8000).epsilon(0.05));
  CHECK(amplitude_of(at_boris, 1200) < 100);
  CHECK(amplitude_of(at_anna, 1200) == doctest::Approx(8000).epsilon(0.05));
  CHECK(amplitude_of(at_anna, 440) < 100);
}

TEST_CASE("different codecs are transcoded by table, in both directions") {
  Bench bench;
  Phone anna(Codec::pcma);
  Phone boris(Codec::pcmu);
  bench.media->bridge(bench.call(anna), bench.call(boris));
  anna.say(sine(600, 0.5));
  boris.say(sine(900, 0.5));
  const auto at_boris = boris.receive(25);
  const auto at_anna = anna.receive(25);
  REQUIRE(at_boris.size() == 25);
  REQUIRE(at_anna.size() == 25);
  CHECK(at_boris[0].type == 0);
  CHECK(at_anna[0].type == 8);
  CHECK(amplitude_of(boris.hear(at_boris), 600) == doctest::Approx(8000).epsilon(0.05));
  CHECK(amplitude_of(anna.hear(at_anna), 900) == doctest::Approx(8000).epsilon(0.05));
}

TEST_CASE("a party hears one continuous stream from prompt to bridge to prompt") {
  Bench bench;
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  std::vector<Received> heard;
  const auto take = [&](std::vector<Received> more) { heard.insert(heard.end(), more.begin(), more.end()); };
  bench.media->play(b, {"tone:beep"});
  REQUIRE(bench.listener.wait<PlayDone>(b).size() == 1);
  take(boris.receive(13));
  REQUIRE(heard.size() == 13);
  bench.media->bridge(a, b);
  anna.say(sine(500, 0.2));
  take(boris.receive(10));
  bench.media->play(b, {"silence:100"});
  REQUIRE(bench.listener.wait<PlayDone>(b, 2).size() == 2);
  take(boris.receive(5));
  anna.say(sine(500, 0.2));
  take(boris.receive(10));
  CHECK(heard.size() == 38);
  check_continuous(heard);
  CHECK(heard[13].marker);
}

TEST_CASE("loss and reordering of the source stay visible behind the bridge") {
  Bench bench;
  Phone anna;
  Phone boris;
  bench.media->bridge(bench.call(anna), bench.call(boris));
  const std::vector<std::uint8_t> frame(160, 0x55);
  for (const int step : {0, 1, 3, 2, 6}) {
    anna.sequence = static_cast<std::uint16_t>(65534 + step);
    anna.send_packet(8, frame, 1000u + 160u * static_cast<unsigned>(step));
  }
  const auto heard = boris.receive(5);
  REQUIRE(heard.size() == 5);
  const int steps[] = {0, 1, 3, 2, 6};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(static_cast<std::uint16_t>(heard[i].sequence - heard[0].sequence) == steps[i]);
    CHECK(heard[i].timestamp - heard[0].timestamp == 160u * static_cast<unsigned>(steps[i]));
  }
}

TEST_CASE("a bridge is replaced by the next one and ended by unbridge") {
  Bench bench;
  Phone anna;
  Phone boris;
  Phone clara;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  const MediaId c = bench.call(clara);
  bench.media->bridge(a, b);
  bench.media->bridge(a, c);
  anna.say(sine(440, 0.1));
  CHECK(clara.receive(5).size() == 5);
  boris.say(sine(440, 0.1));
  CHECK(anna.receive(1, 100ms).empty());
  CHECK(boris.receive(1, 10ms).empty());
  bench.media->unbridge(c);
  anna.say(sine(440, 0.1));
  CHECK(clara.receive(1, 100ms).empty());
}

TEST_CASE("legs of different accounts are bridged on one thread, whatever was under way on them") {
  RtpOptions options;
  options.threads = 3;
  Bench bench(std::move(options));
  std::vector<std::unique_ptr<Phone>> phones;
  std::vector<MediaId> legs;
  for (std::uint64_t i = 0; i < 12; ++i) {
    phones.push_back(std::make_unique<Phone>());
    legs.push_back(bench.call(*phones.back(), {}, AccountId{i + 1}));
  }
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = 0; i < legs.size(); i += 2) {
      const std::size_t j = (i + 1 + 2 * static_cast<std::size_t>(round)) % legs.size();
      const PlayId play = bench.media->play(legs[j], {"silence:1"});
      (void)play;
      bench.media->bridge(legs[i], legs[j]);
    }
  }
  // Every leg has arrived where it belongs when it can play.
  for (const MediaId leg : legs) {
    const PlayId settled = bench.media->play(leg, {"silence:0"});
    while (true) {
      const auto done = bench.listener.wait<PlayDone>(leg, bench.listener.now<PlayDone>(leg).size() + 1, 100ms);
      if (!done.empty() && done.back().play == settled) break;
    }
  }
  for (std::size_t i = 0; i < legs.size(); i += 2) {
    const std::size_t j = (i + 1 + 2 * 19) % legs.size();
    CAPTURE(i);
    phones[i]->say(sine(440, 0.1));
    CHECK(phones[j]->receive(5).size() == 5);
    phones[j]->say(sine(440, 0.1));
    CHECK(phones[i]->receive(5).size() == 5);
  }
}
