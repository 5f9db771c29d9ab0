// The codecs of a trunk, in the offers and answers of its calls through the whole engine.
#include "sip/pbx.hpp"

using namespace tandem;
using namespace tandem::test;

namespace {

/// An offer or answer of these formats; those of dynamic numbers are described.
std::string formats(const std::string& list) {
  return fmt::format(
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP {}\r\n"
      "a=rtpmap:107 opus/48000/2\r\na=rtpmap:18 G729/8000\r\na=rtpmap:110 telephone-event/48000\r\n"
      "a=rtpmap:101 telephone-event/8000\r\n",
      list);
}
const std::string all = formats("18 107 0 8 110 101");

std::vector<std::string> named_in(const std::string& sdp) {
  std::vector<std::string> found;
  for (const char* name : {"opus/48000/2", "G729", "PCMA", "PCMU", "telephone-event/48000", "telephone-event/8000"}) {
    if (sdp.find(name) != std::string::npos) found.emplace_back(name);
  }
  return found;
}
using Names = std::vector<std::string>;

/// Calls come by the trunk "in" and go on by the trunk "out".
struct Relay {
  Relay(const std::string& in, const std::string& out) {
    pbx.use(account(
        fmt::format(
            R"({{"id":"in","host":"127.0.0.1","ports":[{}],"codecs":{}}},{{"id":"out","host":"127.0.0.1","ports":[{}],"codecs":{}}})",
            caller.port(), in, callee.port(), out),
        R"({"number":"74950000001","trunk":"in","scheme":"main"})",
        R"([{"forward":{"number":"79990001122","trunk":"out"},"wait":30}])"));
  }
  void call(const std::string& offer) {
    invite = caller.request("INVITE", "74950000001");
    invite.branch = "z9hG4bKcodecs" + invite.call_id;
    invite.body = offer;
    caller.send(invite);
  }
  /// What `explain` says of the call, once it has ended.
  std::string explained() {
    REQUIRE(pbx.next<CallEnded>());
    const auto records = pbx.engine.accounts().find("a").value().records().value();
    REQUIRE(records.size() == 1);
    return explain(records.front());
  }

  Pbx pbx;
  Peer caller{pbx.udp}, callee{pbx.udp};
  Peer::Request invite;
};

}  // namespace

TEST_CASE("[TRK-18] only the codecs ticked for a trunk are offered and taken on its calls, the caller's first") {
  struct Row {
    std::string in;
    std::string out;
    Names offered;
    std::string first;  ///< payload type of the offer
    Names answered;
  };
  const Row rows[] = {
      {R"(["opus"])",
       R"(["opus"])",
       {"opus/48000/2", "telephone-event/48000", "telephone-event/8000"},
       "107",
       {"opus/48000/2", "telephone-event/48000"}},
      {R"(["opus"])",
       R"(["pcma","opus"])",
       {"opus/48000/2", "PCMA", "telephone-event/48000", "telephone-event/8000"},
       "107",
       {"opus/48000/2", "telephone-event/48000"}},
      {R"(["pcma"])",
       R"(["opus","pcma"])",
       {"opus/48000/2", "PCMA", "telephone-event/48000", "telephone-event/8000"},
       "8",
       {"PCMA", "telephone-event/8000"}},
      {R"(["pcmu"])",
       R"(["opus"])",
       {"opus/48000/2", "telephone-event/48000", "telephone-event/8000"},
       "107",
       {"PCMU", "telephone-event/8000"}},
      {R"(["g729","pcmu"])",
       R"(["g729","pcma"])",
       {"PCMA", "telephone-event/8000"},
       "8",
       {"PCMU", "telephone-event/8000"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CAPTURE(row.out);
    Relay relay(row.in, row.out);
    relay.call(all);
    const auto out = relay.callee.wait_request("INVITE");
    REQUIRE(out);
    CHECK(named_in(out->body) == row.offered);
    CHECK(out->body.find("RTP/AVP " + row.first + " ") != std::string::npos);
    relay.callee.answer(*out, 200, all);
    REQUIRE(relay.callee.wait_request("ACK"));
    const auto answer = relay.caller.wait_status(200);
    REQUIRE(answer);
    CHECK(named_in(answer->body) == row.answered);
    relay.caller.ack(relay.invite, *answer);
    relay.caller.send(relay.caller.next(relay.invite, *answer, "BYE", 2));
    CHECK(relay.caller.wait_status(200));
    CHECK(relay.callee.wait_request("BYE"));
  }
}

TEST_CASE("[TRK-18] an offer of none of the trunk's codecs is refused with 488, and explain names what was offered") {
  const std::pair<std::string, std::string> rows[] = {{R"(["opus"])", "0 8 18 101"},
                                                      {R"(["pcma"])", "107 0 110"},
                                                      {R"(["pcma","pcmu"])", "107 18"},
                                                      {R"(["opus","g729"])", "8 18"}};
  for (const auto& [ticked, offered] : rows) {
    CAPTURE(ticked);
    Relay relay(ticked, R"(["pcma"])");
    relay.call(formats(offered));
    const auto refused = relay.caller.wait_status(488);
    REQUIRE(refused);
    relay.caller.ack(relay.invite, *refused);
    CHECK(relay.callee.silent(100ms));
    CHECK(relay.explained().find("no codec in common") != std::string::npos);
  }
}

TEST_CASE("[TRK-18] an answer with a codec that the trunk has not is none: the party is hung up") {
  Relay relay(R"(["pcma"])", R"(["opus"])");
  relay.call(speech);
  const auto out = relay.callee.wait_request("INVITE");
  REQUIRE(out);
  relay.callee.answer(*out, 200, formats("8 101"));
  REQUIRE(relay.callee.wait_request("ACK"));
  CHECK(relay.callee.wait_request("BYE"));
}

TEST_CASE("calls over a trunk of which the port carries no codec are refused, and explain names the codec") {
  SUBCASE("they come") {
    Relay relay(R"(["g729"])", R"(["pcma"])");
    relay.call(all);
    const auto refused = relay.caller.wait_status(488);
    REQUIRE(refused);
    relay.caller.ack(relay.invite, *refused);
    CHECK(relay.explained().find("does not carry G729") != std::string::npos);
  }
  SUBCASE("they go") {
    Relay relay(R"(["pcma"])", R"(["g729"])");
    relay.call(all);
    CHECK(relay.callee.silent(300ms));
    for (auto answer = relay.caller.receive(); answer; answer = relay.caller.receive()) {
      if (answer->status < 200) continue;
      CHECK(answer->status >= 400);
      relay.caller.ack(relay.invite, *answer);
      break;
    }
    CHECK(relay.explained().find("does not carry G729") != std::string::npos);
  }
}
