// Lines and trunks through the whole engine, against a peer written by hand: an operator's registrar, a PBX.
#include "sip/pbx.hpp"

#include <tandem/tandem.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <thread>

using namespace tandem;
using namespace tandem::test;

TEST_CASE("[NUM-18][NUM-20] a call to a passive line's address is its call, from wherever it comes") {
  Pbx pbx;
  pbx.use(account("", R"({"number":"74951110000","mode":"passive","scheme":"main","comment":"Old"},
                         {"number":"74952220000","mode":"passive","sip":"sales@acct.example","scheme":"main"})"));
  Peer peer(pbx.udp);
  const auto call = [&](const std::string& uri) {
    auto invite = peer.request("INVITE");
    invite.uri = uri;
    invite.to = "<" + uri + ">";
    invite.from = "<sip:79161234567@op.example>";
    invite.branch = "z9hG4bK" + invite.call_id;
    invite.body = speech;
    peer.send(invite);
    for (auto answer = peer.receive(); answer; answer = peer.receive()) {
      if (answer->status < 200) continue;
      peer.ack(invite, *answer);
      return answer->status;
    }
    return 0;
  };
  CHECK(call("sip:line74951110000@acct.example") >= 400);  // its scheme hangs up
  auto arrived = pbx.next<CallArrived>();
  REQUIRE(arrived);
  CHECK(arrived->line == "74951110000");
  CHECK(arrived->comment == "Old");
  CHECK(arrived->from.number == "79161234567");
  CHECK(call("sip:Sales@Acct.Example") >= 400);
  arrived = pbx.next<CallArrived>();
  REQUIRE(arrived);
  CHECK(arrived->line == "74952220000");
  CHECK(call("sip:line74952220000@acct.example") == 403);  // it has another address
  CHECK(call("sip:line74951110000@other.example") == 403);
  CHECK(!pbx.next<CallArrived>(200ms));
}

TEST_CASE(
    "[NUM-27][NUM-28][NUM-30] an active line registers with its password, is called by its contact, and calls out with "
    "its account") {
  Pbx pbx;
  Peer op(pbx.udp);
  Account account_a = pbx.use(account(
      "",
      fmt::format(
          R"({{"number":"74953330000","mode":"active","provider":"registrar_with_address","server":"127.0.0.1","server_port":{},
           "sip":"4953330000@op.example","login":"u77","password":"geheim","scheme":"main"}})",
          op.port()),
      R"([{"forward":{"number":"79990001122"},"wait":10}])"));

  auto request = op.wait_request("REGISTER");
  REQUIRE(request);
  CHECK(request->header("To").find("sip:4953330000@op.example") != std::string::npos);
  op.answer(*request, 401, "", "op",
            "WWW-Authenticate: Digest realm=\"op.example\", nonce=\"abc\", algorithm=MD5, qop=\"auth\"\r\n");
  request = op.wait_request("REGISTER");
  REQUIRE(request);
  CHECK(request->parameter("Authorization", "username") == "u77");
  CHECK(request->parameter("Authorization", "realm") == "op.example");
  const std::string contact = request->header("Contact");
  op.answer(*request, 200, "", "op", "Contact: " + contact + ";expires=300\r\n");
  auto state = pbx.next<LineRegistrationChanged>();
  REQUIRE(state);
  CHECK(state->registered);
  auto lines = account_a.line_list();
  REQUIRE(lines);
  REQUIRE(lines->size() == 1);
  CHECK(lines->front().address == "4953330000@op.example");
  CHECK(lines->front().registered);

  // In, by the contact alone.
  const std::size_t begin = contact.find("sip:");
  const std::string uri = contact.substr(begin, contact.find_first_of(">;", begin) - begin);
  auto invite = op.request("INVITE");
  invite.uri = uri;
  invite.from = "<sip:79161234567@op.example>";
  invite.to = "<sip:4953330000@op.example>";
  invite.branch = "z9hG4bKin" + invite.call_id;
  invite.body = speech;
  op.send(invite);
  // Out, to the operator: it asks who we are.
  auto out = op.wait_request("INVITE");
  REQUIRE(out);
  CHECK(out->header("From").find("sip:4953330000@op.example") != std::string::npos);
  CHECK(out->first.find("sip:79990001122@127.0.0.1") != std::string::npos);
  op.answer(*out, 407, "", "op",
            "Proxy-Authenticate: Digest realm=\"op.example\", nonce=\"def\", algorithm=MD5, qop=\"auth\"\r\n");
  out = op.wait_request("INVITE");
  REQUIRE(out);
  CHECK(out->parameter("Proxy-Authorization", "username") == "u77");
  op.answer(*out, 200, speech, "op", "Contact: " + op.contact() + "\r\n");
  REQUIRE(op.wait_request("ACK"));
  const auto arrived = pbx.next<CallArrived>();
  REQUIRE(arrived);
  CHECK(arrived->line == "74953330000");

  // Taken back with the line.
  auto number = account_a.numbers().get("74953330000");
  REQUIRE(number);
  number->object.scheme = {};
  REQUIRE(account_a.numbers().update(number->object));
  REQUIRE(account_a.numbers().remove("74953330000"));
  request = op.wait_request("REGISTER");
  REQUIRE(request);
  CHECK(request->header("Expires") == "0");
}

TEST_CASE(
    "[NUM-30] a registration that is refused is told with the operator's answer, and no stranger calls a contact he "
    "guesses") {
  Pbx pbx;
  Peer op(pbx.udp);
  const Account a = pbx.use(account(
      "", fmt::format(
              R"({{"number":"74953330000","mode":"active","provider":"registrar","server":"127.0.0.1","server_port":{},
           "login":"u77","password":"geheim","scheme":"main"}})",
              op.port())));
  const auto request = op.wait_request("REGISTER");
  REQUIRE(request);
  CHECK(request->header("To").find("sip:u77@127.0.0.1") != std::string::npos);
  op.answer(*request, 403);
  const auto state = pbx.next<LineRegistrationChanged>();
  REQUIRE(state);
  CHECK(!state->registered);
  CHECK(state->status == 403);
  CHECK(a.line_list()->front().status == 403);
  auto invite = op.request("INVITE", "u77");
  invite.branch = "z9hG4bKguess" + invite.call_id;
  invite.body = speech;
  op.send(invite);
  CHECK(op.wait_status(403));
}

TEST_CASE(
    "[TEL-12][TEL-17] a line is saved when all is filled in, registers at once and says whether the connection stands; "
    "with faulty settings it is marked until they are right") {
  Pbx pbx;
  Peer office(pbx.udp);  // whose calls the line takes
  const Account desk = pbx.use(account("", ""));
  Number line;
  line.number = "74953330000";
  line.mode = LineMode::active;
  line.provider = "registrar";
  line.server = "127.0.0.1";
  line.server_port = office.port();
  line.password = "Desk123456";
  line.scheme = {"main"};
  const auto refused = desk.numbers().create(line);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::missing_field);
  CHECK(refused.error().path == "login");
  CHECK(desk.line_list()->empty());

  // Answers the next registration, and gives what is told about the line then.
  const auto told = [&](int status) {
    auto request = office.wait_request("REGISTER");
    while (request && request->header("Expires") == "0") request = office.wait_request("REGISTER");
    REQUIRE(request);
    office.answer(*request, status, "", "op", "Contact: " + request->header("Contact") + ";expires=300\r\n");
    const auto state = pbx.next<LineRegistrationChanged>();
    REQUIRE(state);
    CHECK(state->line == line.number);
    CHECK(state->status == status);
    const LineInfo info = desk.line_list()->front();
    CHECK(info.status == status);
    CHECK(info.registered == state->registered);
    return state->registered;
  };
  line.login = "dask";
  REQUIRE(desk.numbers().create(line));
  CHECK_FALSE(told(404));
  line.login = "desk";
  REQUIRE(desk.numbers().update(line));
  CHECK_FALSE(desk.line_list()->front().registered);
  CHECK(told(200));
}

TEST_CASE("[TRK-23][TRK-24][TRK-25][TRK-68] a trunk's peer is asked by OPTIONS, and its answers make its state") {
  Pbx pbx;
  Peer peer(pbx.udp);
  const Account a = pbx.use(
      account(trunk(peer, R"x(,"use_options":true,"prefix":"88","masks":[{"mask":"(5\\d{3})","transform":"$1"}])x"),
              R"({"number":"74950000001","trunk":"pbx","scheme":"main"})"));
  const auto request = peer.wait_request("OPTIONS");
  REQUIRE(request);
  CHECK(request->header("Accept").find("application/sdp") != std::string::npos);
  SUBCASE("it is not content") {
    peer.answer(*request, 404);
    const auto state = pbx.next<TrunkStateChanged>();
    REQUIRE(state);
    CHECK(state->state == TrunkState::no_connection);
    CHECK(state->cause == "options answered 404");
    CHECK(a.trunk_list()->front().state == TrunkState::no_connection);
  }
  SUBCASE("it does not answer") {
    const auto state = pbx.next<TrunkStateChanged>();
    REQUIRE(state);
    CHECK(state->cause == "no answer to options");
  }
  SUBCASE("it is there [TRK-67][TRK-69]") {
    peer.answer(*request, 200);
    CHECK(!pbx.next<TrunkStateChanged>(300ms));
    const auto list = a.trunk_list();
    REQUIRE(list);
    REQUIRE(list->size() == 1);
    const TrunkInfo& info = list->front();
    CHECK(info.name == "PBX");
    CHECK(info.lines == 5);
    CHECK(info.lines_used == 0);
    CHECK(info.has_incoming);
    CHECK(info.has_outgoing);
    CHECK(info.routing_configured);
    CHECK(info.state == TrunkState::connected);
    const auto rules = a.trunk_rules();
    REQUIRE(rules);
    REQUIRE(rules->size() == 1);
    CHECK(rules->front().mask == "(5\\d{3})");
    CHECK(rules->front().transform == "$1");
    CHECK(rules->front().trunk_name == "PBX");
    CHECK(rules->front().active);
  }
}

TEST_CASE(
    "[TRK-50] a peer that says nothing for five seconds gives way to the backup; one that says 100 is waited for") {
  Pbx pbx;
  Peer silent(pbx.udp), backup(pbx.udp), caller(pbx.udp);
  pbx.use(account(
      fmt::format(
          R"({{"id":"in","host":"127.0.0.1","ports":[{}]}},{{"id":"main","host":"127.0.0.1","ports":[{}],"backups":["spare"]}},
                                {{"id":"spare","host":"127.0.0.1","ports":[{}]}})",
          caller.port(), silent.port(), backup.port()),
      R"({"number":"74950000001","trunk":"in","scheme":"main"})",
      R"([{"forward":{"number":"79990001122","trunk":"main"},"wait":30}])"));
  auto invite = caller.request("INVITE", "74950000001");
  invite.branch = "z9hG4bKsilent" + invite.call_id;
  invite.body = speech;
  caller.send(invite);
  const auto began = std::chrono::steady_clock::now();
  const auto first = silent.wait_request("INVITE");
  REQUIRE(first);
  SUBCASE("silence") {
    REQUIRE(backup.wait_request("INVITE"));
    const auto took = std::chrono::steady_clock::now() - began;
    CHECK(took > 4900ms);
    CHECK(took < 7s);
  }
  SUBCASE("100") {
    silent.answer(*first, 100, "", "");
    CHECK(backup.silent(6s));
  }
}

TEST_CASE("[TRK-09][TRK-10] calls of a trunk come from its ports, or from its other address") {
  Pbx pbx;
  Peer right(pbx.udp), wrong(pbx.udp);
  const auto admitted = [&](Peer& peer) {
    auto invite = peer.request("INVITE", "74950000001");
    invite.branch = "z9hG4bKport" + invite.call_id;
    invite.body = speech;
    peer.send(invite);
    for (auto answer = peer.receive(); answer; answer = peer.receive()) {
      if (answer->status < 200) continue;
      peer.ack(invite, *answer);
      return answer->status != 403 && answer->status != 404;
    }
    return false;
  };
  const std::string number = R"({"number":"74950000001","trunk":"pbx","scheme":"main"})";
  pbx.use(account(trunk(right), number));
  CHECK(admitted(right));
  CHECK_FALSE(admitted(wrong));
  pbx.use(account(fmt::format(R"({{"id":"pbx","host":"127.0.0.1","ports":[9,{},{}]}})", wrong.port(), right.port()),
                  number));
  CHECK(admitted(right));
  CHECK(admitted(wrong));
  pbx.use(account(
      fmt::format(
          R"({{"id":"pbx","host":"127.0.0.9","split_addresses":true,"from_host":"127.0.0.1","from_ports":[{}]}})",
          right.port()),
      number));
  CHECK(admitted(right));
  CHECK_FALSE(admitted(wrong));
  pbx.use(account(R"({"id":"pbx","host":"127.0.0.9","split_addresses":true,"from_host":"127.0.0.1"})", number));
  CHECK(admitted(wrong));
  Peer stream(pbx.tcp, Peer::Kind::tcp);  // its port says nothing
  pbx.use(account(trunk(right, R"(,"transport":"tcp")"), number));
  CHECK(admitted(stream));
}

TEST_CASE("[TRK-11] of a trunk with two addresses the one that is called is asked for its state") {
  Pbx pbx;
  Peer into(pbx.udp), from(pbx.udp);
  const Account a = pbx.use(account(
      fmt::format(
          R"({{"id":"pbx","host":"127.0.0.1","ports":[{}],"split_addresses":true,"from_host":"127.0.0.1","from_ports":[{}],"use_options":true}})",
          into.port(), from.port()),
      ""));
  const auto request = into.wait_request("OPTIONS");
  REQUIRE(request);
  into.answer(*request, 503);
  const auto state = pbx.next<TrunkStateChanged>();
  REQUIRE(state);
  CHECK(state->state == TrunkState::no_connection);
  CHECK(from.silent(100ms));
}

TEST_CASE(
    "[TRK-16][TRK-17] of several trunks at one address the one that is called by its name has the call; without names "
    "the address will do") {
  Pbx pbx;
  Peer peer(pbx.udp);
  pbx.use(account(
      trunk(peer, R"(,"domain":"first.example","peer":"pbx")") +
          fmt::format(R"(,{{"id":"two","host":"127.0.0.1","ports":[{}],"domain":"second.example","peer":"pbx"}})",
                      peer.port()),
      R"({"number":"74950000001","trunk":"pbx","scheme":"main"},{"number":"74950000002","trunk":"two","scheme":"main"})"));
  const auto trunk_of = [&](const std::string& uri) {
    auto invite = peer.request("INVITE");
    invite.uri = uri;
    invite.to = "<" + uri + ">";
    invite.branch = "z9hG4bKname" + invite.call_id;
    invite.body = speech;
    peer.send(invite);
    for (auto answer = peer.receive(); answer; answer = peer.receive()) {
      if (answer->status < 200) continue;
      peer.ack(invite, *answer);
      break;
    }
    const auto ended = pbx.next<CallEnded>();
    REQUIRE(ended);
    const auto records = pbx.engine.accounts().find("a")->records();
    REQUIRE(records);
    REQUIRE(!records->empty());
    return records->front().trunk;
  };
  CHECK(trunk_of("sip:74950000001@First.Example") == "pbx");
  CHECK(trunk_of("sip:74950000001@second.example") == "two");
  CHECK(trunk_of("sip:74950000002@second.example") == "two");
  CHECK(trunk_of(fmt::format("sip:74950000002@127.0.0.1:{}", pbx.udp)) == "two");
  CHECK(trunk_of(fmt::format("sip:74950000001@127.0.0.1:{}", pbx.udp)) == "pbx");
}

TEST_CASE(
    "[TRK-19] a fax goes over a trunk as sound in G.711: nothing else is offered, and T.38 is declined while the call "
    "goes on") {
  Pbx pbx;
  Peer caller(pbx.udp), callee(pbx.udp);
  pbx.use(account(
      fmt::format(R"({{"id":"in","host":"127.0.0.1","ports":[{}]}},{{"id":"out","host":"127.0.0.1","ports":[{}]}})",
                  caller.port(), callee.port()),
      R"({"number":"74950000001","trunk":"in","scheme":"main"})",
      R"([{"forward":{"number":"79990001122","trunk":"out"},"wait":30}])"));
  auto invite = caller.request("INVITE", "74950000001");
  invite.branch = "z9hG4bKfax" + invite.call_id;
  invite.body = speech;
  caller.send(invite);
  const auto out = callee.wait_request("INVITE");
  REQUIRE(out);
  CHECK(out->body.find("m=audio") != std::string::npos);
  CHECK(out->body.find("m=image") == std::string::npos);
  callee.answer(*out, 200, speech);
  REQUIRE(callee.wait_request("ACK"));
  const auto answer = caller.wait_status(200);
  REQUIRE(answer);
  CHECK(answer->body.find("PCMA") != std::string::npos);
  caller.ack(invite, *answer);
  auto fax = caller.next(invite, *answer, "INVITE", 2);
  fax.branch = "z9hG4bKt38" + invite.call_id;
  fax.body = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=image 40002 udptl t38\r\n";
  caller.send(fax);
  const auto declined = caller.wait_status(488);
  REQUIRE(declined);
  caller.ack(fax, *declined);
  CHECK(callee.silent(300ms));
  caller.send(caller.next(invite, *answer, "BYE", 3));
  CHECK(caller.wait_status(200));
  CHECK(callee.wait_request("BYE"));
}

TEST_CASE("[TRK-77] of all that a peer offers the codecs of its trunk are taken") {
  Pbx pbx;
  Peer caller(pbx.udp), callee(pbx.udp);
  const std::string all =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 18 107 0 8 "
      "101\r\n"
      "a=rtpmap:18 G729/8000\r\na=rtpmap:107 opus/48000/2\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 "
      "PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n";
  pbx.use(account(
      fmt::format(
          R"({{"id":"in","host":"127.0.0.1","ports":[{}],"codecs":["pcma"]}},{{"id":"out","host":"127.0.0.1","ports":[{}],"codecs":["pcmu"]}})",
          caller.port(), callee.port()),
      R"({"number":"74950000001","trunk":"in","scheme":"main"})",
      R"([{"forward":{"number":"79990001122","trunk":"out"},"wait":30}])"));
  auto invite = caller.request("INVITE", "74950000001");
  invite.branch = "z9hG4bKcodec" + invite.call_id;
  invite.body = all;
  caller.send(invite);
  const auto out = callee.wait_request("INVITE");
  REQUIRE(out);
  CHECK(out->body.find("PCMU") != std::string::npos);
  CHECK(out->body.find("PCMA") == std::string::npos);
  callee.answer(*out, 200, all);
  REQUIRE(callee.wait_request("ACK"));
  const auto answer = caller.wait_status(200);
  REQUIRE(answer);
  CHECK(answer->body.find("PCMA") != std::string::npos);
  CHECK(answer->body.find("PCMU") == std::string::npos);
  CHECK(answer->body.find("G729") == std::string::npos);
  caller.ack(invite, *answer);
  caller.send(caller.next(invite, *answer, "BYE", 2));
  CHECK(caller.wait_status(200));
}

TEST_CASE("[ACL-13] a rule for a SIP address sees the domain the caller shows, not the trunk's host") {
  Pbx pbx;
  Peer peer(pbx.udp);
  pbx.use(fmt::format(
      R"({{"id":"a","name":"A","trunks":[{}],"numbers":[{{"number":"74950000001","trunk":"pbx","scheme":"main"}}],
    "caller_lists":{{"enabled":true}},"list_entries":[{{"id":"one","kind":"sip","pattern":"boss@partner.example"}}],
    "schemes":[{{"id":"main","name":"Main","actions":[{{"hangup":true}}]}}]}})",
      trunk(peer)));
  const auto result = [&](const std::string& from) {
    auto invite = peer.request("INVITE", "74950000001");
    invite.from = from;
    invite.branch = "z9hG4bKfrom" + invite.call_id;
    invite.body = speech;
    peer.send(invite);
    for (auto answer = peer.receive(); answer; answer = peer.receive()) {
      if (answer->status < 200) continue;
      peer.ack(invite, *answer);
      break;
    }
    const auto ended = pbx.next<CallEnded>();
    REQUIRE(ended);
    return ended->result;
  };
  CHECK(result("<sip:boss@partner.example>") == CallResult::blacklisted);
  CHECK(result("<sip:boss@127.0.0.1>") != CallResult::blacklisted);
}

TEST_CASE(
    "[TRK-14] keys travel beside the voice over a trunk, unless it is to have them inside: then nothing else is "
    "offered or taken") {
  Pbx pbx;
  Peer caller(pbx.udp), callee(pbx.udp);
  bool beside = true;
  std::string mode;
  SUBCASE("beside") {}
  SUBCASE("inside") {
    beside = false;
    mode = R"(,"dtmf_mode":"inband")";
  }
  pbx.use(account(
      fmt::format(R"({{"id":"in","host":"127.0.0.1","ports":[{}]{}}},{{"id":"out","host":"127.0.0.1","ports":[{}]{}}})",
                  caller.port(), mode, callee.port(), mode),
      R"({"number":"74950000001","trunk":"in","scheme":"main"})",
      R"([{"forward":{"number":"79990001122","trunk":"out"},"wait":30}])"));
  auto invite = caller.request("INVITE", "74950000001");
  invite.branch = "z9hG4bKdtmf" + invite.call_id;
  invite.body = speech;
  caller.send(invite);
  const auto out = callee.wait_request("INVITE");
  REQUIRE(out);
  CHECK((out->body.find("telephone-event") != std::string::npos) == beside);
  callee.answer(*out, 200, speech);
  REQUIRE(callee.wait_request("ACK"));
  const auto answer = caller.wait_status(200);
  REQUIRE(answer);
  CHECK((answer->body.find("telephone-event") != std::string::npos) == beside);
  caller.ack(invite, *answer);
  caller.send(caller.next(invite, *answer, "BYE", 2));
  CHECK(caller.wait_status(200));
}
