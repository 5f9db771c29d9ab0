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
    return sip->invite({AccountId{1}, ToAddress{"200", "127.0.0.1", peer.port(), transport}, Party{"100", "Anna"}, sdp()});
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
