// Calls through the port, against a peer written by hand.
#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>

using namespace tandem;
using namespace tandem::test;

namespace {

// A station with one trunk on loopback that may dial everything.
struct Trunked : Station {
  Trunked() {
    book.add_trunk("carrier", "127.0.0.1", 0, "");
    start();
  }
  LegId dial(const Peer& peer, Transport transport = Transport::udp) {
    return sip->invite(
        {AccountId{1}, ToAddress{"200", "127.0.0.1", peer.port(), transport}, Party{"100", "Anna"}, sdp()});
  }
};

Peer::Request invite_from(const Peer& peer) {
  auto invite = peer.request("INVITE");
  invite.branch = "z9hG4bKfixed" + invite.call_id;
  invite.body = sdp();
  return invite;
}

}  // namespace

TEST_CASE("an incoming call rings, is answered, and the caller hangs up") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->ring(call->first);
  REQUIRE(peer.wait_status(180));
  station.sip->answer(call->first, sdp(50000));
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  CHECK(answer->body == sdp(50000));
  CHECK(answer->header("Contact").find(std::to_string(station.udp)) != std::string::npos);
  peer.ack(invite, *answer);
  peer.send(peer.next(invite, *answer, "BYE", 2));
  REQUIRE(peer.wait_status(200));
  const auto end = station.seen.next<LegHungUp>();
  REQUIRE(end);
  CHECK(end->first == call->first);
  CHECK(end->second.reason == "bye");
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("an outgoing call is answered and hung up by us") {
  Trunked station;
  Peer peer(station.udp);
  const LegId leg = station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  CHECK(invite->body == sdp());
  CHECK(invite->header("From").starts_with("\"Anna\" <sip:100@127.0.0.1>"));
  CHECK(invite->first == "INVITE sip:200@127.0.0.1:" + std::to_string(peer.port()) + " SIP/2.0");
  peer.answer(*invite, 180);
  const auto ringing = station.seen.next<LegRinging>();
  REQUIRE(ringing);
  CHECK(ringing->second.status == 180);
  peer.answer(*invite, 200, sdp(50000));
  const auto answered = station.seen.next<LegAnswered>();
  REQUIRE(answered);
  CHECK(answered->first == leg);
  CHECK(answered->second.sdp == sdp(50000));
  REQUIRE(peer.wait_request("ACK"));
  station.sip->hangup(leg, "SIP;cause=200;text=\"done\"");
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  CHECK(bye->header("Reason").find("cause=200") != std::string::npos);
  peer.answer(*bye, 200);
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("a reason that is no Reason header does not keep the BYE back") {
  Trunked station;
  Peer peer(station.udp);
  const LegId leg = station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  peer.answer(*invite, 200, sdp());
  REQUIRE(station.seen.next<LegAnswered>());
  station.sip->hangup(leg, ";;=\"\r\nInjected: yes");
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  CHECK(bye->header("Injected").empty());
}

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

TEST_CASE("CANCEL takes a call back before and while it rings") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  SUBCASE("before it rings") {}
  SUBCASE("while it rings") {
    station.sip->ring(call->first);
    REQUIRE(peer.wait_status(180));
  }
  SUBCASE("in early media") {
    station.sip->ring(call->first, sdp());
    REQUIRE(peer.wait_status(183));
  }
  auto cancel = invite;
  cancel.method = "CANCEL";
  cancel.body.clear();
  peer.send(cancel);
  CHECK(peer.wait_status(200));
  const auto end = peer.wait_status(487);
  REQUIRE(end);
  peer.ack(invite, *end);
  const auto hung_up = station.seen.next<LegHungUp>();
  REQUIRE(hung_up);
  CHECK(hung_up->second.reason == "cancel");
  // What the engine still says is harmless.
  station.sip->answer(call->first, sdp());
  CHECK(peer.silent(150ms));
}

TEST_CASE("CANCEL after the answer changes nothing") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  auto cancel = invite;
  cancel.method = "CANCEL";
  cancel.body.clear();
  peer.send(cancel);
  CHECK(peer.wait_status(481));
  peer.ack(invite, *answer);
  CHECK_FALSE(station.seen.next<LegHungUp>(100ms));
}

TEST_CASE("an incoming call is rejected with a status and Retry-After") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->reject(call->first, 486, 7s);
  const auto answer = peer.wait_status(486);
  REQUIRE(answer);
  CHECK(answer->header("Retry-After") == "7");
  peer.ack(invite, *answer);
  CHECK(station.seen.pending() == 0);
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

TEST_CASE("the 200 is repeated until its ACK comes") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  REQUIRE(peer.wait_status(200));
  const auto again = peer.wait_status(200);
  REQUIRE(again);
  peer.ack(invite, *again);
  CHECK(peer.silent(1200ms));
}

TEST_CASE("hung up before the ACK, BYE waits for it") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  station.sip->hangup(call->first);
  CHECK(peer.silent(200ms));
  peer.ack(invite, *answer);
  CHECK(peer.wait_request("BYE"));
}

TEST_CASE("BYE before the ACK ends the call, and before the answer too") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  std::optional<Message> answer;
  SUBCASE("before the ACK") {
    station.sip->answer(call->first, sdp());
    answer = peer.wait_status(200);
  }
  SUBCASE("before the answer") {
    station.sip->ring(call->first);
    answer = peer.wait_status(180);
  }
  REQUIRE(answer);
  const bool early = answer->status == 180;
  peer.send(peer.next(invite, *answer, "BYE", 2));
  CHECK(peer.wait_status(200));
  if (early) CHECK(peer.wait_status(487));
  CHECK(station.seen.next<LegHungUp>()->second.reason == "bye");
}

TEST_CASE("both sides hang up at once") {
  Trunked station;
  Peer peer(station.udp);
  const LegId leg = station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  peer.answer(*invite, 200, sdp());
  REQUIRE(station.seen.next<LegAnswered>());
  REQUIRE(peer.wait_request("ACK"));
  station.sip->hangup(leg);
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  Peer::Request ours = peer.request("BYE");
  ours.call_id = invite->header("Call-ID");
  ours.from = "<sip:200@127.0.0.1>";
  ours.from_tag = "peer";
  ours.to = "<sip:100@127.0.0.1>";
  ours.to_tag = invite->tag("From");
  ours.cseq = 7;
  peer.send(ours);
  CHECK(peer.wait_status(200));
  peer.answer(*bye, 200);
  CHECK_FALSE(station.seen.next<LegHungUp>(100ms));
  ours.cseq = 8;
  peer.send(ours);
  CHECK(peer.wait_status(481));
}

TEST_CASE("hold and resume: the peer's re-INVITE is passed on and answered") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  peer.ack(invite, *answer);
  int cseq = 2;
  for (const char* direction : {"a=sendonly\r\n", "a=sendrecv\r\n"}) {
    auto again = peer.next(invite, *answer, "INVITE", cseq++);
    again.branch = "z9hG4bKre" + std::to_string(cseq) + invite.call_id;
    again.body = sdp() + direction;
    peer.send(again);
    const auto offer = station.seen.next<LegReoffered>();
    REQUIRE(offer);
    CHECK(offer->second.sdp == sdp() + direction);
    station.sip->answer_offer(offer->first, sdp(50002));
    const auto done = peer.wait_status(200);
    REQUIRE(done);
    CHECK(done->body == sdp(50002));
    peer.ack(again, *done);
  }
  SUBCASE("refused") {
    auto again = peer.next(invite, *answer, "INVITE", cseq++);
    again.branch = "z9hG4bKref" + invite.call_id;
    again.body = sdp();
    peer.send(again);
    const auto offer = station.seen.next<LegReoffered>();
    REQUIRE(offer);
    // A second one meanwhile has to wait.
    auto second = again;
    second.cseq = cseq++;
    second.branch = "z9hG4bKsec" + invite.call_id;
    peer.send(second);
    const auto wait = peer.wait_status(500);
    REQUIRE(wait);
    CHECK_FALSE(wait->header("Retry-After").empty());
    peer.ack(second, *wait);
    station.sip->refuse_offer(offer->first);
    const auto refused = peer.wait_status(488);
    REQUIRE(refused);
    peer.ack(again, *refused);
  }
  SUBCASE("without an offer: ours goes out, the answer comes in the ACK") {
    auto again = peer.next(invite, *answer, "INVITE", cseq++);
    again.branch = "z9hG4bKless" + invite.call_id;
    peer.send(again);
    const auto offer = station.seen.next<LegReoffered>();
    REQUIRE(offer);
    CHECK(offer->second.sdp.empty());
    station.sip->answer_offer(offer->first, sdp(50004));
    const auto done = peer.wait_status(200);
    REQUIRE(done);
    peer.ack(again, *done, sdp(50006));
    const auto answered = station.seen.next<LegAnswered>();
    REQUIRE(answered);
    CHECK(answered->second.sdp == sdp(50006));
  }
  peer.send(peer.next(invite, *answer, "BYE", 20));
  CHECK(peer.wait_status(200));
  CHECK(station.seen.next<LegHungUp>());
}

TEST_CASE("requests inside a call: UPDATE, INFO, OPTIONS and what is not allowed") {
  Trunked station;
  Peer peer(station.udp);
  const auto invite = invite_from(peer);
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  peer.ack(invite, *answer);
  int cseq = 2;
  const auto ask = [&](const std::string& method, const std::string& type = {}, const std::string& body = {}) {
    auto request = peer.next(invite, *answer, method, cseq++);
    request.type = type;
    request.body = body;
    peer.send(request);
    const auto reply = peer.receive();
    return reply ? reply->status : 0;
  };
  CHECK(ask("UPDATE") == 200);
  CHECK(ask("OPTIONS") == 200);
  CHECK(ask("MESSAGE", "text/plain", "hello") == 405);
  CHECK(ask("REFER") == 405);
  CHECK(ask("SUBSCRIBE") == 489);
  CHECK(ask("INFO") == 200);
  CHECK(ask("INFO", "text/plain", "hello") == 415);
  CHECK(ask("INFO", "application/dtmf-relay", "Signal=zz\r\n") == 400);
  CHECK(ask("INFO", "application/dtmf-relay", "Signal= 5\r\nDuration= 160\r\n") == 200);
  CHECK(ask("INFO", "application/dtmf-relay", "Signal=11\r\nDuration=160\r\n") == 200);
  CHECK(ask("INFO", "application/dtmf", "d") == 200);
  CHECK(station.seen.next<LegDigit>()->second.digit == '5');
  CHECK(station.seen.next<LegDigit>()->second.digit == '#');
  CHECK(station.seen.next<LegDigit>()->second.digit == 'D');
  auto update = peer.next(invite, *answer, "UPDATE", cseq++);
  update.body = sdp(40002);
  peer.send(update);
  const auto offer = station.seen.next<LegReoffered>();
  REQUIRE(offer);
  station.sip->answer_offer(offer->first, sdp(50002));
  CHECK(peer.wait_status(200)->body == sdp(50002));
  // An older CSeq is out of order (RFC 3261 12.2.2).
  peer.send(peer.next(invite, *answer, "INFO", 1));
  CHECK(peer.wait_status(500));
}

TEST_CASE("an INVITE without an offer: ours is in the 200, the answer in the ACK") {
  Trunked station;
  Peer peer(station.udp);
  auto invite = invite_from(peer);
  invite.body.clear();
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  CHECK(call->second.sdp.empty());
  station.sip->answer(call->first, sdp(50000));
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  peer.ack(invite, *answer, sdp(41000));
  const auto answered = station.seen.next<LegAnswered>();
  REQUIRE(answered);
  CHECK(answered->first == call->first);
  CHECK(answered->second.sdp == sdp(41000));
}

TEST_CASE("a refused outgoing call fails with the callee's status") {
  Trunked station;
  Peer peer(station.udp);
  int status = 0;
  SUBCASE("busy") { status = 486; }
  SUBCASE("not found") { status = 404; }
  SUBCASE("moved") { status = 302; }
  SUBCASE("wants credentials") { status = 407; }
  SUBCASE("server error") { status = 500; }
  SUBCASE("declined") { status = 603; }
  const LegId leg = station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  peer.answer(*invite, status);
  CHECK(peer.wait_request("ACK"));
  const auto failed = station.seen.next<LegFailed>();
  REQUIRE(failed);
  CHECK(failed->first == leg);
  CHECK(failed->second.status == status);
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("early media of a callee is passed on") {
  Trunked station;
  Peer peer(station.udp);
  station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  peer.answer(*invite, 183, sdp(50000));
  const auto ringing = station.seen.next<LegRinging>();
  REQUIRE(ringing);
  CHECK(ringing->second.status == 183);
  CHECK(ringing->second.sdp == sdp(50000));
}

TEST_CASE("an outgoing call is taken back: CANCEL only after a provisional answer") {
  bool ringing = false, answered_meanwhile = false;
  SUBCASE("while it rings") { ringing = true; }
  SUBCASE("before any answer") {}
  SUBCASE("while it rings, the callee answers meanwhile") { ringing = answered_meanwhile = true; }
  SUBCASE("before any answer, the callee answers meanwhile") { answered_meanwhile = true; }
  Trunked station;
  Peer peer(station.udp);
  const LegId leg = station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  if (ringing) {
    peer.answer(*invite, 180);
    REQUIRE(station.seen.next<LegRinging>());
  }
  station.sip->hangup(leg);
  if (!ringing) {
    CHECK(peer.silent(200ms));
    peer.answer(*invite, 180);
  }
  const auto cancel = peer.wait_request("CANCEL");
  REQUIRE(cancel);
  peer.answer(*cancel, 200);
  peer.answer(*invite, answered_meanwhile ? 200 : 487, answered_meanwhile ? sdp() : "");
  CHECK(peer.wait_request("ACK"));
  if (answered_meanwhile) {
    const auto bye = peer.wait_request("BYE");
    REQUIRE(bye);
    peer.answer(*bye, 200);
  }
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("a repeated 200 is acknowledged again") {
  Trunked station;
  Peer peer(station.udp);
  station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  for (int i = 0; i < 3; ++i) {
    peer.answer(*invite, 200, sdp());
    CHECK(peer.wait_request("ACK"));
  }
  REQUIRE(station.seen.next<LegAnswered>());
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("the callee's BYE overtakes its 200") {
  Trunked station;
  Peer peer(station.udp);
  const LegId leg = station.dial(peer);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  peer.answer(*invite, 180);
  auto bye = peer.request("BYE");
  bye.call_id = invite->header("Call-ID");
  bye.from = "<sip:200@127.0.0.1>";
  bye.from_tag = "peer";
  bye.to = "<sip:100@127.0.0.1>";
  bye.to_tag = invite->tag("From");
  peer.send(bye);
  REQUIRE(peer.wait_status(200));
  peer.answer(*invite, 200, sdp());
  CHECK(peer.wait_request("ACK"));
  REQUIRE(station.seen.next<LegAnswered>());
  const auto end = station.seen.next<LegHungUp>();
  REQUIRE(end);
  CHECK(end->first == leg);
}

TEST_CASE("nobody registered, names and refused connections fail at once") {
  Trunked station;
  station.sip->invite({AccountId{1}, ToDevice{"anna@acme.example"}, Party{"100", ""}, sdp()});
  CHECK(station.seen.next<LegFailed>()->second.status == 480);
  station.sip->invite({AccountId{1}, ToAddress{"1", "carrier.example"}, Party{"100", ""}, sdp()});
  CHECK(station.seen.next<LegFailed>()->second.status == 503);
  station.sip->invite({AccountId{1}, ToAddress{"1", "127.0.0.1", 1, Transport::tcp}, Party{"100", ""}, sdp()});
  CHECK(station.seen.next<LegFailed>()->second.status == 503);
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
