#include "harness.hpp"

using namespace media_test;

namespace {
std::string body_of(const std::string& text) { return text.substr(text.find("\r\ns=")); }
std::string origin_of(const std::string& text) {
  return text.substr(text.find("o="), text.find("\r\ns=") - text.find("o="));
}
}  // namespace

TEST_CASE("direct media passes each party's description to the other, under one session of ours") {
  Listener listener;
  const auto media = direct_media();
  REQUIRE(media->start(listener, nullptr));
  Phone anna;
  Phone boris(Codec::pcmu);
  const MediaId a = media->open(acme, {}).value();
  const MediaId b = media->open(acme, {}).value();
  // Nobody is there yet: an answer that takes nothing, in the places of the offer.
  const auto early = media->answer(a, anna.sdp(), b);
  REQUIRE(early);
  CHECK(sdp::parse(*early)->media.at(0).direction == sdp::Direction::inactive);
  const std::string offer = media->offer(b, a).value();
  CHECK(body_of(offer) == body_of(anna.sdp()));
  REQUIRE(media->take_answer(b, boris.sdp()));
  const std::string answer = media->answer(a, anna.sdp(), b).value();
  CHECK(body_of(answer) == body_of(boris.sdp()));
  CHECK(origin_of(answer).substr(0, 8) == "o=tandem");
  CHECK(origin_of(answer) == origin_of(media->answer(a, anna.sdp(), b).value()));
  REQUIRE(media->take_answer(b, boris.sdp("sendonly")));
  CHECK(origin_of(answer) != origin_of(media->answer(a, anna.sdp(), b).value()));
  CHECK(media->answer(a, "v=0\r\nrubbish").error().code == errc::protocol);
  media->stop();
}

TEST_CASE("direct media can neither play nor record, and says so") {
  Listener listener;
  const auto media = direct_media();
  REQUIRE(media->start(listener, nullptr));
  const MediaId a = media->open(acme, {}).value();
  const PlayId play = media->play(a, {"tone:beep"});
  const auto done = listener.wait<PlayDone>(a);
  REQUIRE(done.size() == 1);
  CHECK(done[0].play == play);
  CHECK(done[0].error->code == errc::unsupported);
  media->record(a, nullptr, 1s);
  CHECK(listener.wait<RecordDone>(a).at(0).error->code == errc::unsupported);
  media->stop();
}

TEST_CASE("standard prompts are found in the installed packages, or are an empty string") {
  CHECK(standard_prompt_file("no such prompt").empty());
  for (const std::string_view language : {"en", "ru"}) {
    for (const std::string_view name : {"all-operators-busy", "hold-melody", "enter-password", "leave-message",
                                        "no-answer", "welcome", "goodbye", "transfer", "thank-you", "invalid"}) {
      CAPTURE(name);
      const std::string path = standard_prompt_file(name, language);
      if (path.empty()) {
        WARN_MESSAGE(false, "a sound package is not installed");
        continue;
      }
      CHECK(path.ends_with(".wav"));
    }
  }
}
