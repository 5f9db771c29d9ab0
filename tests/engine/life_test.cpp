// Starting, stopping and removing while others ask.
#include "engine/carrier.hpp"

#include <atomic>
#include <vector>

using namespace tandem;
using namespace tandem::test;

TEST_CASE("any thread may ask while the engine stops and starts again") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  auto account = engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111"));
  REQUIRE(account);
  std::atomic<bool> over{false};
  std::vector<std::thread> askers;
  for (int i = 0; i < 3; ++i) {
    askers.emplace_back([&] {
      while (!over) {
        (void)engine.health();
        (void)engine.dump();
        (void)account->calls();
        (void)account->records();
        (void)account->set_status(EmployeeKey{"nobody"}, Status::dnd);
      }
    });
  }
  for (int i = 0; i < 5; ++i) {
    const LegId caller = carrier.call("74950000001", port_of(engine));
    const auto arrived = carrier.next<IncomingCall>();
    CHECK(arrived);
    engine.stop();
    CHECK(carrier.next<LegFailed>(caller));
    CHECK(engine.start());
  }
  over = true;
  for (std::thread& asker : askers) asker.join();
  CHECK(account->records()->size() == 5);
}

TEST_CASE("events are told in order, without gaps, and none is lost when the engine stops") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  std::vector<Event> events;  // touched by the engine's thread alone until stop() is back
  engine.on_event([&](const Event& event) {
    std::this_thread::sleep_for(2ms);
    events.push_back(event);
  });
  REQUIRE(engine.start());
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111")));
  for (int i = 0; i < 5; ++i) {
    carrier.call("74950000001", port_of(engine));
    CHECK(carrier.next<IncomingCall>());
  }
  engine.stop();
  int ended = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    CHECK(events[i].sequence == i + 1);
    ended += std::holds_alternative<CallEnded>(events[i].what) ? 1 : 0;
  }
  CHECK(ended == 5);
}

TEST_CASE("an account that is removed ends its calls, keeps its records, and its handles say it is gone") {
  Carrier carrier;
  Engine engine(options(memory_storage()));
  REQUIRE(engine.start());
  auto account = engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111"));
  REQUIRE(account);
  const LegId caller = carrier.call("74950000001", port_of(engine));
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  carrier.sip().answer(arrived->first, Carrier::sdp());
  REQUIRE(carrier.next<LegAnswered>(caller));

  REQUIRE(engine.accounts().remove("a"));
  CHECK(carrier.next<LegHungUp>(caller));
  CHECK(carrier.next<LegHungUp>(arrived->first));
  CHECK(account->document().error().code == errc::gone);
  CHECK(account->calls().error().code == errc::gone);
  CHECK(account->set_status(EmployeeKey{"anna"}, Status::dnd).error().code == errc::gone);
  CHECK(engine.accounts().find("a").error().code == errc::not_found);
  CHECK(engine.accounts().remove("a").error().code == errc::not_found);
  const auto records = account->records();
  REQUIRE(records);
  REQUIRE(records->size() == 1);
  CHECK(records->front().closed());

  const auto refused = carrier.next<LegFailed>(carrier.call("74950000001", port_of(engine)));
  REQUIRE(refused);
  CHECK(refused->second.status == 403);  // the carrier's address belongs to nobody now
  REQUIRE(engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990002222")));
  CHECK(account->version());
  carrier.call("74950000001", port_of(engine));
  const auto again = carrier.next<IncomingCall>();
  REQUIRE(again);
  CHECK(again->second.dialled == "79990002222");
}
