// Roles and what they let an employee do.
#include "accounts/world.hpp"

using namespace accounts;

namespace {

/// The account as seen by an employee with this role.
struct Staff : World {
  Staff() {
    AccountSettings settings = acme().settings().value();
    REQUIRE(acme().save(Changes().settings(settings)));
  }
  Account as(const std::string& role, const std::string& who = "anna") {
    Employee employee = acme().employees().get(who).value().object;
    employee.role = {role};
    const auto saved = acme().employees().update(employee);
    REQUIRE_MESSAGE(saved, message(saved));
    return acme().as({.kind = ActorKind::employee, .employee = {who}});
  }
};

Role custom(std::vector<Right> rights) {
  Role role;
  role.id = {"night"};
  role.name = "Night shift";
  role.rights = std::move(rights);
  return role;
}

bool has(BaseRole role, Right right) {
  const auto rights = rights_of(role);
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

}  // namespace

TEST_CASE("[ROL-01] the account's administrator may do everything, an employee what his one role lets him") {
  Staff staff;
  for (int i = 0; i < static_cast<int>(right_count); ++i) {
    CHECK(staff.acme().may(static_cast<Right>(i)).value());
  }
  const Account anna = staff.as("employee");
  CHECK(anna.may(Right::employees_view).value());
  CHECK_FALSE(anna.may(Right::employees_edit).value());
  const Account nobody = staff.acme().as({.kind = ActorKind::employee, .employee = {"nobody"}});
  CHECK_FALSE(nobody.may(Right::employees_view).value());
}

TEST_CASE("[ROL-03][ROL-04][EMP-51] the default matrix") {
  using enum Right;
  struct Row {
    BaseRole role;
    std::vector<Right> has;
    std::vector<Right> lacks;
  };
  const std::vector<Row> rows{
      {BaseRole::no_access, {}, {employees_view, history_own}},
      {BaseRole::employee, {employees_view, address_book_read, history_own, recordings_own, audio_own},
       {history_member_groups, own_reception_edit, audio_controlled, address_book_edit}},
      {BaseRole::senior_employee, {history_own, history_member_groups, recordings_member_groups, audio_own},
       {history_controlled_groups, own_reception_edit}},
      {BaseRole::group_supervisor,
       {history_controlled_groups, recordings_controlled_groups, controlled_distribution_edit, controlled_members_edit,
        controlled_reception_edit, own_reception_edit, audio_controlled},
       {audio_any, trunks_view, employees_edit, recordings_all}},
      {BaseRole::marketer, {call_tracking_edit, widgets_edit, analytics_view, recordings_all, own_reception_edit, history_own},
       {history_all, trunks_view, finance_view}},
      {BaseRole::accountant, {finance_view, history_own}, {own_reception_edit, analytics_view}},
      {BaseRole::company_head, {trunks_view, trunks_edit, employees_edit, audio_any, history_all, finance_view},
       {call_processing_edit, sip_accounts_edit, audit_read, api_edit, roles_edit, lists_edit, network_policy_edit,
        media_proxy_edit}},
      {BaseRole::robot, {}, {employees_view}},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.role));
    for (const Right right : row.has) CHECK_MESSAGE(has(row.role, right), name_of(right));
    for (const Right right : row.lacks) CHECK_MESSAGE(!has(row.role, right), name_of(right));
  }
  CHECK(rights_of(BaseRole::administrator).size() == right_count);
}

TEST_CASE("[ROL-06][ROL-07][ROL-08][ROL-10][ROL-11] those without a right to change change nothing") {
  Staff staff;
  for (const char* role : {"no_access", "employee", "senior_employee", "marketer", "accountant"}) {
    CAPTURE(role);
    const Account anna = staff.as(role);
    Group sales = staff.acme().groups().get("sales").value().object;
    sales.strategy = RingStrategy::ring_all;
    CHECK(problems(anna.groups().update(sales)) == List{"forbidden"});
    CHECK(problems(anna.employees().remove("clara")) == List{"forbidden"});
    CHECK(problems(anna.trunks().remove("spare")) == List{"forbidden"});
    CHECK(problems(anna.schemes().remove("night")) == List{"forbidden"});
    CHECK(problems(anna.roles().create(custom({}))) == List{"forbidden"});
  }
}

TEST_CASE("[ROL-06][EMP-40] no access keeps what is stored and shows nothing") {
  Staff staff;
  const Account anna = staff.as("no_access");
  CHECK(problems(anna.employees().list()) == List{"forbidden"});
  CHECK(staff.acme().employees().get("anna").value().object.sip_accounts[0].password == "Secret123");
}

TEST_CASE("[ROL-09][GRP-13][GRP-44][ROL-20] a supervisor changes distribution, members and devices in the groups he controls") {
  Staff staff;
  Group support;
  support.id = {"support"};
  support.name = "Support";
  REQUIRE(staff.acme().groups().create(support));
  Employee anna = staff.acme().employees().get("anna").value().object;
  anna.supervised_groups = {{"sales"}};
  REQUIRE(staff.acme().employees().update(anna));
  const Account supervisor = staff.as("group_supervisor");
  Group sales = supervisor.groups().get("sales").value().object;
  SUBCASE("distribution") {
    sales.strategy = RingStrategy::ring_all;
    sales.announce_position = true;
    CHECK(supervisor.groups().update(sales));
    support.strategy = RingStrategy::ring_all;
    CHECK(problems(supervisor.groups().update(support)) == List{"forbidden"});
  }
  SUBCASE("members") {
    sales.members.pop_back();
    CHECK(supervisor.groups().update(sales));
    support.members.push_back({.employee = {"clara"}});
    CHECK(problems(supervisor.groups().update(support)) == List{"forbidden"});
  }
  SUBCASE("not the group's name or number, nor its being") {
    sales.name = "X";
    CHECK(problems(supervisor.groups().update(sales)) == List{"forbidden"});
    CHECK(problems(supervisor.groups().remove("support")) == List{"forbidden"});
  }
  SUBCASE("devices of those in his groups") {
    Employee boris = supervisor.employees().get("boris").value().object;
    boris.devices[0].active = false;
    CHECK(supervisor.employees().update(boris));
    CHECK(staff.acme().employees().get("boris").value().object.sip_accounts[0].password == "Secret456");
    boris.full_name = "Bob";
    CHECK(problems(supervisor.employees().update(boris)) == List{"forbidden"});
    Employee stranger;
    stranger.id = {"stranger"};
    stranger.full_name = "Stranger";
    REQUIRE(staff.acme().employees().create(stranger));
    stranger = staff.acme().employees().get("stranger").value().object;
    stranger.reception_mode = ReceptionMode::all_simultaneous;
    CHECK(problems(supervisor.employees().update(stranger)) == List{"forbidden"});
  }
  SUBCASE("the list of an individual list begins empty") {
    anna = staff.acme().employees().get("anna").value().object;
    anna.supervised_groups.clear();
    REQUIRE(staff.acme().employees().update(anna));
    sales.strategy = RingStrategy::ring_all;
    CHECK(problems(supervisor.groups().update(sales)) == List{"forbidden"});
  }
}

TEST_CASE("[ROL-19][EMP-52] a role controls the groups of its holder, all groups, or those on a list") {
  Staff staff;
  const auto role_with = [&](ControlledGroups mode) {
    Role role = custom({Right::employees_view, Right::controlled_distribution_edit});
    role.controlled_groups = mode;
    REQUIRE(staff.acme().roles().put(role));
    return staff.as("night", "clara");
  };
  const auto may = [&](const Account& clara) {
    Group sales = staff.acme().groups().get("sales").value().object;
    sales.strategy = sales.strategy == RingStrategy::random ? RingStrategy::ring_all : RingStrategy::random;
    return clara.groups().update(sales).has_value();
  };
  CHECK(may(role_with(ControlledGroups::own_memberships)));
  CHECK_FALSE(may(role_with(ControlledGroups::individual_list)));
  CHECK(may(role_with(ControlledGroups::all_groups)));
  Group sales = staff.acme().groups().get("sales").value().object;
  sales.members.pop_back();  // clara
  REQUIRE(staff.acme().groups().update(sales));
  CHECK_FALSE(may(role_with(ControlledGroups::own_memberships)));
}

TEST_CASE("[ROL-12][ROL-25][TRK-06][NUM-14][ROL-26] a company head keeps trunks, but not numbers, schemes and SIP accounts") {
  Staff staff;
  const Account head = staff.as("company_head");
  Trunk trunk;
  trunk.id = {"third"};
  trunk.host = "192.0.2.30";
  CHECK(head.trunks().create(trunk));
  CHECK(problems(head.schemes().remove("night")) == List{"forbidden"});
  CHECK(problems(head.schemes().list()) == List{"forbidden"});
  CHECK(problems(head.numbers().remove("74950000002")) == List{"forbidden"});
  AccountSettings settings = staff.acme().settings().value();
  settings.defaults.employee_ring_time = std::chrono::seconds(30);
  CHECK(problems(head.save(Changes().settings(settings))) == List{"forbidden"});
  Employee boris = staff.acme().employees().get("boris").value().object;
  boris.sip_accounts[0].password = "Another123";
  CHECK(problems(head.employees().update(boris)) == List{"forbidden"});
  CHECK(staff.as("group_supervisor").trunks().list().error().code == errc::forbidden);
}

TEST_CASE("[ROL-13] an administrator changes everything") {
  Staff staff;
  const Account admin = staff.as("administrator");
  CHECK(admin.schemes().remove("night"));
  CHECK(admin.trunks().remove("spare"));
  CHECK(admin.roles().create(custom({})));
  CHECK(admin.employees().remove("clara"));
  CHECK(admin.audit());
}

TEST_CASE("[LOG-06] the journal is read by administrators alone") {
  Staff staff;
  for (const char* role : {"employee", "group_supervisor", "company_head"}) {
    CHECK(problems(staff.as(role).audit()) == List{"forbidden"});
  }
  CHECK(staff.as("administrator").audit());
}

TEST_CASE("what was refused is written down, and nothing was changed") {
  Staff staff;
  const Account anna = staff.as("employee");
  CHECK_FALSE(anna.employees().remove("clara"));
  const auto page = staff.acme().audit({.limit = 1});
  REQUIRE(page);
  CHECK(contains(page->entries[0].operation, "refused"));
  CHECK(page->entries[0].employee == "anna");
  CHECK(staff.acme().employees().get("clara"));
}

TEST_CASE("[ROL-14][ROL-15][ROL-16] a section of a role is all its rights, and is off when the last one goes") {
  Role role = custom({});
  CHECK_FALSE(section_on(role, Section::sip_settings));
  set_section(role, Section::sip_settings, true);
  for (const Right right : {Right::sip_accounts_edit, Right::trunks_view, Right::trunks_edit,
                            Right::network_policy_edit, Right::media_proxy_edit}) {
    CHECK(std::count(role.rights.begin(), role.rights.end(), right) == 1);
  }
  CHECK(role.rights.size() == 5);
  while (!role.rights.empty()) {
    CHECK(section_on(role, Section::sip_settings));
    role.rights.pop_back();
  }
  CHECK_FALSE(section_on(role, Section::sip_settings));
  set_section(role, Section::lists, true);
  set_section(role, Section::audio_files, true);
  set_section(role, Section::lists, false);
  CHECK_FALSE(section_on(role, Section::lists));
  CHECK(section_on(role, Section::audio_files));
}

TEST_CASE("every right belongs to a section, and every section has one") {
  std::vector<int> rights(section_count);
  for (int i = 0; i < static_cast<int>(right_count); ++i) {
    ++rights[static_cast<std::size_t>(section_of(static_cast<Right>(i)))];
  }
  CHECK(std::count(rights.begin(), rights.end(), 0) == 0);
  CHECK(section_of(Right::api_edit) == Section::api);
  CHECK(section_of(Right::roles_edit) == Section::security);
  CHECK(section_of(Right::trunks_edit) == Section::sip_settings);
}

TEST_CASE("[ROL-21] a custom role with a right has it wherever it is asked for, [ROL-17] from when it is saved") {
  Staff staff;
  REQUIRE(staff.acme().roles().create(custom({Right::employees_view})));
  const Account anna = staff.as("night");
  CHECK(problems(anna.schemes().list()) == List{"forbidden"});
  Role role = custom({Right::employees_view, Right::call_processing_edit});
  CHECK(problems(anna.schemes().list()) == List{"forbidden"});
  REQUIRE(staff.acme().roles().update(role));
  CHECK(anna.schemes().list());
  CHECK(anna.schemes().remove("night"));
}

TEST_CASE("[ROL-05][ROL-22] without the service the account's own roles are gone, and their holders are employees") {
  Staff staff;
  REQUIRE(staff.acme().roles().create(custom({Right::employees_view})));
  staff.as("night", "anna");
  staff.as("night", "boris");
  staff.as("marketer", "clara");
  AccountSettings settings = staff.acme().settings().value();
  settings.defaults.services.roles = false;
  const std::size_t entries = staff.acme().audit()->total;
  const auto saved = staff.acme().save(Changes().settings(settings));
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(staff.acme().roles().count().value() == 0);
  for (const char* who : {"anna", "boris", "clara"}) {
    CHECK(staff.acme().employees().get(who).value().object.role.text == "employee");
  }
  CHECK(staff.acme().audit()->total == entries + 5);  // the settings, the role, three employees
  CHECK(problems(staff.acme().roles().create(custom({}))) == List{"forbidden id"});
  Employee clara = staff.acme().employees().get("clara").value().object;
  clara.role = {"marketer"};
  CHECK(problems(staff.acme().employees().update(clara)) == List{"forbidden role"});
  clara.role = {"accountant"};
  CHECK(staff.acme().employees().update(clara));
}

TEST_CASE("a role that is removed leaves its holders employees") {
  Staff staff;
  REQUIRE(staff.acme().roles().create(custom({})));
  staff.as("night", "boris");
  REQUIRE(staff.acme().roles().remove("night"));
  CHECK(staff.acme().employees().get("boris").value().object.role.text == "employee");
}

TEST_CASE("a role must exist, and is not called as one that every account has") {
  Staff staff;
  Employee clara = staff.acme().employees().get("clara").value().object;
  clara.role = {"chief"};
  CHECK(problems(staff.acme().employees().update(clara)) == List{"dangling role"});
  Role role = custom({});
  role.id = {"administrator"};
  CHECK(problems(staff.acme().roles().create(role)) == List{"duplicate id"});
  role = custom({Right::audit_read, Right::audit_read});
  CHECK(problems(staff.acme().roles().create(role)) == List{"duplicate rights[1]"});
}

TEST_CASE("[SIP-05][SIP-31] SIP passwords are seen by their owner and by those with the right, and kept when they are not seen") {
  Staff staff;
  const Account anna = staff.as("employee");
  CHECK(anna.employees().get("anna").value().object.sip_accounts[0].password == "Secret123");
  CHECK(anna.employees().get("boris").value().object.sip_accounts[0].password.empty());
  CHECK(anna.employees().list().value().items[1].object.sip_accounts[0].password.empty());
  const Account admin = staff.as("administrator", "clara");
  CHECK(admin.employees().get("boris").value().object.sip_accounts[0].password == "Secret456");
}

TEST_CASE("[EMP-73][EMP-76][EMP-77] a company head's passwords and role can be protected even from administrators") {
  Staff staff;
  staff.as("company_head", "boris");
  Employee boris = staff.acme().employees().get("boris").value().object;
  boris.protection = {.passwords = true, .role = true};
  REQUIRE(staff.acme().employees().update(boris));
  const Account admin = staff.as("administrator", "clara");
  Employee seen = admin.employees().get("boris").value().object;
  CHECK(seen.sip_accounts[0].password.empty());
  seen.sip_accounts[0].password = "Another123";
  CHECK(problems(admin.employees().update(seen)) == List{"forbidden"});
  boris.role = {"employee"};
  boris.protection = {};
  CHECK(problems(admin.employees().update(boris)) == List{"forbidden"});
  // Not in two steps either: first the protection, then what it protects; nor by a card that he shall follow.
  boris = admin.employees().get("boris").value().object;
  boris.protection = {};
  CHECK(problems(admin.employees().update(boris)) == List{"forbidden"});
  boris = admin.employees().get("boris").value().object;
  boris.access_source = {"anna"};
  CHECK(problems(admin.employees().update(boris)) == List{"forbidden"});
  Employee clara = staff.acme().employees().get("clara").value().object;
  clara.protection.role = true;
  CHECK(problems(staff.acme().employees().update(clara)) == List{"invalid_argument protection"});
}

TEST_CASE("[AUD-15][AUD-16] audio files: the own ones, those of controlled groups, any") {
  Staff staff;
  const auto file = [](std::string id, std::string owner) {
    Prompt prompt;
    prompt.id = {std::move(id)};
    prompt.source = "blob:x";
    prompt.owner = {std::move(owner)};
    return prompt;
  };
  REQUIRE(staff.acme().prompts().create(file("of-boris", "boris")));
  const Account anna = staff.as("employee");
  REQUIRE(staff.acme().prompts().create(file("of-anna", "anna")));
  CHECK(problems(anna.prompts().create(file("for-boris", "boris"))) == List{"forbidden"});
  CHECK(anna.prompts().remove("of-anna"));
  CHECK(problems(anna.prompts().remove("of-boris")) == List{"forbidden"});
  Employee supervisor = staff.acme().employees().get("anna").value().object;
  supervisor.supervised_groups = {{"sales"}};
  REQUIRE(staff.acme().employees().update(supervisor));
  CHECK(staff.as("group_supervisor").prompts().remove("of-boris"));
  REQUIRE(staff.acme().prompts().create(file("of-nobody", "")));
  CHECK(problems(staff.as("group_supervisor").prompts().remove("of-nobody")) == List{"forbidden"});
  CHECK(staff.as("company_head").prompts().remove("of-nobody"));
}

TEST_CASE("nobody gives a role that may do more than his own, by name, by a card to follow, or by somebody's log-in") {
  Staff staff;
  REQUIRE(staff.acme().roles().create(custom({Right::employees_view, Right::employees_edit})));
  const Account keeper = staff.as("night", "anna");
  const auto changed = [&](const char* who, const std::function<void(Employee&)>& change) {
    Employee card = keeper.employees().get(who).value().object;
    change(card);
    return problems(keeper.employees().update(card));
  };
  CHECK(changed("boris", [](Employee& e) { e.role = {"administrator"}; }) == List{"forbidden"});
  CHECK(changed("anna", [](Employee& e) { e.role = {"administrator"}; }) == List{"forbidden"});
  CHECK(changed("boris", [](Employee& e) { e.role = {"senior_employee"}; }) == List{});
  Employee made;
  made.full_name = "Made";
  made.role = {"administrator"};
  CHECK(problems(keeper.employees().create(made)) == List{"forbidden"});
  staff.as("administrator", "clara");
  CHECK(changed("anna", [](Employee& e) { e.access_source = {"clara"}; }) == List{"forbidden"});
  CHECK(changed("clara", [](Employee& e) {
          e.login.enabled = true;
          e.login.password = "Taken1234";
        }) == List{"forbidden"});
}

TEST_CASE("documents, records, statuses and calls show and obey an employee as far as his role goes") {
  Staff staff;
  REQUIRE(staff.acme().roles().create(custom({Right::call_processing_edit})));
  const Account planner = staff.as("night", "anna");
  const AccountDocument seen = planner.document().value();
  CHECK(seen.employees[1].sip_accounts[0].password.empty());
  CHECK(staff.acme().document().value().employees[1].sip_accounts[0].password == "Secret456");
  CallRecord own;
  own.id = CallId{1};
  own.account = "acme";
  own.caller_employee = "anna";
  CallRecord other = own;
  other.id = CallId{2};
  other.caller_employee = "boris";
  REQUIRE(staff.storage.records->write(std::vector{own, other}));
  CHECK(planner.records().value().empty());
  CHECK(staff.as("employee", "anna").records({.limit = 1}).value().size() == 1);
  CHECK(staff.acme().records().value().size() == 2);
  Account anna = staff.as("employee", "anna");
  CHECK(problems(anna.transfer(CallId{1}, {"boris"}, "102")) == List{"forbidden"});
  CHECK(problems(anna.set_status({"boris"}, Status::dnd)) == List{"forbidden"});
}

TEST_CASE("an import and the removal of an account are not for employees") {
  Staff staff;
  staff.as("administrator");
  Accounts accounts = staff.engine.accounts().as({.kind = ActorKind::employee, .employee = {"anna"}});
  CHECK(problems(accounts.import_json(document)) == List{"forbidden"});
  CHECK(problems(accounts.remove("acme")) == List{"forbidden"});
}

TEST_CASE("[ROL-24] roles are found by name and can be renamed; holders keep them") {
  Staff staff;
  REQUIRE(staff.acme().roles().create(custom({Right::employees_view})));
  staff.as("night", "boris");
  Role role = staff.acme().roles().find([](const Role& r) { return r.name == "Night shift"; })->at(0).object;
  role.name = "Late shift";
  REQUIRE(staff.acme().roles().update(role));
  CHECK(staff.acme().roles().find([](const Role& r) { return r.name == "Night shift"; })->empty());
  CHECK(staff.acme().employees().get("boris").value().object.role.text == "night");
}
