// Calls that go out through the port.
#include "sip/trunked.hpp"

using namespace tandem;
using namespace tandem::test;

TEST_CASE("an outgoing call is answered and hung up by us") {
  Calling station;
  Peer& peer = station.peer;
  CHECK(station.invite.body == sdp());
  CHECK(station.invite.header("From").starts_with("\"Anna\" <sip:100@127.0.0.1>"));
  CHECK(station.invite.first == "INVITE sip:200@127.0.0.1:" + std::to_string(peer.port()) + " SIP/2.0");
  peer.answer(station.invite, 180);
  const auto ringing = station.seen.next<LegRinging>();
  REQUIRE(ringing);
  CHECK(ringing->second.status == 180);
  peer.answer(station.invite, 200, sdp(50000));
  const auto answered = station.seen.next<LegAnswered>();
  REQUIRE(answered);
  CHECK(answered->first == station.leg);
  CHECK(answered->second.sdp == sdp(50000));
  REQUIRE(peer.wait_request("ACK"));
  station.sip->hangup(station.leg, "SIP;cause=200;text=\"done\"");
  const auto bye = peer.wait_request("BYE");
  REQUIRE(bye);
  CHECK(bye->header("Reason").find("cause=200") != std::string::npos);
  peer.answer(*bye, 200);
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("whom a peer says it reached is told with its answers") {
  Calling station;
  Peer& peer = station.peer;
  peer.answer(station.invite, 180, {}, "peer",
              "P-Asserted-Identity: \"Vera \\\"B\\\"\" <sip:20%35@pbx.example>, <tel:+74951234567>\r\n");
  const auto ringing = station.seen.next<LegRinging>();
  REQUIRE(ringing);
  CHECK(ringing->second.called == Party{"205", "Vera \"B\""});
  SUBCASE("a telephone number") {
    peer.answer(station.invite, 200, sdp(50000), "peer", "P-Asserted-Identity: <tel:+74951234567>\r\n");
    CHECK(station.seen.next<LegAnswered>()->second.called == Party{"+74951234567", ""});
  }
  SUBCASE("nobody") {
    peer.answer(station.invite, 200, sdp(50000));
    CHECK(station.seen.next<LegAnswered>()->second.called == Party{});
  }
  SUBCASE("what nobody can read") {
    peer.answer(station.invite, 200, sdp(50000), "peer", "P-Asserted-Identity: \"<<>\r\n");
    CHECK(station.seen.next<LegAnswered>()->second.called == Party{});
  }
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
  Calling station;
  Peer& peer = station.peer;
  peer.answer(station.invite, 183, sdp(50000));
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
  Calling station;
  Peer& peer = station.peer;
  if (ringing) {
    peer.answer(station.invite, 180);
    REQUIRE(station.seen.next<LegRinging>());
  }
  station.sip->hangup(station.leg);
  if (!ringing) {
    CHECK(peer.silent(200ms));
    peer.answer(station.invite, 180);
  }
  const auto cancel = peer.wait_request("CANCEL");
  REQUIRE(cancel);
  peer.answer(*cancel, 200);
  peer.answer(station.invite, answered_meanwhile ? 200 : 487, answered_meanwhile ? sdp() : "");
  CHECK(peer.wait_request("ACK"));
  if (answered_meanwhile) {
    const auto bye = peer.wait_request("BYE");
    REQUIRE(bye);
    peer.answer(*bye, 200);
  }
  CHECK(station.seen.pending() == 0);
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
