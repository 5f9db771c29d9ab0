// baresip behind a trunk of Opus, with an employee's telephone that has G.711: a tone each way.
#include "baresip.hpp"

using namespace tandem;
using namespace tandem::test;

namespace {

constexpr double anna_tone = 440;
constexpr double outside_tone = 800;

BaresipPhone outside_phone(const Office& office) {
  return {.name = "outside",
          .account = fmt::format("<sip:79990001122@127.0.0.2:{}>;regint=0;answermode=auto", office.callee_port),
          .listens = fmt::format("127.0.0.2:{}", office.callee_port),
          .codec = "opus",
          .tone = outside_tone};
}

void check_sound(const Heard& heard, double theirs, double own) {
  CHECK(heard.seconds_of(theirs) > 2);
  CHECK(heard.seconds_of(own) < 0.3);
}

}  // namespace

TEST_CASE("baresip is called over a trunk of Opus alone by one with G.711, and both hear each other" *
          doctest::skip(!installed("baresip"))) {
  Office office(R"({"forward":{"employee":"anna"},"wait":20})", R"(["opus"])");
  Baresip outside(office, outside_phone(office));
  REQUIRE_MESSAGE(listens(office.callee_port), outside.printed());
  Baresip anna(office, anna_phone(office, anna_tone), "d 79990001122");
  CHECK(eventually([&] { return anna.printed().contains("established"); }, 30s));
  std::this_thread::sleep_for(5s);
  anna.end();
  CHECK(eventually([&] { return office.engine.health().calls == 0; }));
  outside.end();
  INFO(anna.printed());
  INFO(outside.printed());
  check_sound(anna.heard(), outside_tone, anna_tone);
  check_sound(outside.heard(), anna_tone, outside_tone);

  const auto records = office.records();
  REQUIRE(records.size() == 1);
  CHECK(records.front().result == CallResult::answered);
}

TEST_CASE("baresip calls in over a trunk of Opus alone: it hears the scheme, then an employee with G.711" *
          doctest::skip(!installed("baresip"))) {
  Office office(R"({"play":"tone:dial","wait_end":true},{"forward":{"employee":"anna"},"wait":20})",
                R"(["opus"])");
  Baresip anna(office, anna_phone(office, anna_tone));
  REQUIRE_MESSAGE(office.registered(), anna.printed());
  Baresip outside(office, outside_phone(office), fmt::format("d sip:74950000001@127.0.0.1:{}", office.port));
  CHECK(eventually([&] { return anna.printed().contains("established"); }, 30s));
  std::this_thread::sleep_for(5s);
  outside.end();
  CHECK(eventually([&] { return office.engine.health().calls == 0; }));
  anna.end();
  INFO(anna.printed());
  INFO(outside.printed());
  check_sound(anna.heard(), outside_tone, anna_tone);
  check_sound(outside.heard(), anna_tone, outside_tone);
  CHECK(outside.heard().seconds_of(425) > 0.5);  // what the scheme plays
}
