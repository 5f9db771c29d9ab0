// Doubts about schemes: what is allowed and cannot be meant.
#include <doctest/doctest.h>
#include <tandem/scheme_check.hpp>

#include <string>

using namespace tandem;

namespace {

/// An account with these schemes and defaults, in which everything else is fine.
AccountDocument account(const std::string& schemes, const std::string& defaults = "{}") {
  const std::string text = R"({"id": "acme", "domains": ["acme.example"], "defaults": )" + defaults + R"(,
    "employees": [
      {"id": "anna", "full_name": "Anna", "extension": "101", "devices": [{"number": "79161111111"}, {"number": "79162222222", "active": false}]},
      {"id": "idle", "full_name": "Idle", "extension": "102", "devices": []}],
    "groups": [{"id": "sales", "name": "Sales", "members": [{"employee": "anna"}]},
               {"id": "empty", "name": "Empty", "members": [{"employee": "anna", "operator": false}]}],
    "trunks": [{"id": "off", "host": "192.0.2.1", "enabled": false}, {"id": "on", "host": "192.0.2.2"}],
    "schemes": )" + schemes +
                           "}";
  const auto parsed = parse_account(text);
  INFO((parsed ? std::string() : to_string(parsed.error())));
  REQUIRE(parsed);
  return *parsed;
}

/// "name path arguments; ..."
std::string doubts(const std::string& schemes, const std::string& defaults = "{}") {
  std::string text;
  for (const SchemeDoubt& doubt : doubts_of_schemes(account(schemes, defaults))) {
    text += std::string(name_of(doubt.doubt)) + " " + doubt.path;
    for (const std::string& argument : doubt.arguments) text += " " + argument;
    text += "; ";
  }
  return text;
}
std::string in_block(const std::string& block, const std::string& defaults = "{}") {
  return doubts(R"([{"id": "a", )" + block + "}]", defaults);
}

}  // namespace

TEST_CASE("a sensible scheme raises no doubt") {
  CHECK(in_block(R"("actions": [{"play": "standard:hello"}, {"forward": {"group": "sales"}}, {"voicemail": []}],
    "menu": [{"digits": "1", "password": "1", "keywords": ["order"], "actions": [{"forward": {"employee": "anna", "by": "contact", "contact": "79161111111"}}]}],
    "handlers": [{"on": "wrong_password"}, {"on": "input_error_limit"}, {"on": "any_other_input"}, {"on": "fax_detect"}, {"on": "extension_dial"}])") ==
        "");
}

TEST_CASE("lines that nobody reaches") {
  for (const char* last : {R"({"voicemail": []})", R"({"receive_fax": []})", R"({"hangup": true})"}) {
    CAPTURE(last);
    CHECK(in_block(R"("actions": [)" + std::string(last) + R"(, {"play": "tone:beep"}, {"play": "tone:beep"}])") ==
          "action_unreachable schemes[0].actions[1]; action_unreachable schemes[0].actions[2]; ");
  }
  CHECK(
      doubts(
          R"([{"id": "a", "actions": [{"forward": {"scheme": "b"}}, {"play": "tone:beep"}]}, {"id": "b", "extension": "9", "actions": [{"hangup": true}]}])") ==
      "action_unreachable schemes[0].actions[1]; ");
  CHECK(in_block(R"("menu": [{"digits": "1", "actions": [{"hangup": true}, {"hangup": true}]}])") ==
        "action_unreachable schemes[0].menu[0].actions[1]; ");
}

TEST_CASE("[SCH-16] handlers that never act") {
  CHECK(in_block(R"("actions": [{"voicemail": []}], "handlers": [{"on": "no_input"}])") ==
        "no_input_unreachable schemes[0].handlers[0]; ");
  CHECK(in_block(R"("handlers": [{"on": "no_input"}])") == "");
  CHECK(in_block(R"("handlers": [{"on": "extension_dial"}])", R"({"extension_dial": {"enabled": false}})") ==
        "dialling_switched_off schemes[0].handlers[0]; ");
  CHECK(in_block(R"("handlers": [{"on": "fax_detect"}])", R"({"fax": {"auto_detect": false}})") ==
        "fax_switched_off schemes[0].handlers[0]; ");
  CHECK(in_block(R"("handlers": [{"on": "fax_detect", "actions": [{"hangup": true}]}])") ==
        "fax_actions_ignored schemes[0].handlers[0].actions; ");
  CHECK(
      in_block(R"("menu": [{"digits": "1", "actions": [{"hangup": true}]}], "handlers": [{"on": "wrong_password"}])") ==
      "no_item_has_password schemes[0].handlers[0]; ");
  CHECK(in_block(R"("handlers": [{"on": "input_error_limit"}])", R"({"extension_dial": {"enabled": false}})") ==
        "nothing_is_entered schemes[0].handlers[0]; ");
  const std::string later = R"({"on": "any_other_input", "schedule": {"times": [{"days": "monday"}]}})";
  CHECK(in_block(R"("handlers": [{"on": "any_other_input"}, )" + later + "]") ==
        "handler_shadowed schemes[0].handlers[1] any_other_input; ");
  CHECK(in_block(R"("handlers": [)" + later + R"(, {"on": "any_other_input"}])") == "");
}

TEST_CASE("[SCH-21] branches that are never taken, and times at which nobody is there") {
  const auto branches = [](const std::string& first, const std::string& second, const std::string& rest) {
    return doubts(R"([{"id": "a", "branches": [{"schedule": )" + first +
                  R"(, "actions": [{"hangup": true}]}, {"schedule": )" + second +
                  R"(, "actions": [{"hangup": true}]}, {"actions": [)" + rest + "]}]}]");
  };
  const std::string day = R"({"times": [{"days": "working_days", "from": "09:00", "to": "17:59"}]})";
  const std::string hangup = R"({"hangup": true})";
  CHECK(branches(day, R"({"times": [{"days": "monday", "from": "10:00", "to": "11:00"}]})", hangup) == "");
  CHECK(branches(day, R"({"times": [{"days": "working_days", "from": "10:00", "to": "11:00"}]})", hangup) ==
        "branch_never_taken schemes[0].branches[1]; ");
  CHECK(branches(day, R"({"times": [{"days": "working_days", "from": "10:00", "to": "18:00"}]})", hangup) == "");
  // Another zone has other hours, and a period of the first branch leaves the rest of the year.
  CHECK(branches(day,
                 R"({"time_zone": "Asia/Tokyo", "times": [{"days": "working_days", "from": "10:00", "to": "11:00"}]})",
                 hangup) == "");
  CHECK(branches(R"({"from": "2026-01-01 00:00", "times": [{"days": "every_day"}]})",
                 R"({"times": [{"days": "sunday"}]})", hangup) == "");
  CHECK(branches(R"({"times": [{"days": "working_days"}]})", R"({"times": [{"days": "non_working_days"}]})", hangup) ==
        "branch_never_taken schemes[0].branches[2]; ");
  CHECK(branches(R"({"times": [{"days": "every_day", "from": "22:00", "to": "06:00"}]})",
                 R"({"times": [{"days": "sunday", "from": "05:00", "to": "06:00"}]})",
                 hangup) == "branch_never_taken schemes[0].branches[1]; ");
  CHECK(branches(R"({"times": [{"days": "working_days", "from": "22:00", "to": "06:00"}]})",
                 R"({"times": [{"days": "saturday", "from": "05:00", "to": "06:00"}]})", hangup) == "");
  CHECK(branches(day, R"({"times": [{"days": "sunday"}]})", "") == "time_without_reception schemes[0].branches[2]; ");
}

TEST_CASE("menu items that do nothing, keywords that choose nothing, speech that hears nothing") {
  CHECK(in_block(R"("menu": [{"digits": "1"}])") == "item_does_nothing schemes[0].menu[0] 1; ");
  CHECK(in_block(R"("menu": [{"digits": "1", "final_action": "return_to_main_menu"}])") == "");
  CHECK(in_block(R"("menu": [{"digits": "1", "keywords": ["order"], "actions": [{"hangup": true}]},
                            {"digits": "2", "keywords": ["bill", "order"], "actions": [{"hangup": true}]}])") ==
        "keyword_twice schemes[0].menu[1].keywords order 1; ");
  CHECK(in_block(R"("speech": {"enabled": true}, "actions": [])") == "speech_without_mode schemes[0].speech; ");
}

TEST_CASE("forwards that reach nobody") {
  CHECK(in_block(R"("actions": [{"forward": {"group": "empty"}}, {"forward": {"employee": "idle"}},
    {"forward": {"employee": "anna", "by": "contact", "contact": "79162222222"}}, {"forward": {"into_trunk": "off"}},
    {"forward": {"number": "79990000000", "trunk": "off"}}, {"forward": {"into_trunk": "on"}}])") ==
        "group_without_operators schemes[0].actions[0].forward empty; "
        "employee_without_device schemes[0].actions[1].forward idle; "
        "no_such_contact schemes[0].actions[2].forward anna 79162222222; "
        "trunk_switched_off schemes[0].actions[3].forward off; trunk_switched_off schemes[0].actions[4].forward off; ");
  CHECK(in_block(R"("actions": [{"forward_by_region": []},
    {"forward_by_region": [{"regions": ["RU"], "to": {"group": "empty"}}], "otherwise": {"employee": "idle"}}])") ==
        "region_without_target schemes[0].actions[0].forward_by_region; "
        "group_without_operators schemes[0].actions[1].forward_by_region[0].to empty; "
        "employee_without_device schemes[0].actions[1].otherwise idle; ");
}

TEST_CASE("schemes that forward in a circle") {
  const auto scheme = [](const std::string& id, const std::string& extension, const std::string& to) {
    return R"({"id": ")" + id + R"(", "extension": ")" + extension +
           R"(", "menu": [{"digits": "1", "actions": [{"forward": )" + to + "}]}]}";
  };
  CHECK(doubts("[" + scheme("a", "91", R"({"scheme": "a"})") + "]") == "scheme_circle schemes[0] a, a; ");
  CHECK(doubts("[" + scheme("a", "91", R"({"scheme": "b"})") + "," + scheme("b", "92", R"({"scheme": "c"})") + "," +
               scheme("c", "93", R"({"scheme": "b"})") + "]") ==
        "scheme_circle schemes[1] b, c, b; scheme_circle schemes[2] c, b, c; ");
  CHECK(doubts("[" + scheme("a", "91", R"({"scheme": "b"})") + "," + scheme("b", "92", R"({"group": "sales"})") +
               "]") == "");
}

TEST_CASE("doubts are told in both languages, and stand among the warnings") {
  const AccountDocument document = account(R"([{"id": "a", "actions": [{"forward": {"group": "empty"}}]}])");
  const SchemeDoubt doubt = doubts_of_schemes(document).at(0);
  CHECK(text_of(doubt) == "group 'empty' has no operator: the forward never reaches anybody");
  CHECK(text_of(doubt, Language::russian) == "в группе «empty» нет операторов: переадресация никого не найдёт");
  bool warned = false;
  for (const Error& warning : warnings_of(document)) warned = warned || warning.path == doubt.path;
  CHECK(warned);
}
