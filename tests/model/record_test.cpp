#include <doctest/doctest.h>
#include <tandem/record.hpp>

#include <set>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

CallRecord full_record() {
  const Time start{Duration{1772445600123456}};
  CallRecord record;
  record.id = CallId{0x0123456789abcdef};
  record.account = "acme";
  record.direction = Direction::outgoing;
  record.result = CallResult::voicemail;
  record.ended_by = EndedBy::engine;
  record.end_cause = "scheme end";
  record.started = std::chrono::floor<std::chrono::milliseconds>(start);
  record.answered = record.started + 5s;
  record.ended = record.started + 65s;
  record.caller = {"79161234567", "Иван \"I\"\n"};
  record.caller_employee = "anna";
  record.dialled = "74950000001";
  record.line = "74950000001";
  record.trunk = "carrier";
  record.answered_by = "boris";
  record.parts.push_back({PartKind::group, PartResult::max_wait, record.started, record.started + 1ms, "sales", "Sales",
                          "via", "g", "2.1"});
  record.decisions.push_back({record.started,
                              "DST-02",
                              Reason::rings_sequential,
                              {"sales", "anna"},
                              {{"boris", Reason::busy, {}}, {"eve", Reason::status_forbids, {"dnd"}}}});
  record.decisions.push_back({record.started + 1s, "QUE-09", Reason::free_text, {"waited 60 s"}, {}});
  return record;
}

}  // namespace

TEST_CASE("a record is the same after writing and reading") {
  const CallRecord record = full_record();
  const auto again = parse_record(to_json(record));
  INFO((again ? std::string() : to_string(again.error())));
  REQUIRE(again);
  CHECK(*again == record);
  const CallRecord empty;
  CHECK(parse_record(to_json(empty)).value() == empty);
}

TEST_CASE("a record's JSON: times in UTC with milliseconds, the id as 16 digits, nothing empty") {
  CallRecord record;
  record.id = CallId{0xab};
  record.account = "acme";
  record.started = Time{Duration{1772445600123456}};
  CHECK(to_json(record) == R"({"id":"00000000000000ab","account":"acme","direction":"incoming","result":"open",)"
                           R"("started":"2026-03-02T10:00:00.123Z"})");
}

TEST_CASE("what came from the wire is made UTF-8 in a record") {
  CallRecord record;
  record.caller.display = "a\xFF\xC3\x28\xED\xA0\x80\xF0\x9F\x98\x80\x01";
  const auto again = parse_record(to_json(record));
  REQUIRE(again);
  CHECK(again->caller.display == "a\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFD\U0001F600\x01");
}

TEST_CASE("times are read with other fractions and offsets, and refused when they are none") {
  const auto started = [](const std::string& text) {
    return parse_record(R"({"id":"00000000000000ab","direction":"incoming","result":"open","started":")" + text +
                        "\"}");
  };
  CHECK(started("2026-03-02T10:00:00Z").value().started == Time{Duration{1772445600000000}});
  CHECK(started("2026-03-02T13:00:00.5+03:00").value().started == Time{Duration{1772445600500000}});
  CHECK(started("2026-03-02T07:30:00.1234567-02:30").value().started == Time{Duration{1772445600123456}});
  for (const char* wrong : {"", "2026-03-02", "2026-02-30T10:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T10:60:00Z",
                            "2026-03-02T10:00:60Z", "2026-03-02T10:00:00", "2026-03-02T10:00:00.Z",
                            "2026-03-02 10:00:00Z", "2026-03-02T10:00:00Zx", "02026-03-02T10:00:00Z"}) {
    CAPTURE(wrong);
    const auto result = started(wrong);
    REQUIRE_FALSE(result);
    CHECK(result.error().path == "started");
  }
}

TEST_CASE("problems of a record are said with their paths") {
  const auto result =
      parse_record(R"({"id":"x","direction":"incoming","result":"opn","parts":[{"kind":"menu"}],"oops":1})");
  REQUIRE_FALSE(result);
  CHECK(to_string(result.error()).find("did you mean \"open\"?") != std::string::npos);
  std::vector<std::string> paths{result.error().path};
  for (const Error& error : result.error().more) paths.push_back(error.path);
  CHECK(paths == std::vector<std::string>{"started", "id", "result", "parts[0].result", "parts[0].at", "parts[0].until",
                                          "oops"});
}

TEST_CASE("[EMP-60] the name that an object had is kept in the record") {
  CHECK(parse_record(to_json(full_record())).value().parts.at(0).name == "Sales");
}

TEST_CASE("explain says each decision on a line, with who was left out and why") {
  CHECK(explain(full_record()) ==
        "2026-03-02T10:00:00.123Z  DST-02  group sales, sequential: rings anna (left out: boris: busy; eve: status dnd)\n"
        "2026-03-02T10:00:01.123Z  QUE-09  waited 60 s\n");
  CHECK(explain(full_record(), Language::russian) ==
        "2026-03-02T10:00:00.123Z  DST-02  группа sales, по порядку: вызывается anna "
        "(не подошли: boris: занят; eve: статус «не беспокоить»)\n"
        "2026-03-02T10:00:01.123Z  QUE-09  waited 60 s\n");
  CHECK(explain(CallRecord{}).empty());
}

TEST_CASE("decisions are written by the names of their reasons; free texts of older records are still read") {
  const std::string json = to_json(full_record());
  CHECK(json.find(R"("rule":"DST-02","reason":"rings_sequential","arguments":["sales","anna"],)"
                  R"("left_out":[{"who":"boris","reason":"busy"},{"who":"eve","reason":"status_forbids",)"
                  R"("arguments":["dnd"]}]})") != std::string::npos);
  const std::string head = R"({"id":"00000000000000ab","direction":"incoming","result":"menu",)"
                           R"("started":"2026-03-02T10:00:00.000Z","decisions":[{"at":"2026-03-02T10:00:00.000Z",)";
  const auto decision = [&](const std::string& rest) { return parse_record(head + rest + "}]}").value().decisions.at(0); };
  const Decision old = decision(R"("rule":"DST-02","text":"rings anna","left_out":[{"who":"boris","why":"busy"}])");
  CHECK(text_of(old) == "rings anna");
  CHECK(text_of(old.left_out.at(0)) == "boris: busy");
  // What a newer version knows is kept in its own words.
  const Decision newer = decision(R"("rule":"XYZ-01","reason":"moon_is_full","arguments":["anna","2"])");
  CHECK(text_of(newer) == "moon_is_full: anna, 2");
  CHECK(newer.rule == "XYZ-01");
  // An argument too few is no reason to lose the rest.
  CHECK(text_of(decision(R"("reason":"rings_sequential","arguments":["sales"])")) == "group sales, sequential: rings ?");
}

TEST_CASE("every reason has its own name, and words in both languages with all its arguments") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Reason::not_looked_at); ++i) {
    const auto reason = static_cast<Reason>(i);
    CAPTURE(name_of(reason));
    CHECK(names.insert(name_of(reason)).second);
    CHECK(find_reason(name_of(reason)) == reason);
    std::vector<std::string> arguments;
    for (std::size_t k = 0; k < arguments_of(reason); ++k) arguments.push_back("<" + std::to_string(k) + ">");
    for (const Language language : {Language::english, Language::russian}) {
      const std::string text = text_of(reason, arguments, language);
      for (const std::string& argument : arguments) CHECK(text.find(argument) != std::string::npos);
      CHECK(text.find_first_of("{}?") == std::string::npos);
    }
    if (reason != Reason::free_text) CHECK(template_of(reason, Language::english) != template_of(reason, Language::russian));
  }
  CHECK(find_reason("no_such_reason") == std::nullopt);
}

TEST_CASE("every enumerator has its own name") {
  CHECK(name_of(Direction::internal) == "internal");
  CHECK(name_of(CallResult::failed) == "failed");
  CHECK(name_of(CallResult::interrupted) == "interrupted");
  CHECK(name_of(EndedBy::engine) == "engine");
  CHECK(name_of(PartKind::voicemail) == "voicemail");
  CHECK(name_of(PartResult::answered_elsewhere) == "answered_elsewhere");
  CHECK(name_of(PartResult::failed) == "failed");
  CHECK(name_of(static_cast<PartResult>(200)) == "?");
  CHECK(to_string(CallId{0xab}) == "00000000000000ab");
}
