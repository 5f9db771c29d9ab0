#include "adapters/sdp/offer_answer.hpp"

#include <doctest/doctest.h>

#include <fmt/core.h>

using namespace tandem;
using sdp::Direction;

namespace {

sdp::OfferAnswer side(std::vector<Codec> codecs = {Codec::pcma, Codec::pcmu}, bool events = true) {
  return sdp::OfferAnswer(
      {.address = "192.0.2.5", .port = 4000, .options = {std::move(codecs), events}, .session_id = 99});
}
std::string session(std::string_view media, std::string_view address = "192.0.2.1") {
  return fmt::format("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 {}\r\nt=0 0\r\n{}", address, media);
}
std::string origin_of(const std::string& text) {
  return text.substr(text.find("o="), text.find("\r\ns=") - text.find("o="));
}

}  // namespace

TEST_CASE("an offer names codecs in order, digits, and rtcp-mux") {
  auto ours = side();
  CHECK(
      ours.offer() ==
      "v=0\r\no=tandem 99 1 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.5\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0 101\r\n"
      "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 "
      "0-15\r\na=ptime:20\r\n"
      "a=rtcp-mux\r\na=sendrecv\r\n");
  CHECK(side().offer(Codec::pcmu).find("RTP/AVP 0 8 101") != std::string::npos);
  CHECK(side({Codec::pcma}, false).offer().find("RTP/AVP 8\r\n") != std::string::npos);
}

TEST_CASE("[TRK-18] only the allowed codecs are offered and accepted") {
  auto ours = side({Codec::pcma});
  CHECK(ours.offer().find("PCMU") == std::string::npos);
  const auto refused = ours.take_answer(session("m=audio 5000 RTP/AVP 0\r\n"));
  REQUIRE(!refused);
  CHECK(refused.error().code == errc::unsupported);
  const auto answer = side({Codec::pcma}).answer(session("m=audio 5000 RTP/AVP 0 18\r\na=rtpmap:18 G729/8000\r\n"));
  REQUIRE(!answer);
  CHECK(answer.error().code == errc::unsupported);
  CHECK(answer.error().message.find("G729") != std::string::npos);
  const auto taken = side({Codec::pcma}).answer(session("m=audio 5000 RTP/AVP 0 8\r\n"));
  REQUIRE(taken);
  CHECK(taken->text.find("m=audio 4000 RTP/AVP 8\r\n") != std::string::npos);
}

TEST_CASE("the answer's codec follows our order, the bridge's other side before it") {
  const std::string offer = session(
      "m=audio 5000 RTP/AVP 0 8 96 99\r\na=rtpmap:96 telephone-event/8000\r\na=rtpmap:99 telephone-event/48000\r\n");
  CHECK(side().answer(offer)->agreed.codec == Codec::pcma);
  CHECK(side().answer(offer, Codec::pcmu)->agreed.codec == Codec::pcmu);
  CHECK(side({Codec::pcmu, Codec::pcma}).answer(offer)->agreed.codec == Codec::pcmu);
  const auto answer = side().answer(offer);
  CHECK(answer->agreed.event_send == 96);
  CHECK(answer->agreed.event_receive == 96);
  CHECK(answer->text.find("RTP/AVP 8 96\r\n") != std::string::npos);
  CHECK(side({Codec::pcma}, false).answer(offer)->agreed.event_send == sdp::no_type);
}

TEST_CASE("dynamic payload types and dynamic codecs are kept on each side") {
  auto ours = side();
  const auto dynamic = ours.answer(session("m=audio 5000 RTP/AVP 98\r\na=rtpmap:98 PCMU/8000\r\n"));
  REQUIRE(dynamic);
  CHECK(dynamic->agreed.send_type == 98);
  CHECK(dynamic->agreed.pcmu_type == 98);
  auto offering = side();
  (void)offering.offer();
  const auto agreed =
      offering.take_answer(session("m=audio 5000 RTP/AVP 0 8 97\r\na=rtpmap:97 telephone-event/8000\r\n"));
  REQUIRE(agreed);
  CHECK(agreed->codec == Codec::pcmu);  // the first of the answer
  CHECK(agreed->event_send == 97);
  CHECK(agreed->event_receive == 101);
}

TEST_CASE("directions are answered by the table of RFC 3264 section 6.1") {
  const struct {
    std::string_view offered, address, answered;
    bool send, receive;
  } cases[] = {
      {"a=sendrecv\r\n", "192.0.2.1", "sendrecv", true, true},
      {"", "192.0.2.1", "sendrecv", true, true},
      {"a=sendonly\r\n", "192.0.2.1", "recvonly", false, true},
      {"a=recvonly\r\n", "192.0.2.1", "sendonly", true, false},
      {"a=inactive\r\n", "192.0.2.1", "inactive", false, false},
      {"a=sendrecv\r\n", "0.0.0.0", "recvonly", false, true},
      {"a=sendonly\r\n", "0.0.0.0", "recvonly", false, true},
      {"a=recvonly\r\n", "0.0.0.0", "inactive", false, false},
  };
  for (const auto& row : cases) {
    CAPTURE(row.offered);
    CAPTURE(row.address);
    const auto answer = side().answer(session(fmt::format("m=audio 5000 RTP/AVP 8\r\n{}", row.offered), row.address));
    REQUIRE(answer);
    CHECK(answer->text.find(fmt::format("a={}\r\n", row.answered)) != std::string::npos);
    CHECK(answer->agreed.send == row.send);
    CHECK(answer->agreed.receive == row.receive);
  }
  auto ours = side();
  (void)ours.offer();
  const auto held = ours.take_answer(session("m=audio 5000 RTP/AVP 8\r\na=recvonly\r\n"));
  REQUIRE(held);
  CHECK(held->send);
  CHECK(!held->receive);
}

TEST_CASE("media lines that are not ours to use are refused in their places") {
  auto ours = side();
  const auto answer = ours.answer(session(
      "m=video 5002 RTP/AVP 31 32\r\nm=audio 5004 RTP/SAVP 8\r\nm=audio 5000 RTP/AVP 8\r\nm=image 5006 udptl t38\r\n"));
  REQUIRE(answer);
  const auto read = sdp::parse(answer->text).value();
  REQUIRE(read.media.size() == 4);
  CHECK(read.media[0].port == 0);
  CHECK(read.media[0].kind == "video");
  CHECK(read.media[1].port == 0);
  CHECK(read.media[1].protocol == "RTP/SAVP");
  CHECK(read.media[2].port == 4000);
  CHECK(read.media[3].port == 0);
  CHECK(read.media[3].kind == "image");
  // RFC 3264 section 8: our own later offer keeps the places.
  const auto later = sdp::parse(ours.offer()).value();
  REQUIRE(later.media.size() == 4);
  CHECK(later.media[2].port == 4000);
  CHECK(later.media[0].port == 0);
  const auto agreed = ours.take_answer(
      session("m=video 0 RTP/AVP 31\r\nm=audio 0 RTP/SAVP 8\r\nm=audio 6000 RTP/AVP 8\r\nm=image 0 udptl t38\r\n"));
  REQUIRE(agreed);
  CHECK(agreed->port == 6000);
}

TEST_CASE("a stream switched off is answered so; an answer that refuses the audio is an error") {
  auto ours = side();
  REQUIRE(ours.answer(session("m=audio 5000 RTP/AVP 8\r\n")));
  const auto off = ours.answer(session("m=audio 0 RTP/AVP 8\r\n"));
  REQUIRE(off);
  CHECK(off->text.find("m=audio 0 RTP/AVP 8\r\n") != std::string::npos);
  CHECK(!off->agreed.send);
  (void)ours.offer();
  CHECK(ours.take_answer(session("m=audio 0 RTP/AVP 8\r\n")).error().code == errc::unsupported);
  CHECK(ours.take_answer(session("m=video 5000 RTP/AVP 31\r\n")).error().code == errc::protocol);
  CHECK(side().take_answer(session("m=audio 5000 RTP/AVP 8\r\n")).error().code == errc::invalid_argument);
}

TEST_CASE("the RTCP port is told, the next one, or shared when both agree") {
  CHECK(side().answer(session("m=audio 5000 RTP/AVP 8\r\n"))->agreed.rtcp_port == 5001);
  CHECK(side().answer(session("m=audio 5000 RTP/AVP 8\r\na=rtcp:6001\r\n"))->agreed.rtcp_port == 6001);
  const auto shared = side().answer(session("m=audio 5000 RTP/AVP 8\r\na=rtcp:6001\r\na=rtcp-mux\r\n"));
  CHECK(shared->agreed.rtcp_port == 5000);
  CHECK(shared->text.find("a=rtcp-mux\r\n") != std::string::npos);
  CHECK(side().answer(session("m=audio 5000 RTP/AVP 8\r\n"))->text.find("rtcp") == std::string::npos);
}

TEST_CASE("the version in o= grows with a change, and only then") {
  auto ours = side();
  const std::string offer = session("m=audio 5000 RTP/AVP 8\r\n");
  CHECK(origin_of(ours.answer(offer)->text) == "o=tandem 99 1 IN IP4 192.0.2.5");
  CHECK(origin_of(ours.answer(offer)->text) == "o=tandem 99 1 IN IP4 192.0.2.5");
  CHECK(origin_of(ours.answer(session("m=audio 5000 RTP/AVP 8\r\na=sendonly\r\n"))->text) ==
        "o=tandem 99 2 IN IP4 192.0.2.5");
  CHECK(origin_of(ours.answer(offer)->text) == "o=tandem 99 3 IN IP4 192.0.2.5");
}

TEST_CASE("an early answer gives way to the final one") {
  auto ours = side();
  (void)ours.offer();
  CHECK(ours.take_answer(session("m=audio 5000 RTP/AVP 8\r\n"))->port == 5000);
  const auto final_answer = ours.take_answer(session("m=audio 7000 RTP/AVP 0\r\n", "192.0.2.77"));
  REQUIRE(final_answer);
  CHECK(final_answer->port == 7000);
  CHECK(final_answer->address == "192.0.2.77");
  CHECK(final_answer->codec == Codec::pcmu);
}
