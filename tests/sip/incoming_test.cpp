// Calls that come in through the port, against a peer written by hand.
#include "sip/trunked.hpp"

using namespace tandem;
using namespace tandem::test;

TEST_CASE("an incoming call rings, is answered, and the caller hangs up") {
  Called station;
  Peer& peer = station.peer;
  station.sip->ring(station.leg);
  REQUIRE(peer.wait_status(180));
  const auto answer = station.answer(50000);
  CHECK(answer.body == sdp(50000));
  CHECK(answer.header("Contact").find(std::to_string(station.udp)) != std::string::npos);
  peer.ack(station.invite, answer);
  peer.send(peer.next(station.invite, answer, "BYE", 2));
  REQUIRE(peer.wait_status(200));
  const auto end = station.seen.next<LegHungUp>();
  REQUIRE(end);
  CHECK(end->first == station.leg);
  CHECK(end->second.reason == "bye");
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("CANCEL takes a call back before and while it rings") {
  Called station;
  Peer& peer = station.peer;
  SUBCASE("before it rings") {}
  SUBCASE("while it rings") {
    station.sip->ring(station.leg);
    REQUIRE(peer.wait_status(180));
  }
  SUBCASE("in early media") {
    station.sip->ring(station.leg, sdp());
    REQUIRE(peer.wait_status(183));
  }
  auto cancel = station.invite;
  cancel.method = "CANCEL";
  cancel.body.clear();
  peer.send(cancel);
  CHECK(peer.wait_status(200));
  const auto end = peer.wait_status(487);
  REQUIRE(end);
  peer.ack(station.invite, *end);
  const auto hung_up = station.seen.next<LegHungUp>();
  REQUIRE(hung_up);
  CHECK(hung_up->second.reason == "cancel");
  // What the engine still says is harmless.
  station.sip->answer(station.leg, sdp());
  CHECK(peer.silent(150ms));
}

TEST_CASE("CANCEL after the answer changes nothing") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  auto cancel = station.invite;
  cancel.method = "CANCEL";
  cancel.body.clear();
  peer.send(cancel);
  CHECK(peer.wait_status(481));
  peer.ack(station.invite, answer);
  CHECK_FALSE(station.seen.next<LegHungUp>(100ms));
}

TEST_CASE("an incoming call is rejected with a status and Retry-After") {
  Called station;
  Peer& peer = station.peer;
  station.sip->reject(station.leg, 486, 7s);
  const auto answer = peer.wait_status(486);
  REQUIRE(answer);
  CHECK(answer->header("Retry-After") == "7");
  peer.ack(station.invite, *answer);
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("whom the caller reached is said in the answers after it is known, and in no other") {
  Called station;
  Peer& peer = station.peer;
  station.sip->ring(station.leg);
  const auto ringing = peer.wait_status(180);
  REQUIRE(ringing);
  CHECK(ringing->header("P-Asserted-Identity").empty());
  station.sip->name_called(station.leg, Party{"101", "Anna \"A\"\r\nX: y"});
  station.sip->ring(station.leg, sdp());
  const auto early = peer.wait_status(183);
  REQUIRE(early);
  CHECK(early->header("P-Asserted-Identity") == "\"Anna \\\"A\\\"X: y\" <sip:101@127.0.0.1>");
  const Message answer = station.answer();
  CHECK(answer.header("P-Asserted-Identity") == early->header("P-Asserted-Identity"));
  CHECK(answer.header("X").empty());
}

TEST_CASE("hanging up an unanswered incoming call answers 480") {
  Trunked station;
  Peer peer(station.udp);
  peer.send(invite_from(peer));
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->hangup(call->first);
  CHECK(peer.wait_status(480));
}

TEST_CASE("a call over TCP, both ways") {
  Trunked station;
  Peer peer(station.tcp, Peer::Kind::tcp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  CHECK(answer->header("Contact").find("transport=tcp") != std::string::npos);
  peer.ack(invite, *answer);
  station.sip->hangup(call->first);
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  peer.answer(*bye, 200);
}

TEST_CASE("commands for legs that are not there are harmless") {
  Trunked station;
  for (const LegId leg : {LegId{}, LegId{99}}) {
    station.sip->ring(leg);
    station.sip->answer(leg, sdp());
    station.sip->reject(leg, 486);
    station.sip->hangup(leg);
    station.sip->answer_offer(leg, sdp());
    station.sip->refuse_offer(leg);
  }
  Peer peer(station.udp);
  peer.send(peer.request("OPTIONS"));
  CHECK(peer.wait_status(200));
}

TEST_CASE("a call gets 100 when nothing else was said for a while, and only then") {
  Called station;
  Peer& peer = station.peer;
  SUBCASE("it rings at once") {
    station.sip->ring(station.leg);
    const auto first = peer.receive();
    REQUIRE(first);
    CHECK(first->status == 180);
    CHECK(peer.silent(400ms));
  }
  SUBCASE("nothing is said") {
    const auto began = std::chrono::steady_clock::now();
    const auto first = peer.receive();
    REQUIRE(first);
    CHECK(first->status == 100);
    CHECK(std::chrono::steady_clock::now() - began < 400ms);  // before it is sent again, RFC 3261 17.2.1
    // The next one waits as long.
    auto second = invite_from(peer);
    peer.send(second);
    REQUIRE(station.seen.next<IncomingCall>());
    const auto next = peer.receive();
    REQUIRE(next);
    CHECK(next->status == 100);
    CHECK(next->header("Call-ID") == second.call_id);
    CHECK(peer.silent(400ms));
  }
}
