// Documents that mean harm, and every valid document's value replaced by something else.
#include "model/edit.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace edit;

namespace {

/// Every place in a document, as a path.
void places(const Json& node, const std::string& path, std::vector<std::string>& found) {
  if (!path.empty()) found.push_back(path);
  if (node.is_array()) {
    for (std::size_t i = 0; i < node.size(); ++i) places(node[i], fmt::format("{}[{}]", path, i), found);
  } else if (node.is_object()) {
    for (const auto& [name, value] : node.items()) places(value, path.empty() ? name : path + "." + name, found);
  }
}

std::vector<std::string> places_of_example() {
  std::vector<std::string> found;
  places(Json::parse(example::acme), "", found);
  return found;
}

/// Does some problem name this place, something inside it, or the object that picks its alternative by it?
bool named(const List& found, const std::string& path) {
  return std::any_of(found.begin(), found.end(),
                     [&](const std::string& line) { return line.substr(line.find(' ') + 1).starts_with(path); });
}

std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

}  // namespace

TEST_CASE("a value of the wrong type is named by its path, wherever it stands") {
  const Json document = Json::parse(example::acme);
  REQUIRE(problems(document) == List{});
  const char* replacements[] = {"true", "12", "-7", "1.5", "\"text\"", "[]", "{}", "[[1]]", "{\"x\": 1}"};
  int tried = 0;
  for (const std::string& path : places_of_example()) {
    const Json& original = document[pointer(path)];
    for (const char* replacement : replacements) {
      const Json value = Json::parse(replacement);
      const bool same_kind =
          value.type() == original.type() || (value.is_number_integer() && original.is_number_integer());
      if (same_kind || (value.is_array() && value.empty() && original.is_array())) continue;
      CAPTURE(path);
      CAPTURE(replacement);
      const List found = problems(with(path, replacement, document));
      // {"forward": {}} and {"forward": null} differ in type and are judged by what they are, not refused as a type
      CHECK(named(found, path));
      ++tried;
    }
  }
  CHECK(tried > 1000);
}

TEST_CASE("an unknown field is named wherever it stands, and near names are offered") {
  const Json document = Json::parse(example::acme);
  for (const std::string& path : places_of_example()) {
    if (!document[pointer(path)].is_object()) continue;
    CAPTURE(path);
    CHECK(problems(with(path + ".colour", "1", document)) == List{"unknown_field " + path + ".colour"});
  }
  CHECK(problems(with("colour", "1", document)) == List{"unknown_field colour"});
  CHECK(message(with("groups[0].stratgy", "1", document)).find("did you mean \"strategy\"?") != std::string::npos);
  CHECK(message(with("groups[0].colour", "1", document)).find("known are id, name, extension") != std::string::npos);
}

TEST_CASE("a required field that is absent is named") {
  for (const char* path :
       {"id", "prompts[0].id", "prompts[0].source", "employees[1].id", "employees[1].full_name",
        "employees[1].sip_accounts[0].aor", "groups[0].id", "groups[0].name", "groups[0].members[1].employee",
        "trunks[0].host", "numbers[0].number", "numbers[0].trunk", "schemes[1].id",
        "schemes[0].branches[0].menu[0].digits", "schemes[0].branches[0].handlers[0].on"}) {
    CAPTURE(path);
    const List found = problems(without(path));
    CHECK(std::count(found.begin(), found.end(), std::string("missing_field ") + path) == 1);
  }
}

TEST_CASE("any part of a document may be missing or doubled without harm") {
  const Json document = Json::parse(example::acme);
  for (const std::string& path : places_of_example()) {
    static_cast<void>(problems(without(path, document)));
    const auto where = pointer(path);
    if (path.ends_with(']')) {
      Json doubled = document;
      doubled[where.parent_pointer()].push_back(document[where]);
      static_cast<void>(problems(doubled));
    }
  }
}

TEST_CASE("a document cut off anywhere is refused, not crashed on") {
  for (std::size_t size = 0; size + 2 < example::acme.size(); size += 17) {
    CHECK_FALSE(tandem::parse_account(std::string_view(example::acme).substr(0, size)));
  }
}

TEST_CASE("a document with any byte changed is read or refused") {
  std::string text = example::acme;
  for (std::size_t i = 0; i < text.size(); i += 13) {
    const char before = text[i];
    for (const char other : {'\0', '"', '{', '9', '\xFF', '\\'}) {
      text[i] = other;
      static_cast<void>(tandem::parse_account(text));
    }
    text[i] = before;
  }
}

TEST_CASE("nesting beyond 64 levels is refused, whatever it consists of") {
  for (const int depth : {65, 100, 100'000}) {
    for (const auto& [open, close] : {std::pair{"[", "]"}, std::pair{"{\"a\":", "}"}}) {
      const auto parsed = tandem::parse_account(repeated(open, depth) + "1" + repeated(close, depth));
      REQUIRE_FALSE(parsed);
      CHECK(parsed.error().message.find("64 levels") != std::string::npos);
    }
  }
  const auto unknown = tandem::parse_account("{\"x\":" + repeated("[", 63) + repeated("]", 63) + "}");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message.find("64 levels") == std::string::npos);
}

TEST_CASE("duplicate keys are refused with their path, and the first one counts") {
  CHECK(problems_in(R"({"id": "a", "name": "x", "id": "b"})") == List{"duplicate id"});
  CHECK(problems_in(R"({"id": "a", "employees": [{"id": "x", "full_name": "X", "full_name": 5}]})") ==
        List{"duplicate employees[0].full_name"});
  CHECK(
      problems_in(
          R"({"id": "a", "schemes": [{"id": "s", "actions": [{"hangup": true}, {"hangup": true, "hangup": false}]}]})") ==
      List{"duplicate schemes[0].actions[1].hangup"});
}

TEST_CASE("numbers beyond what a field holds are refused") {
  const auto ring = [](const std::string& number) {
    return problems_in(R"({"id": "a", "defaults": {"employee_ring_time": )" + number + "}}");
  };
  for (const char* number : {"2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
                             "18446744073709551615", "-9223372036854775808"}) {
    CAPTURE(number);
    CHECK(ring(number) == List{"invalid_argument defaults.employee_ring_time"});
  }
  for (const char* number : {"25.0", "1e2", "18446744073709551616", "-0.5", "1e308"}) {
    CAPTURE(number);
    CHECK(ring(number) == List{"wrong_type defaults.employee_ring_time"});
  }
  CHECK(ring("1e999") == List{"invalid_argument "});  // no double holds it: the parser refuses the document
}

TEST_CASE("what is no JSON is refused with the place") {
  for (const char* text : {"", " ", "{", "}", "nul", "{\"id\" \"a\"}", "{\"id\": \"a\",}", "{\"id\": 'a'}",
                           "{\"id\": \"\xFF\"}", "{\"id\": \"a\"} x", "// c\n{}", "{\"id\": \"\\ud800\"}"}) {
    CAPTURE(text);
    const auto parsed = tandem::parse_account(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == tandem::errc::invalid_argument);
    CHECK(parsed.error().message.find(", column ") != std::string::npos);
    CHECK(parsed.error().message.starts_with("this is not JSON: "));
  }
  for (const char* text : {"null", "5", "\"x\"", "[]", "true"}) CHECK(problems_in(text) == List{"wrong_type "});
}

TEST_CASE("problems come in the order of the document, and all at once") {
  const std::string text = R"({
    "schemes": [{"id": "s", "actions": [{"play": "nothing"}], "colour": 1}],
    "employees": [{"id": "anna", "extension": "1"}, {"id": "anna", "full_name": 5, "status": "awake"}],
    "groups": 7,
    "domains": ["x"],
    "time_zone": "Mars"
  })";
  CHECK(problems_in(text) == List{"missing_field id", "dangling schemes[0].actions[0].play",
                                  "unknown_field schemes[0].colour", "missing_field employees[0].full_name",
                                  "invalid_argument employees[0].extension", "duplicate employees[1].id",
                                  "wrong_type employees[1].full_name", "dangling employees[1].status",
                                  "wrong_type groups", "invalid_argument domains[0]", "invalid_argument time_zone"});
}

TEST_CASE("messages say the offending value and what would be right, shortened and clean") {
  const std::string text = message(with("employees[0].extension", R"("12345678")"));
  CHECK(text.find("\"12345678\"") != std::string::npos);
  CHECK(text.find("2 to 7 digits") != std::string::npos);
  const std::string long_text = message(with("time_zone", Json(std::string(10'000, 'x')).dump(), small()));
  CHECK(long_text.size() < 300);
  const std::string odd = message(with("name", R"("x")", Json{{"a\nb\"", 1}, {"id", "x"}}));
  CHECK(odd.find("unknown_field at [\"a\\nb\\\"\"]: ") == 0);
}

TEST_CASE("documents with millions of faults are refused in bounded time and space") {
  const auto before = std::chrono::steady_clock::now();
  std::string keys = "{\"id\": \"a\"";
  for (int i = 0; i < 200'000; ++i) keys += fmt::format(",\"k{}\": 0", i);
  const auto unknown = tandem::parse_account(keys + "}");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().more.size() <= 2000);

  std::string members = R"({"id": "a", "groups": [{"id": "g", "name": "g", "members": [{"employee": "x"})";
  for (int i = 0; i < 100'000; ++i) members += fmt::format(",{{\"employee\": \"x{}\"}}", i);
  const auto dangling = tandem::parse_account(members + "]}]}");
  REQUIRE_FALSE(dangling);
  CHECK(dangling.error().more.size() <= 2000);
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(60));
}

TEST_CASE("a document above 64 MB is refused unread") {
  const std::string large(64 * 1024 * 1024 + 1, ' ');
  const auto parsed = tandem::parse_account(large);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().message.find("the limit is") != std::string::npos);
}
