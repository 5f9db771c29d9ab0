// Messages that come twice, late, or not at all.
#include "sip/trunked.hpp"

#include <thread>

using namespace tandem;
using namespace tandem::test;

TEST_CASE("a repeated INVITE is one call") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  for (int i = 0; i < 3; ++i) peer.send(invite);
  REQUIRE(station.seen.next<IncomingCall>());
  CHECK_FALSE(station.seen.next<IncomingCall>(200ms));
}

TEST_CASE("the same INVITE by another way is a merged request") {
  Trunked station;
  Peer peer(station.udp);
  auto invite = invite_from(peer);
  peer.send(invite);
  REQUIRE(station.seen.next<IncomingCall>());
  invite.branch = "z9hG4bKotherway" + invite.call_id;
  peer.send(invite);
  CHECK(peer.wait_status(482));
  CHECK_FALSE(station.seen.next<IncomingCall>(100ms));
}

TEST_CASE("the 200 is repeated until its ACK comes") {
  Called station;
  Peer& peer = station.peer;
  station.sip->answer(station.leg, sdp());
  REQUIRE(peer.wait_status(200));
  const auto again = peer.wait_status(200);
  REQUIRE(again);
  peer.ack(station.invite, *again);
  // One may have been under way; the next would have come a second or two later.
  if (!peer.silent(1200ms)) CHECK(peer.silent(2500ms));
}

TEST_CASE("a repeated 200 is acknowledged again") {
  Calling station;
  Peer& peer = station.peer;
  for (int i = 0; i < 3; ++i) {
    peer.answer(station.invite, 200, sdp());
    CHECK(peer.wait_request("ACK"));
  }
  REQUIRE(station.seen.next<LegAnswered>());
  CHECK(station.seen.pending() == 0);
}

// NTA keeps an acknowledged INVITE for 100 ms only; what comes later meets the door.
TEST_CASE("an INVITE that comes again long after its ACK is no new call and gets no answer") {
  Called station;
  Peer& peer = station.peer;
  SUBCASE("after a 200, when the call is over") {
    const auto answer = station.answer();
    peer.ack(station.invite, answer);
    peer.send(peer.next(station.invite, answer, "BYE", 2));
    REQUIRE(peer.wait_status(200));
    REQUIRE(station.seen.next<LegHungUp>());
  }
  SUBCASE("after a refusal") {
    station.sip->reject(station.leg, 486);
    const auto answer = peer.wait_status(486);
    REQUIRE(answer);
    peer.ack(station.invite, *answer);
  }
  std::this_thread::sleep_for(400ms);
  while (peer.receive(50ms)) {
  }
  peer.send(station.invite);
  CHECK(peer.silent(300ms));
  CHECK_FALSE(station.seen.next<IncomingCall>(100ms));
  // The next request of the same caller is new, with a branch and CSeq of its own.
  auto next = station.invite;
  next.branch = "z9hG4bKnext" + next.call_id;
  next.cseq = 3;
  peer.send(next);
  CHECK(station.seen.next<IncomingCall>());
}

TEST_CASE("an INVITE that comes again during its call is no re-INVITE") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  peer.ack(station.invite, answer);
  std::this_thread::sleep_for(400ms);
  peer.send(station.invite);
  const auto refused = peer.wait_status(500);
  REQUIRE(refused);
  peer.ack(station.invite, *refused);
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("a re-INVITE that comes again long after its ACK is not passed on") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  peer.ack(station.invite, answer);
  auto again = peer.next(station.invite, answer, "INVITE", 2);
  again.branch = "z9hG4bKre" + station.invite.call_id;
  again.body = sdp();
  peer.send(again);
  const auto offer = station.seen.next<LegReoffered>();
  REQUIRE(offer);
  station.sip->answer_offer(offer->first, sdp(50002));
  const auto done = peer.wait_status(200);
  REQUIRE(done);
  peer.ack(again, *done);
  std::this_thread::sleep_for(400ms);
  peer.send(again);
  CHECK_FALSE(station.seen.next<LegReoffered>(300ms));
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("a BYE is answered again when its 200 was lost") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  peer.ack(station.invite, answer);
  auto bye = peer.next(station.invite, answer, "BYE", 2);
  bye.branch = "z9hG4bKbye" + station.invite.call_id;
  for (int i = 0; i < 3; ++i) {
    peer.send(bye);
    CHECK(peer.wait_status(200));
    std::this_thread::sleep_for(200ms);
  }
  REQUIRE(station.seen.next<LegHungUp>());
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("an answer to our BYE that comes again late is harmless, and so is an ACK to nothing") {
  Calling station;
  Peer& peer = station.peer;
  peer.answer(station.invite, 200, sdp());
  REQUIRE(station.seen.next<LegAnswered>());
  REQUIRE(peer.wait_request("ACK"));
  station.sip->hangup(station.leg);
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  peer.answer(*bye, 200);
  std::this_thread::sleep_for(300ms);
  peer.answer(*bye, 200);
  auto ack = station.bye(1);
  ack.method = "ACK";
  peer.send(ack);
  CHECK(peer.silent(200ms));
  CHECK(station.seen.pending() == 0);
}
