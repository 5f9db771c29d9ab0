// Employees and roles as tables.
#include "accounts/world.hpp"

using namespace accounts;

namespace {

std::vector<ImportedRow> imported(World& world, const std::string& csv) {
  const auto report = world.acme().import_employees_csv(csv);
  REQUIRE_MESSAGE(report, message(report));
  return *report;
}

Account as(World& world, const std::string& role) {
  Employee anna = world.acme().employees().get("anna").value().object;
  anna.role = {role};
  REQUIRE(world.acme().employees().update(anna));
  return world.acme().as({.kind = ActorKind::employee, .employee = {"anna"}});
}

}  // namespace

TEST_CASE("[EMP-61][EMP-64] every row of an import creates an employee, whatever their names, and is reported") {
  World world;
  const auto report = imported(world,
                               "role,full_name,extension,email,number\r\n"
                               "employee,Anna Petrova,120,new@acme.example,79250000001\r\n"
                               "\r\n"
                               "administrator,\"Petrova, \"\"Anna\"\"\",,,\r\n"
                               "employee,Anna Petrova,,,");
  REQUIRE(report.size() == 3);
  for (const ImportedRow& row : report) CHECK(row.outcome == RowOutcome::created);
  CHECK(report[0].line == 2);
  CHECK(report[1].line == 4);
  const Employee first = world.acme().employees().get(report[0].key).value().object;
  CHECK(first.extension == "120");
  CHECK(first.email == "new@acme.example");
  REQUIRE(first.devices.size() == 1);
  CHECK(first.devices[0].number == "79250000001");
  const Employee second = world.acme().employees().get(report[1].key).value().object;
  CHECK(second.full_name == "Petrova, \"Anna\"");
  CHECK(second.role.text == "administrator");
  CHECK(second.extension == "121");
  CHECK(world.acme().employees().find([](const Employee& e) { return e.full_name == "Anna Petrova"; })->size() == 3);
}

TEST_CASE("[EMP-62] an optional field that is wrong counts as empty, and the report names it") {
  World world;
  const auto report = imported(world,
                               "full_name,role,extension,email,mobile,outgoing_number,number\n"
                               "Dora,employee,101,nowhere,12,79990000000,abc\n");
  REQUIRE(report.size() == 1);
  CHECK(report[0].outcome == RowOutcome::created_in_part);
  List columns;
  for (const Error& error : report[0].problems) columns.push_back(error.path);
  CHECK(columns == List{"extension", "email", "mobile", "outgoing_number", "number"});
  const Employee dora = world.acme().employees().get(report[0].key).value().object;
  CHECK(dora.full_name == "Dora");
  CHECK(dora.extension == "104");
  CHECK(dora.email.empty());
  CHECK(dora.mobile.empty());
  CHECK(dora.devices.empty());
}

TEST_CASE("[EMP-63] a row without a required field is skipped, and the import goes on") {
  World world;
  const auto report = imported(world,
                               "full_name,role\n"
                               ",employee\n"
                               "Dora,\n"
                               "Emil,chief\n"
                               "Fanny,employee\n");
  REQUIRE(report.size() == 4);
  CHECK(report[0].outcome == RowOutcome::skipped);
  CHECK(report[0].problems.at(0).path == "full_name");
  CHECK(report[1].outcome == RowOutcome::skipped);
  CHECK(report[1].problems.at(0).path == "role");
  CHECK(report[2].outcome == RowOutcome::skipped);
  CHECK(report[3].outcome == RowOutcome::created);
  CHECK(world.acme().employees().count().value() == 4);
}

TEST_CASE("a heading with what is no column, or without a required one, imports nothing") {
  World world;
  CHECK(problems(world.acme().import_employees_csv("full_name,role,colour\nDora,employee,red\n")) ==
        List{"unknown_field line 1"});
  CHECK(problems(world.acme().import_employees_csv("full_name\nDora\n")) == List{"missing_field line 1"});
  CHECK(world.acme().employees().count().value() == 3);
}

TEST_CASE("[EMP-47] the export of employees needs the rights to see and to edit them, and imports again elsewhere") {
  World world;
  CHECK(problems(as(world, "employee").export_employees_csv()) == List{"forbidden"});
  CHECK(problems(as(world, "employee").import_employees_csv("full_name,role\n")) == List{"forbidden"});
  const auto text = as(world, "administrator").export_employees_csv();
  REQUIRE(text);
  CHECK(text->starts_with("full_name,role,extension,email,mobile,position,department,outgoing_number,number\r\n"
                          "Anna Petrova,administrator,101,anna@acme.example,,,,74950000001,\r\n"));
  const auto other = world.engine.accounts().create("other");
  const auto report = other->import_employees_csv(*text);
  REQUIRE(report);
  REQUIRE(report->size() == 3);
  CHECK(report->at(0).outcome == RowOutcome::created_in_part);  // it has no such number
  CHECK(report->at(1).outcome == RowOutcome::created);
  CHECK(other->employees().get(report->at(1).key).value().object.extension == "102");
}

TEST_CASE("[ROL-23] roles are exported with all they may do, by those who may configure them") {
  World world;
  Role role;
  role.id = {"night"};
  role.name = "Night, \"shift\"";
  role.rights = {Right::lists_edit};
  REQUIRE(world.acme().roles().create(role));
  CHECK(problems(as(world, "company_head").export_roles_csv()) == List{"forbidden"});
  const std::string text = as(world, "administrator").export_roles_csv().value();
  CHECK(text.starts_with("role,description,lists_edit,employees_view,"));
  CHECK(contains(text, "\r\nemployee,,no,yes,no,"));
  CHECK(contains(text, "\r\n\"Night, \"\"shift\"\"\",,yes,no,"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 11);
}
