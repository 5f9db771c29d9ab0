// A call to an account rings every phone of it.
#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <doctest/doctest.h>

using namespace tandem;
using namespace tandem::test;

namespace {

void enlist(Peer& phone) {
  auto request = phone.request("REGISTER");
  request.uri = "sip:acme.example";
  request.to = "<sip:anna@acme.example>";
  phone.send(request);
  const auto challenge = phone.receive();
  REQUIRE(challenge);
  request.cseq = 2;
  request.extra = authorization(*challenge, {});
  phone.send(request);
  REQUIRE(phone.wait_status(200));
}

struct TwoPhones : Station {
  TwoPhones() {
    book.add_device("anna", "acme.example", "Secret123");
    start();
    desk.emplace(udp);
    soft.emplace(udp);
    enlist(*desk);
    enlist(*soft);
    leg = sip->invite({AccountId{1}, ToDevice{"anna@acme.example"}, Party{"100", ""}, sdp()});
    desk_invite = desk->wait_request("INVITE");
    soft_invite = soft->wait_request("INVITE");
    REQUIRE(desk_invite);
    REQUIRE(soft_invite);
  }
  std::optional<Peer> desk, soft;
  std::optional<Message> desk_invite, soft_invite;
  LegId leg;
};

}  // namespace

TEST_CASE("the first phone to answer takes the call, the other stops ringing") {
  TwoPhones home;
  home.desk->answer(*home.desk_invite, 180);
  home.soft->answer(*home.soft_invite, 180);
  REQUIRE(home.seen.next<LegRinging>());
  home.soft->answer(*home.soft_invite, 200, sdp(50000));
  REQUIRE(home.seen.next<LegAnswered>());
  CHECK(home.soft->wait_request("ACK"));
  const auto cancel = home.desk->wait_request("CANCEL");
  REQUIRE(cancel);
  CHECK(cancel->header("Reason").find("cause=200") != std::string::npos);
  home.desk->answer(*cancel, 200);
  SUBCASE("it had not answered") {
    home.desk->answer(*home.desk_invite, 487);
    CHECK(home.desk->wait_request("ACK"));
  }
  SUBCASE("it had answered too: acknowledged and hung up") {
    home.desk->answer(*home.desk_invite, 200, sdp(50002));
    CHECK(home.desk->wait_request("ACK"));
    const auto bye = home.desk->wait_request("BYE");
    REQUIRE(bye);
    home.desk->answer(*bye, 200);
  }
  CHECK(home.seen.pending() == 0);
  home.sip->hangup(home.leg);
  CHECK(home.soft->wait_request("BYE"));
}

TEST_CASE("when all phones refuse, the best status stands") {
  TwoPhones home;
  SUBCASE("the lowest class") {
    home.desk->answer(*home.desk_invite, 503);
    CHECK_FALSE(home.seen.next<LegFailed>(100ms));
    home.soft->answer(*home.soft_invite, 486);
    CHECK(home.seen.next<LegFailed>()->second.status == 486);
  }
  SUBCASE("a global refusal stops the rest") {
    home.soft->answer(*home.soft_invite, 180);
    home.desk->answer(*home.desk_invite, 603);
    const auto cancel = home.soft->wait_request("CANCEL");
    REQUIRE(cancel);
    home.soft->answer(*cancel, 200);
    home.soft->answer(*home.soft_invite, 487);
    CHECK(home.seen.next<LegFailed>()->second.status == 603);
  }
}

TEST_CASE("hanging up stops every phone") {
  TwoPhones home;
  home.desk->answer(*home.desk_invite, 180);
  home.soft->answer(*home.soft_invite, 180);
  REQUIRE(home.seen.next<LegRinging>());
  home.sip->hangup(home.leg);
  CHECK(home.desk->wait_request("CANCEL"));
  CHECK(home.soft->wait_request("CANCEL"));
}
