// Refusals straight from the bytes: what is understood, what is left to the parser, and what is answered.
#include "adapters/sofia/knock.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace tandem::sofia;

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

const std::string invite =
    "INVITE sip:100@192.0.2.9 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1:5062;rport;branch=z9hG4bKabc\r\n"
    "Via: SIP/2.0/TCP 10.0.0.7;branch=z9hG4bKfirst\r\n"
    "From: \"A\" <sip:a@acme.example>;tag=1\r\n"
    "To: <sip:100@acme.example>\r\n"
    "Call-ID: c1\r\n"
    "CSeq: 7 INVITE\r\n"
    "Contact: <sip:a@192.0.2.1:5062>\r\n"
    "Content-Length: 4\r\n\r\nv=0\n";

}  // namespace

TEST_CASE("a plain INVITE is refused with what RFC 3261 8.2.6 wants in an answer") {
  const auto knock = read_knock(invite);
  REQUIRE(knock);
  CHECK(knock->branch == "z9hG4bKabc");
  CHECK_FALSE(knock->challenged);
  CHECK(answer_port(*knock, 40000) == 40000);
  const auto answer = refusal(*knock, "busy", "198.51.100.4", 40000, 3);
  CHECK(
      answer.starts_with("SIP/2.0 503 Service Unavailable\r\n"
                         "Via: SIP/2.0/UDP 192.0.2.1:5062;rport=40000;branch=z9hG4bKabc;received=198.51.100.4\r\n"
                         "Via: SIP/2.0/TCP 10.0.0.7;branch=z9hG4bKfirst\r\n"
                         "From: \"A\" <sip:a@acme.example>;tag=1\r\n"
                         "To: <sip:100@acme.example>;tag=busy"));
  CHECK(answer.ends_with("Call-ID: c1\r\nCSeq: 7 INVITE\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n"));
  CHECK(refusal(*knock, "busy", "198.51.100.4", 40000, 3) == answer);

  const auto ack_text =
      replaced(replaced(invite, "INVITE sip", "ACK sip"), "100@acme.example>", "100@acme.example>;tag=busy12");
  const auto ack = read_knock(ack_text);
  REQUIRE(ack);
  CHECK(acknowledges(*ack, "busy"));
  CHECK_FALSE(acknowledges(*ack, "other"));
  CHECK_FALSE(acknowledges(*knock, "busy"));
}

TEST_CASE("without rport the answer goes to the port of Via, and the address is told only when it differs") {
  const auto text = replaced(invite, ";rport", "");
  const auto knock = read_knock(text);
  REQUIRE(knock);
  CHECK(answer_port(*knock, 40000) == 5062);
  CHECK(refusal(*knock, "b", "192.0.2.1", 40000, 2).find("received") == std::string::npos);
  const auto standard = replaced(text, ":5062;branch", ";branch");
  CHECK(answer_port(*read_knock(standard), 40000) == 5060);
}

TEST_CASE("credentials and the compact forms are seen") {
  CHECK(read_knock(replaced(invite, "Contact", "authorization: Digest x\r\nContact"))->challenged);
  const auto text =
      replaced(replaced(replaced(replaced(invite, "Via", "v"), "From", "f"), "To:", "t:"), "Call-ID", "i");
  const auto compact = read_knock(text);
  REQUIRE(compact);
  CHECK(refusal(*compact, "b", "192.0.2.1", 5062, 2).find("\r\nt: <sip:100@acme.example>;tag=b") != std::string::npos);
}

TEST_CASE("whatever is unusual is left to the parser") {
  CHECK_FALSE(read_knock(""));
  CHECK_FALSE(read_knock("\r\n\r\n"));
  CHECK_FALSE(read_knock(replaced(invite, "INVITE sip", "BYE sip")));
  CHECK_FALSE(read_knock(replaced(invite, "INVITE sip", "INVITE tel")));
  CHECK_FALSE(read_knock(replaced(invite, "acme.example>\r\nCall", "acme.example>;TAG=x\r\nCall")));
  CHECK_FALSE(read_knock(replaced(invite, "\"A\" <", "\"A\"\r\n <")));
  CHECK_FALSE(read_knock(replaced(invite, "Call-ID: c1\r\n", "")));
  CHECK_FALSE(read_knock(replaced(invite, "Call-ID: c1\r\n", "Call-ID: c1\r\nCall-ID: c2\r\n")));
  CHECK_FALSE(read_knock(replaced(invite, "192.0.2.1:5062;", "phone.example;")));
  CHECK_FALSE(read_knock(replaced(invite, ";rport", ";received=192.0.2.77")));
  CHECK_FALSE(read_knock(replaced(invite, ";rport", ";maddr=192.0.2.77")));
  CHECK_FALSE(read_knock(replaced(invite, ";branch=z9hG4bKabc", "")));
  CHECK_FALSE(read_knock(replaced(invite, "z9hG4bKabc", "z9hG4bKabc, SIP/2.0/UDP 10.0.0.1")));
  CHECK_FALSE(read_knock(replaced(invite, "\r\n\r\n", "\r\n")));
}

TEST_CASE("no bytes bring it down") {
  std::minstd_rand random(1);
  for (int round = 0; round < 50'000; ++round) {
    std::string text = invite;
    for (int change = 0; change < 3; ++change) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0: text[at] = static_cast<char>(random() % 256); break;
        case 1: text.erase(at, 1 + random() % 20); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 30)); break;
      }
      if (text.empty()) text = "I";
    }
    const auto knock = read_knock(text);
    if (!knock) continue;
    static_cast<void>(answer_port(*knock, 1));
    static_cast<void>(acknowledges(*knock, "busy"));
    CHECK(refusal(*knock, "busy", "192.0.2.1", 1, 2).ends_with("\r\n\r\n"));
  }
}
