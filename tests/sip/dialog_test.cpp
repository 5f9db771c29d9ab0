// What happens inside a call and at its end.
#include "sip/trunked.hpp"

using namespace tandem;
using namespace tandem::test;

TEST_CASE("a reason that is no Reason header does not keep the BYE back") {
  Calling station;
  Peer& peer = station.peer;
  peer.answer(station.invite, 200, sdp());
  REQUIRE(station.seen.next<LegAnswered>());
  station.sip->hangup(station.leg, ";;=\"\r\nInjected: yes");
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  CHECK(bye->header("Injected").empty());
}

TEST_CASE("hung up before the ACK, BYE waits for it") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  station.sip->hangup(station.leg);
  CHECK(peer.silent(200ms));
  peer.ack(station.invite, answer);
  CHECK(peer.wait_request("BYE"));
}

TEST_CASE("BYE before the ACK ends the call, and before the answer too") {
  Called station;
  Peer& peer = station.peer;
  std::optional<Message> answer;
  SUBCASE("before the ACK") {
    station.sip->answer(station.leg, sdp());
    answer = peer.wait_status(200);
  }
  SUBCASE("before the answer") {
    station.sip->ring(station.leg);
    answer = peer.wait_status(180);
  }
  REQUIRE(answer);
  const bool early = answer->status == 180;
  peer.send(peer.next(station.invite, *answer, "BYE", 2));
  CHECK(peer.wait_status(200));
  if (early) CHECK(peer.wait_status(487));
  CHECK(station.seen.next<LegHungUp>()->second.reason == "bye");
}

TEST_CASE("both sides hang up at once") {
  Calling station;
  Peer& peer = station.peer;
  peer.answer(station.invite, 200, sdp());
  REQUIRE(station.seen.next<LegAnswered>());
  REQUIRE(peer.wait_request("ACK"));
  station.sip->hangup(station.leg);
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  auto ours = station.bye(7);
  peer.send(ours);
  CHECK(peer.wait_status(200));
  peer.answer(*bye, 200);
  CHECK_FALSE(station.seen.next<LegHungUp>(100ms));
  ours.cseq = 8;
  peer.send(ours);
  CHECK(peer.wait_status(481));
}

TEST_CASE("hold and resume: the peer's re-INVITE is passed on and answered") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  peer.ack(station.invite, answer);
  int cseq = 2;
  for (const char* direction : {"a=sendonly\r\n", "a=sendrecv\r\n"}) {
    auto again = peer.next(station.invite, answer, "INVITE", cseq++);
    again.branch = "z9hG4bKre" + std::to_string(cseq) + station.invite.call_id;
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
    auto again = peer.next(station.invite, answer, "INVITE", cseq++);
    again.branch = "z9hG4bKref" + station.invite.call_id;
    again.body = sdp();
    peer.send(again);
    const auto offer = station.seen.next<LegReoffered>();
    REQUIRE(offer);
    // A second one meanwhile has to wait.
    auto second = again;
    second.cseq = cseq++;
    second.branch = "z9hG4bKsec" + station.invite.call_id;
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
    auto again = peer.next(station.invite, answer, "INVITE", cseq++);
    again.branch = "z9hG4bKless" + station.invite.call_id;
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
  peer.send(peer.next(station.invite, answer, "BYE", 20));
  CHECK(peer.wait_status(200));
  CHECK(station.seen.next<LegHungUp>());
}

TEST_CASE("requests inside a call: UPDATE, INFO, OPTIONS and what is not allowed") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  peer.ack(station.invite, answer);
  int cseq = 2;
  const auto ask = [&](const std::string& method, const std::string& type = {}, const std::string& body = {}) {
    auto request = peer.next(station.invite, answer, method, cseq++);
    request.type = type;
    request.body = body;
    peer.send(request);
    const auto reply = peer.receive();
    return reply ? reply->status : 0;
  };
  CHECK(ask("UPDATE") == 200);
  CHECK(ask("OPTIONS") == 200);
  CHECK(ask("MESSAGE", "text/plain", "hello") == 405);
  CHECK(ask("PUBLISH") == 405);
  CHECK(ask("REFER") == 400);  // to nobody
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
  auto update = peer.next(station.invite, answer, "UPDATE", cseq++);
  update.body = sdp(40002);
  peer.send(update);
  const auto offer = station.seen.next<LegReoffered>();
  REQUIRE(offer);
  station.sip->answer_offer(offer->first, sdp(50002));
  CHECK(peer.wait_status(200)->body == sdp(50002));
  // An older CSeq is out of order (RFC 3261 12.2.2).
  peer.send(peer.next(station.invite, answer, "INFO", 1));
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

TEST_CASE("the callee's BYE overtakes its 200") {
  Calling station;
  Peer& peer = station.peer;
  peer.answer(station.invite, 180);
  auto bye = station.bye(1);
  peer.send(bye);
  REQUIRE(peer.wait_status(200));
  peer.answer(station.invite, 200, sdp());
  CHECK(peer.wait_request("ACK"));
  REQUIRE(station.seen.next<LegAnswered>());
  const auto end = station.seen.next<LegHungUp>();
  REQUIRE(end);
  CHECK(end->first == station.leg);
}

TEST_CASE("requests that arrive out of order are refused, and change nothing") {
  Called station;
  Peer& peer = station.peer;
  const auto answer = station.answer();
  peer.ack(station.invite, answer);
  auto later = peer.next(station.invite, answer, "INFO", 5);
  later.body = "Signal=5\r\n";
  later.type = "application/dtmf-relay";
  peer.send(later);
  CHECK(peer.wait_status(200));
  REQUIRE(station.seen.next<LegDigit>());
  for (const char* method : {"INFO", "INVITE", "BYE"}) {
    CAPTURE(method);
    auto earlier = peer.next(station.invite, answer, method, 4);
    earlier.body = std::string(method) == "BYE" ? "" : sdp();
    peer.send(earlier);
    const auto refused = peer.wait_status(500);  // RFC 3261 12.2.2
    REQUIRE(refused);
    if (std::string(method) == "INVITE") peer.ack(earlier, *refused);
  }
  CHECK(station.seen.pending() == 0);
  peer.send(peer.next(station.invite, answer, "BYE", 6));
  CHECK(peer.wait_status(200));
  CHECK(station.seen.next<LegHungUp>());
}
