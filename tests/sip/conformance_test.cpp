// The port's conformance suite over two SIP engines on loopback.
#include "conformance/signaling.hpp"

#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <thread>

using namespace tandem;
using namespace tandem::test;

namespace {

std::uint16_t udp_port(const Signaling& port) {
  const auto address = port.listening().front();
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

struct Two {
  explicit Two(const std::string& protocol) {
    book.add_trunk("other", "127.0.0.1", 0, "");
    a = sofia_signaling({.listen = {protocol + ":127.0.0.1:0"}});
    b = sofia_signaling({.listen = {protocol + ":127.0.0.1:0"}});
    REQUIRE(a->start(a_seen, book).has_value());
    REQUIRE(b->start(b_seen, book).has_value());
  }
  ~Two() {
    a->stop();
    b->stop();
  }
  Book book;
  conformance::RecordingSink a_seen, b_seen;
  std::shared_ptr<Signaling> a, b;
};

void check_over(const std::string& protocol, Transport transport) {
  Two two(protocol);
  conformance::SignalingPair pair{
      *two.a,
      two.a_seen,
      *two.b,
      two.b_seen,
      [&](std::string sdp) {
        return OutgoingCall{AccountId{1}, ToAddress{"100", "127.0.0.1", udp_port(*two.b), transport}, Party{"200", "A"},
                            std::move(sdp)};
      },
      {AccountId{1}, ToDevice{"nobody@acme.example"}, Party{"200", "A"}, conformance::offer},
      {"", "127.0.0.1", 9, transport},
      [] { std::this_thread::sleep_for(80ms); }};
  conformance::check_signaling(pair);
}

}  // namespace

TEST_CASE("the signaling port behaves as every implementation must, over UDP and TCP") {
  SUBCASE("UDP") { check_over("udp", Transport::udp); }
  SUBCASE("TCP") { check_over("tcp", Transport::tcp); }
}

TEST_CASE("re-offers behave as in every implementation") {
  Book book;
  book.add_trunk("peer", "127.0.0.1", 0, "");
  conformance::RecordingSink seen;
  const auto port = sofia_signaling({.listen = {"udp:127.0.0.1:0"}});
  REQUIRE(port->start(seen, book).has_value());
  Peer peer(udp_port(*port));
  auto invite = peer.request("INVITE");
  invite.branch = "z9hG4bKfirst" + invite.call_id;
  invite.body = conformance::offer;
  peer.send(invite);
  REQUIRE(peer.wait_status(100));
  std::this_thread::sleep_for(30ms);
  port->answer(conformance::only<IncomingCall>(seen).first, conformance::reply);
  const auto answer = peer.wait_status(200);
  REQUIRE(answer);
  peer.ack(invite, *answer);
  int cseq = 1;
  Peer::Request again;
  conformance::Reoffering harness{*port, seen,
                                  [&](std::string sdp) {
                                    again = peer.next(invite, *answer, "INVITE", ++cseq);
                                    again.branch = "z9hG4bKnext" + std::to_string(cseq) + invite.call_id;
                                    again.body = std::move(sdp);
                                    peer.send(again);
                                  },
                                  [&]() -> std::variant<std::string, int> {
                                    for (auto message = peer.receive(); message; message = peer.receive()) {
                                      if (message->status < 200) continue;
                                      peer.ack(again, *message);
                                      if (message->status == 200) return message->body;
                                      return message->status;
                                    }
                                    return 0;
                                  },
                                  [] { std::this_thread::sleep_for(80ms); }};
  conformance::check_reoffers(harness);
  port->stop();
}
