// The rules of auto-secretaries as the account keeps them (SEC); what they do in calls is told by secretary.call.
#include "accounts/office.hpp"

using namespace accounts;

namespace {

struct Rules : Office {
  Result<void> give(std::vector<SecretaryRule> rules, const char* who = "anna") {
    Employee employee = card(who);
    employee.auto_secretary = std::move(rules);
    const auto saved = acme().employees().update(employee);
    if (!saved) return std::unexpected(saved.error());
    return {};
  }
  Result<void> give(SecretaryRule rule) { return give(std::vector{std::move(rule)}); }
  void services(bool on) {
    AccountSettings settings = acme().settings().value();
    settings.defaults.services.auto_secretary = on;
    const auto saved = acme().save(Changes().settings(settings));
    REQUIRE_MESSAGE(saved, message(saved));
  }
};

SecretaryRule rule(SecretaryAction action = Voicemail{}) {
  SecretaryRule rule;
  rule.action = std::move(action);
  return rule;
}

}  // namespace

TEST_CASE("[SEC-05] an employee has five rules at the most") {
  Rules office;
  CHECK(office.give(std::vector<SecretaryRule>(5)));
  CHECK(problems(office.give(std::vector<SecretaryRule>(6))) == List{"invalid_argument auto_secretary"});
  CHECK(office.card("anna").auto_secretary.size() == 5);
}

TEST_CASE("[SEC-09] a rule is for calls of one direction at least, each named once") {
  Rules office;
  SecretaryRule both = rule();
  using enum CallOrigin;
  both.directions = {internal, external_incoming};
  CHECK(office.give(both));
  both.directions = {internal};
  CHECK(office.give(both));
  both.directions = {};
  CHECK(problems(office.give(both)) == List{"invalid_argument auto_secretary[0].directions"});
  both.directions = {internal, internal};
  CHECK(problems(office.give(both)) == List{"duplicate auto_secretary[0].directions[1]"});
}

TEST_CASE("[SEC-11] a rule waits 100 seconds at the longest") {
  Rules office;
  const auto after = [](int seconds) {
    SecretaryRule late = rule();
    late.no_answer_after = std::chrono::seconds(seconds);
    return late;
  };
  CHECK(office.give(after(0)));
  CHECK(office.give(after(100)));
  CHECK(problems(office.give(after(101))) == List{"invalid_argument auto_secretary[0].no_answer_after"});
  CHECK(problems(office.give(after(-1))) == List{"invalid_argument auto_secretary[0].no_answer_after"});
}

TEST_CASE("[SEC-24] a number outside rings for 1 to 120 seconds") {
  Rules office;
  const auto waits = [](int seconds) { return rule(SecretaryNumber{"79161234567", std::chrono::seconds(seconds)}); };
  CHECK(office.give(waits(1)));
  CHECK(office.give(waits(120)));
  CHECK(problems(office.give(waits(0))) == List{"invalid_argument auto_secretary[0].action.wait"});
  CHECK(problems(office.give(waits(121))) == List{"invalid_argument auto_secretary[0].action.wait"});
  CHECK(problems(office.give(rule(SecretaryNumber{"12", {}}))) == List{"invalid_argument auto_secretary[0].action.number"});
}

TEST_CASE("[EMP-13] whoever has no outgoing line is warned that his rule reaches no number") {
  Rules office;
  const auto warned = [&](const char* who) {
    Employee employee = office.card(who);
    employee.auto_secretary = {rule(), rule(SecretaryNumber{"79161234567", {}})};
    List paths;
    const auto saved = office.acme().employees().update(employee);
    REQUIRE_MESSAGE(saved, message(saved));
    for (const Error& warning : saved->warnings) paths.push_back(warning.path);
    return paths;
  };
  CHECK(warned("anna") == List{});
  CHECK(warned("boris") == List{"auto_secretary[1].action"});
}

TEST_CASE("[SEC-19][SEC-21] a rule leads to somebody who is there, and not to oneself") {
  Rules office;
  CHECK(problems(office.give(rule(ToGroup{{"nobody"}}))) == List{"dangling auto_secretary[0].action.group"});
  CHECK(problems(office.give(rule(ToEmployee{{"nobody"}}))) == List{"dangling auto_secretary[0].action.employee"});
  CHECK(problems(office.give(rule(ToEmployee{{"anna"}}))) == List{"invalid_argument auto_secretary[0].action.employee"});
  CHECK(office.give(rule(ToEmployee{{"boris"}})));
}

TEST_CASE("[SEC-28] an SMS goes to a mobile: +79, 79 or 89") {
  Rules office;
  const auto to = [](const char* number) {
    SecretaryRule told = rule();
    told.notify_sms = true;
    told.sms_number = number;
    return told;
  };
  for (const char* written : {"+79161234567", "79161234567", "89161234567"}) {
    CAPTURE(written);
    const auto saved = office.give(to(written));
    REQUIRE_MESSAGE(saved, message(saved));
    CHECK(office.card("anna").auto_secretary[0].sms_number == "79161234567");
  }
  for (const char* written : {"+69161234567", "74951234567", "84951234567", "9161234567", "491711234567"}) {
    CAPTURE(written);
    CHECK(problems(office.give(to(written))) == List{"invalid_argument auto_secretary[0].sms_number"});
  }
}

TEST_CASE("[SEC-29] whoever wants to be told says where; the card's own mobile and address stand in") {
  Rules office;
  SecretaryRule told = rule();
  told.notify_sms = told.notify_email = true;
  Employee clara = office.card("clara");
  clara.auto_secretary = {told};
  CHECK(problems(office.acme().employees().update(clara)) ==
        List{"missing_field auto_secretary[0].sms_number", "missing_field auto_secretary[0].email_address"});
  clara.mobile = "79160000003";
  clara.email = "clara@acme.example";
  REQUIRE(office.acme().employees().update(clara));
  CHECK(office.card("clara").auto_secretary[0].sms_number == "79160000003");
  CHECK(office.card("clara").auto_secretary[0].email_address == "clara@acme.example");
  told.notify_sms = false;
  told.email_address = "no address";
  CHECK(problems(office.give(told)) == List{"invalid_argument auto_secretary[0].email_address"});
}

TEST_CASE("[SEC-01] without the service no rule is switched on, and it is not taken from one that is") {
  Rules office;
  SecretaryRule off = rule();
  off.enabled = false;
  office.services(false);
  CHECK(office.give(off));
  CHECK(problems(office.give(rule())) == List{"forbidden auto_secretary[0].enabled"});
  office.services(true);
  CHECK(office.give(rule()));
  AccountSettings settings = office.acme().settings().value();
  settings.defaults.services.auto_secretary = false;
  CHECK(problems(office.acme().save(Changes().settings(settings))) == List{"in_use"});
}

TEST_CASE("[SEC-01] rules are seen and changed with the right to it alone") {
  Rules office;
  REQUIRE(office.give(rule(ToEmployee{{"boris"}})));
  office.role("clerk", {Right::employees_view, Right::employees_edit, Right::sip_accounts_edit});
  office.role("planner", {Right::employees_view, Right::call_rules_edit});
  office.role("both", {Right::employees_view, Right::employees_edit, Right::sip_accounts_edit, Right::call_rules_edit});
  SUBCASE("a clerk does not see them, and does not lose them") {
    const Account clara = office.as_role("clara", "clerk");
    Employee anna = clara.employees().get("anna")->object;
    CHECK(anna.auto_secretary.empty());
    anna.position = "chief";
    REQUIRE(clara.employees().update(anna));
    CHECK(office.card("anna").position == "chief");
    CHECK(office.card("anna").auto_secretary.size() == 1);
    anna.auto_secretary = {rule()};
    CHECK(problems(clara.employees().update(anna)) == List{"forbidden"});
    const Account himself = office.as_role("anna", "clerk");
    CHECK(himself.employees().get("anna")->object.auto_secretary.empty());
  }
  SUBCASE("a planner changes his own") {
    const Account clara = office.as_role("clara", "planner");
    Employee card = clara.employees().get("clara")->object;
    card.auto_secretary = {rule()};
    CHECK(clara.employees().update(card));
    card.position = "chief";
    CHECK(problems(clara.employees().update(card)) == List{"forbidden"});
    Employee anna = clara.employees().get("anna")->object;
    CHECK(anna.auto_secretary.size() == 1);
    anna.auto_secretary.clear();
    CHECK(problems(clara.employees().update(anna)) == List{"forbidden"});
  }
  SUBCASE("whoever has both rights changes everybody's") {
    const Account clara = office.as_role("clara", "both");
    Employee anna = clara.employees().get("anna")->object;
    anna.auto_secretary.clear();
    CHECK(clara.employees().update(anna));
    CHECK(office.card("anna").auto_secretary.empty());
  }
}

TEST_CASE("[SEC-32] a set of rules is saved as a whole, or not at all") {
  Rules office;
  REQUIRE(office.give({rule(ToEmployee{{"boris"}}), rule(Hangup{})}));
  SecretaryRule wrong = rule();
  wrong.no_answer_after = std::chrono::seconds(200);
  CHECK_FALSE(office.give({rule(ToGroup{{"sales"}}), wrong}));
  CHECK(office.card("anna").auto_secretary == std::vector{rule(ToEmployee{{"boris"}}), rule(Hangup{})});
  REQUIRE(office.give({rule(ToGroup{{"sales"}})}));
  CHECK(office.card("anna").auto_secretary == std::vector{rule(ToGroup{{"sales"}})});
}

TEST_CASE("[SEC-33][AUD-04][SCH-18] a file that a rule plays cannot be removed") {
  Rules office;
  Prompt away;
  away.id = {"away"};
  away.source = "blob:away";
  REQUIRE(office.acme().prompts().create(away));
  SecretaryRule spoken = rule();
  spoken.prompt = away.id;
  REQUIRE(office.give(spoken));
  CHECK(problems(office.acme().prompts().remove("away")) == List{"in_use"});
  REQUIRE(office.give(rule()));
  CHECK(office.acme().prompts().remove("away"));
}

TEST_CASE("[EMP-59] the rules of whoever is removed go with him, and hold nothing back") {
  Rules office;
  SecretaryRule spoken = rule(ToEmployee{{"boris"}});
  Prompt away;
  away.id = {"away"};
  away.source = "blob:away";
  REQUIRE(office.acme().prompts().create(away));
  spoken.prompt = away.id;
  Employee dora = office.card("dora");
  dora.auto_secretary = {spoken};
  REQUIRE(office.acme().employees().update(dora));
  REQUIRE(office.acme().employees().remove("dora"));
  CHECK(office.acme().prompts().remove("away"));
  Employee again;
  again.id = {"dora"};
  again.full_name = "Dora";
  REQUIRE(office.acme().employees().create(again));
  CHECK(office.card("dora").auto_secretary.empty());
}

TEST_CASE("[EMP-56][GRP-06] rules that lead to whoever is removed are no usage: they go, the others stay") {
  Rules office;
  REQUIRE(office.give({rule(ToEmployee{{"dora"}}), rule(Hangup{}), rule(ToGroup{{"support"}})}));
  REQUIRE(office.acme().employees().remove("dora"));
  CHECK(office.card("anna").auto_secretary == std::vector{rule(Hangup{}), rule(ToGroup{{"support"}})});
  REQUIRE(office.acme().groups().remove("support"));
  CHECK(office.card("anna").auto_secretary == std::vector{rule(Hangup{})});
}

TEST_CASE("[SEC-34] the list of employees tells who has rules, also whoever may not see them") {
  Rules office;
  REQUIRE(office.give(rule()));
  using Keys = std::vector<EmployeeKey>;
  CHECK(office.acme().people().with_auto_secretary().value() == Keys{{"anna"}});
  CHECK(office.as("clara").people().with_auto_secretary().value() == Keys{{"anna"}});
  CHECK(office.as("clara").employees().get("anna")->object.auto_secretary.empty());
  office.role("none", {});
  CHECK(problems(office.as_role("clara", "none").people().with_auto_secretary()) == List{"forbidden"});
}

TEST_CASE("[SEC-01] who may change his reception and his rules changes both at once") {
  Rules office;
  office.role("own", {Right::employees_view, Right::own_reception_edit, Right::call_rules_edit});
  const Account clara = office.as_role("clara", "own");
  Employee card = clara.employees().get("clara")->object;
  card.devices.push_back({.number = "79161112233"});
  card.auto_secretary = {rule()};
  const auto saved = clara.employees().update(card);
  CHECK_MESSAGE(saved, message(saved));
  office.role("calls", {Right::employees_view, Right::call_rules_edit});
  const Account again = office.as_role("clara", "calls");
  card = again.employees().get("clara")->object;
  card.auto_secretary.clear();
  CHECK(again.employees().update(card));
  card = again.employees().get("clara")->object;
  card.devices.clear();
  CHECK(problems(again.employees().update(card)) == List{"forbidden"});
}

TEST_CASE("[SEC-01] nobody gives away the right to rules who has it not himself") {
  Rules office;
  office.role("clerk", {Right::employees_view, Right::employees_edit});
  office.role("planner", {Right::employees_view, Right::call_rules_edit});
  const Account clara = office.as_role("clara", "clerk");
  Employee boris = clara.employees().get("boris")->object;
  boris.role = {"planner"};
  CHECK(problems(clara.employees().update(boris)) == List{"forbidden"});
}
