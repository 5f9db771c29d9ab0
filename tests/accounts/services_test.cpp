// What an account's services, limits and settings let its objects be.
#include "accounts/world.hpp"

#include <functional>

using namespace accounts;

namespace {

struct Served : World {
  template <class F>
  Result<Saved> settings(F how) {
    AccountSettings wanted = acme().settings().value();
    how(wanted);
    return acme().save(Changes().settings(wanted));
  }
  template <class F>
  void services(F how) {
    const auto saved = settings([&](AccountSettings& s) { how(s.defaults.services); });
    REQUIRE_MESSAGE(saved, message(saved));
  }
  Result<Versioned<Employee>> hire(const std::string& name) {
    Employee employee;
    employee.full_name = name;
    return acme().employees().create(employee);
  }
  /// The account as seen by an employee with just these rights.
  Account with(std::vector<Right> rights) {
    Role role;
    role.id = {"special"};
    role.name = "Special";
    role.rights = std::move(rights);
    REQUIRE(acme().roles().put(role));
    Employee clara = acme().employees().get("clara").value().object;
    clara.role = {"special"};
    REQUIRE(acme().employees().update(clara));
    return acme().as({.kind = ActorKind::employee, .employee = {"clara"}});
  }
};

Scheme scheme(const std::string& key) {
  Scheme made;
  made.id = {key};
  made.branches.emplace_back();
  return made;
}

}  // namespace

TEST_CASE("[EMP-65] no more employees than the account may have; what is too much already stays and can be changed") {
  Served world;
  world.services([](Services& s) { s.max_employees = 4; });
  CHECK(world.hire("Dora"));
  CHECK(problems(world.hire("Emil")) == List{"exhausted"});
  world.services([](Services& s) { s.max_employees = 2; });
  Employee anna = world.acme().employees().get("anna").value().object;
  anna.position = "chief";
  CHECK(world.acme().employees().update(anna));
  CHECK(world.acme().employees().remove("clara"));
  CHECK(problems(world.hire("Emil")) == List{"exhausted"});
  world.services([](Services& s) { s.max_employees.reset(); });
  CHECK(world.hire("Emil"));
}

TEST_CASE("[SCH-52] the smallest plan has three employees") {
  Served world;
  world.services([](Services& s) { s.plan = Plan::virtual_number; });
  CHECK(problems(world.hire("Dora")) == List{"exhausted"});
  world.services([](Services& s) { s.plan = Plan::full; });
  CHECK(world.hire("Dora"));
}

TEST_CASE("[SCH-06] no more schemes than the account may have") {
  Served world;
  world.services([](Services& s) { s.max_schemes = 3; });
  CHECK(world.acme().schemes().create(scheme("third")));
  CHECK(problems(world.acme().schemes().create(scheme("fourth"))) == List{"exhausted"});
  CHECK(world.acme().save(Changes().remove<Scheme>("third").create(scheme("fourth"))));
}

TEST_CASE("an imported document is held against the same limits") {
  const auto imported = [](const char* services) {
    Engine engine({.storage = memory_storage()});
    std::string text = document;
    text.insert(1, std::string("\"defaults\": {\"services\": ") + services + "},");
    return problems(engine.accounts().import_json(text));
  };
  CHECK(imported(R"({"max_employees": 3, "max_schemes": 2})") == List{});
  CHECK(imported(R"({"max_employees": 2})") == List{"exhausted employees[2]"});
  CHECK(imported(R"({"max_schemes": 1})") == List{"exhausted schemes[1]"});
}

TEST_CASE("[GRP-43] a strategy that the account does not have is given to no group, and not taken while one has it") {
  Served world;
  Group sales = world.acme().groups().get("sales").value().object;
  sales.strategy = RingStrategy::random;
  REQUIRE(world.acme().groups().update(sales));
  const auto off = world.settings([](AccountSettings& s) { s.defaults.services.strategies_off = {RingStrategy::random}; });
  CHECK(problems(off) == List{"in_use"});
  sales.strategy = RingStrategy::ring_all;
  REQUIRE(world.acme().groups().update(sales));
  world.services([](Services& s) { s.strategies_off = {RingStrategy::random}; });
  sales.strategy = RingStrategy::random;
  CHECK(problems(world.acme().groups().update(sales)) == List{"forbidden strategy"});
  sales.strategy = RingStrategy::least_talk_time;
  CHECK(world.acme().groups().update(sales));
}

TEST_CASE("[ROL-18] a locked right of a role is as its base role has it") {
  Served world;
  world.services([](Services& s) { s.locked_rights = {Right::history_own, Right::recordings_all}; });
  Role role;
  role.id = {"custom"};
  role.name = "Custom";
  role.rights = {Right::history_own};
  CHECK(world.acme().roles().create(role));
  role.rights = {};
  CHECK(problems(world.acme().roles().update(role)) == List{"forbidden rights"});
  role.rights = {Right::history_own, Right::recordings_all};
  CHECK(problems(world.acme().roles().update(role)) == List{"forbidden rights"});
  role.base = BaseRole::marketer;
  CHECK(world.acme().roles().update(role));
}

TEST_CASE("[FWD-05] forwarding by caller needs its service, which cannot be taken away while there are rules") {
  Served world;
  CallerRule rule;
  rule.id = {"client"};
  rule.pattern = "79161234567";
  rule.forward.to = ToEmployee{{"anna"}};
  world.services([](Services& s) { s.caller_forwarding = false; });
  CHECK(problems(world.acme().caller_rules().create(rule)) == List{"forbidden"});
  world.services([](Services& s) { s.caller_forwarding = true; });
  REQUIRE(world.acme().caller_rules().create(rule));
  const auto take_away = [&] {
    return world.settings([](AccountSettings& s) { s.defaults.services.caller_forwarding = false; });
  };
  CHECK(problems(take_away()) == List{"in_use"});
  rule.enabled = false;
  REQUIRE(world.acme().caller_rules().update(rule));
  CHECK(take_away());
}

TEST_CASE("[FWD-01][ACL-01] every part of the settings has a right of its own") {
  Served world;
  struct Row {
    Right right;
    std::function<void(AccountSettings&)> change;
  };
  const std::vector<Row> rows{
      {Right::lists_edit, [](AccountSettings& s) { s.caller_lists.enabled = !s.caller_lists.enabled; }},
      {Right::call_processing_edit, [](AccountSettings& s) { s.caller_forwarding.active = !s.caller_forwarding.active; }},
      {Right::call_processing_edit, [](AccountSettings& s) { s.defaults.voicemail_max += std::chrono::seconds(1); }},
      {Right::security_settings_edit, [](AccountSettings& s) { s.security.session_lifetime += std::chrono::hours(1); }},
      {Right::security_settings_edit, [](AccountSettings& s) { s.allowed_destinations.all = !s.allowed_destinations.all; }},
      {Right::sip_accounts_edit, [](AccountSettings& s) { s.domains.push_back("more" + std::to_string(s.domains.size()) + ".example"); }},
      {Right::services_edit, [](AccountSettings& s) { s.defaults.services.contact_centre = !s.defaults.services.contact_centre; }},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.right));
    AccountSettings wanted = world.acme().settings().value();
    row.change(wanted);
    std::vector<Right> others;
    for (const Row& other : rows) {
      const bool there = std::find(others.begin(), others.end(), other.right) != others.end();
      if (other.right != row.right && !there) others.push_back(other.right);
    }
    CHECK(problems(world.with(others).save(Changes().settings(wanted))) == List{"forbidden"});
    const auto saved = world.with({row.right}).save(Changes().settings(wanted));
    CHECK_MESSAGE(saved, message(saved));
  }
}

TEST_CASE("[EMP-22] with a second factor, whoever has a login has an address for it") {
  Served world;
  Employee boris = world.acme().employees().get("boris").value().object;
  boris.login = {.enabled = true, .name = "boris", .password = "Portal123"};
  REQUIRE(world.acme().employees().update(boris));
  const auto factor = [&](TwoFactor wanted) {
    return problems(world.settings([&](AccountSettings& s) { s.security.two_factor = wanted; }));
  };
  CHECK(factor(TwoFactor::email) == List{"in_use"});
  CHECK(factor(TwoFactor::sms) == List{"in_use"});
  boris.email = "boris@mail.example";
  REQUIRE(world.acme().employees().update(boris));
  CHECK(factor(TwoFactor::email) == List{});
  boris.email.clear();
  CHECK(problems(world.acme().employees().update(boris)) == List{"missing_field email"});
  CHECK(world.hire("Dora"));  // no login, no factor
  boris.email = "boris@mail.example";
  boris.mobile = "79161234567";
  REQUIRE(world.acme().employees().update(boris));
  CHECK(factor(TwoFactor::sms) == List{});
  boris.mobile.clear();
  CHECK(problems(world.acme().employees().update(boris)) == List{"missing_field mobile"});
}

TEST_CASE("[NUM-44] a line's warning is an audio file of the account's own, no standard one") {
  Served world;
  const auto warning = [&](const std::string& prompt) {
    return problems(world.settings([&](AccountSettings& s) {
      s.defaults.reception.warnings = {{"74950000001", {prompt}}};
    }));
  };
  const List refused{"dangling defaults.reception.warnings[0].prompt"};
  CHECK(warning("standard:hello") == refused);
  CHECK(warning("hello") == List{});
  Prompt disguised;
  disguised.id = {"disguised"};
  disguised.source = "standard:hello";
  REQUIRE(world.acme().prompts().create(disguised));
  CHECK(warning("disguised") == List{"invalid_argument defaults.reception.warnings[0].prompt"});
}
