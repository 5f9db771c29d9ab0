// Schemes: forms of writing, branches, levels, handlers.
#include "model/edit.hpp"

using namespace edit;
using namespace tandem;

namespace {

Scheme scheme(const std::string& json) {
  const auto parsed = parse_account(with("schemes[0]", json, small()).dump());
  REQUIRE_MESSAGE(parsed, message(with("schemes[0]", json, small())));
  return parsed->schemes.at(0);
}
List problems_with(const std::string& json) { return problems(with("schemes[0]", json, small())); }

/// Menu items inside each other, `depth` levels; `inner` are fields of the innermost.
std::string nested(int depth, const std::string& inner = {}) {
  std::string text = inner;
  for (int i = 0; i < depth; ++i) {
    text = R"("menu": [{"digits": "1")" + (text.empty() ? std::string() : ", " + text) + "}]";
  }
  return R"({"id": "main", )" + text + "}";
}

}  // namespace

TEST_CASE("actions are objects with one distinguishing key") {
  const Scheme read = scheme(R"({"id": "main", "extension": "900", "actions": [
      {"play": "tone:beep", "wait_end": true}, {"play": "tone:beep"}, {"forward": {"group": "sales"}, "wait": 20},
      {"forward": {"employee": "anna"}}, {"forward": {"extension": "900"}}, {"forward": {"scheme": "main"}},
      {"forward": {"number": "79161234567", "trunk": "t"}}, {"forward": {"number": "112"}, "wait": 0}, {"forward": null},
      {"voicemail": ["a@b", "c@d"]}, {"voicemail": []}, {"hangup": true}]})");
  using namespace std::chrono_literals;
  const std::vector<Action> expected{PlayPrompt{{"tone:beep"}, true},
                                     PlayPrompt{{"tone:beep"}, false},
                                     Forward{ToGroup{{"sales"}}, 20s},
                                     Forward{ToEmployee{{"anna"}}, {}},
                                     Forward{ToExtension{"900"}, {}},
                                     Forward{ToScheme{{"main"}}, {}},
                                     Forward{ToNumber{"79161234567", {"t"}}, {}},
                                     Forward{ToNumber{"112", {}}, 0s},
                                     Forward{{}, {}},
                                     Voicemail{{"a@b", "c@d"}},
                                     Voicemail{},
                                     Hangup{}};
  REQUIRE(read.branches.size() == 1);
  CHECK(read.branches[0].block.actions == expected);
}

TEST_CASE("actions and targets that are none, or several at once") {
  const auto action = [](const std::string& json) {
    return problems_with(R"({"id": "main", "actions": [)" + json + "]}");
  };
  CHECK(action("{}") == List{"missing_field schemes[0].actions[0]"});
  CHECK(action(R"({"play": "tone:beep", "hangup": true})") == List{"invalid_argument schemes[0].actions[0]"});
  CHECK(action(R"({"play": "tone:beep", "wait": 5})") == List{"unknown_field schemes[0].actions[0].wait"});
  CHECK(action(R"({"hangup": false})") == List{"wrong_type schemes[0].actions[0].hangup"});
  CHECK(action("null") == List{"wrong_type schemes[0].actions[0]"});
  CHECK(action(R"({"forward": {}})") == List{"missing_field schemes[0].actions[0].forward"});
  CHECK(action(R"({"forward": {"group": "sales", "employee": "anna"}})") ==
        List{"invalid_argument schemes[0].actions[0].forward"});
  CHECK(action(R"({"forward": {"group": "sales", "trunk": "t"}})") ==
        List{"unknown_field schemes[0].actions[0].forward.trunk"});
  CHECK(action(R"({"forward": {"number": "11"}})") == List{"invalid_argument schemes[0].actions[0].forward.number"});
  CHECK(action(R"({"voicemail": ["a"]})") == List{"invalid_argument schemes[0].actions[0].voicemail[0]"});
}

TEST_CASE("[SCH-19] a scheme without branches has one that holds at any time, with the fields of its block") {
  const Scheme empty = scheme(R"({"id": "main"})");
  REQUIRE(empty.branches.size() == 1);
  CHECK_FALSE(empty.branches[0].schedule);
  CHECK(scheme(R"({"id": "main", "actions": [{"hangup": true}]})") ==
        scheme(R"({"id": "main", "branches": [{"actions": [{"hangup": true}]}]})"));
  CHECK(problems_with(R"({"id": "main", "branches": []})") == List{"invalid_argument schemes[0].branches"});
  CHECK(problems_with(R"({"id": "main", "branches": [{}], "actions": []})") ==
        List{"unknown_field schemes[0].actions"});
}

TEST_CASE("problems of a scheme's only branch are said where it is written") {
  CHECK(problems_with(R"({"id": "main", "actions": [{"play": "x"}]})") == List{"dangling schemes[0].actions[0].play"});
  CHECK(problems_with(R"({"id": "main", "branches": [{"actions": [{"play": "x"}]}]})") ==
        List{"dangling schemes[0].branches[0].actions[0].play"});
}

TEST_CASE("[SCH-22] the last branch has no schedule, and only the last") {
  const std::string monday = R"({"schedule": {"times": [{"days": "monday"}]}})";
  CHECK(problems_with(R"({"id": "main", "branches": [)" + monday + ", {}]}") == List{});
  CHECK(problems_with(R"({"id": "main", "branches": [)" + monday + "]}") ==
        List{"invalid_argument schemes[0].branches[0].schedule"});
  CHECK(problems_with(R"({"id": "main", "branches": [{}, {}]})") == List{"invalid_argument schemes[0].branches[0]"});
  CHECK(problems_with(R"({"id": "main", "branches": [{"schedule": {}}, )" + monday + "]}") ==
        List{"invalid_argument schemes[0].branches[0]", "invalid_argument schemes[0].branches[1].schedule"});
}

TEST_CASE("[IVR-04] menus have at most four levels") {
  CHECK(problems_with(nested(4)) == List{});
  CHECK(problems_with(nested(5)) == List{"invalid_argument schemes[0].menu[0].menu[0].menu[0].menu[0].menu"});
}

TEST_CASE("[IVR-21] a block on the fourth menu level has no handlers") {
  const std::string handlers = R"("handlers": [{"on": "no_input"}])";
  CHECK(problems_with(nested(3, handlers)) == List{});
  CHECK(problems_with(nested(4, handlers)) ==
        List{"invalid_argument schemes[0].menu[0].menu[0].menu[0].menu[0].handlers"});
}

TEST_CASE("[IVR-22] handlers have a second level, but not those of a menu item") {
  const std::string two = R"("handlers": [{"on": "no_input", "handlers": [{"on": "no_input"}]}])";
  CHECK(problems_with(R"({"id": "main", )" + two + "}") == List{});
  CHECK(problems_with(R"({"id": "main", "handlers": [{"on": "no_input", )" + two + "}]}") ==
        List{"invalid_argument schemes[0].handlers[0].handlers[0].handlers"});
  CHECK(problems_with(nested(1, two)) == List{"invalid_argument schemes[0].menu[0].handlers[0].handlers"});
}

TEST_CASE("[SCH-16] two handlers for the same condition at the same times conflict") {
  const auto with_handlers = [](const std::string& json) {
    return problems_with(R"({"id": "main", "handlers": [)" + json + "]}");
  };
  CHECK(with_handlers(R"({"on": "no_input"}, {"on": "wrong_password"})") == List{});
  CHECK(with_handlers(R"({"on": "no_input"}, {"on": "wrong_password"}, {"on": "no_input"})") ==
        List{"duplicate schemes[0].handlers[2].on"});
  CHECK(with_handlers(R"({"on": "no_input", "schedule": {"times": [{"days": "monday"}]}}, {"on": "no_input"})") ==
        List{});
}

TEST_CASE("[SCH-32] only handlers and menu items return to the main menu (01 OP-13)") {
  CHECK(problems_with(R"({"id": "main", "final_action": "return_to_main_menu"})") ==
        List{"invalid_argument schemes[0].final_action"});
  CHECK(problems_with(R"({"id": "main", "menu": [{"digits": "1", "final_action": "return_to_main_menu"}],
                          "handlers": [{"on": "no_input", "final_action": "return_to_main_menu"}]})") == List{});
}

TEST_CASE("menu digits are unique in their block (01 OP-11)") {
  CHECK(problems_with(R"({"id": "main", "menu": [{"digits": "1"}, {"digits": "2"}, {"digits": "1"}]})") ==
        List{"duplicate schemes[0].menu[2].digits"});
  CHECK(problems_with(R"({"id": "main", "menu": [{"digits": "1", "menu": [{"digits": "1"}]}]})") == List{});
}
