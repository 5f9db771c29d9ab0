// baresip as an employee's phone, the example softphone as the world outside; a tone each way.
#include "baresip.hpp"
#include <string>

using namespace tandem;
using namespace tandem::test;

namespace {

constexpr double anna_tone = 440;
constexpr double outside_tone = 800;

std::vector<std::string> softphone(const Office& office, std::vector<std::string> more) {
  std::vector<std::string> words{TANDEM_SOFTPHONE, "--server", fmt::format("127.0.0.1:{}", office.port), "--listen",
                                 fmt::format("udp:127.0.0.2:{}", office.callee_port), "--from", "79161234567", "--play",
                                 (office.folder / "says.wav").string(), "--record", (office.folder / "heard.wav").string()};
  words.insert(words.end(), more.begin(), more.end());
  write_tone(office.folder / "says.wav", outside_tone, 20s);
  return words;
}

void check_sound(const Heard& heard, double theirs, double own) {
  CHECK(heard.seconds_of(theirs) > 2);
  CHECK(heard.seconds_of(own) < 0.3);
}

}  // namespace

TEST_CASE("baresip registers with digest, is called from outside, and both hear each other" *
          doctest::skip(!installed("baresip"))) {
  Office office(R"({"forward":{"employee":"anna"},"wait":20})");
  Baresip anna(office, anna_phone(office, anna_tone));
  REQUIRE_MESSAGE(office.registered(), anna.printed());
  Process outside(softphone(office, {"--callto", "74950000001", "--talk", "5"}), office.folder.path(), "softphone.out");
  CHECK(outside.wait(60s) == 0);
  anna.end();
  INFO(anna.printed());
  check_sound(anna.heard(), outside_tone, anna_tone);
  check_sound(listen(office.folder / "heard.wav"), anna_tone, outside_tone);

  const auto records = office.records();
  REQUIRE(records.size() == 1);
  CHECK(records.front().result == CallResult::answered);
  CHECK(records.front().answered_by == "anna");
  CHECK(records.front().ended_by == EndedBy::caller);
}

TEST_CASE("baresip calls out through the trunk, and both hear each other" * doctest::skip(!installed("baresip"))) {
  Office office(R"({"forward":{"employee":"anna"},"wait":20})");
  Process outside(softphone(office, {"--answer-after", "0.5", "--talk", "5"}), office.folder.path(), "softphone.out");
  REQUIRE(eventually([&] { return outside.printed().contains("listening on"); }, 20s));
  Baresip anna(office, anna_phone(office, anna_tone), "d 79990001122");
  CHECK(eventually([&] { return outside.printed().contains("hung up"); }, 60s));
  outside.ask_to_end();
  outside.wait(5s);
  anna.end();
  INFO(anna.printed());
  check_sound(anna.heard(), outside_tone, anna_tone);
  check_sound(listen(office.folder / "heard.wav"), anna_tone, outside_tone);

  const auto records = office.records();
  REQUIRE(records.size() == 1);
  const CallRecord& record = records.front();
  CHECK(record.direction == Direction::outgoing);
  CHECK(record.result == CallResult::answered);
  CHECK(record.caller_employee == "anna");
  CHECK(record.dialled == "79990001122");
  CHECK(record.line == "74950000001");
  CHECK(record.ended_by == EndedBy::callee);
}
