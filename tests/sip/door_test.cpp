// The door: OPTIONS, origins, refusals, malformed requests.
#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>

using namespace tandem;
using namespace tandem::test;

TEST_CASE("[TRK-76] OPTIONS is answered 200 with what is allowed and accepted") {
  Station station;
  station.start();
  Peer peer(station.udp);
  peer.send(peer.request("OPTIONS"));
  const auto answer = peer.receive();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("Allow").find("INVITE") != std::string::npos);
  CHECK(answer->header("Accept").find("application/sdp") != std::string::npos);
}

TEST_CASE("[TRK-75] a trunk's call needs no digest, and is known by its address") {
  Station station;
  station.book.add_trunk("carrier", "127.0.0.1", 0, "74950001122");
  station.start();
  Peer peer(station.udp);
  auto invite = peer.request("INVITE", "74950001122");
  invite.from = "\"Client \\\"X\\\"\" <sip:79161112233@carrier.example>";
  invite.body = sdp();
  peer.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  CHECK(std::get<FromTrunk>(call->second.origin).trunk == "carrier");
  CHECK(call->second.dialled == "74950001122");
  CHECK(call->second.from.number == "79161112233");
  CHECK(call->second.from.display == "Client \"X\"");
  CHECK(call->second.sdp == sdp());
  CHECK(peer.wait_status(100));
}

TEST_CASE("a known trunk dialling a number nobody has gets 404, an unknown peer 403") {
  Station station;
  station.book.add_trunk("carrier", "127.0.0.1", 0, "74950001122");
  station.start();
  Peer peer(station.udp);
  auto invite = peer.request("INVITE", "74959999999");
  invite.from = "<sip:79161112233@carrier.example>";
  invite.body = sdp();
  peer.send(invite);
  auto answer = peer.receive();
  REQUIRE(answer);
  CHECK(answer->status == 404);
  peer.ack(invite, *answer);

  Station other;
  other.start();
  Peer stranger(other.udp);
  auto knock = stranger.request("INVITE", "100");
  knock.from = "<sip:79161112233@carrier.example>";
  knock.body = sdp();
  stranger.send(knock);
  answer = stranger.receive();
  REQUIRE(answer);
  CHECK(answer->status == 403);
  CHECK(other.seen.pending() == 0);
  CHECK(other.lines->contains("refused INVITE from udp:127.0.0.1:"));
}
