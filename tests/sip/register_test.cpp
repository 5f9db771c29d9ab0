// REGISTER: digest authentication, bindings and their life.
#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <thread>

using namespace tandem;
using namespace tandem::test;

namespace {

constexpr const char* aor = "anna@acme.example";

struct Office : Station {
  explicit Office(SofiaOptions options = {.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"}})
      : Station(std::move(options)) {
    book.add_device("anna", "acme.example", "Secret123");
    book.add_device("boris", "acme.example", "Other456x");
    start();
  }
};

Peer::Request registration(const Peer& peer, int cseq, const std::string& extra = "Expires: 300\r\n") {
  auto request = peer.request("REGISTER");
  request.uri = "sip:acme.example";
  request.to = "<sip:anna@acme.example>";
  request.cseq = cseq;
  request.extra = extra;
  return request;
}

// A REGISTER with the digest asked for; returns the last answer.
Message register_with(Peer& peer, Peer::Request request, Login login = {}) {
  request.branch.clear();
  peer.send(request);
  auto answer = peer.receive();
  REQUIRE(answer);
  if (answer->status != 401) return *answer;
  request.extra += authorization(*answer, login);
  ++request.cseq;
  peer.send(request);
  answer = peer.receive();
  REQUIRE(answer);
  return *answer;
}

}  // namespace

TEST_CASE("[SIP-35] a phone registers after a challenge for its account's domain, and the change is told once") {
  Office office;
  Peer phone(office.udp);
  auto request = registration(phone, 1, "Expires: 300\r\nUser-Agent: Phone 1.0\r\n");
  phone.send(request);
  const auto challenge = phone.receive();
  REQUIRE(challenge);
  REQUIRE(challenge->status == 401);
  CHECK(challenge->parameter("WWW-Authenticate", "realm") == "acme.example");
  CHECK_FALSE(office.sip->registered(aor));
  request.cseq = 2;
  request.extra += authorization(*challenge, {});
  phone.send(request);
  const auto answer = phone.receive();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("Contact") == phone.contact() + ";expires=300");
  CHECK(office.sip->registered(aor));
  CHECK(office.sip->registered("ANNA@acme.example"));
  const auto change = office.seen.next_registration();
  REQUIRE(change);
  CHECK(change->aor == aor);
  CHECK(change->registered);
  CHECK(change->contact == "udp:127.0.0.1:" + std::to_string(phone.port()));
  CHECK(change->user_agent == "Phone 1.0");

  // A refresh is no change.
  request.cseq = 3;
  request.extra = "Expires: 600\r\n" + authorization(*challenge, {.count = 2});
  phone.send(request);
  CHECK(phone.wait_status(200)->header("Contact") == phone.contact() + ";expires=600");
  CHECK_FALSE(office.seen.next_registration(100ms));
}

TEST_CASE("[SIP-19] user names are compared without case when a phone registers") {
  Office office;
  Peer phone(office.udp);
  auto request = registration(phone, 1);
  request.to = "<sip:ANNA@Acme.Example>";
  CHECK(register_with(phone, request).status == 200);
  CHECK(office.sip->registered(aor));
}

TEST_CASE("a wrong password is challenged again and then refused; an unknown user gets the same answers") {
  Office office;
  Peer phone(office.udp);
  std::vector<int> wrong, unknown;
  for (int i = 0; i < 4; ++i) {
    wrong.push_back(register_with(phone, registration(phone, 1 + 2 * i), {.password = "Wrong999"}).status);
    auto nobody = registration(phone, 1 + 2 * i);
    nobody.to = "<sip:nobody@acme.example>";
    unknown.push_back(register_with(phone, nobody, {.user = "nobody", .password = "Wrong999"}).status);
  }
  CHECK(wrong == std::vector<int>{401, 401, 403, 403});
  CHECK(unknown == wrong);
  CHECK_FALSE(office.sip->registered(aor));
  CHECK(office.lines->contains("wrong credentials for anna@acme.example from udp:127.0.0.1:"));
  // The right password still opens, whatever was tried before.
  CHECK(register_with(phone, registration(phone, 50)).status == 200);
}

TEST_CASE("one's own password does not open another's account") {
  Office office;
  Peer phone(office.udp);
  CHECK(register_with(phone, registration(phone, 1), {.user = "boris", .password = "Other456x"}).status != 200);
  CHECK_FALSE(office.sip->registered(aor));
}

TEST_CASE("a replayed nonce count is refused, a retransmission is answered again") {
  Office office;
  Peer phone(office.udp);
  auto request = registration(phone, 1);
  phone.send(request);
  const auto challenge = phone.receive();
  REQUIRE(challenge);
  request.cseq = 2;
  request.branch = "z9hG4bKsame" + request.call_id;
  request.extra += authorization(*challenge, {});
  phone.send(request);
  REQUIRE(phone.wait_status(200));
  phone.send(request);  // same transaction
  REQUIRE(phone.wait_status(200));
  Peer thief(office.udp);
  request.branch = "z9hG4bKother" + request.call_id;
  request.cseq = 3;
  thief.send(request);
  const auto answer = thief.receive();
  REQUIRE(answer);
  CHECK(answer->status == 401);
  CHECK(answer->header("WWW-Authenticate").find("stale=true") != std::string::npos);
}

TEST_CASE("digest without qop is accepted, once per nonce") {
  Office office;
  Peer phone(office.udp);
  auto request = registration(phone, 1);
  phone.send(request);
  const auto challenge = phone.receive();
  REQUIRE(challenge);
  const auto extra = request.extra;
  request.extra = extra + authorization(*challenge, {.qop = false});
  request.cseq = 2;
  phone.send(request);
  REQUIRE(phone.wait_status(200));
  request.cseq = 3;
  phone.send(request);
  REQUIRE(phone.wait_status(401));
}

TEST_CASE("an old nonce is refused as stale") {
  Office office({.listen = {"udp:127.0.0.1:0"}, .nonce_life = 1s});
  Peer phone(office.udp);
  auto request = registration(phone, 1);
  phone.send(request);
  const auto challenge = phone.receive();
  REQUIRE(challenge);
  std::this_thread::sleep_for(2200ms);
  request.cseq = 2;
  request.extra += authorization(*challenge, {});
  phone.send(request);
  const auto answer = phone.receive();
  REQUIRE(answer);
  REQUIRE(answer->status == 401);
  CHECK(answer->header("WWW-Authenticate").find("stale=true") != std::string::npos);
  request.cseq = 3;
  request.extra = authorization(*answer, {});
  phone.send(request);
  CHECK(phone.wait_status(200));
}

TEST_CASE("expiry: below 60 s is refused with 423, above the limit is cut, 0 removes") {
  Office office({.listen = {"udp:127.0.0.1:0"}, .max_expires = 120s});
  Peer phone(office.udp);
  const auto brief = register_with(phone, registration(phone, 1, "Expires: 59\r\n"));
  CHECK(brief.status == 423);
  CHECK(brief.header("Min-Expires") == "60");
  const auto cut = register_with(phone, registration(phone, 3, "Expires: 86400\r\n"));
  CHECK(cut.status == 200);
  CHECK(cut.header("Contact") == phone.contact() + ";expires=120");
  CHECK(office.seen.next_registration()->registered);
  const auto gone = register_with(phone, registration(phone, 5, "Expires: 0\r\n"));
  CHECK(gone.status == 200);
  CHECK(gone.header("Contact").empty());
  CHECK_FALSE(office.sip->registered(aor));
  CHECK_FALSE(office.seen.next_registration()->registered);
}

TEST_CASE("Contact: * removes every binding, but only with Expires 0") {
  Office office;
  Peer desk(office.udp), soft(office.udp);
  CHECK(register_with(desk, registration(desk, 1)).status == 200);
  const auto both = register_with(soft, registration(soft, 1));
  CHECK(both.raw.find(desk.contact()) != std::string::npos);
  CHECK(both.raw.find(soft.contact()) != std::string::npos);
  auto star = registration(desk, 10);
  star.contact = "*";
  CHECK(register_with(desk, star).status == 400);
  star.extra = "Expires: 0\r\n";
  star.cseq = 20;
  CHECK(register_with(desk, star).status == 200);
  CHECK_FALSE(office.sip->registered(aor));
}

TEST_CASE("a REGISTER that arrives out of order changes nothing") {
  Office office;
  Peer phone(office.udp);
  auto request = registration(phone, 10);
  CHECK(register_with(phone, request).status == 200);
  request.cseq = 4;
  request.extra = "Expires: 0\r\n";
  CHECK(register_with(phone, request).status == 500);
  CHECK(office.sip->registered(aor));
}

TEST_CASE("an account holds ten contacts at most") {
  Office office;
  Peer phone(office.udp);
  for (int i = 0; i < 11; ++i) {
    auto request = registration(phone, 1);
    request.contact = "<sip:line" + std::to_string(i) + "@127.0.0.1:" + std::to_string(phone.port()) + ">";
    CHECK(register_with(phone, request).status == (i < 10 ? 200 : 403));
  }
}

TEST_CASE("a call to a phone behind a translator goes where it registered from") {
  Office office;
  Peer phone(office.udp);
  auto request = registration(phone, 1);
  request.via_host = "10.0.0.7:5060";
  request.contact = "<sip:anna@10.0.0.7:5060>";
  CHECK(register_with(phone, request).status == 200);
  office.sip->invite({AccountId{1}, ToDevice{aor}, Party{"100", ""}, sdp()});
  const auto invite = phone.wait_request("INVITE");
  REQUIRE(invite);
  CHECK(invite->first == "INVITE sip:anna@10.0.0.7:5060 SIP/2.0");
  CHECK(invite->header("From").starts_with("<sip:100@acme.example>"));
}

TEST_CASE("rport: the answer goes to the port the request came from") {
  Office office;
  Peer peer(office.udp);
  auto options = peer.request("OPTIONS");
  options.via_host = "127.0.0.1:9";
  peer.send(options);
  const auto answer = peer.receive();
  REQUIRE(answer);
  CHECK(answer->header("Via").find("rport=" + std::to_string(peer.port())) != std::string::npos);
}

TEST_CASE("a phone on TCP is called over the connection it registered with") {
  Office office;
  Peer phone(office.tcp, Peer::Kind::tcp);
  auto request = registration(phone, 1);
  CHECK(register_with(phone, request).status == 200);
  const LegId leg = office.sip->invite({AccountId{1}, ToDevice{aor}, Party{"100", ""}, sdp()});
  const auto invite = phone.wait_request("INVITE");
  REQUIRE(invite);
  CHECK(invite->header("Contact").find(":" + std::to_string(office.tcp) + ";transport=tcp") != std::string::npos);
  phone.answer(*invite, 200, sdp(50000));
  REQUIRE(office.seen.next<LegAnswered>());
  REQUIRE(phone.wait_request("ACK"));
  office.sip->hangup(leg);
  const auto bye = phone.wait_request("BYE");
  REQUIRE(bye);
  phone.answer(*bye, 200);
}

TEST_CASE("a registered phone's call is challenged, and comes in as its account's") {
  Office office;
  Peer phone(office.udp);
  auto invite = phone.request("INVITE");
  invite.from = "<sip:Anna@acme.example>";
  invite.body = sdp();
  phone.send(invite);
  const auto challenge = phone.receive();
  REQUIRE(challenge);
  REQUIRE(challenge->status == 401);
  phone.ack(invite, *challenge);
  invite.cseq = 2;
  SUBCASE("Authorization") { invite.extra = authorization(*challenge, {.uri = invite.uri, .method = "INVITE"}); }
  SUBCASE("Proxy-Authorization") {
    invite.extra = "Proxy-" + authorization(*challenge, {.uri = invite.uri, .method = "INVITE"});
  }
  phone.send(invite);
  const auto call = office.seen.next<IncomingCall>();
  REQUIRE(call);
  CHECK(std::get<FromDevice>(call->second.origin).aor == aor);
}

TEST_CASE("[SIP-03] a phone whose TCP connection ends, and that is reached no other way, is told to be gone") {
  Office office;
  auto phone = std::make_unique<Peer>(office.tcp, Peer::Kind::tcp);
  REQUIRE(register_with(*phone, registration(*phone, 1)).status == 200);
  const auto here = office.seen.next_registration();
  REQUIRE(here);
  CHECK(here->registered);
  CHECK_FALSE(office.seen.next_registration(1500ms));  // the connection stands
  phone.reset();
  const auto gone = office.seen.next_registration(15s);
  REQUIRE(gone);
  CHECK(gone->aor == aor);
  CHECK_FALSE(gone->registered);
  CHECK_FALSE(office.sip->registered(aor));
}

TEST_CASE("a call in another account's name is refused") {
  Office office;
  Peer phone(office.udp);
  auto invite = phone.request("INVITE");
  invite.from = "<sip:boris@acme.example>";
  invite.body = sdp();
  phone.send(invite);
  const auto challenge = phone.receive();
  REQUIRE(challenge);
  invite.cseq = 2;
  invite.extra = authorization(*challenge, {.uri = invite.uri, .method = "INVITE"});
  phone.send(invite);
  const auto answer = phone.receive();
  REQUIRE(answer);
  CHECK(answer->status >= 401);
  CHECK_FALSE(office.seen.next<IncomingCall>(100ms));
}

TEST_CASE("[NET-04][NET-07] from where its account's policy does not admit it a phone neither registers nor calls nor rings") {
  Office office;
  Peer phone(office.udp);
  REQUIRE(register_with(phone, registration(phone, 1)).status == 200);
  office.book.close(true);
  CHECK(register_with(phone, registration(phone, 10)).status == 403);
  CHECK(office.lines->contains("not used from that address"));
  auto invite = phone.request("INVITE", "100");
  invite.uri = "sip:100@acme.example";
  invite.body = sdp();
  phone.send(invite);
  const auto challenge = phone.wait_status(401);
  REQUIRE(challenge);
  invite.extra += authorization(*challenge, {.uri = "sip:100@acme.example", .method = "INVITE"});
  invite.branch.clear();
  ++invite.cseq;
  phone.send(invite);
  CHECK(phone.wait_status(403));
  // Whoever registered before the policy changed is not called either.
  const LegId leg = office.sip->invite({.account = AccountId{1}, .to = ToDevice{aor}, .from = {"100", ""}, .sdp = sdp()});
  const auto failed = office.seen.next<LegFailed>();
  REQUIRE(failed);
  CHECK(failed->first == leg);
  CHECK(failed->second.status == 480);
  office.book.close(false);
  CHECK(register_with(phone, registration(phone, 20)).status == 200);
  office.sip->invite({.account = AccountId{1}, .to = ToDevice{aor}, .from = {"100", ""}, .sdp = sdp()});
  CHECK(phone.wait_request("INVITE"));
}
