#include "engine/carrier.hpp"

using namespace tandem;
using namespace tandem::test;

namespace {

/// A call that is up: the carrier called, the carrier's other side answered.
struct Up {
  LegId caller;
  LegId callee;
};

Up connect(Carrier& carrier, const Engine& engine, const std::string& number) {
  Up up;
  up.caller = carrier.call(number, port_of(engine));
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  up.callee = arrived->first;
  carrier.sip().answer(up.callee, Carrier::sdp());
  REQUIRE(carrier.next<LegAnswered>(up.caller));
  return up;
}

}  // namespace

TEST_CASE("[SCH-43][SCH-70][TRK-54][TRK-71][TRK-75] a call on a line is forwarded through the trunk, recorded once and explained") {
  Carrier carrier;
  Heard<Event> events;
  Engine engine(options(memory_storage()));
  engine.on_event([&](const Event& event) { events.add(event); });
  REQUIRE(engine.start());
  auto account = engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001122"));
  REQUIRE(account);

  const LegId caller = carrier.call("74950000001", port_of(engine));
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  CHECK(arrived->second.dialled == "79990001122");
  CHECK(arrived->second.from.number == "79161234567");
  CHECK(account->calls() == 1);
  carrier.sip().answer(arrived->first, Carrier::sdp());
  REQUIRE(carrier.next<LegAnswered>(caller));
  carrier.sip().hangup(arrived->first);
  CHECK(carrier.next<LegHungUp>(caller));
  REQUIRE(events.next([](const Event& e) { return std::holds_alternative<CallEnded>(e.what); }));

  const auto records = account->records();
  REQUIRE(records);
  REQUIRE(records->size() == 1);
  const CallRecord& record = records->front();
  CHECK(record.closed());
  CHECK(record.result == CallResult::external);
  CHECK(record.ended_by == EndedBy::callee);
  CHECK(record.caller.number == "79161234567");
  std::vector<std::string> participants;
  for (const CallPart& part : record.parts)
    if (part.kind == PartKind::external) participants.push_back(part.name);
  CHECK(participants == std::vector<std::string>{"Carrier", "Carrier"});  // the attempt and the conversation
  CHECK(explain(record).find("SCH-43  forwards to 79990001122 through trunk carrier") != std::string::npos);
  CHECK(account->calls() == 0);
}

TEST_CASE("a saved change acts on new calls only; calls in progress are not touched") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
  const Up first = connect(carrier, engine, "74950000001");
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990002222")));
  const LegId second = carrier.call("74950000001", port_of(engine));
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  CHECK(arrived->second.dialled == "79990002222");
  CHECK(!carrier.next<LegHungUp>(first.caller, 300ms));
  CHECK(engine.health().calls == 2);
  carrier.sip().hangup(second);
  carrier.sip().hangup(first.caller);
  CHECK(eventually([&] { return engine.health().calls == 0; }));
}

TEST_CASE("a document that is wrong is refused with its path, and the account goes on as it was") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  auto account = engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111"));
  REQUIRE(account);
  std::string wrong = forwarding_account("a", carrier, "74950000001", "79990001111");
  wrong.insert(wrong.size() - 1, R"(,"groups":[{"id":"g","name":"G","members":[{"employee":"nobody"}]}])");
  const auto refused = engine.accounts().import_json(wrong);
  REQUIRE(!refused);
  CHECK(refused.error().code == errc::dangling);
  CHECK(refused.error().path == "groups[0].members[0].employee");
  CHECK(account->version() == 1);
  connect(carrier, engine, "74950000001");
}

TEST_CASE("versions: who saves over a change he has not seen is told so") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  const std::string document = forwarding_account("a", carrier, "74950000001", "79990001111");
  CHECK(engine.accounts().import_json(document, 0));
  CHECK(engine.accounts().import_json(document, 1));
  const auto late = engine.accounts().import_json(document, 1);
  REQUIRE(!late);
  CHECK(late.error().code == errc::conflict);
  CHECK(late.error().message.find('2') != std::string::npos);
}

TEST_CASE("a number belongs to one account") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
  const auto taken = engine.accounts().import_json(forwarding_account("b", carrier, "74950000001", "79990001111"));
  REQUIRE(!taken);
  CHECK(taken.error().code == errc::duplicate);
  CHECK(taken.error().message.find("'a'") != std::string::npos);
  CHECK(engine.accounts().list().size() == 1);
}

TEST_CASE("[TRK-21][TRK-22] the lines of a trunk are counted in both directions") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  std::string document = forwarding_account("a", carrier, "74950000001", "79990001111");
  document.replace(document.find("\"max_lines\":100"), 15, "\"max_lines\":5");
  REQUIRE(engine.accounts().import_json(document));
  connect(carrier, engine, "74950000001");  // two lines: in and out
  connect(carrier, engine, "74950000001");  // four
  const LegId third = carrier.call("74950000001", port_of(engine));  // the fifth is the last, none is left to go out
  const auto refused = carrier.next<LegFailed>(third);
  REQUIRE(refused);
  CHECK(carrier.next<IncomingCall>({}, 100ms) == std::nullopt);
}

TEST_CASE("an unknown number, an unknown peer and broken media are refused clearly") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
  const auto unknown = carrier.next<LegFailed>(carrier.call("74959999999", port_of(engine)));
  REQUIRE(unknown);
  CHECK(unknown->second.status == 404);
  const LegId broken = carrier.sip().invite({.account = AccountId{1},
                                             .to = ToAddress{"74950000001", "127.0.0.1", port_of(engine)},
                                             .from = {"7916", ""},
                                             .sdp = "v=0\r\nthis is no SDP\r\n"});
  const auto refused = carrier.next<LegFailed>(broken);
  REQUIRE(refused);
  CHECK((refused->second.status == 400 || refused->second.status == 488));
}

TEST_CASE("stopping ends calls and closes their records") {
  Carrier carrier;
  Storage storage = memory_storage();
  {
    Engine engine(options(storage));
    REQUIRE(engine.start());
    REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
    const Up up = connect(carrier, engine, "74950000001");
    engine.stop();
    CHECK(carrier.next<LegHungUp>(up.caller));
    CHECK(carrier.next<LegHungUp>(up.callee));
  }
  const auto records = storage.records->find({});
  REQUIRE(records);
  REQUIRE(records->size() == 1);
  CHECK(records->front().closed());
  CHECK(records->front().ended_by == EndedBy::engine);
  CHECK(records->front().end_cause == "engine stopped");
}

TEST_CASE("two engines in one process know nothing of each other") {
  Carrier carrier;
  Engine one(options(memory_storage()));
  EngineOptions other = options(memory_storage());
  other.media = rtp_media({.ports = {22000, 22999}});
  Engine two(std::move(other));
  REQUIRE(one.start());
  REQUIRE(two.start());
  REQUIRE(one.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
  REQUIRE(two.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990002222")));
  const Up first = connect(carrier, one, "74950000001");
  const Up second = connect(carrier, two, "74950000001");
  one.stop();
  CHECK(carrier.next<LegHungUp>(first.caller));
  CHECK(!carrier.next<LegHungUp>(second.caller, 200ms));
  CHECK(two.health().calls == 1);
}

TEST_CASE("handles of an engine that is gone say so") {
  std::optional<Account> account;
  {
    Carrier carrier;
    Engine engine(options(memory_storage()));
    REQUIRE(engine.start());
    account = engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")).value();
  }
  CHECK(account->document().error().code == errc::gone);
  CHECK(account->records().error().code == errc::gone);
}
