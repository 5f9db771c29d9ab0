// Descriptions on the wire that make no sense, through the whole engine.
#include "engine/carrier.hpp"

using namespace tandem;
using namespace tandem::test;

namespace {

const std::string head = "v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\n";

const std::vector<std::pair<std::string, int>> bad_offers{
    {"nonsense", 400},
    {"v=1\r\n", 400},
    {head + "m=audio 99999999 RTP/AVP 8\r\n", 400},
    {head + "m=audio 40000 RTP/AVP\r\n", 400},
    {head + "m=application 9 TCP/MSRP @\r\n", 488},  // Sofia's own parser never comes back from this one
    {head + "m=video 40000 RTP/AVP 31\r\n", 488},
    {head + "m=audio 40000 RTP/AVP 3\r\n", 488},
    {"v=0\r\no=- 1 1 IN IP4 host.example\r\ns=-\r\nc=IN IP4\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n", 400},
    {std::string("v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=\0\r\n", 36), 400},
};

}  // namespace

TEST_CASE("an offer that makes no sense is refused, and the next call is served") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
  for (const auto& [sdp, status] : bad_offers) {
    CAPTURE(sdp);
    const LegId leg = carrier.sip().invite({.account = AccountId{1},
                                            .to = ToAddress{"74950000001", "127.0.0.1", port_of(engine)},
                                            .from = {"1", ""},
                                            .sdp = sdp});
    const auto failed = carrier.next<LegFailed>(leg);
    REQUIRE(failed);
    CHECK(failed->second.status == status);
  }
  const LegId leg = carrier.call("74950000001", port_of(engine));
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  carrier.sip().answer(arrived->first, Carrier::sdp());
  CHECK(carrier.next<LegAnswered>(leg));
  carrier.sip().hangup(leg);
  CHECK(eventually([&] { return engine.health().calls == 0; }));
}

TEST_CASE("a callee whose answer makes no sense is hung up, and the caller is let go") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
  for (const std::string& sdp :
       {std::string("nonsense"), head, head + "m=audio 40000 RTP/AVP 3\r\n", head + "m=application 9 TCP/MSRP @\r\n"}) {
    CAPTURE(sdp);
    const LegId leg = carrier.call("74950000001", port_of(engine));
    const auto arrived = carrier.next<IncomingCall>();
    REQUIRE(arrived);
    carrier.sip().answer(arrived->first, sdp);
    CHECK(carrier.next<LegHungUp>(arrived->first));
    CHECK(carrier.next<LegFailed>(leg));
  }
  CHECK(eventually([&] { return engine.health().calls == 0; }));
}
