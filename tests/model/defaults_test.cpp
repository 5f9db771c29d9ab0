// What holds where a document says nothing, and how "nothing" is written.
#include "model/edit.hpp"

using namespace edit;
using namespace tandem;
using namespace std::chrono_literals;

namespace {
AccountDocument parsed(const Json& document) {
  auto result = parse_account(document.dump());
  REQUIRE_MESSAGE(result, message(document));
  return *result;
}
}  // namespace

TEST_CASE("[DEF-17] defaults of a new account") {
  const Defaults defaults = parsed(small()).defaults;
  CHECK(defaults.employee_ring_time == 25s);
  CHECK_FALSE(defaults.employee_no_answer_prompt);
  CHECK(defaults.employee_no_answer_action == NoAnswerAction::voicemail);
  CHECK(defaults.employee_forward_extension == "1");
  CHECK_FALSE(defaults.group_ring_melody);
  CHECK(defaults.no_answer_suspension == 0s);
  CHECK(defaults == Defaults{});
}

TEST_CASE("[QUE-04][QUE-05][QUE-06] defaults of queues") {
  const QueueSettings queue = parsed(small()).defaults.queue;
  CHECK(queue.hold_when_busy);
  CHECK(queue.max_wait == 600s);
  CHECK(queue.max_length == 0);
  CHECK(queue.enqueue_prompt == PromptKey{"standard:all-operators-busy"});
  CHECK(queue.hold_melody == PromptKey{"standard:hold-melody"});
  CHECK_FALSE(queue.overflow_prompt);
}

TEST_CASE("[IVR-11] extension dialling is on; the voicemail notice is there until it is none") {
  const Defaults defaults = parsed(small()).defaults;
  CHECK(defaults.extension_dial.enabled);
  CHECK(defaults.voicemail_notice == PromptKey{"standard:leave-message"});
  CHECK_FALSE(parsed(with("defaults", R"({"voicemail_notice": null})", small())).defaults.voicemail_notice);
}

TEST_CASE("[TRK-20][TRK-21] defaults of a trunk") {
  const Trunk trunk = parsed(small()).trunks.at(0);
  CHECK(trunk.enabled);
  CHECK(trunk.codecs == std::vector{Codec::pcma});
  CHECK(trunk.transport == Transport::udp);
  CHECK(trunk.max_lines == 5);
}

TEST_CASE("[QUE-01] a group has the common queue settings until it has its own") {
  CHECK_FALSE(parsed(small()).groups.at(0).queue);
  CHECK(parsed(with("groups[0].queue", "{}", small())).groups.at(0).queue == QueueSettings{});
  CHECK_FALSE(parsed(with("groups[0].queue", "null", small())).groups.at(0).queue);
}

TEST_CASE("[DEV-13][GRP-09] a device is active, a member is an operator and no supervisor, until said otherwise") {
  const AccountDocument document = parsed(with(
      "groups[0].members", R"([{"employee": "anna"}, {"employee": "boris", "operator": false, "supervisor": true}])",
      with("employees[0].devices", R"([{"number": "79161234567"}])", small())));
  CHECK(document.employees[0].devices.at(0).active);
  const auto& members = document.groups[0].members;
  CHECK((members.at(0).is_operator && !members.at(0).supervisor));
  CHECK((!members.at(1).is_operator && members.at(1).supervisor));
}

TEST_CASE("[DEV-10] a device's wait: 0 is for ever, nothing stays nothing until the engine reads the default") {
  const auto wait = [](const char* device) {
    return parsed(with("employees[0].devices", std::string("[") + device + "]", small()))
        .employees[0]
        .devices.at(0)
        .wait;
  };
  CHECK(wait(R"({"number": "79161234567", "wait": 0})") == 0s);
  CHECK(wait(R"({"number": "79161234567", "wait": 15})") == 15s);
  CHECK(wait(R"({"number": "79161234567"})") == std::nullopt);
  CHECK(wait(R"({"number": "79161234567", "wait": null})") == std::nullopt);
}

TEST_CASE("SIP accounts are devices, in order, where no devices are written") {
  const std::string accounts =
      R"([{"aor": "anna@acme.example", "password": "Secret123"}, {"aor": "anna2@acme.example", "password": "Secret123"}])";
  const AccountDocument document = parsed(with("employees[0].sip_accounts", accounts, small()));
  REQUIRE(document.employees[0].devices.size() == 2);
  CHECK(document.employees[0].devices[0].sip == "anna@acme.example");
  CHECK(document.employees[0].devices[0].active);
  CHECK(document.employees[0].devices[1].sip == "anna2@acme.example");
  CHECK(to_json(document).find("devices") == std::string::npos);

  const Json none = with("employees[0].devices", "[]", with("employees[0].sip_accounts", accounts, small()));
  CHECK(parsed(none).employees[0].devices.empty());
  CHECK(parse_account(to_json(parsed(none))).value() == parsed(none));
}

TEST_CASE("names in documents: break, operator, and the rest as the enumerators") {
  CHECK(parsed(with("employees[0].status", R"("break")", small())).employees[0].status == StatusKey{"break"});
  CHECK(problems(with("employees[0].status", R"("on_break")", small())) ==
        List{"dangling employees[0].status"});
  CHECK(problems(with("groups[0].strategy", R"("longest_idle_in_priority")", small())) == List{});
  CHECK(message(with("groups[0].strategy", R"("ring-all")", small())).find("did you mean \"ring_all\"?") !=
        std::string::npos);
}

TEST_CASE("what has the default is not written") {
  AccountDocument document;
  document.id = "acme";
  CHECK(to_json(document) == "{\n  \"id\": \"acme\"\n}\n");
  Employee anna;
  anna.id = {"anna"};
  anna.full_name = "Anna";
  document.employees.push_back(anna);
  CHECK(to_json(document) ==
        "{\n  \"id\": \"acme\",\n  \"employees\": [\n    {\n      \"id\": \"anna\",\n      \"full_name\": \"Anna\"\n   "
        " }\n  ]\n}\n");
}
