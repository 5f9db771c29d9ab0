#include "adapters/sdp/offer_answer.hpp"

#include <doctest/doctest.h>

#include <fmt/core.h>

#include <random>

using namespace tandem;

namespace {

const std::string head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

// As real telephones write it.
const std::string desk_phone =
    head +
    "a=sendrecv\r\nm=audio 11784 RTP/AVP 9 0 8 18 127\r\na=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\n"
    "a=rtpmap:127 telephone-event/8000\r\na=fmtp:127 0-15\r\na=ptime:20\r\na=rtcp:11790 IN IP4 192.0.2.1\r\n";
const std::string video_phone =
    head +
    "m=video 9000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\nm=audio 9002/2 RTP/AVP 8\r\nc=IN IP4 192.0.2.9/127\r\n"
    "a=recvonly\r\nm=application 9 TCP/MSRP *\r\n";

}  // namespace

TEST_CASE("descriptions of real telephones are read") {
  const auto desk = sdp::parse(desk_phone);
  REQUIRE(desk);
  REQUIRE(desk->media.size() == 1);
  const sdp::MediaLine& audio = desk->media[0];
  CHECK(audio.port == 11784);
  CHECK(audio.address == "192.0.2.1");
  CHECK(audio.rtcp_port == 11790);
  CHECK(audio.ptime == 20);
  CHECK(audio.direction == sdp::Direction::sendrecv);
  REQUIRE(audio.formats.size() == 5);
  CHECK(audio.formats[2].encoding == "PCMA");
  CHECK(audio.formats[4].encoding == "telephone-event");
  CHECK(audio.formats[4].type == 127);
  const auto video = sdp::parse(video_phone);
  REQUIRE(video);
  REQUIRE(video->media.size() == 3);
  CHECK(video->media[1].address == "192.0.2.9");
  CHECK(video->media[1].formats[0].encoding == "PCMA");  // RFC 3551's static type needs no rtpmap
  CHECK(video->media[1].direction == sdp::Direction::recvonly);
  CHECK(!video->media[0].direction);
}

TEST_CASE("bare line feeds, blank lines, a missing last line end and lower case names are accepted") {
  const auto session = sdp::parse(
      "v=0\no=- 1 1 IN IP4 192.0.2.1\n\nc=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 97 98\na=rtpmap:97 "
      "pcma/8000\na=rtpmap:98 Telephone-Event");
  REQUIRE(session);
  CHECK(session->media.at(0).formats.at(0).encoding == "PCMA");
  CHECK(session->media.at(0).formats.at(1).encoding == "telephone-event");
  CHECK(session->media.at(0).formats.at(1).rate == 8000);
}

TEST_CASE("malformed descriptions are refused with the line that is wrong") {
  const struct {
    std::string text;
    std::string_view says;
  } cases[] = {
      {"", "line 0: there is no v= line"},
      {"v=1\r\n", "line 1: the version"},
      {"m=audio 1 RTP/AVP 0\r\n", "line 1: the description must begin"},
      {"v=0\r\nhello\r\n", "line 2: not of the form"},
      {"v=0\r\no=- 1\r\n", "line 2: o= needs six"},
      {"v=0\r\ns=-\r\n", "line 2: there is no o="},
      {head + "m=audio x RTP/AVP 0\r\n", "line 6: m= has no port"},
      {head + "m=audio 99999 RTP/AVP 0\r\n", "line 6: m= has no port"},
      {head + "m=audio 4000 RTP/AVP\r\n", "line 6: m= has no format"},
      {head + "m=audio 4000\r\n", "line 6: m= needs"},
      {head + "m=audio 4000 RTP/AVP 0 200\r\n", "line 6: '200' is not a payload type"},
      {head + "m=audio 4000 RTP/AVP 0\r\na=rtpmap:x PCMA/8000\r\n", "line 7: a=rtpmap has no payload"},
      {head + "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/fast\r\n", "line 7: a=rtpmap has no clock"},
      {head + "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0\r\n", "line 7: a=rtpmap names no"},
      {head + "m=audio 4000 RTP/AVP 0\r\na=ptime:long\r\n", "line 7: a=ptime"},
      {head + "m=audio 4000 RTP/AVP 0\r\na=rtcp:\r\n", "line 7: a=rtcp"},
      {"v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4000 RTP/AVP 0\r\n", "line 3: neither it nor the session has a c="},
      {"v=0\r\no=- 1 1 IN IP4 h\r\nc=ATM NSAP x\r\n", "line 3: c= is not of the Internet"},
      {"v=0\r\no=- 1 1 IN IP4 h\r\nc=IN IP4\r\n", "line 3: c= has no address"},
      {head + std::string("a=\0x\r\n", 6), "line 6: has a zero byte"},
      {head + "v=0\r\n", "line 6: a second v="},
  };
  for (const auto& [text, says] : cases) {
    CAPTURE(text);
    const auto session = sdp::parse(text);
    REQUIRE(!session);
    CHECK(session.error().code == errc::protocol);
    CAPTURE(session.error().message);
    CHECK(session.error().message.find(says) != std::string::npos);
  }
}

TEST_CASE("size, lines and formats are bounded") {
  std::string many = head;
  for (int i = 0; i < 17; ++i) many += "m=video 0 RTP/AVP 31\r\n";
  CHECK(sdp::parse(many).error().message == "SDP line 22: too many media lines");
  std::string wide = head + "m=video 4000 RTP/AVP";
  for (int i = 0; i < 65; ++i) wide += " 31";
  CHECK(sdp::parse(wide).error().message == "SDP line 6: too many formats");
  CHECK(sdp::parse(std::string(40000, 'v')).error().code == errc::protocol);
}

TEST_CASE("what is written is read back the same") {
  const auto first = sdp::parse(desk_phone).value();
  const std::string text = sdp::write(first);
  const auto second = sdp::parse(text);
  REQUIRE(second);
  CHECK(sdp::write(*second) == text);
}

// The seed is fixed: what failed once fails again. Every mutation is also answered, as a call would.
TEST_CASE("mutated descriptions never crash, hang or grow") {
  std::mt19937 random(20260302);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::string_view words[] = {"m=audio 0 RTP/AVP 8\r\n",
                                    "m=application 9 TCP/MSRP @\r\n",
                                    "c=IN IP4 0.0.0.0\r\n",
                                    "a=rtpmap:8 ",
                                    "\r\n\r\n",
                                    "a=inactive\r\n",
                                    "99999999999999999999",
                                    "/",
                                    " ",
                                    "=",
                                    "\r",
                                    "m=audio 5 RTP/SAVP 8\r\n"};
  std::size_t accepted = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string text = round % 2 ? desk_phone : video_phone;
    for (std::size_t change = 1 + below(4); change > 0 && !text.empty(); --change) {
      const std::size_t at = below(text.size());
      switch (below(5)) {
        case 0: text[at] = static_cast<char>(random()); break;
        case 1: text.erase(at, 1 + below(20)); break;
        case 2: text.insert(at, words[below(std::size(words))]); break;
        case 3: text.insert(at, text.substr(below(text.size()), below(60))); break;
        default: text.resize(at + 1); break;
      }
    }
    sdp::OfferAnswer side({.address = "192.0.2.5", .port = 4000, .options = {}, .session_id = 1});
    if (round % 3 == 0) (void)side.offer();
    const auto answer = side.answer(text);
    if (answer) {
      ++accepted;
      const auto read = sdp::parse(answer->text);
      REQUIRE(read);
      CHECK(read->media.size() == sdp::parse(text)->media.size());
    } else {
      CHECK((answer.error().code == errc::protocol || answer.error().code == errc::unsupported));
    }
    (void)side.take_answer(text);
  }
  CHECK(accepted > 1000);
  CHECK(accepted < 29000);
}
