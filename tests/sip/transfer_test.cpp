// REFER and Replaces on the wire, by a peer written by hand.
#include "sip/trunked.hpp"

using namespace tandem;
using namespace tandem::test;

namespace {

/// A call that was answered and acknowledged.
struct Talking : Called {
  Talking() : taken(answer()) { peer.ack(invite, taken); }
  Peer::Request refer(const std::string& to, int cseq = 2) {
    auto request = peer.next(invite, taken, "REFER", cseq);
    request.extra = "Refer-To: " + to + "\r\n";
    return request;
  }
  Message taken;
};

std::string fragment(const Message& notify) { return notify.body.substr(0, notify.body.find('\r')); }

}  // namespace

TEST_CASE("a REFER is taken, and its end told in NOTIFYs of the same dialog") {
  Talking station;
  Peer& peer = station.peer;
  peer.send(station.refer("<sip:%2B74951234567@tandem.example>"));
  const auto accepted = peer.wait_status(202);
  REQUIRE(accepted);
  const auto trying = peer.wait_request("NOTIFY");
  REQUIRE(trying);
  CHECK(fragment(*trying) == "SIP/2.0 100 Trying");
  CHECK(trying->header("Event") == "refer");
  CHECK(trying->header("Subscription-State").starts_with("active"));
  CHECK(trying->header("Call-ID") == station.invite.call_id);
  CHECK(trying->tag("To") == station.invite.from_tag);
  peer.answer(*trying, 200);
  const auto asked = station.seen.next<LegTransfer>();
  REQUIRE(asked);
  CHECK(asked->first == station.leg);
  CHECK(asked->second.target == "+74951234567");
  CHECK_FALSE(asked->second.replaces);

  // A second one while the first goes on is refused.
  peer.send(station.refer("<sip:102@tandem.example>", 3));
  CHECK(peer.wait_status(491));
  station.sip->report_transfer(station.leg, 486);
  const auto failed = peer.wait_request("NOTIFY");
  REQUIRE(failed);
  CHECK(fragment(*failed).starts_with("SIP/2.0 486"));
  CHECK(failed->header("Subscription-State").starts_with("terminated"));
  peer.answer(*failed, 200);
  station.sip->report_transfer(station.leg, 200);  // nothing is under way: not told
  CHECK(peer.silent(200ms));

  peer.send(station.refer("<sip:102@tandem.example>", 4));
  CHECK(peer.wait_status(202));
  REQUIRE(station.seen.next<LegTransfer>());
  station.sip->report_transfer(station.leg, 200);
  station.sip->hangup(station.leg);
  bool done = false;
  while (auto message = peer.receive()) {
    if (message->method == "NOTIFY") done = done || fragment(*message).starts_with("SIP/2.0 200");
    if (!message->method.empty()) peer.answer(*message, 200);
    if (message->method == "BYE") break;
  }
  CHECK(done);
}

TEST_CASE("a REFER to a telephone number by itself asks for that number") {
  Talking station;
  station.peer.send(station.refer("<tel:+74951234567>"));
  const auto asked = station.seen.next<LegTransfer>();
  REQUIRE(asked);
  CHECK(asked->second.target == "+74951234567");
}

TEST_CASE("a REFER before the answer, or to nothing that can be called, is refused") {
  Talking station;
  Peer& peer = station.peer;
  auto request = peer.next(station.invite, station.taken, "REFER", 2);
  peer.send(request);
  CHECK(peer.wait_status(400));
  peer.send(station.refer("<mailto:anna@acme.example>", 3));
  CHECK(peer.wait_status(400));
  CHECK_FALSE(station.seen.next<LegTransfer>(100ms));
}

TEST_CASE("[DEF-58] a REFER with Replaces names the peer's other call") {
  Talking station;
  Peer& peer = station.peer;
  // The peer's second call.
  auto second = invite_from(peer);
  second.from_tag = "second";
  peer.send(second);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  const auto taken = peer.wait_status(200);
  REQUIRE(taken);
  peer.ack(second, *taken);

  const auto replaces = [&](const std::string& call_id) {
    return "<sip:200@127.0.0.1?Replaces=" + call_id + "%3Bto-tag%3D" + taken->tag("To") + "%3Bfrom-tag%3Dsecond>";
  };
  peer.send(station.refer(replaces("nobody")));
  CHECK(peer.wait_status(481));
  peer.send(station.refer(replaces(second.call_id), 3));
  CHECK(peer.wait_status(202));
  const auto asked = station.seen.next<LegTransfer>();
  REQUIRE(asked);
  CHECK(asked->first == station.leg);
  CHECK(asked->second.replaces == call->first);
}

TEST_CASE("[LIM-17] an INVITE with Replaces names a leg that rings, and one that names none of ours is refused") {
  Calling station;
  Peer& peer = station.peer;
  peer.answer(station.invite, 180, {}, "peer");
  REQUIRE(station.seen.next<LegRinging>());
  auto invite = invite_from(peer);
  const std::string tags = ";to-tag=" + station.invite.tag("From") + ";from-tag=peer;early-only\r\n";
  invite.extra = "Require: replaces\r\nReplaces: nobody" + tags;
  peer.send(invite);
  CHECK(peer.wait_status(481));
  invite = invite_from(peer);
  invite.extra = "Require: replaces\r\nReplaces: " + station.invite.header("Call-ID") + tags;
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  CHECK(call->second.replaces == station.leg);
}

TEST_CASE("[DEF-09] who passed a call on stands in its INVITE") {
  Trunked station;
  Peer peer{station.udp};
  OutgoingCall call{AccountId{1}, ToAddress{"200", "127.0.0.1", peer.port(), Transport::udp}, Party{"79161234567", ""},
                    sdp()};
  call.redirecting = {"101", "Anna \"A\" Orlova"};
  station.sip->invite(call);
  const auto invite = peer.wait_request("INVITE");
  REQUIRE(invite);
  CHECK(invite->header("Diversion").find("<sip:101@") != std::string::npos);
  CHECK(invite->header("From").find("79161234567") != std::string::npos);
}
