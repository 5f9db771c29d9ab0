// Two accounts of one engine, joined by an internal trunk, between real SIP peers and with real sound.
#include "adapters/rtp/g711.hpp"
#include "engine/carrier.hpp"
#include "media/harness.hpp"

#include <fmt/core.h>

using namespace tandem;
using namespace tandem::test;
using media_test::amplitude_of;
using media_test::Phone;
using media_test::Samples;
using media_test::sine;

namespace {

constexpr std::string_view code_a = "a0000000-0000-4000-8000-000000000001";
constexpr std::string_view code_b = "b0000000-0000-4000-8000-000000000002";

/// An account with a number of a carrier and an internal trunk; `numbers` and `actions` as JSON.
std::string account(const std::string& id, const Carrier& carrier, std::string_view code, std::string_view peer_code,
                    const std::string& number_on_trunk, const std::string& action, const std::string& codecs = R"(["pcma"])") {
  return fmt::format(R"({{"id":"{0}","name":"{0}","trunks":[
      {{"id":"carrier","name":"Carrier","host":"127.0.0.2","ports":[{1}],"max_lines":100,"codecs":["pcma"]}},
      {{"id":"tie","name":"Tie to the other","peer":"account","max_lines":100,"link_code":"{2}","peer_code":"{3}","codecs":{6}}}],
    "numbers":[{{"number":"7495000000{4}","trunk":"{5}","scheme":"main"}}],
    "schemes":[{{"id":"main","name":"Main","actions":[{7}]}}]}})",
                     id, carrier.port, code, peer_code, 1, number_on_trunk, codecs, action);
}

const std::string into_tie = R"({"forward":{"into_trunk":"tie"},"wait":20},{"hangup":true})";
const std::string to_phone = R"({"forward":{"number":"79990001122","trunk":"carrier"},"wait":20},{"hangup":true})";

struct Pair {
  explicit Pair(EngineOptions made = options(memory_storage())) : engine(with_two_shards(std::move(made))) {
    engine.on_event([this](const Event& event) { events.add(event); });
    REQUIRE(engine.start());
  }
  static EngineOptions with_two_shards(EngineOptions made) {
    made.shards = 2;
    return made;
  }
  void join(const std::string& codecs_of_b = R"(["pcma"])") {
    REQUIRE(engine.accounts().import_json(account("a", carrier_a, code_a, code_b, "carrier", into_tie)));
    REQUIRE(engine.accounts().import_json(account("b", carrier_b, code_b, code_a, "tie", to_phone, codecs_of_b)));
    REQUIRE(eventually([&] { return state_of("a") == TrunkState::connected && state_of("b") == TrunkState::connected; }));
  }
  TrunkState state_of(const std::string& id) {
    const auto list = engine.accounts().find(id).value().trunk_list();
    REQUIRE(list);
    return list->at(1).state;
  }
  std::vector<CallRecord> records(const std::string& id) {
    return engine.accounts().find(id).value().records().value();
  }
  bool ended(const std::string& id) {
    return bool(events.next([&](const Event& e) { return e.account == id && std::holds_alternative<CallEnded>(e.what); }));
  }

  Carrier carrier_a;
  Carrier carrier_b;
  Heard<Event> events;
  Engine engine;
};

}  // namespace

TEST_CASE("[TRK-01][TRK-62][TRK-72] a call crosses from one account to the other inside the engine, sound and keys both ways, and each has a record") {
  Pair pair;
  pair.join();
  Phone caller;
  Phone callee;

  const LegId out = pair.carrier_a.sip().invite({.account = AccountId{1}, .to = ToAddress{"74950000001", "127.0.0.1", port_of(pair.engine)},
                                                 .from = {"79161234567", ""}, .sdp = caller.sdp()});
  const auto arrived = pair.carrier_b.next<IncomingCall>();
  REQUIRE(arrived);
  CHECK(arrived->second.dialled == "79990001122");
  CHECK(arrived->second.from.number == "79161234567");
  CHECK(pair.engine.health().calls == 2);
  callee.dial(arrived->second.sdp);
  pair.carrier_b.sip().answer(arrived->first, callee.sdp());
  const auto answered = pair.carrier_a.next<LegAnswered>(out);
  REQUIRE(answered);
  caller.dial(answered->second.sdp);

  std::thread speaking([&] { caller.say(sine(440, 2), 20ms); });
  callee.say(sine(1000, 2), 20ms);
  speaking.join();
  const Samples at_callee = callee.hear(callee.listen(300ms));
  const Samples at_caller = caller.hear(caller.listen(300ms));
  CHECK(at_callee.size() > 8000);
  CHECK(at_caller.size() > 8000);
  const auto last_second = [](const Samples& all) { return Samples(all.end() - std::min<std::ptrdiff_t>(8000, std::ssize(all)), all.end()); };
  CHECK(amplitude_of(last_second(at_callee), 440) > 6000);
  CHECK(amplitude_of(last_second(at_callee), 1000) < 500);
  CHECK(amplitude_of(last_second(at_caller), 1000) > 6000);
  caller.press(7);
  bool key = false;
  for (const auto& packet : callee.listen(500ms)) key = key || (packet.type == 101 && packet.payload.at(0) == 7);
  CHECK(key);

  pair.carrier_a.sip().hangup(out);
  CHECK(pair.carrier_b.next<LegHungUp>(arrived->first));
  REQUIRE(pair.ended("a"));
  REQUIRE(pair.ended("b"));
  const auto of_a = pair.records("a");
  const auto of_b = pair.records("b");
  REQUIRE(of_a.size() == 1);
  REQUIRE(of_b.size() == 1);
  CHECK(of_a.front().dialled == "74950000001");
  CHECK(dialled_title(of_a.front()) == "74950000001");
  CHECK(of_a.front().trunk == "carrier");
  CHECK(of_a.front().result == CallResult::external);
  CHECK(of_a.front().parts.back().name == "Tie to the other");
  CHECK(of_b.front().trunk == "tie");
  CHECK(of_b.front().caller.number == "79161234567");
  CHECK(dialled_title(of_b.front()) == "Tie to the other – 74950000001");
  CHECK(of_b.front().id != of_a.front().id);
  CHECK(of_b.front().started >= of_a.front().started);
  CHECK(pair.engine.health().calls == 0);
}

TEST_CASE("[TRK-60] a number may be one account's own and stand on the other's internal trunk; owned twice it is refused") {
  Pair pair;
  pair.join();
  const auto taken = pair.engine.accounts().import_json(account("c", pair.carrier_b, "c0000000-0000-4000-8000-000000000003", code_a, "carrier", to_phone));
  REQUIRE(!taken);
  CHECK(taken.error().code == errc::duplicate);
  CHECK(taken.error().message.find("'a'") != std::string::npos);
}

TEST_CASE("[TRK-57] every internal trunk has a code of its own: made where it is missing, kept, and nobody else's") {
  Pair pair;
  Account acme = pair.engine.accounts().create("acme", {.name = "Acme"}).value();
  REQUIRE(acme.trunks().create({.id = {"tie"}, .peer = TrunkPeer::account}));
  const std::string code = acme.trunks().get("tie").value().object.link_code;
  CHECK(code.size() == 36);
  CHECK(code[14] == '4');
  REQUIRE(acme.trunks().update({.id = {"tie"}, .name = "Tie", .peer = TrunkPeer::account}));
  CHECK(acme.trunks().get("tie").value().object.link_code == code);
  REQUIRE(acme.trunks().create({.id = {"second"}, .peer = TrunkPeer::account}));
  CHECK(acme.trunks().get("second").value().object.link_code != code);

  REQUIRE(pair.engine.accounts().import_json(R"({"id":"imported","name":"I","trunks":[{"id":"tie","peer":"account"}]})"));
  Account imported = pair.engine.accounts().find("imported").value();
  const std::string made = imported.trunks().get("tie").value().object.link_code;
  CHECK(made.size() == 36);
  REQUIRE(pair.engine.accounts().import_json(R"({"id":"imported","name":"J","trunks":[{"id":"tie","peer":"account"}]})"));
  CHECK(imported.trunks().get("tie").value().object.link_code == made);

  const auto stolen = pair.engine.accounts().import_json(
      fmt::format(R"({{"id":"thief","name":"T","trunks":[{{"id":"tie","peer":"account","link_code":"{}"}}]}})", code));
  REQUIRE(!stolen);
  CHECK(stolen.error().code == errc::duplicate);
  CHECK(stolen.error().path == "trunks[tie].link_code");
}

TEST_CASE("[TRK-58] the link is there as long as each side has the other's code, in any letter case") {
  Pair pair;
  REQUIRE(pair.engine.accounts().import_json(account("a", pair.carrier_a, code_a, code_b, "carrier", into_tie)));
  Account a = pair.engine.accounts().find("a").value();
  const auto info = [&] { return a.trunk_list().value().at(1); };
  CHECK(info().state == TrunkState::no_connection);
  CHECK(!info().linked);
  CHECK(info().peer == TrunkPeer::account);
  CHECK(info().cause == "the codes of the two trunks are not linked");
  REQUIRE(pair.engine.accounts().import_json(
      account("b", pair.carrier_b, code_b, "A0000000-0000-4000-8000-000000000001", "tie", to_phone)));
  CHECK(eventually([&] { return info().state == TrunkState::connected; }));
  CHECK(info().linked);
  REQUIRE(pair.events.next([](const Event& e) {
    const auto* changed = std::get_if<TrunkStateChanged>(&e.what);
    return e.account == "a" && changed != nullptr && changed->state == TrunkState::connected;
  }));
  REQUIRE(pair.engine.accounts().remove("b"));
  CHECK(eventually([&] { return info().state == TrunkState::no_connection; }));
  CHECK(!info().linked);
}

TEST_CASE("[TRK-59] the codecs of a call over an internal trunk are those of both sides; without one in common it is refused") {
  Pair pair;
  pair.join(R"(["pcmu"])");
  const LegId out = pair.carrier_a.call("74950000001", port_of(pair.engine));
  CHECK(pair.carrier_a.next<LegFailed>(out));
  REQUIRE(pair.ended("a"));
  CHECK(!pair.carrier_b.next<IncomingCall>({}, 100ms));
  const auto of_b = pair.records("b");
  REQUIRE(of_b.size() == 1);
  CHECK(of_b.front().result == CallResult::refused);
  CHECK(explain(of_b.front()).find("RFC 3264") != std::string::npos);
}

TEST_CASE("[TRK-72] an account that is removed takes its calls with it, and the other's end") {
  Pair pair;
  pair.join();
  const LegId out = pair.carrier_a.call("74950000001", port_of(pair.engine));
  const auto arrived = pair.carrier_b.next<IncomingCall>();
  REQUIRE(arrived);
  pair.carrier_b.sip().answer(arrived->first, Carrier::sdp());
  REQUIRE(pair.carrier_a.next<LegAnswered>(out));
  REQUIRE(pair.engine.accounts().remove("b"));
  CHECK(pair.carrier_b.next<LegHungUp>(arrived->first));
  CHECK(pair.carrier_a.next<LegHungUp>(out));
  REQUIRE(pair.ended("a"));
  CHECK(eventually([&] { return pair.engine.health().calls == 0; }));
}

TEST_CASE("many calls to and fro at once, each given up at another moment, leave nothing behind") {
  Pair pair;
  pair.join();
  constexpr int rounds = 40;
  std::vector<LegId> calls;
  for (int i = 0; i < rounds; ++i) {
    calls.push_back(pair.carrier_a.call("74950000001", port_of(pair.engine)));
    if (i % 3 == 0) pair.carrier_a.sip().hangup(calls.back());
    if (i % 3 == 1) {
      if (const auto arrived = pair.carrier_b.next<IncomingCall>({}, 2s)) {
        pair.carrier_b.sip().answer(arrived->first, Carrier::sdp());
        pair.carrier_a.sip().hangup(calls.back());
      }
    }
  }
  for (const LegId leg : calls) pair.carrier_a.sip().hangup(leg);
  CHECK(eventually([&] { return pair.engine.health().calls == 0; }));
  const auto lines = pair.engine.accounts().find("a").value().trunk_list();
  CHECK(lines->at(1).lines_used == 0);
  CHECK(pair.engine.accounts().find("b").value().trunk_list()->at(1).lines_used == 0);
}

TEST_CASE("[SCH-76][TRK-53] the trunks that a forward may choose among are those that are on and have an incoming number") {
  Pair pair;
  REQUIRE(pair.engine.accounts().import_json(R"({"id":"a","name":"A","trunks":[
      {"id":"in","host":"192.0.2.1","max_lines":7,"dtmf_mode":"inband"}, {"id":"out","host":"192.0.2.2"},
      {"id":"off","host":"192.0.2.3","enabled":false}, {"id":"tie","peer":"account"}, {"id":"bare","host":"192.0.2.4"}],
    "numbers":[{"number":"74950000001","trunk":"in"},{"number":"74950000002","trunk":"out","incoming":false},
      {"number":"74950000003","trunk":"off"},{"number":"74950000004","trunk":"tie"}]})"));
  const Account a = pair.engine.accounts().find("a").value();
  const auto ids = [&](TrunkFilter filter) {
    std::vector<std::string> list;
    const std::vector<TrunkInfo> found = a.trunk_list(filter).value();
    for (const TrunkInfo& trunk : found) list.push_back(trunk.id.text);
    return list;
  };
  using Ids = std::vector<std::string>;
  CHECK(ids({.enabled = true, .incoming = true}) == Ids{"in", "tie"});
  CHECK(ids({.enabled = true}) == Ids{"in", "out", "tie", "bare"});
  CHECK(ids({.incoming = true}) == Ids{"in", "off", "tie"});
  CHECK(ids({}).size() == 5);
  const TrunkInfo chosen = a.trunk_list({.enabled = true, .incoming = true})->front();
  CHECK(chosen.lines == 7);
  CHECK(chosen.dtmf_mode == DtmfMode::inband);
}
