// Opus in offers and answers (RFC 7587 section 7).
#include "adapters/sdp/offer_answer.hpp"

#include <doctest/doctest.h>

#include <fmt/core.h>

using namespace tandem;

namespace {

sdp::OfferAnswer side(std::vector<Codec> codecs = {Codec::opus, Codec::pcma}, bool events = true) {
  return sdp::OfferAnswer(
      {.address = "192.0.2.5", .port = 4000, .options = {std::move(codecs), events}, .session_id = 99});
}
std::string session(std::string_view media) {
  return fmt::format("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n{}", media);
}
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an offer of Opus names its two channels, its parameters, and digits by both clocks") {
  const std::string offer = side().offer();
  CHECK(has(offer,
            "m=audio 4000 RTP/AVP 107 8 110 101\r\n"
            "a=rtpmap:107 opus/48000/2\r\na=fmtp:107 useinbandfec=1;stereo=0\r\n"
            "a=rtpmap:8 PCMA/8000\r\n"
            "a=rtpmap:110 telephone-event/48000\r\na=fmtp:110 0-15\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n"));
  CHECK(has(side({Codec::opus}, false).offer(), "RTP/AVP 107\r\n"));
}

TEST_CASE("the codec of the bridge's other side is offered first, so that nothing has to be transcoded") {
  CHECK(has(side({Codec::pcma, Codec::pcmu, Codec::opus}).offer(Codec::opus), "RTP/AVP 107 8 0 "));
  CHECK(has(side().offer(Codec::pcma), "RTP/AVP 8 107 "));
  CHECK(has(side({Codec::pcma}).offer(Codec::opus), "RTP/AVP 8 101\r\n"));
  const std::string both = session("m=audio 5000 RTP/AVP 8 111\r\na=rtpmap:111 opus/48000/2\r\n");
  CHECK(side({Codec::pcma, Codec::opus}).answer(both)->agreed.codec == Codec::pcma);
  CHECK(side({Codec::pcma, Codec::opus}).answer(both, Codec::opus)->agreed.codec == Codec::opus);
}

TEST_CASE("Opus is answered by the offerer's numbers, with the digits of its clock") {
  struct Row {
    std::string_view offered;
    std::string_view answered;  // empty: there is nothing in common
    int event = sdp::no_type;
    int khz = 8;
  };
  const Row rows[] = {
      {"111 110 126\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 "
       "telephone-event/8000",
       "111 110\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1;stereo=0\r\na=rtpmap:110 "
       "telephone-event/48000",
       110, 48},
      {"96 126\r\na=rtpmap:96 OPUS/48000/2\r\na=rtpmap:126 telephone-event/8000",
       "96 126\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1;stereo=0\r\na=rtpmap:126 telephone-event/8000",
       126, 8},
      {"96\r\na=rtpmap:96 opus/48000", "96\r\na=rtpmap:96 opus/48000/2"},
      {"8\r\na=rtpmap:8 opus/48000/2", "8\r\na=rtpmap:8 opus/48000/2"},
      {"107 107\r\na=rtpmap:107 opus/48000/2\r\na=rtpmap:107 telephone-event/48000", ""},
      {"96\r\na=rtpmap:96 opus/8000/2", ""},
      {"96\r\na=rtpmap:96 opus/16000", ""},
      {"96\r\na=rtpmap:97 opus/48000/2", ""},
      {"18", ""},
      {"97\r\na=rtpmap:97 telephone-event/48000", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.offered);
    const auto answer = side({Codec::opus}).answer(session(fmt::format("m=audio 5000 RTP/AVP {}\r\n", row.offered)));
    if (row.answered.empty()) {
      REQUIRE(!answer);
      CHECK(answer.error().code == errc::unsupported);
      continue;
    }
    REQUIRE(answer);
    CHECK(has(answer->text, fmt::format("m=audio 4000 RTP/AVP {}", row.answered)));
    CHECK(answer->agreed.codec == Codec::opus);
    CHECK(answer->agreed.opus_type == answer->agreed.send_type);
    CHECK(answer->agreed.event_send == row.event);
    CHECK(answer->agreed.event_khz == row.khz);
  }
}

TEST_CASE("an answer's numbers are for what we send, the offer's for what comes") {
  auto ours = side();
  (void)ours.offer();
  const auto agreed = ours.take_answer(
      session("m=audio 5000 RTP/AVP 96 97 8\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:97 telephone-event/48000\r\n"));
  REQUIRE(agreed);
  CHECK(agreed->codec == Codec::opus);
  CHECK(agreed->send_type == 96);
  CHECK(agreed->opus_type == 107);
  CHECK(agreed->event_send == 97);
  CHECK(agreed->event_receive == 110);
  CHECK(agreed->event_khz == 48);
  const auto other = ours.take_answer(session("m=audio 5000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"));
  REQUIRE(other);
  CHECK(other->codec == Codec::pcma);
  CHECK(other->event_receive == 101);
  CHECK(other->event_khz == 8);
}

TEST_CASE("[TRK-18] Opus is neither offered nor taken where it is not allowed, G.711 neither where it is not") {
  CHECK(!has(side({Codec::pcma}).offer(), "opus"));
  CHECK(!has(side({Codec::opus}).offer(), "PCM"));
  const std::string all = session("m=audio 5000 RTP/AVP 111 8 0\r\na=rtpmap:111 opus/48000/2\r\n");
  const auto g711 = side({Codec::pcma}).answer(all);
  REQUIRE(g711);
  CHECK(!has(g711->text, "opus"));
  CHECK(g711->agreed.opus_type == sdp::no_type);
  CHECK(g711->agreed.pcmu_type == sdp::no_type);
  const auto opus = side({Codec::opus}).answer(all);
  REQUIRE(opus);
  CHECK(!has(opus->text, "PCM"));
  CHECK(opus->agreed.pcma_type == sdp::no_type);
  auto offering = side({Codec::opus});
  (void)offering.offer();
  CHECK(offering.take_answer(session("m=audio 5000 RTP/AVP 8\r\n")).error().code == errc::unsupported);
}

TEST_CASE("numbers keep their meaning through the session, and no two things have the same") {
  auto ours = side({Codec::opus, Codec::pcma});
  REQUIRE(ours.answer(
      session("m=audio 5000 RTP/AVP 101 107\r\na=rtpmap:101 opus/48000/2\r\na=rtpmap:107 telephone-event/48000\r\n")));
  const auto later = sdp::parse(ours.offer()).value();
  const auto& formats = later.media.at(0).formats;
  REQUIRE(formats.size() == 4);
  CHECK(formats[0].type == 101);
  CHECK(formats[0].encoding == "opus");
  CHECK(formats[1].type == 8);
  CHECK(formats[2].type == 107);
  CHECK(formats[2].rate == 48000);
  CHECK(formats[3].encoding == "telephone-event");
  for (std::size_t i = 0; i < formats.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) CHECK(formats[i].type != formats[j].type);
  }
}

TEST_CASE("what a party asks of its Opus is read; wrong, foreign and hostile parameters say nothing") {
  const std::pair<std::string_view, sdp::OpusWishes> rows[] = {
      {"", {}},
      {"useinbandfec=1", {.fec = true}},
      {"minptime=10;useinbandfec=1", {.fec = true}},
      {" maxplaybackrate=16000 ; UseInbandFEC=1 ;stereo=1; cbr=1", {.fec = true, .constant = true}},
      {"useinbandfec=0", {}},
      {"useinbandfec=2", {}},
      {"useinbandfec", {}},
      {"useinbandfec=1;useinbandfec=0", {}},
      {"maxaveragebitrate=12000", {.most_bitrate = 12000}},
      {"maxaveragebitrate=0", {}},
      {"maxaveragebitrate=5999", {}},
      {"maxaveragebitrate=510001", {}},
      {"maxaveragebitrate=99999999999999999999", {}},
      {"maxaveragebitrate=-12000", {}},
      {"maxaveragebitrate=12000x", {}},
      {";;;===;=1;", {}},
  };
  for (const auto& [text, wishes] : rows) {
    CAPTURE(text);
    CHECK(sdp::opus_wishes(text) == wishes);
  }
}

TEST_CASE("broken lines about formats do not break the rest; a rate beyond all numbers does") {
  const std::string good = "m=audio 5000 RTP/AVP 107\r\na=rtpmap:107 opus/48000/2\r\n";
  for (const std::string& line :
       {std::string("a=fmtp:"), std::string("a=fmtp:999 useinbandfec=1"), std::string("a=fmtp:x useinbandfec=1"),
        std::string("a=fmtp:107"), "a=fmtp:107 useinbandfec=1;x=" + std::string(1000, '9')}) {
    CAPTURE(line);
    const auto answer = side().answer(session(good + line + "\r\n"));
    REQUIRE(answer);
    CHECK(answer->agreed.codec == Codec::opus);
    CHECK(!answer->agreed.opus.fec);
  }
  CHECK(side().answer(session(good + "a=fmtp:107 useinbandfec=1\r\n"))->agreed.opus.fec);
  CHECK(side()
            .answer(session("m=audio 5000 RTP/AVP 107\r\na=fmtp:107 useinbandfec=1\r\na=rtpmap:107 opus/48000/2\r\n"))
            ->agreed.opus.fec);
  CHECK(side().answer(session("m=audio 5000 RTP/AVP 107\r\na=rtpmap:107 opus/48000000000/2\r\n")).error().code ==
        errc::protocol);
  CHECK(side().answer(session("m=audio 5000 RTP/AVP 107\r\na=rtpmap:107 opus/48000/99999999999999999999\r\n")));
}
