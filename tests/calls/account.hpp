// Random accounts for traffic: schemes, menus, groups, devices, times, all valid.
#pragma once

#include "base/random.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace calls {

using Json = nlohmann::json;

/// Makes an account document; the same random numbers make the same document.
class AccountMaker {
 public:
  explicit AccountMaker(tandem::Random& random) : random_(random) {}

  static constexpr int employees = 5;
  static std::string employee(std::uint64_t i) { return "agent" + std::to_string(i); }

  Json make() {
    Json account{{"id", "town"}, {"time_zone", "Europe/Moscow"}, {"domains", {"town.example"}}};
    account["defaults"] = defaults();
    account["call_control"] = {{"external_transfer", !sometimes(4)},
                               {"ignore_keys_in_call", sometimes(4)},
                               {"group_pickup", !sometimes(4)},
                               {"directed_pickup", !sometimes(4)},
                               {"blf_pickup", !sometimes(4)}};
    account["prompts"] = {{{"id", "warning"}, {"source", "blob:warning"}}};
    account["trunks"] = {{{"id", "carrier"}, {"host", "192.0.2.10"}, {"max_lines", 5 + random_.below(6)}},
                         {{"id", "branch"}, {"host", "192.0.2.20"}, {"prefix", "88"}}};
    account["numbers"] = {{{"number", "74950000001"}, {"trunk", "carrier"}, {"scheme", "scheme0"}},
                          {{"number", "74950000002"}, {"trunk", "carrier"}, {"scheme", "scheme1"}}};
    for (std::uint64_t i = 0; i < employees; ++i) account["employees"].push_back(person(i));
    for (std::uint64_t i = 0; i < 3; ++i) account["groups"].push_back(group(i));
    for (std::uint64_t i = 0; i < 3; ++i) account["schemes"].push_back(scheme(i));
    return account;
  }

 private:
  bool sometimes(std::uint64_t one_in) { return random_.below(one_in) == 0; }
  template <class... T>
  std::string one_of(T... texts) {
    const std::vector<std::string> all{texts...};
    return all[random_.below(all.size())];
  }

  Json queue() {
    return {{"hold_when_busy", !sometimes(4)},
            {"max_wait", random_.below(30)},
            {"max_length", random_.below(4)},
            {"overflow_prompt", sometimes(2) ? Json(nullptr) : Json("standard:overflow")}};
  }
  Json defaults() {
    const std::string action = one_of("hangup", "voicemail", "forward_extension");
    return {{"employee_ring_time", 1 + random_.below(12)},
            {"employee_no_answer_action", action},
            {"employee_forward_extension", one_of("100", "101", "200", "300", "301")},
            {"no_answer_suspension", random_.below(3) * 5},
            {"voicemail_max", 1 + random_.below(20)},
            {"menu",
             {{"input_wait", random_.below(5)}, {"digit_wait", random_.below(4)}, {"max_errors", random_.below(3)}}},
            {"extension_dial", {{"enabled", !sometimes(3)}}},
            {"reception",
             {{"announce_caller_number", sometimes(4)},
              {"warnings_enabled", sometimes(3)},
              {"audience", one_of("caller", "employee", "both")},
              {"warnings", {{{"line", "74950000001"}, {"prompt", "warning"}}}}}},
            {"sms_reply", {{"enabled", true}, {"message", "Sorry"}, {"daily_limit", random_.below(9)}}},
            {"fax", {{"auto_detect", !sometimes(4)}, {"longest", 5 + random_.below(60)}}},
            {"services", {{"contact_centre", true}}},
            {"group_callback", {{"attempts", 1 + random_.below(2)}, {"pause", 60}, {"answer_wait", 5}}},
            {"menu_callback", {{"attempts", 1}, {"pause", 60}, {"answer_wait", 5}}},
            {"consult_display", one_of("consulting_party", "external_party")},
            {"route_to_responsible", sometimes(2)},
            {"incoming_display", one_of("sip_caller_phone_line", "caller_number", "pbx_line")},
            {"queue", queue()}};
  }
  Json device(std::uint64_t i, const char* number_end) {
    Json device = number_end == nullptr ? Json{{"sip", "phone" + std::to_string(i) + "@town.example"}}
                                        : Json{{"number", "7925000000" + std::to_string(i) + number_end}};
    if (sometimes(2)) device["wait"] = random_.below(8);
    if (sometimes(6)) device["active"] = false;
    return device;
  }
  Json person(std::uint64_t i) {
    const std::string aor = "phone" + std::to_string(i) + "@town.example";
    Json person{{"id", employee(i)},
                {"full_name", "Agent"},
                {"extension", std::to_string(100 + i)},
                {"email", employee(i) + "@town.example"},
                {"reception_mode", one_of("main_only", "all_simultaneous", "all_sequential")},
                {"honour_status", sometimes(2)},
                {"sip_accounts", {{{"aor", aor}, {"password", "Secret123"}}}}};
    if (!sometimes(3)) person["outgoing_number"] = "74950000001";
    person["devices"] = Json::array({device(i, nullptr)});
    if (sometimes(3)) person["devices"].push_back(device(i, "1"));
    if (sometimes(6)) {
      person["sip_accounts"][0]["forward_to"] = "phone" + std::to_string((i + 1) % employees) + "@town.example";
    }
    return person;
  }
  Json group(std::uint64_t i) {
    Json group{{"id", "group" + std::to_string(i)},
               {"name", "Group"},
               {"extension", std::to_string(200 + i)},
               {"strategy", one_of("sequential", "random", "parallel_by_priority", "ring_all", "longest_idle",
                                   "least_talk_time", "fewest_answered", "longest_idle_in_priority")},
               {"reception", one_of("as_in_card", "main_only", "all_simultaneous", "all_sequential")},
               {"members", Json::array()}};
    for (std::uint64_t k = 0; k < employees; ++k) {
      if (sometimes(2)) continue;
      group["members"].push_back(
          {{"employee", employee(k)}, {"priority", random_.below(3)}, {"operator", !sometimes(6)}});
    }
    if (sometimes(2)) group["queue"] = queue();
    group["familiar_first"] = sometimes(2);
    group["callback"] = {{"enabled", sometimes(2)}, {"when_missed", sometimes(2)}, {"line", "74950000001"}};
    return group;
  }
  Json outside() {
    if (sometimes(2)) return {{"into_trunk", "branch"}};
    return {{"sip", "partner@else.example"}, {"transport", one_of("udp", "tcp")}};
  }
  Json action() {
    switch (random_.below(12)) {
      case 0:
        return {{"play", "standard:greeting"},
                {"wait_end", sometimes(2)},
                {"barge_in", !sometimes(3)},
                {"mode", one_of("always", "first_time_only")}};
      case 8: return {{"forward", outside()}, {"wait", 1 + random_.below(9)}};
      case 9: {
        const Json elsewhere{{"regions", {"Moscow"}}, {"to", outside()}};
        return {{"forward_by_region", {elsewhere}},
                {"otherwise", {{"group", "group" + std::to_string(random_.below(3))}}},
                {"wait", 1 + random_.below(9)}};
      }
      case 10:
        if (sometimes(3)) return {{"receive_fax", Json::array()}};
        [[fallthrough]];
      case 11: {
        const std::uint64_t i = random_.below(employees);
        const std::string contact = "phone" + std::to_string(i) + "@town.example";
        if (sometimes(2)) return {{"forward", {{"employee", employee(i)}, {"by", "default_number"}}}};
        return {{"forward", {{"employee", employee(i)}, {"by", "contact"}, {"contact", contact}}}};
      }
      case 1: return {{"voicemail", Json::array()}};
      case 2: return {{"forward", {{"employee", employee(random_.below(employees))}}}};
      case 3: return {{"forward", {{"scheme", "scheme" + std::to_string(random_.below(3))}}}};
      case 4:
        return {{"forward", {{"number", "7499111220" + std::to_string(random_.below(3))}}},
                {"wait", 1 + random_.below(9)}};
      case 5: return {{"forward", {{"extension", one_of("100", "102", "201", "302")}}}};
      default: {
        Json forward{{"forward", {{"group", "group" + std::to_string(random_.below(3))}}}};
        if (sometimes(2)) forward["wait"] = 1 + random_.below(20);
        return forward;
      }
    }
  }
  Json block(int level, bool in_handler) {
    Json block{{"actions", Json::array()}};
    for (std::uint64_t i = random_.below(3) + 1; i > 0; --i) block["actions"].push_back(action());
    if (level < 2 && !in_handler && !sometimes(3)) {
      for (int digit = 1; digit <= 2; ++digit) {
        Json item = this->block(level + 1, false);
        item["digits"] = std::to_string(digit);
        if (sometimes(4)) item["password"] = "12";
        item["keywords"] = {digit == 1 ? "order" : "bill"};
        if (sometimes(4)) item["final_action"] = "return_to_main_menu";
        block["menu"].push_back(std::move(item));
      }
    }
    if (!in_handler) {
      for (const char* kind :
           {"no_input", "any_other_input", "input_error_limit", "wrong_password", "extension_dial", "fax_detect"}) {
        if (!sometimes(4)) continue;
        Json handler = this->block(level, true);
        handler["on"] = kind;
        if (sometimes(3)) handler["final_action"] = "return_to_main_menu";
        block["handlers"].push_back(std::move(handler));
      }
    }
    return block;
  }
  Json scheme(std::uint64_t i) {
    Json open = block(0, false);
    open["schedule"] = {{"times", {{{"days", "every_day"}, {"from", "09:00"}, {"to", "10:00"}}}}};
    Json scheme{{"id", "scheme" + std::to_string(i)}, {"extension", std::to_string(300 + i)}};
    scheme["branches"] = {std::move(open), block(0, false)};
    scheme["sms_on_missed"] = sometimes(2);
    scheme["speech"] = {
        {"enabled", sometimes(2)}, {"digits", sometimes(2)}, {"people", sometimes(2)}, {"topics", true}};
    scheme["auto_callback"] = {{"enabled", sometimes(2)}, {"group", "group0"}, {"line", "74950000001"}};
    return scheme;
  }

  tandem::Random& random_;
};

}  // namespace calls
