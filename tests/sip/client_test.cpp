// The client's side: registering at somebody else's registrar, and calls to peers that ask who we are.
#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include <array>

using namespace tandem;
using namespace tandem::test;

namespace {

constexpr const char* aor = "anna@acme.example";

/// Our server, and our client in the part of anna's phone.
struct Pair {
  Pair() {
    server.book.add_device("anna", "acme.example", "Secret123");
    server.start();
    phone.book.add_trunk("office", "127.0.0.1", 0, "");
    phone.start();
  }
  ClientRegistration registration(const std::string& password = "Secret123", Transport transport = Transport::udp) {
    return {.account = AccountId{7},
            .aor = aor,
            .registrar = {.host = "127.0.0.1",
                          .port = transport == Transport::tcp ? server.tcp : server.udp,
                          .transport = transport},
            .credentials = {"anna", password}};
  }
  OutgoingCall call(const std::string& password) {
    return {.account = AccountId{7},
            .to = ToAddress{"200", "127.0.0.1", server.udp},
            .from = {"anna", "Anna"},
            .sdp = sdp(),
            .from_domain = "acme.example",
            .credentials = Credentials{"anna", password}};
  }

  Station server;
  Station phone;
};

/// Our client, and a registrar written by hand.
struct Hand {
  Hand() : peer((phone.start(), phone.udp)) {}
  void ask(std::chrono::seconds expires = 300s) {
    REQUIRE(phone.sip->register_at(
        {AccountId{7}, aor, {.host = "127.0.0.1", .port = peer.port()}, {"anna", "Secret123"}, expires}));
  }
  Message take(const std::string& method = "REGISTER", std::chrono::milliseconds patience = 3s) {
    const auto request = peer.wait_request(method, patience);
    REQUIRE(request);
    return *request;
  }
  void grant(const Message& request, const std::string& expires) {
    peer.answer(request, 200, {}, "reg", "Contact: " + request.header("Contact") + ";expires=" + expires + "\r\n");
  }

  Station phone;
  Peer peer;
};

std::string hash(const std::string& text, const EVP_MD* kind) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, kind, nullptr);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 15];
  }
  return hex;
}

std::string expected(const Message& request, const std::string& header, const EVP_MD* kind) {
  const auto p = [&](const std::string& name) { return request.parameter(header, name); };
  const auto ha1 = hash("anna:" + p("realm") + ":Secret123", kind);
  const auto ha2 = hash(request.method + ":" + p("uri"), kind);
  if (p("qop").empty()) return hash(ha1 + ":" + p("nonce") + ":" + ha2, kind);
  return hash(ha1 + ":" + p("nonce") + ":" + p("nc") + ":" + p("cnonce") + ":" + p("qop") + ":" + ha2, kind);
}

}  // namespace

TEST_CASE("our client registers at our server, over UDP and TCP, and takes it back") {
  for (const auto transport : {Transport::udp, Transport::tcp}) {
    CAPTURE(static_cast<int>(transport));
    Pair pair;
    REQUIRE(pair.phone.sip->register_at(pair.registration("Secret123", transport)));
    CHECK(pair.phone.seen.next_client_status() == 200);
    CHECK(pair.server.sip->registered(aor));
    pair.phone.sip->unregister_at(AccountId{8}, aor);  // another account's
    pair.phone.sip->unregister_at(AccountId{7}, aor);
    REQUIRE(pair.server.seen.next_registration()->registered);
    const auto gone = pair.server.seen.next_registration();
    REQUIRE(gone);
    CHECK_FALSE(gone->registered);
    CHECK_FALSE(pair.phone.seen.next_client_status(100ms));
  }
}

TEST_CASE("a wrong password is told, and put right by the same AOR again") {
  Pair pair;
  REQUIRE(pair.phone.sip->register_at(pair.registration("Wrong123")));
  CHECK(pair.phone.seen.next_client_status() == 401);
  CHECK_FALSE(pair.server.sip->registered(aor));
  REQUIRE(pair.phone.sip->register_at(pair.registration()));
  CHECK(pair.phone.seen.next_client_status() == 200);
  CHECK(pair.server.sip->registered(aor));
}

TEST_CASE("a stop takes the registration back") {
  Pair pair;
  REQUIRE(pair.phone.sip->register_at(pair.registration()));
  CHECK(pair.phone.seen.next_client_status() == 200);
  pair.phone.sip->stop();
  CHECK_FALSE(pair.server.sip->registered(aor));
}

TEST_CASE("a call to the registered account reaches the client's contact") {
  Pair pair;
  REQUIRE(pair.phone.sip->register_at(pair.registration()));
  REQUIRE(pair.phone.seen.next_client_status() == 200);
  const auto leg =
      pair.server.sip->invite({.account = AccountId{1}, .to = ToDevice{aor}, .from = {"200", ""}, .sdp = sdp()});
  const auto call = pair.phone.seen.next<IncomingCall>();
  REQUIRE(call);
  CHECK(call->second.dialled == "anna");
  CHECK(call->second.from.number == "200");
  pair.phone.sip->answer(call->first, sdp());
  CHECK(pair.server.seen.next<LegAnswered>());
  pair.server.sip->hangup(leg);
  CHECK(pair.phone.seen.next<LegHungUp>());
}

TEST_CASE("a call with credentials passes a door that asks, and its BYE does, too") {
  Pair pair;
  const auto leg = pair.phone.sip->invite(pair.call("Secret123"));
  const auto call = pair.server.seen.next<IncomingCall>();
  REQUIRE(call);
  REQUIRE(std::holds_alternative<FromDevice>(call->second.origin));
  CHECK(std::get<FromDevice>(call->second.origin).aor == aor);
  CHECK(call->second.sdp == sdp());
  pair.server.sip->answer(call->first, sdp());
  CHECK(pair.phone.seen.next<LegAnswered>());
  pair.phone.sip->hangup(leg);
  CHECK(pair.server.seen.next<LegHungUp>());

  (void)pair.phone.sip->invite(pair.call("Wrong123"));
  const auto failed = pair.phone.seen.next<LegFailed>();
  REQUIRE(failed);
  CHECK(failed->second.status == 401);
}

TEST_CASE("a registration is refreshed before it ends, with the same nonce and a rising count") {
  Hand hand;
  hand.ask();
  auto request = hand.take();
  CHECK(request.first == "REGISTER sip:acme.example SIP/2.0");
  CHECK(request.header("Expires") == "300");
  CHECK(request.header("Contact").starts_with("<sip:anna@127.0.0.1:"));
  const auto call_id = request.header("Call-ID");
  hand.peer.answer(request, 401, {}, "reg",
                   "WWW-Authenticate: Digest realm=\"acme\", nonce=\"n1\", opaque=\"o\", qop=\"auth-int,auth\"\r\n");
  request = hand.take();
  CHECK(request.parameter("Authorization", "nc") == "00000001");
  CHECK(request.parameter("Authorization", "opaque") == "o");
  CHECK(request.parameter("Authorization", "response") == expected(request, "Authorization", EVP_md5()));
  hand.grant(request, "2");
  CHECK(hand.phone.seen.next_client_status() == 200);
  const auto before = std::chrono::steady_clock::now();
  request = hand.take();
  CHECK(std::chrono::steady_clock::now() - before < 6s);
  CHECK(request.header("Call-ID") == call_id);
  CHECK(request.header("CSeq").substr(0, 2) != "1 ");
  CHECK(request.parameter("Authorization", "nc") == "00000002");
  CHECK(request.parameter("Authorization", "response") == expected(request, "Authorization", EVP_md5()));
  // The old nonce is refused once: that is no failure.
  hand.peer.answer(request, 401, {}, "reg", "WWW-Authenticate: Digest realm=\"acme\", nonce=\"n2\"\r\n");
  request = hand.take();
  CHECK(request.parameter("Authorization", "nonce") == "n2");
  CHECK(request.parameter("Authorization", "response") == expected(request, "Authorization", EVP_md5()));
  hand.grant(request, "300");
  CHECK_FALSE(hand.phone.seen.next_client_status(100ms));  // it held all the time
}

TEST_CASE("of several challenges the first that can be answered is taken: SHA-256, 407") {
  Hand hand;
  hand.ask();
  auto request = hand.take();
  hand.peer.answer(request, 407, {}, "reg",
                   "Proxy-Authenticate: Digest realm=\"a\", nonce=\"x\", algorithm=SHA-512-256, qop=\"auth\"\r\n"
                   "Proxy-Authenticate: Digest realm=\"a\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"\r\n"
                   "Proxy-Authenticate: Digest realm=\"a\", nonce=\"m\", algorithm=MD5, qop=\"auth\"\r\n");
  request = hand.take();
  CHECK(request.parameter("Proxy-Authorization", "algorithm") == "SHA-256");
  CHECK(request.parameter("Proxy-Authorization", "nonce") == "n");
  CHECK(request.parameter("Proxy-Authorization", "response") == expected(request, "Proxy-Authorization", EVP_sha256()));
}

TEST_CASE("a registrar that wants a longer time gets it; one that fails is asked again later and later") {
  Hand hand;
  hand.ask(60s);
  auto request = hand.take();
  hand.peer.answer(request, 423, {}, "reg", "Min-Expires: 900\r\n");
  request = hand.take();
  CHECK(request.header("Expires") == "900");
  hand.peer.answer(request, 500);
  CHECK(hand.phone.seen.next_client_status() == 500);
  hand.peer.answer(hand.take(), 500);
  const auto before = std::chrono::steady_clock::now();
  request = hand.take("REGISTER", 4s);
  CHECK(std::chrono::steady_clock::now() - before >= 1s);
  hand.grant(request, "900");
  CHECK(hand.phone.seen.next_client_status() == 200);
}

TEST_CASE("an INVITE is challenged once, twice only if the nonce was stale; the ACK carries its credentials") {
  Hand hand;
  const auto call = [&] {
    return hand.phone.sip->invite({.account = AccountId{7},
                                   .to = ToAddress{"100", "127.0.0.1", hand.peer.port()},
                                   .from = {"anna", ""},
                                   .sdp = sdp(),
                                   .credentials = Credentials{"anna", "Secret123"}});
  };
  const std::string challenge = "Proxy-Authenticate: Digest realm=\"a\", qop=\"auth\", nonce=";
  const auto leg = call();
  const auto first = hand.take("INVITE");
  hand.peer.answer(first, 407, {}, "p", challenge + "\"1\"\r\n");
  auto again = hand.take("INVITE");
  CHECK(again.header("Call-ID") == first.header("Call-ID"));
  CHECK(again.tag("From") == first.tag("From"));
  CHECK(again.header("CSeq") != first.header("CSeq"));
  CHECK(again.body == sdp());
  hand.peer.answer(again, 407, {}, "p", challenge + "\"2\", stale=true\r\n");
  again = hand.take("INVITE");
  CHECK(again.parameter("Proxy-Authorization", "nonce") == "2");
  CHECK(again.parameter("Proxy-Authorization", "response") == expected(again, "Proxy-Authorization", EVP_md5()));
  hand.peer.answer(again, 200, sdp(), "p", "Contact: " + hand.peer.contact() + "\r\n");
  CHECK(hand.phone.seen.next<LegAnswered>());
  auto ack = hand.take("ACK");
  while (ack.header("CSeq").substr(0, ack.header("CSeq").find(' ')) !=
         again.header("CSeq").substr(0, again.header("CSeq").find(' ')))
    ack = hand.take("ACK");
  CHECK(ack.header("Proxy-Authorization") == again.header("Proxy-Authorization"));
  hand.phone.sip->hangup(leg);
  auto bye = hand.take("BYE");
  CHECK(bye.parameter("Proxy-Authorization", "nc") == "00000002");
  CHECK(bye.parameter("Proxy-Authorization", "response") == expected(bye, "Proxy-Authorization", EVP_md5()));
  hand.peer.answer(bye, 407, {}, "p", challenge + "\"9\"\r\n");
  bye = hand.take("BYE");
  CHECK(bye.parameter("Proxy-Authorization", "nonce") == "9");
  hand.peer.answer(bye, 200);

  (void)call();
  hand.peer.answer(hand.take("INVITE"), 407, {}, "p", challenge + "\"3\"\r\n");
  hand.peer.answer(hand.take("INVITE"), 407, {}, "p", challenge + "\"4\"\r\n");
  const auto failed = hand.phone.seen.next<LegFailed>();
  REQUIRE(failed);
  CHECK(failed->second.status == 407);
}
