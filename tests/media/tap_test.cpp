// The sound of a party handed out, and its holds.
#include "recording.hpp"

using namespace media_test;

TEST_CASE("a tap hears what the party says, in either codec, bridged or not, until it is taken away") {
  Bench bench;
  for (const Codec codec : {Codec::pcma, Codec::pcmu}) {
    Phone anna(codec);
    const MediaId a = bench.call(anna);
    const auto ear = std::make_shared<Ear>();
    REQUIRE(bench.media->tap(a, ear));
    anna.say(sine(700, 0.3), 20ms);
    std::this_thread::sleep_for(50ms);
    const Samples first = ear->heard();
    CHECK(first.size() == 2400);
    CHECK(amplitude_of(first, 700) > 7000);
    CHECK(amplitude_of(first, 1300) < 300);
    REQUIRE(bench.media->tap(a, nullptr));
    anna.say(sine(700, 0.1), 20ms);
    std::this_thread::sleep_for(50ms);
    CHECK(ear->heard().size() == first.size());
    bench.media->close(a);
    CHECK_FALSE(bench.media->tap(a, ear));
  }
}

TEST_CASE("[DEF-10] a party that puts us on hold, and takes us back, is told of once each") {
  Bench bench;
  Phone anna(Codec::pcma);
  const MediaId a = bench.call(anna);
  const std::string offer = anna.sdp();
  const std::string held = offer + "a=sendonly\r\n";
  REQUIRE(bench.media->answer(a, held));
  REQUIRE(bench.media->answer(a, held));
  const auto on = bench.listener.wait<HoldChanged>(a);
  REQUIRE(on.size() == 1);
  CHECK(on[0].held);
  REQUIRE(bench.media->answer(a, offer));
  const auto off = bench.listener.wait<HoldChanged>(a, 2);
  REQUIRE(off.size() == 2);
  CHECK_FALSE(off[1].held);
}
