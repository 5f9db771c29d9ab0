// What RFC 3261's 32 s decide. Real time: both stories run at once.
#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>

using namespace tandem;
using namespace tandem::test;

TEST_CASE("an ACK that never comes ends the call with BYE, an INVITE nobody answers fails with 408") {
  Station station;
  station.book.add_trunk("carrier", "127.0.0.1", 0, "");
  station.start();
  Peer caller(station.udp), deaf(station.udp);
  auto invite = caller.request("INVITE");
  invite.body = sdp();
  caller.send(invite);
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->answer(call->first, sdp());
  const LegId out =
      station.sip->invite({AccountId{1}, ToAddress{"1", "127.0.0.1", deaf.port()}, Party{"2", ""}, sdp()});
  const auto end = station.seen.next<LegHungUp>(40s);
  REQUIRE(end);
  CHECK(end->first == call->first);
  CHECK(end->second.reason == "ack timeout");
  CHECK(caller.wait_request("BYE"));
  const auto failed = station.seen.next<LegFailed>(40s);
  REQUIRE(failed);
  CHECK(failed->first == out);
  CHECK(failed->second.status == 408);
}
