// Numbers that move between accounts of a running engine.
#include "engine/carrier.hpp"

using namespace tandem;
using namespace tandem::test;

namespace {

/// As forwarding_account(), of a customer.
std::string of_customer(std::string account) { return account.insert(1, R"("customer":"c",)"); }

}  // namespace

TEST_CASE("[NUM-48] a number moves under a call: the call goes on, the next one comes to the other account") {
  Carrier carrier;
  Heard<Event> events;
  Engine engine([] {
    EngineOptions two_shards = options(memory_storage());
    two_shards.shards = 2;
    return two_shards;
  }());
  engine.on_event([&](const Event& event) { events.add(event); });
  REQUIRE(engine.start());
  auto a = engine.accounts().import_json(of_customer(forwarding_account("a", carrier, "74950000001", "79990001111")));
  auto b = engine.accounts().import_json(of_customer(forwarding_account("b", carrier, "74950000002", "79990002222")));
  REQUIRE(a);
  REQUIRE(b);
  const LegId caller = carrier.call("74950000001", port_of(engine));
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  CHECK(arrived->second.dialled == "79990001111");
  carrier.sip().answer(arrived->first, Carrier::sdp());
  REQUIRE(carrier.next<LegAnswered>(caller));

  const auto moved = a->moves().move({.to = "b", .numbers = {"74950000001"}});
  REQUIRE_MESSAGE(moved, to_string(moved.error()));
  // As soon as this returns, its calls are the other account's; there it has the scheme that is there, once that is
  // chosen.
  Number number = b->numbers().get("74950000001")->object;
  number.scheme = {"main"};
  REQUIRE(b->numbers().update(number));
  const LegId second = carrier.call("74950000001", port_of(engine));
  const auto there = carrier.next<IncomingCall>();
  REQUIRE(there);
  CHECK(there->second.dialled == "79990002222");
  CHECK(a->calls() == 1);
  CHECK(b->calls() == 1);
  CHECK(!carrier.next<LegHungUp>(caller, 200ms));  // talks on
  carrier.sip().hangup(second);
  carrier.sip().hangup(arrived->first);
  REQUIRE(carrier.next<LegHungUp>(caller));
  CHECK(eventually([&] { return engine.health().calls == 0; }));
  const auto record = a->records().value();
  REQUIRE(record.size() == 1);
  CHECK(record[0].line == "74950000001");
  CHECK(record[0].result == CallResult::external);
  CHECK(b->records()->size() == 1);
}

TEST_CASE("[NUM-54] a call to a number whose skeleton nobody filled is told so, and ends") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  auto a = engine.accounts().import_json(of_customer(forwarding_account("a", carrier, "74950000001", "79990001111")));
  auto b = engine.accounts().import_json(of_customer(forwarding_account("b", carrier, "74950000002", "79990002222")));
  REQUIRE(a);
  REQUIRE(b);
  Scheme scheme = a->schemes().get("main")->object;
  scheme.branches[0].block.actions.insert(scheme.branches[0].block.actions.begin(),
                                          PlayPrompt{{"standard:greeting"}, true});
  REQUIRE(a->schemes().update(scheme));
  REQUIRE(a->moves().move({.to = "b", .numbers = {"74950000001"}}));
  const LegId caller = carrier.call("74950000001", port_of(engine));
  REQUIRE(carrier.next<LegFailed>(caller));
  REQUIRE(eventually([&] { return b->records()->size() == 1 && b->records()->front().closed(); }));
  const std::string told = explain(b->records()->front());
  CHECK(told.find("NUM-54") != std::string::npos);
  CHECK(told.find("SCH-37") != std::string::npos);
  CHECK(a->records()->empty());
}

TEST_CASE(
    "[NUM-49] an active line is registered by the account that it moved to, and its operator's calls come there") {
  const auto without_audio = [](int shards) {
    EngineOptions plain = options(memory_storage());
    plain.media = direct_media();
    plain.shards = shards;
    return plain;
  };
  Engine engine(without_audio(2));
  REQUIRE(engine.start());
  Engine operators(without_audio(1));  // the operator is a PBX on this host
  REQUIRE(operators.start());
  REQUIRE(operators.accounts().import_json(
      R"({"id":"op","domains":["oper.example"],"employees":[{"id":"us","full_name":"We","extension":"300",
          "sip_accounts":[{"aor":"office@oper.example","password":"Secret123"}]}]})"));
  const auto line = [&](const std::string& id) {
    return R"({"id":")" + id + R"(","customer":"c","numbers":[)" +
           (id == "a" ? R"({"number":"74952220000","mode":"active","provider":"registrar_with_address","login":"office",
                           "sip":"office@oper.example","password":"Secret123","server":"127.0.0.1","server_port":)" +
                            std::to_string(port_of(operators)) + "}"
                      : "") +
           "]}";
  };
  auto a = engine.accounts().import_json(line("a"));
  auto b = engine.accounts().import_json(line("b"));
  REQUIRE_MESSAGE(a, to_string(a.error()));
  REQUIRE(b);
  const auto registered = [](const Account& account) {
    const auto list = account.line_list();
    return list && list->size() == 1 && list->front().registered;
  };
  REQUIRE(eventually([&] { return registered(*a); }));
  REQUIRE(a->moves().move({.to = "b", .all = true}));
  REQUIRE(eventually([&] { return registered(*b); }));
  CHECK(a->line_list()->empty());
  std::this_thread::sleep_for(300ms);  // what the old registration still sends has been dealt with
  CHECK(operators.accounts().find("op")->sip().list()->front().accounts.front().registered);
}
