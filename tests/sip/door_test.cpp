// The door: OPTIONS, origins, refusals, malformed requests.
#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <thread>

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

TEST_CASE("requests the door does not take") {
  Station station;
  station.book.add_trunk("carrier", "127.0.0.1", 0, "");
  station.start();
  Peer peer(station.udp);
  struct Row {
    const char* method;
    const char* extra;
    const char* to_tag;
    const char* type;
    const char* body;
    int status;
  };
  const Row rows[] = {
      {"MESSAGE", "", "", "text/plain", "hello", 405},
      {"PUBLISH", "", "", "", "", 405},
      {"REFER", "", "", "", "", 405},
      {"NONSENSE", "", "", "", "", 405},
      {"SUBSCRIBE", "Event: presence\r\n", "", "", "", 489},
      {"INFO", "", "", "", "", 481},
      {"UPDATE", "", "", "", "", 481},
      {"BYE", "", "nobody", "", "", 481},
      {"BYE", "", "", "", "", 481},
      {"CANCEL", "", "", "", "", 481},
      {"INVITE", "", "nobody", "", "", 481},
      {"INVITE", "Require: 100rel\r\n", "", "", "", 420},
      {"OPTIONS", "Require: nothing-we-know\r\n", "", "", "", 420},
      {"INVITE", "", "", "multipart/mixed;boundary=x", "--x\r\n--x--\r\n", 415},
      {"INVITE", "", "", "text/plain", "hello", 415},
      {"INVITE", "Content-Encoding: gzip\r\n", "", "application/sdp", "zzzz", 415},
  };
  for (const Row& row : rows) {
    auto request = peer.request(row.method);
    request.extra = row.extra;
    request.to_tag = row.to_tag;
    request.type = row.type;
    request.body = row.body;
    peer.send(request);
    const auto answer = peer.receive();
    REQUIRE_MESSAGE(answer, row.method);
    CHECK_MESSAGE(answer->status == row.status, row.method << " " << row.extra);
    if (row.status == 420) CHECK_FALSE(answer->header("Unsupported").empty());
    if (row.status == 405) CHECK(answer->header("Allow").find("INVITE") != std::string::npos);
  }
  CHECK(station.seen.pending() == 0);
}

TEST_CASE("an INVITE whose hops are used up gets 483") {
  Station station;
  station.book.add_trunk("carrier", "127.0.0.1", 0, "");
  station.start();
  Peer peer(station.udp);
  auto invite = peer.request("INVITE");
  invite.body = sdp();
  auto text = peer.text(invite);
  text.replace(text.find("Max-Forwards: 70"), 16, "Max-Forwards: 0 ");
  peer.send(text);
  CHECK(peer.wait_status(483));
}

TEST_CASE("broken datagrams get 400 or silence, and hurt nobody") {
  Station station;
  station.book.add_trunk("carrier", "127.0.0.1", 0, "");
  station.book.add_device("anna", "acme.example", "Secret123");
  station.start();
  Peer peer(station.udp);
  const auto text = [&] {
    auto whole = peer.request("INVITE");
    whole.body = sdp();
    return peer.text(whole);
  };
  const auto with = [&](const std::string& what, const std::string& instead) {
    auto result = text();
    const auto at = result.find(what);
    REQUIRE(at != std::string::npos);
    return result.replace(at, what.size(), instead);
  };
  std::string no_call_id = text();
  const auto at = no_call_id.find("Call-ID:");
  no_call_id.erase(at, no_call_id.find("\r\n", at) + 2 - at);
  struct Row {
    std::string text;
    int status;  // 0: silence
  };
  const Row rows[] = {
      {"", 0},
      {"\r\n\r\n", 0},
      {"garbage", 0},
      {std::string(3000, 'x'), 0},
      {std::string(100, '\0'), 0},
      {"INVITE", 0},
      {"INVITE sip:100@127.0.0.1 SIP/2.0\r\n\r\n", 0},
      {text().substr(0, 60), 0},
      {with("CSeq: 1 INVITE", "CSeq: x INVITE"), 400},
      {with("CSeq: 1 INVITE", "CSeq: 1 OPTIONS"), 400},
      {with("From: <sip:anna@acme.example>", "From: <<<<>"), 400},
      {with("From: <sip:anna@acme.example>", "From: <mailto:anna@acme.example>"), 400},
      {with("SIP/2.0\r\n", "SIP/9.0\r\n"), 505},
      {with("INVITE sip:100@", "INVITE http://100@"), 416},
      {with("INVITE sip:100@127.0.0.1", "INVITE sip:@:::"), 0},
      {with("Contact: <", "Contact: >"), 400},
      {with("Contact: <sip:", "Contact: <mailto:"), 400},
      {no_call_id, 400},
      {"SIP/2.0 200 OK\r\n\r\n", 0},
      {with("Via: SIP/2.0/UDP", "Via: nonsense"), 0},
  };
  for (const Row& row : rows) {
    peer.send(row.text);
    const auto answer = peer.receive(row.status ? 1000ms : 60ms);
    const auto status = answer ? answer->status : 0;
    CHECK_MESSAGE((row.status == 0 ? status == 0 || status == 400 : status == row.status),
                  "got " << status << " not " << row.status << " for: " << row.text.substr(0, 200));
  }
  CHECK(station.seen.pending() == 0);
  peer.send(peer.request("OPTIONS"));
  CHECK(peer.wait_status(200));
}

TEST_CASE("while the lag stays past its limit the door refuses new calls, over UDP and TCP, and calls go on") {
  Station station({.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"}, .max_lag = 100ms});
  station.book.add_trunk("carrier", "127.0.0.1", 0, "");
  station.start();
  Peer peer(station.udp);
  Peer stream(station.tcp, Peer::Kind::tcp);
  const auto admitted = [](Peer& from) {
    auto invite = from.request("INVITE");
    invite.body = sdp();
    from.send(invite);
    const auto answer = from.receive();
    REQUIRE(answer);
    if (answer->status == 503) {
      const int seconds = std::atoi(answer->header("Retry-After").c_str());
      CHECK(seconds >= 2);
      CHECK(seconds <= 5);
      CHECK(answer->header("Via").starts_with("SIP/2.0/" + from.transport() +
                                              " 127.0.0.1:" + std::to_string(from.port())));
      CHECK(answer->header("Call-ID") == invite.call_id);
      CHECK_FALSE(answer->tag("To").empty());
      from.ack(invite, *answer);
    }
    return answer->status == 100;
  };
  CHECK(admitted(peer));
  const auto call = station.seen.next<IncomingCall>();
  REQUIRE(call);
  station.sip->report_lag(150ms);
  CHECK(admitted(peer));  // it may be a stall
  std::this_thread::sleep_for(200ms);
  CHECK_FALSE(admitted(stream));
  CHECK_FALSE(admitted(peer));
  // A repeated INVITE is refused like the first, also when there is room again.
  auto invite = peer.request("INVITE");
  invite.body = sdp();
  invite.branch = "z9hG4bKagain";
  peer.send(invite);
  const auto first = peer.wait_status(503);
  REQUIRE(first);
  // Calls in progress go on.
  station.sip->ring(call->first);
  CHECK(peer.wait_status(180));
  station.sip->report_lag({});
  peer.send(invite);
  CHECK(peer.wait_status(503));
  std::this_thread::sleep_for(300ms);
  CHECK(admitted(peer));
  CHECK(admitted(stream));
}

TEST_CASE("an address that is taken is named in the error") {
  Station first({.listen = {"udp:127.0.0.1:0"}});
  first.start();
  const auto address = "udp:127.0.0.1:" + std::to_string(first.udp);
  const auto second = sofia_signaling({.listen = {address}});
  const auto started = second->start(first.seen, first.book);
  REQUIRE_FALSE(started);
  CHECK(started.error().code == errc::network);
  CHECK(started.error().message.find(address) != std::string::npos);
  first.sip->stop();
  CHECK(second->start(first.seen, first.book).has_value());
  second->stop();
  const auto wrong = sofia_signaling({.listen = {"sctp:127.0.0.1:1"}});
  const auto refused = wrong->start(first.seen, first.book);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::invalid_argument);
}

TEST_CASE("two engines in one process call each other") {
  Station a, b;
  a.book.add_trunk("b", "127.0.0.1", 0, "");
  b.book.add_trunk("a", "127.0.0.1", 0, "");
  a.start();
  b.start();
  const LegId out = a.sip->invite({AccountId{1}, ToAddress{"100", "127.0.0.1", b.udp}, Party{"1", "A"}, sdp()});
  const auto call = b.seen.next<IncomingCall>();
  REQUIRE(call);
  b.sip->answer(call->first, sdp(50000));
  REQUIRE(a.seen.next<LegAnswered>());
  a.sip->hangup(out);
  CHECK(b.seen.next<LegHungUp>());
  const LegId back = b.sip->invite({AccountId{1}, ToAddress{"100", "127.0.0.1", a.udp}, Party{"1", ""}, sdp()});
  const auto other = a.seen.next<IncomingCall>();
  REQUIRE(other);
  // Stopping one ends its calls.
  b.sip->stop();
  CHECK(a.seen.next<LegHungUp>());
  static_cast<void>(back);
}
