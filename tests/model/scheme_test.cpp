// Schemes: forms of writing, branches, levels, handlers.
#include "model/edit.hpp"

#include <tandem/sms.hpp>

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

TEST_CASE("[SCH-73][SCH-74] a SIP address has a port from 0 to 65535 and a transport, UDP where none is given") {
  const auto action = [](const std::string& json) {
    return problems_with(R"({"id": "main", "actions": [{"forward": )" + json + "}]}");
  };
  const Scheme read = scheme(R"({"id": "main", "actions": [{"forward": {"sip": "a@b.example"}},
      {"forward": {"sip": "a@b.example", "port": 65535, "transport": "tcp"}}, {"forward": {"sip": "a@b.example", "port": 0}}]})");
  const auto& actions = read.branches.at(0).block.actions;
  CHECK(std::get<ToSip>(std::get<Forward>(actions[0]).to) == ToSip{"a@b.example", 0, Transport::udp, ""});
  CHECK(std::get<ToSip>(std::get<Forward>(actions[1]).to) == ToSip{"a@b.example", 65535, Transport::tcp, ""});
  CHECK(action(R"({"sip": "a@b.example", "port": 65536})") == List{"invalid_argument schemes[0].actions[0].forward.port"});
  CHECK(action(R"({"sip": "a@b.example", "port": -1})") == List{"invalid_argument schemes[0].actions[0].forward.port"});
  CHECK(action(R"({"sip": "a@b.example", "transport": "tls"})") ==
        List{"invalid_argument schemes[0].actions[0].forward.transport"});
  for (const char* wrong : {"a", "@b.example", "a@", "a@b@c", "a b@c.example", "sip:a@b.example"}) {
    CAPTURE(wrong);
    CHECK(action(R"({"sip": ")" + std::string(wrong) + "\"}") == List{"invalid_argument schemes[0].actions[0].forward.sip"});
  }
}

TEST_CASE("[SCH-39] a forward to an employee by contact names one, the others name none") {
  const auto action = [](const std::string& json) {
    return problems_with(R"({"id": "main", "actions": [{"forward": {"employee": "anna", )" + json + "}}]}");
  };
  CHECK(action(R"("by": "default_number")") == List{});
  CHECK(action(R"("by": "contact", "contact": "79161234567")") == List{});
  CHECK(action(R"("by": "contact")") == List{"missing_field schemes[0].actions[0].forward.contact"});
  CHECK(action(R"("by": "card", "contact": "79161234567")") ==
        List{"invalid_argument schemes[0].actions[0].forward.contact"});
}

TEST_CASE("[SCH-65][SCH-66][ACB-26] the callback of a scheme needs a group and a line; its times have their limits") {
  const auto callback = [](const std::string& json) {
    return problems_with(R"({"id": "main", "auto_callback": )" + json + "}");
  };
  CHECK(callback(R"({"enabled": true, "group": "sales", "line": "74950000001"})") == List{});
  CHECK(callback(R"({"enabled": true})") ==
        List{"missing_field schemes[0].auto_callback.group", "missing_field schemes[0].auto_callback.line"});
  CHECK(callback(R"({"enabled": false})") == List{});
  const auto times = [](const std::string& json) { return problems(with("defaults", R"({"menu_callback": )" + json + "}", small())); };
  CHECK(times(R"({"attempts": 10, "pause": 60, "answer_wait": 60})") == List{});
  CHECK(times(R"({"attempts": 11, "pause": 59, "answer_wait": 61})") ==
        List{"invalid_argument defaults.menu_callback.attempts", "invalid_argument defaults.menu_callback.pause",
             "invalid_argument defaults.menu_callback.answer_wait"});
}

TEST_CASE("[SCH-84][IVR-05][IVR-27] what needs a service cannot be stored without it") {
  const auto without = [](const std::string& service, const std::string& json) {
    const Json document = with("defaults", R"({"services": {")" + service + R"(": false}})", small());
    return problems(with("schemes[0]", json, document));
  };
  const std::string callback = R"({"id": "main", "auto_callback": {"enabled": true, "group": "sales", "line": "74950000001"}})";
  CHECK(without("menu_callback", callback) == List{"invalid_argument schemes[0].auto_callback.enabled"});
  CHECK(without("speech_menu", callback) == List{});
  const std::string speech = R"({"id": "main", "speech": {"enabled": true, "digits": true}})";
  CHECK(without("speech_menu", speech) == List{"invalid_argument schemes[0].speech.enabled"});
  CHECK(without("speech_menu", R"({"id": "main", "speech": {"digits": true}})") == List{});
  const std::string fax = R"({"id": "main", "handlers": [{"on": "fax_detect"}]})";
  CHECK(without("fax_detect", fax) == List{"invalid_argument schemes[0].handlers[0].on"});
  CHECK(without("menu_callback", fax) == List{});
  CHECK(without("multi_level_menu", nested(1)) == List{});
  CHECK(without("multi_level_menu", nested(2)) == List{"invalid_argument schemes[0].menu[0].menu"});
}

TEST_CASE("an e-mail address belongs to fax_detect alone") {
  CHECK(problems_with(R"({"id": "main", "handlers": [{"on": "fax_detect", "email": ["a@b.example"]}]})") == List{});
  CHECK(problems_with(R"({"id": "main", "handlers": [{"on": "no_input", "email": ["a@b.example"]}]})") ==
        List{"invalid_argument schemes[0].handlers[0].email"});
}

TEST_CASE("[SMS-05][SMS-06][NUM-41] settings of replies and warnings have their limits") {
  const auto defaults = [](const std::string& json) { return problems(with("defaults", json, small())); };
  CHECK(defaults(R"({"sms_reply": {"enabled": true, "message": "Hello", "no_repeat_days": 7, "daily_limit": 0}})") == List{});
  CHECK(defaults(R"({"sms_reply": {"enabled": true, "no_repeat_days": 8, "daily_limit": -1}})") ==
        List{"missing_field defaults.sms_reply.message", "invalid_argument defaults.sms_reply.no_repeat_days",
             "invalid_argument defaults.sms_reply.daily_limit"});
  CHECK(defaults(R"({"reception": {"warnings": [{"line": "74950000001"}, {"line": "74950000001"}, {"line": "7"}]}})") ==
        List{"duplicate defaults.reception.warnings[1].line", "dangling defaults.reception.warnings[2].line"});
}

TEST_CASE("[SMS-03] replies are sent as COM-PRO unless the account has another name") {
  CHECK(SmsReplySettings{}.sender_name == "COM-PRO");
}

TEST_CASE("[SMS-04] how many SMS a text makes") {
  const auto repeated = [](const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
  };
  CHECK(size_of_sms("") == SmsSize{0, 0});
  CHECK(size_of_sms(repeated("a", 160)) == SmsSize{160, 1});
  CHECK(size_of_sms(repeated("a", 161)) == SmsSize{161, 2});
  CHECK(size_of_sms(repeated("a", 306)) == SmsSize{306, 2});
  CHECK(size_of_sms(repeated("a", 307)) == SmsSize{307, 3});
  CHECK(size_of_sms(repeated("€", 80)) == SmsSize{160, 1});
  CHECK(size_of_sms(repeated("ы", 70)) == SmsSize{70, 1});
  CHECK(size_of_sms(repeated("ы", 71)) == SmsSize{71, 2});
  CHECK(size_of_sms(repeated("ы", 90)) == SmsSize{90, 2});
  CHECK(size_of_sms(repeated("ы", 135)) == SmsSize{135, 3});
  CHECK(size_of_sms(repeated("\U0001F600", 35)) == SmsSize{70, 1});
  CHECK(size_of_sms(repeated("a", 69) + "ы") == SmsSize{70, 1});
}
