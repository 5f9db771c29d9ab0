// What every implementation of the Media port must keep to (include/tandem/media.hpp), as a suite to be called from a
// test case. It looks at events and errors only, so an implementation without audio can be put through it too.
//
//   struct MyHarness {
//     tandem::Media& media();                       // not started yet
//     tandem::BlobStore& blobs();                   // empty
//     bool until(const std::function<bool()>& met); // lets time pass until it is met; false when it never is
//     void settle();                                // lets what is under way happen: some 100 ms
//   };
//   TEST_CASE("my media conforms") { media_conformance::run<MyHarness>(); }
//
// A harness is made anew for each part. The suite pairs two legs by giving each the other's SDP.
#pragma once

#include <doctest/doctest.h>
#include <tandem/media.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace media_conformance {

using namespace tandem;
using namespace std::chrono_literals;

inline constexpr AccountId account{42};

class Events : public Media::Sink {
 public:
  void on_media(AccountId owner, MediaId leg, MediaEvent event) override {
    std::lock_guard lock(mutex_);
    if (owner != account) ++strangers_;
    all_.emplace_back(leg, std::move(event));
  }
  template <class Event>
  std::vector<Event> of(MediaId leg) {
    std::lock_guard lock(mutex_);
    std::vector<Event> found;
    for (const auto& [owner, event] : all_) {
      if (owner == leg && std::holds_alternative<Event>(event)) found.push_back(std::get<Event>(event));
    }
    return found;
  }
  std::string digits(MediaId leg) {
    std::string text;
    for (const Digit& digit : of<Digit>(leg)) text += digit.digit;
    return text;
  }
  std::size_t count() {
    std::lock_guard lock(mutex_);
    return all_.size();
  }
  std::size_t strangers() {
    std::lock_guard lock(mutex_);
    return strangers_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<MediaId, MediaEvent>> all_;
  std::size_t strangers_ = 0;
};

template <class Harness>
class Suite {
 public:
  Suite() { REQUIRE(media().start(events_, &harness_.blobs())); }
  ~Suite() { media().stop(); }

  void errors() {
    CHECK(media().offer(MediaId{123456}).error().code == errc::gone);
    CHECK(media().answer(MediaId{123456}, "v=0").error().code == errc::gone);
    const MediaId leg = open();
    CHECK(media().take_answer(leg, offer_of_a_phone).error().code == errc::invalid_argument);
    CHECK(media().answer(leg, "nonsense").error().code == errc::protocol);
    CHECK(media().answer(leg, "nonsense").error().message.find("line 1") != std::string::npos);
    const auto refused = media().answer(leg, offer_without_common_codec);
    REQUIRE(!refused);
    CHECK(refused.error().code == errc::unsupported);
    CHECK(media().answer(leg, offer_of_a_phone));  // and the leg can still be used
    media().close(leg);
    CHECK(media().offer(leg).error().code == errc::gone);
    media().close(leg);
    CHECK(events_.count() == 0);
  }

  // Every codec that it carries can be a leg's only one; one that it does not carry cannot, and is not in the way.
  void codecs() {
    const std::vector<Codec> carried = media().codecs();
    CHECK(!carried.empty());
    for (const Codec codec : {Codec::pcma, Codec::pcmu, Codec::opus, Codec::g729}) {
      CAPTURE(static_cast<int>(codec));
      MediaOptions alone;
      alone.codecs = {codec};
      const auto leg = media().open(account, alone);
      if (std::find(carried.begin(), carried.end(), codec) != carried.end()) {
        REQUIRE(leg);
        CHECK(media().offer(*leg));
        continue;
      }
      REQUIRE(!leg);
      CHECK(leg.error().code == errc::unsupported);
      CHECK(!leg.error().message.empty());
      MediaOptions beside;
      beside.codecs = {codec, carried.front()};
      CHECK(media().open(account, beside));
    }
  }

  void plays() {
    const auto [a, b] = pair();
    const PlayId play = media().play(a, {"silence:60"});
    CHECK(until([&] { return !events_.template of<PlayDone>(a).empty(); }));
    harness_.settle();
    const auto done = events_.template of<PlayDone>(a);
    REQUIRE(done.size() == 1);
    CHECK(done[0].play == play);
    CHECK(!done[0].error);
    CHECK(events_.template of<PlayDone>(b).empty());
  }

  void loops() {
    const MediaId leg = pair().first;
    const PlayId looped = media().play(leg, {"silence:20", true});
    harness_.settle();
    CHECK(events_.count() == 0);
    const PlayId next = media().play(leg, {"silence:20"});
    CHECK(next != looped);
    CHECK(until([&] { return events_.template of<PlayDone>(leg).size() == 2; }));
    const auto done = events_.template of<PlayDone>(leg);
    REQUIRE(done.size() == 2);
    CHECK(done[0].play == looped);
    CHECK(done[1].play == next);
    media().play(leg, {"silence:20", true});
    media().stop_play(leg);
    harness_.settle();
    CHECK(events_.template of<PlayDone>(leg).size() == 2);
  }

  void unplayable() {
    const MediaId leg = pair().first;
    const PlayId play = media().play(leg, {"blob:conformance/missing", true});
    CHECK(until([&] { return !events_.template of<PlayDone>(leg).empty(); }));
    const auto done = events_.template of<PlayDone>(leg);
    REQUIRE(done.size() == 1);
    CHECK(done[0].play == play);
    REQUIRE(done[0].error);
    CHECK(done[0].error->code == errc::not_found);
  }

  void records() {
    const MediaId leg = pair().first;
    const PlayId limited = media().record(leg, blob("conformance/limited"), 100ms);
    CHECK(until([&] { return !events_.template of<RecordDone>(leg).empty(); }));
    const PlayId stopped = media().record(leg, blob("conformance/stopped"), 10s);
    harness_.settle();
    media().stop_record(leg);
    media().stop_record(leg);
    CHECK(until([&] { return events_.template of<RecordDone>(leg).size() == 2; }));
    const PlayId closed = media().record(leg, blob("conformance/closed"), 10s);
    harness_.settle();
    media().close(leg);
    CHECK(until([&] { return events_.template of<RecordDone>(leg).size() == 3; }));
    harness_.settle();
    const auto done = events_.template of<RecordDone>(leg);
    REQUIRE(done.size() == 3);
    CHECK(done[0].recording == limited);
    CHECK(done[0].length <= 100ms);
    CHECK(done[1].recording == stopped);
    CHECK(done[2].recording == closed);
    for (const RecordDone& one : done) CHECK(!one.error);
    for (const char* key : {"conformance/limited", "conformance/stopped", "conformance/closed"}) {
      const auto bytes = harness_.blobs().read(key);
      REQUIRE(bytes);
      CHECK(bytes->size() >= 44);
    }
  }

  void digits() {
    const auto [a, b] = pair();
    media().send_digits(a, "19*#A0");
    CHECK(until([&] { return events_.digits(b).size() >= 6; }));
    media().send_digits(b, "5");
    CHECK(until([&] { return !events_.digits(a).empty(); }));
    harness_.settle();
    CHECK(events_.digits(b) == "19*#A0");
    CHECK(events_.digits(a) == "5");
  }

  // Phone P is leg p, paired with a; a is bridged with b, which is paired with q: what p sends comes to q.
  void bridges() {
    const auto [p, a] = pair();
    const auto [q, b] = pair();
    media().bridge(a, b);
    media().send_digits(p, "7");
    CHECK(until([&] { return !events_.digits(q).empty(); }));
    CHECK(events_.digits(a) == "7");
    media().unbridge(b);
    media().send_digits(p, "8");
    CHECK(until([&] { return events_.digits(a) == "78"; }));
    harness_.settle();
    CHECK(events_.digits(q) == "7");
    CHECK(events_.digits(p).empty());
  }

  void bridging_ends_playing() {
    const auto [p, a] = pair();
    const auto [q, b] = pair();
    media().play(a, {"silence:40", true});
    media().bridge(b, a);
    harness_.settle();
    media().send_digits(q, "3");
    CHECK(until([&] { return events_.digits(p) == "3"; }));
  }

  void closes() {
    const auto [a, b] = pair();
    media().play(a, {"silence:40"});
    media().send_digits(b, "123");
    media().close(a);
    const std::size_t before = events_.template of<PlayDone>(a).size() + events_.template of<Digit>(a).size();
    CHECK(before == 0);
    harness_.settle();
    harness_.settle();
    CHECK(events_.template of<PlayDone>(a).empty());
    CHECK(events_.digits(a).empty());
    // What is asked of a leg that is gone does nothing.
    media().play(a, {"silence:20"});
    media().stop_play(a);
    media().bridge(a, b);
    media().unbridge(a);
    media().send_digits(a, "1");
    media().stop_record(a);
    harness_.settle();
    CHECK(events_.count() == 0);
  }

  void stops() {
    const auto [a, b] = pair();
    media().play(a, {"silence:20", true});
    media().record(b, blob("conformance/stop"), 10s);
    harness_.settle();
    media().stop();
    const std::size_t count = events_.count();
    CHECK(events_.template of<RecordDone>(b).size() == 1);
    CHECK(events_.template of<PlayDone>(a).empty());
    harness_.settle();
    CHECK(events_.count() == count);
    CHECK(!media().open(account, {}));
  }

  void renegotiates() {
    const auto [a, b] = pair();
    const auto again = media().offer(a, b);
    REQUIRE(again);
    const auto answer = media().answer(b, *again, a);
    REQUIRE(answer);
    CHECK(media().take_answer(a, *answer));
    CHECK(media().take_answer(a, *answer));  // the final answer after an early one
    media().send_digits(a, "4");
    CHECK(until([&] { return events_.digits(b) == "4"; }));
  }

 private:
  static constexpr std::string_view offer_of_a_phone =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8 0 101\r\n"
      "a=rtpmap:101 telephone-event/8000\r\n";
  static constexpr std::string_view offer_without_common_codec =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 18\r\n"
      "a=rtpmap:18 G729/8000\r\n";

  Media& media() { return harness_.media(); }
  bool until(const std::function<bool()>& met) { return harness_.until(met); }
  MediaId open() {
    auto leg = media().open(account, {});
    REQUIRE(leg);
    return *leg;
  }
  std::unique_ptr<BlobWriter> blob(std::string_view key) {
    auto writer = harness_.blobs().create(key);
    REQUIRE(writer);
    return std::move(*writer);
  }
  std::pair<MediaId, MediaId> pair() {
    const MediaId a = open();
    const MediaId b = open();
    const auto offer = media().offer(a);
    REQUIRE(offer);
    const auto answer = media().answer(b, *offer);
    REQUIRE(answer);
    REQUIRE(media().take_answer(a, *answer));
    return {a, b};
  }

  Harness harness_;
  Events events_;
};

template <class Harness>
void run() {
  using S = Suite<Harness>;
  const std::pair<const char*, void (S::*)()> parts[] = {
      {"errors are told by their code", &S::errors},
      {"the codecs it says it carries are those it takes", &S::codecs},
      {"a play is done once", &S::plays},
      {"a loop is never done, a replaced play is, a stopped one is not", &S::loops},
      {"what cannot be played is done with an error", &S::unplayable},
      {"recordings are committed: at the limit, stopped, or closed", &S::records},
      {"digits come to the other side", &S::digits},
      {"bridged parties hear each other until unbridged", &S::bridges},
      {"bridging ends what was playing", &S::bridging_ends_playing},
      {"a closed leg is silent", &S::closes},
      {"a stopped port is silent, its recordings whole", &S::stops},
      {"offers may follow one another", &S::renegotiates},
  };
  for (const auto& [name, part] : parts) {
    CAPTURE(name);
    S suite;
    (suite.*part)();
  }
}

}  // namespace media_conformance
