// Employees and groups as screens show them.
#include "accounts/office.hpp"
#include "routing/account_plan.hpp"

using namespace accounts;

TEST_CASE("[EMP-48] employees are found by any part of any text of theirs") {
  Office office;
  const auto found = [&](const char* text) { return keys(office.acme().people().find({.text = text})); };
  CHECK(found("petr") == List{"anna"});
  CHECK(found("БУХГ") == List{"anna"});
  CHECK(found("1112233") == List{"anna"});
  CHECK(found("boris@acme") == List{"boris"});
  CHECK(found("sales") == List{"anna", "boris", "clara"});
  CHECK(found("desk") == List{"boris"});
  CHECK(found("600") == List{"boris"});
  CHECK(found("sequential") == List{"anna", "boris", "clara"});  // a setting of their groups
  CHECK(found("r") == List{"anna", "boris", "clara", "dora"});
  CHECK(found("zz") == List{});
}

TEST_CASE("[EMP-49] employees are filtered by roles; the filter offers those that somebody has") {
  Office office;
  office.role("night", {Right::employees_view});
  office.role("nobody", {});
  (void)office.as_role("clara", "night");
  const auto offered = office.acme().people().roles_in_use();
  REQUIRE(offered);
  List names;
  for (const RoleChoice& choice : *offered) names.push_back(choice.key.text);
  CHECK(names == List{"accountant", "employee", "night"});
  CHECK(keys(office.acme().people().find({.roles = {{"accountant"}, {"night"}}})) == List{"clara", "dora"});
  CHECK(keys(office.acme().people().find({.text = "dora", .roles = {{"night"}}})) == List{});
}

TEST_CASE("[ROL-02][EMP-92] the roles that can be given: base ones always, additional and custom ones with the service") {
  Office office;
  office.role("night", {});
  const auto offered = [&](RoleChoice::Set set) {
    List names;
    const auto choices = office.acme().people().role_choices().value();
    for (const RoleChoice& choice : choices) {
      if (choice.set == set) names.push_back(choice.key.text);
    }
    return names;
  };
  using enum RoleChoice::Set;
  CHECK(offered(base) == List{"no_access", "employee", "accountant", "administrator"});
  CHECK(offered(RoleChoice::Set::service) == List{"robot"});
  CHECK(offered(additional) == List{"senior_employee", "group_supervisor", "marketer", "company_head"});
  CHECK(offered(custom) == List{"night"});
  AccountSettings settings = office.acme().settings().value();
  settings.defaults.services.roles = false;
  REQUIRE(office.acme().save(Changes().settings(settings)));
  CHECK(offered(base).size() == 4);
  CHECK(offered(RoleChoice::Set::service) == List{"robot"});
  CHECK(offered(additional).empty());
  CHECK(offered(custom).empty());
}

TEST_CASE("[EMP-46][GRP-14] a role that shows the own groups alone lists their members and hides other cards") {
  Office office;
  office.role("near", {Right::employees_view_groups});
  const Account clara = office.as_role("clara", "near");
  CHECK(keys(clara.people().find({})) == List{"anna", "boris", "clara"});
  CHECK(clara.employees().list()->items.size() == 3);
  CHECK(problems(clara.employees().get("dora")) == List{"forbidden"});
  CHECK(problems(clara.people().findings({"dora"})) == List{"forbidden"});
  Group support = office.acme().groups().get("support").value().object;
  support.members.push_back({.employee = {"dora"}});
  REQUIRE(office.acme().groups().update(support));
  const auto rows = clara.people().members({"support"}).value();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].may_open);  // Boris is in Sales with her
  CHECK(rows[1].full_name == "Dora");
  CHECK_FALSE(rows[1].may_open);
  CHECK(keys(office.as_role("clara", "administrator").people().find({})) == List{"anna", "boris", "clara", "dora"});
  office.role("blind", {});
  CHECK(problems(office.as_role("clara", "blind").people().find({})) == List{"forbidden"});
}

TEST_CASE("[EMP-33] a card says what it lacks") {
  Office office;
  const auto lacks = [&](const char* who) {
    List list;
    const auto findings = office.acme().people().findings({who}).value();
    for (const CardFinding& finding : findings) list.push_back((finding.required ? "!" : "") + finding.field);
    return list;
  };
  CHECK(lacks("dora") == List{"!devices", "!outgoing_number", "email", "mobile", "position", "department"});
  Employee dora = office.card("dora");
  dora.outgoing_number = "74950000001";
  dora.devices = {{.number = "79161234567"}};
  dora.email = "dora@mail.example";
  dora.position = "accountant";
  dora.department = "books";
  REQUIRE(office.acme().employees().update(dora));
  CHECK(lacks("dora") == List{});
  dora = office.card("dora");
  dora.devices[0].active = false;
  REQUIRE(office.acme().employees().update(dora));
  CHECK(lacks("dora") == List{"!devices"});
}

TEST_CASE("[EMP-23] an empty mobile is filled from the devices, [EMP-21] and is nobody else's") {
  Office office;
  const auto mobile_with = [&](const std::string& number) {
    Employee dora = office.card("dora");
    dora.mobile.clear();
    dora.devices = {{.number = "74951234567"}, {.number = number}};
    REQUIRE(office.acme().employees().update(dora));
    return office.card("dora").mobile;
  };
  CHECK(mobile_with("79161234567") == "79161234567");
  CHECK(mobile_with("89161234567") == "79161234567");
  CHECK(mobile_with("791612345678") == "");
  CHECK(mobile_with("7916123456") == "");
  Employee anna = office.card("anna");
  anna.mobile = "79161234567";
  REQUIRE(office.acme().employees().update(anna));
  CHECK(mobile_with("79161234567") == "");
  Employee boris = office.card("boris");
  boris.mobile = "79161234567";
  CHECK(problems(office.acme().employees().update(boris)) == List{"duplicate mobile"});
}

TEST_CASE("[EMP-12] a choice of lines exists between several") {
  Office office;
  CHECK(office.acme().people().line_choices()->offered);
  CHECK(office.acme().people().line_choices()->lines == List{"74950000001", "74950000002"});
  Number second = office.acme().numbers().get("74950000002").value().object;
  second.outgoing = false;
  REQUIRE(office.acme().numbers().update(second));
  CHECK_FALSE(office.acme().people().line_choices()->offered);
}

TEST_CASE("[EMP-17][CID-07] an administrator changes his own outgoing number, an employee does not") {
  Office office;
  const auto choose = [&](const Account& account) {
    Employee anna = account.employees().get("anna").value().object;
    anna.outgoing_number = "74950000002";
    return problems(account.employees().update(anna));
  };
  CHECK(choose(office.as("anna")) == List{"forbidden"});
  CHECK(choose(office.as_role("anna", "administrator")) == List{});
  CHECK(office.card("anna").outgoing_number == "74950000002");
}

TEST_CASE("[EMP-18][CID-26] substitution is off, on without rules, or on") {
  Office office;
  const auto is = [&] { return office.acme().people().substitution({"anna"}).value(); };
  const auto set = [&](bool account, bool card, bool rule) {
    AccountSettings settings = office.acme().settings().value();
    settings.caller_id.enabled = account;
    const CallerIdRule one{{"only"}, "74950000002", CallerIdRuleType::mask, R"(7\d*)", "", rule};
    REQUIRE(office.acme().save(Changes().settings(settings).put(one)));
    Employee anna = office.card("anna");
    anna.caller_id_substitution = card;
    REQUIRE(office.acme().employees().update(anna));
  };
  CHECK(is() == Substitution::off);
  set(true, false, true);
  CHECK(is() == Substitution::off);
  set(false, true, true);
  CHECK(is() == Substitution::off);
  set(true, true, false);
  CHECK(is() == Substitution::without_rules);
  set(true, true, true);
  CHECK(is() == Substitution::on);
}

TEST_CASE("[EMP-53] a card that follows another has its role and memberships, later changes included") {
  Office office;
  Employee dora = office.card("dora");
  dora.access_source = {"boris"};
  REQUIRE(office.acme().employees().update(dora));
  const auto groups = [&](const char* who) {
    List list;
    const auto rows = office.acme().people().memberships({who}).value();
    for (const MembershipRow& row : rows) {
      list.push_back(row.group.text + (row.member.is_operator ? " operator" : "") + (row.member.supervisor ? " supervisor" : ""));
    }
    return list;
  };
  CHECK(groups("dora") == List{"sales operator", "support supervisor"});
  CHECK(office.card("dora").role.text == "employee");
  const auto audit = office.acme().audit({.limit = 4}).value();
  CHECK(audit.total > 0);

  (void)office.as_role("boris", "administrator");
  CHECK(office.card("dora").role.text == "administrator");
  Group sales = office.acme().groups().get("sales").value().object;
  std::erase_if(sales.members, [](const Member& member) { return member.employee.text == "boris"; });
  REQUIRE(office.acme().groups().update(sales));
  CHECK(groups("dora") == List{"support supervisor"});

  SUBCASE("a change by hand unlinks") {
    (void)office.as_role("dora", "accountant");
    CHECK(office.card("dora").access_source.empty());
  }
  SUBCASE("of a membership as well") {
    Group support = office.acme().groups().get("support").value().object;
    for (Member& member : support.members) member.is_operator = true;
    std::erase_if(support.members, [](const Member& member) { return member.employee.text == "boris"; });
    support.members.push_back({.employee = {"boris"}, .is_operator = false, .supervisor = true});
    REQUIRE(office.acme().groups().update(support));
    CHECK(office.card("dora").access_source.empty());
    CHECK(groups("dora") == List{"support operator supervisor"});
  }
  SUBCASE("the master goes") {
    REQUIRE(office.acme().employees().remove("boris"));
    CHECK(office.card("dora").access_source.empty());
    CHECK(office.card("dora").role.text == "administrator");
    return;
  }
  (void)office.as_role("boris", "employee");
  CHECK(office.card("dora").role.text != "employee");
}

TEST_CASE("cards that follow each other, or themselves, end") {
  Office office;
  Employee dora = office.card("dora");
  dora.access_source = {"dora"};
  CHECK(problems(office.acme().employees().update(dora)) == List{"invalid_argument access_source"});
  dora.access_source = {"clara"};
  REQUIRE(office.acme().employees().update(dora));
  Employee clara = office.card("clara");
  clara.access_source = {"dora"};
  REQUIRE(office.acme().employees().update(clara));
  (void)office.as_role("anna", "accountant");
  CHECK(office.card("dora").access_source.text == "clara");
}

TEST_CASE("[GRP-12] an employee's memberships are searched by name and extension") {
  Office office;
  const auto found = [&](const char* text) {
    List list;
    const auto rows = office.acme().people().memberships({"boris"}, text).value();
    for (const MembershipRow& row : rows) list.push_back(row.name + " " + row.extension);
    return list;
  };
  CHECK(found("") == List{"Sales 500", "Support desk 600"});
  CHECK(found("SUPP") == List{"Support desk 600"});
  CHECK(found("50") == List{"Sales 500"});
  CHECK(found("x") == List{});
}

TEST_CASE("[GRP-11] with the right an employee changes his own flags, not those of others") {
  Office office;
  office.role("self", {Right::employees_view, Right::own_membership_edit});
  const Account boris = office.as_role("boris", "self");
  Group support = boris.groups().get("support").value().object;
  support.members[0].is_operator = true;
  CHECK(boris.groups().update(support));
  Group sales = boris.groups().get("sales").value().object;
  sales.members[0].is_operator = false;  // Anna
  CHECK(problems(boris.groups().update(sales)) == List{"forbidden"});
  sales = boris.groups().get("sales").value().object;
  std::erase_if(sales.members, [](const Member& member) { return member.employee.text == "boris"; });
  CHECK(problems(boris.groups().update(sales)) == List{"forbidden"});
  support.members[0].is_operator = false;
  CHECK(problems(office.as_role("boris", "employee").groups().update(support)) == List{"forbidden"});
}

TEST_CASE("[GRP-15] members are filtered by what they are in the group") {
  Office office;
  Group sales = office.acme().groups().get("sales").value().object;
  sales.members[0].supervisor = true;
  sales.members[2].is_operator = false;
  REQUIRE(office.acme().groups().update(sales));
  const auto names = [&](std::optional<bool> operators, std::optional<bool> supervisors) {
    List list;
    const auto rows = office.acme().people().members({"sales"}, operators, supervisors).value();
    for (const MemberRow& row : rows) list.push_back(row.full_name);
    return list;
  };
  CHECK(names({}, {}) == List{"Anna Petrova", "Boris", "Clara"});
  CHECK(names(true, {}) == List{"Anna Petrova", "Boris"});
  CHECK(names({}, true) == List{"Anna Petrova"});
  CHECK(names(false, false) == List{"Clara"});
}

TEST_CASE("[GRP-18] the counter of members: operators with an active device, of all") {
  Office office;
  const auto count = [&] {
    const MemberCount got = office.acme().people().count({"sales"}).value();
    return std::to_string(got.operators) + "/" + std::to_string(got.members);
  };
  CHECK(count() == "2/3");  // Clara has no device
  Employee boris = office.card("boris");
  boris.devices[0].active = false;
  REQUIRE(office.acme().employees().update(boris));
  CHECK(count() == "1/3");
}

TEST_CASE("[GRP-20] members are exported by those who may see everybody") {
  Office office;
  const auto csv = office.acme().people().export_members_csv();
  REQUIRE(csv);
  CHECK(contains(*csv, "Sales,500,Anna Petrova,yes,no"));
  CHECK(contains(*csv, "Support desk,600,Boris,no,yes"));
  office.role("near", {Right::employees_view_groups});
  CHECK(problems(office.as_role("clara", "near").people().export_members_csv()) == List{"forbidden"});
}

TEST_CASE("[GRP-03][GRP-04] a group's name is saved alone, or the rest of its card together; what is not saved is not kept") {
  Office office;
  Group sales = office.acme().groups().get("sales").value().object;
  Group renamed = sales;
  renamed.name = "Sales and more";
  REQUIRE(office.acme().groups().update(renamed));
  Group rest = office.acme().groups().get("sales").value().object;
  rest.description = "They sell";
  rest.strategy = RingStrategy::ring_all;
  rest.extension = "not digits";
  CHECK_FALSE(office.acme().groups().update(rest));
  CHECK(office.acme().groups().get("sales")->object == renamed);
  rest.extension = "501";
  REQUIRE(office.acme().groups().update(rest));
  CHECK(office.acme().groups().get("sales")->object.description == "They sell");
  CHECK(office.acme().groups().get("sales")->object.name == "Sales and more");
}

TEST_CASE("[GRP-41] the lines and schemes that lead to a group") {
  Office office;
  const GroupUses uses = office.acme().people().uses({"sales"}).value();
  CHECK(uses.schemes == List{"main", "night"});  // night forwards to main
  CHECK(uses.lines == List{"74950000001"});
  CHECK(office.acme().people().uses({"support"})->schemes == List{});
  Scheme night = office.acme().schemes().get("night").value().object;
  Forward forward;
  forward.to = ToExtension{"600"};
  night.branches.front().block.actions.push_back(forward);
  REQUIRE(office.acme().schemes().update(night));
  CHECK(office.acme().people().uses({"support"})->schemes == List{"night"});
}

TEST_CASE("[EMP-30] the region of a card gives the time zone of its devices' schedules") {
  Office office;
  Employee dora = office.card("dora");
  Schedule nine;
  nine.times = {{DayClass::every_day, std::chrono::hours(9), std::chrono::hours(10)}};
  dora.devices = {{.number = "74951112233", .schedule = nine}};
  const Time half_past_two(std::chrono::hours(24 * 20000 + 2) + std::chrono::minutes(30));
  const auto rings = [&] {
    const routing::AccountPlan plan(model::AccountData(office.acme().document().value()), routing::Surroundings{});
    const Employee& found = *plan.employee({"dora"});
    return plan.in_force(found.devices[0].schedule, half_past_two, found);
  };
  const auto save = [&] { REQUIRE(office.acme().employees().update(dora)); };
  save();
  CHECK_FALSE(rings());  // 2:30 in UTC, the account's
  dora.region = "RU-NVS";
  save();
  CHECK(rings());  // 9:30 in Novosibirsk
  dora.time_zone = "Europe/Moscow";
  save();
  CHECK_FALSE(rings());
  dora.region = "RU-XXX";
  CHECK(problems(office.acme().employees().update(dora)) == List{"invalid_argument region"});
}

TEST_CASE("[EMP-08] a new employee takes calls on nothing, on a SIP account, or on another number") {
  Office office;
  const auto device_of = [&](Employee employee) {
    employee.full_name = "New";
    const auto made = office.acme().employees().create(employee);
    REQUIRE_MESSAGE(made, message(made));
    if (made->object.devices.empty()) return std::string("nothing");
    return made->object.devices[0].sip + made->object.devices[0].number;
  };
  CHECK(device_of({}) == "nothing");
  Employee with_sip;
  with_sip.sip_accounts.emplace_back();
  CHECK(device_of(with_sip) == "user106@acme.example");
  Employee elsewhere;
  elsewhere.devices = {{.number = "79251234567"}};
  CHECK(device_of(elsewhere) == "79251234567");
}

TEST_CASE("[EMP-19] an employee's permitted directions are the account's until he gets his own") {
  Office office;
  CHECK_FALSE(office.card("dora").allowed_destinations);
  AccountSettings settings = office.acme().settings().value();
  settings.allowed_destinations = {false, {}};
  REQUIRE(office.acme().save(Changes().settings(settings)));
  const auto may = [&] {
    const routing::AccountPlan plan(model::AccountData(office.acme().document().value()), routing::Surroundings{});
    return plan.destination(*plan.employee({"dora"}), "4930123456").allowed();
  };
  CHECK_FALSE(may());
  Employee dora = office.card("dora");
  dora.allowed_destinations = AllowedDestinations{true, {}};
  REQUIRE(office.acme().employees().update(dora));
  CHECK(may());
}

TEST_CASE("[EMP-43] what is imported as values is brought into the form that is kept, as what comes as text is") {
  Office office;
  AccountDocument document = office.acme().document().value();
  document.employees[1].mobile = "89161234567";
  REQUIRE(office.engine.accounts().import_document(document));
  CHECK(office.card("boris").mobile == "79161234567");
}
