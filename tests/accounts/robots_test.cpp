// Robots: employees that are programs (specification 02, BOT).
#include "accounts/office.hpp"

using namespace accounts;

namespace {

/// An office with a robot in Sales.
struct Staffed : Office {
  Staffed() {
    Employee robot;
    robot.id = {"robo"};
    robot.full_name = "Robot";
    robot.role = {"robot"};
    robot.sip_accounts.push_back({.aor = "robo@acme.example", .password = "Secret789"});
    const auto made = acme().employees().create(robot);
    REQUIRE_MESSAGE(made, message(made));
  }
  [[nodiscard]] std::vector<std::string> change(const char* who, const auto& how) {
    Employee employee = card(who);
    how(employee);
    return problems(acme().employees().update(employee));
  }
  [[nodiscard]] std::vector<std::string> join(const char* group, Member member) {
    Group changed = acme().groups().get(group).value().object;
    changed.members.push_back(std::move(member));
    return problems(acme().groups().update(changed));
  }
};

}  // namespace

TEST_CASE("[BOT-01] the role of a robot is neither taken from it nor given to somebody, by hand or by a followed card") {
  Staffed office;
  CHECK(office.change("robo", [](Employee& e) { e.role = {"administrator"}; }) == List{"forbidden role"});
  CHECK(office.change("dora", [](Employee& e) { e.role = {"robot"}; }) == List{"forbidden role"});
  CHECK(office.change("robo", [](Employee& e) { e.access_source = {"dora"}; }).front() == "forbidden role");
  CHECK_FALSE(office.change("dora", [](Employee& e) { e.access_source = {"robo"}; }).empty());
  CHECK(office.card("robo").role.text == "robot");
  CHECK(office.card("dora").role.text == "accountant");
  AccountSettings settings = office.acme().settings().value();
  settings.defaults.services.roles = false;  // ROL-22 makes employees of others
  REQUIRE(office.acme().save(Changes().settings(settings)));
  CHECK(office.card("robo").role.text == "robot");
}

TEST_CASE("[BOT-01] a robot may do nothing in the account") {
  Staffed office;
  const Account robot = office.as("robo");
  for (int right = 0; right < static_cast<int>(right_count); ++right) {
    CHECK_FALSE(robot.may(static_cast<Right>(right)).value());
  }
  CHECK(problems(robot.employees().list()) == List{"forbidden"});
}

TEST_CASE("[BOT-02][BOT-03] a robot has an extension of its own, and both that and its name can be changed") {
  Staffed office;
  CHECK(office.card("robo").extension == "105");
  CHECK(office.change("robo", [](Employee& e) { e.extension = "101"; }) == List{"duplicate extension"});
  CHECK(office.change("robo", [](Employee& e) {
          e.full_name = "Jane";
          e.extension = "777";
        }) == List{});
  CHECK(office.card("robo").full_name == "Jane");
  CHECK(office.card("robo").extension == "777");
}

TEST_CASE("[BOT-04] a robot comes into groups as an operator and goes again; as a supervisor it is refused") {
  Staffed office;
  CHECK(office.join("sales", {.employee = {"robo"}, .supervisor = true}) ==
        List{"invalid_argument members[3].supervisor"});
  CHECK(office.join("sales", {.employee = {"robo"}, .is_operator = false}) ==
        List{"invalid_argument members[3].operator"});
  CHECK(office.join("sales", {.employee = {"robo"}}) == List{});
  Group sales = office.acme().groups().get("sales").value().object;
  REQUIRE(sales.members.size() == 4);
  sales.members[3].supervisor = true;
  CHECK(problems(office.acme().groups().update(sales)) == List{"invalid_argument members[3].supervisor"});
  sales.members.pop_back();
  CHECK(problems(office.acme().groups().update(sales)) == List{});
  CHECK(office.acme().people().memberships({"robo"})->empty());
  // The same of a whole document.
  AccountDocument whole = office.acme().document().value();
  whole.groups[0].members.push_back({.employee = {"robo"}, .supervisor = true});
  REQUIRE(problems_of(whole).size() == 1);
  CHECK(problems_of(whole)[0].path == "groups[0].members[3].supervisor");
}

TEST_CASE("[BOT-07] robots are in the list of employees with their role, and found by it") {
  Staffed office;
  CHECK(keys(office.acme().people().find({})) == List{"anna", "boris", "clara", "dora", "robo"});
  CHECK(keys(office.acme().people().find({.roles = {{"robot"}}})) == List{"robo"});
  CHECK(keys(office.acme().people().find({.roles = {{"employee"}}})) == List{"anna", "boris", "clara"});
  List names;
  const auto in_use = office.acme().people().roles_in_use().value();
  for (const RoleChoice& choice : in_use) {
    if (choice.set == RoleChoice::Set::service) names.push_back(choice.key.text);
  }
  CHECK(names == List{"robot"});
  CHECK(is_robot(office.card("robo")));
  CHECK_FALSE(is_robot(office.card("dora")));
}

TEST_CASE("[BOT-01] an import makes nobody a robot either, nor a robot anybody else") {
  Office office;
  Employee robot;
  robot.id = {"robot"};
  robot.full_name = "Robot";
  robot.role = {"robot"};
  REQUIRE(office.acme().employees().create(robot));
  AccountDocument document = office.acme().document().value();
  document.employees.front().role = {"robot"};
  document.employees.back().role = {"administrator"};
  const auto refused = office.engine.accounts().import_document(document);
  CHECK(problems(refused) == List{"forbidden employees[0].role", "forbidden employees[4].role"});
  CHECK(office.card("robot").role.text == "robot");
}
