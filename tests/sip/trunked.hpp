// Stations in the middle of something: with a trunk, called through it, having called through it.
#pragma once

#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>

namespace tandem::test {

/// A station with one trunk on loopback that may dial everything.
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

[[nodiscard]] inline Peer::Request invite_from(const Peer& peer) {
  auto invite = peer.request("INVITE");
  invite.branch = "z9hG4bKfixed" + invite.call_id;
  invite.body = sdp();
  return invite;
}

/// A peer's call has come in and waits for what the station does with it.
struct Called : Trunked {
  Called() {
    peer.send(invite);
    const auto call = seen.next<IncomingCall>();
    REQUIRE(call);
    leg = call->first;
  }
  /// The station answers: its 200, not acknowledged yet.
  Message answer(int port = 40000) {
    sip->answer(leg, sdp(port));
    const auto answer = peer.wait_status(200);
    REQUIRE(answer);
    return *answer;
  }

  Peer peer{udp};
  Peer::Request invite = invite_from(peer);
  LegId leg;
};

/// The station has called a peer, which has the INVITE before it.
struct Calling : Trunked {
  Calling() {
    leg = dial(peer);
    const auto request = peer.wait_request("INVITE");
    REQUIRE(request);
    invite = *request;
  }
  /// The peer's BYE in that dialog.
  [[nodiscard]] Peer::Request bye(int cseq) const {
    auto bye = peer.request("BYE");
    bye.call_id = invite.header("Call-ID");
    bye.from = "<sip:200@127.0.0.1>";
    bye.from_tag = "peer";
    bye.to = "<sip:100@127.0.0.1>";
    bye.to_tag = invite.tag("From");
    bye.cseq = cseq;
    return bye;
  }

  Peer peer{udp};
  LegId leg;
  Message invite;
};

}  // namespace tandem::test
