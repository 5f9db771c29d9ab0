#include "model/edit.hpp"

using namespace edit;

namespace {
/// Paths of all warnings of a good document.
List warnings(const Json& document) {
  const auto parsed = tandem::parse_account(document.dump());
  REQUIRE_MESSAGE(parsed, message(document));
  List paths;
  for (const tandem::Error& warning : warnings_of(*parsed)) paths.push_back(warning.path);
  return paths;
}

/// Nothing to warn about.
Json sound() {
  Json document = small();
  for (const char* employee : {"employees[0]", "employees[1]"}) {
    document = with(std::string(employee) + ".devices", R"([{"number": "79161234567"}])", document);
  }
  document = with("groups[0].members", R"([{"employee": "anna"}])", document);
  return with("numbers[0].scheme", R"("main")", document);
}
}  // namespace

TEST_CASE("a sound document has no warnings") { CHECK(warnings(sound()) == List{}); }

TEST_CASE("[EMP-07] a one-digit group extension is a warning, not an error") {
  CHECK(warnings(with("groups[0].extension", R"("5")", sound())) == List{"groups[0].extension"});
  CHECK(warnings(with("groups[0].extension", R"("50")", sound())) == List{});
}

TEST_CASE("a trunk is told that the built-in port has no g729, and what becomes of its calls") {
  const auto said = [](const char* codecs) {
    const auto parsed = tandem::parse_account(with("trunks[0].codecs", codecs, sound()).dump());
    REQUIRE(parsed);
    return warnings_of(*parsed);
  };
  CHECK(said(R"(["pcma", "opus"])").empty());
  const auto beside = said(R"(["pcma", "g729"])");
  REQUIRE(beside.size() == 1);
  CHECK(beside[0].path == "trunks[0].codecs[1]");
  CHECK(beside[0].message.find("leaves it out") != std::string::npos);
  const auto alone = said(R"(["g729"])");
  REQUIRE(alone.size() == 1);
  CHECK(alone[0].path == "trunks[0].codecs[0]");
  CHECK(alone[0].message.find("refuses") != std::string::npos);
}

TEST_CASE("extensions that the menu's lengths leave out are pointed out") {
  const Json document = with("defaults", R"({"extension_dial": {"min_length": 3, "max_length": 4}})", sound());
  CHECK(warnings(with("employees[0].extension", R"("10")", document)) == List{"employees[0].extension"});
  CHECK(warnings(with("employees[0].extension", R"("100")", document)) == List{});
  CHECK(warnings(with("employees[0].extension", R"("1000")", document)) == List{});
  CHECK(warnings(with("employees[0].extension", R"("10000")", document)) == List{"employees[0].extension"});
  CHECK(warnings(with("schemes[0].extension", R"("10000")", document)) == List{"schemes[0].extension"});
  const Json off = with("defaults.extension_dial.enabled", "false", document);
  CHECK(warnings(with("employees[0].extension", R"("10")", off)) == List{});
}

TEST_CASE("[SCH-37] a forward without a target is saved with a warning (01 OP-50)") {
  const std::string block = R"([{"play": "tone:beep"}, {"forward": null}])";
  CHECK(warnings(with("schemes[0].actions", block, sound())) == List{"schemes[0].actions[1].forward"});
  CHECK(warnings(with("schemes[0].menu", R"([{"digits": "1", "actions": )" + block + "}]", sound())) ==
        List{"schemes[0].menu[0].actions[1].forward"});
  CHECK(warnings(with("schemes[0].handlers", R"([{"on": "no_input", "actions": )" + block + "}]", sound())) ==
        List{"schemes[0].handlers[0].actions[1].forward"});
  CHECK(warnings(with("schemes[0].branches",
                      R"([{"schedule": {"times": [{"days": "monday"}]}}, {"actions": )" + block + "}]", sound())) ==
        List{"schemes[0].branches[1].actions[1].forward"});
}

TEST_CASE("[IVR-15] a least length of one digit, and menu items that are also extensions") {
  CHECK(warnings(with("defaults", R"({"extension_dial": {"min_length": 1}})", sound())) ==
        List{"defaults.extension_dial.min_length"});
  const Json menu = with("schemes[0].menu", R"([{"digits": "10", "actions": [{"hangup": true}]}])", sound());
  CHECK(warnings(menu) == List{});
  CHECK(warnings(with("employees[0].extension", R"("10")", menu)) == List{"schemes[0].menu[0].digits"});
  CHECK(warnings(with("groups[0].extension", R"("10")", menu)) == List{"schemes[0].menu[0].digits"});
}

TEST_CASE("a group that nobody serves") {
  CHECK(warnings(with("groups[0].members", "[]", sound())) == List{"groups[0].members"});
  CHECK(warnings(with("groups[0].members", R"([{"employee": "anna", "operator": false, "supervisor": true}])",
                      sound())) == List{"groups[0].members"});
}

TEST_CASE("[EMP-34] an employee without a device") {
  CHECK(warnings(with("employees[0].devices", "[]", sound())) == List{"employees[0].devices"});
}

TEST_CASE("a number without a scheme refuses its calls (01 OP-20)") {
  CHECK(warnings(without("numbers[0].scheme", sound())) == List{"numbers[0].scheme"});
  CHECK(warnings(with("numbers[0].incoming", "false", without("numbers[0].scheme", sound()))) == List{});
}
