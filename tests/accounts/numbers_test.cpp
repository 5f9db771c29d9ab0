// Numbers that employees call out by, and what becomes of rules that name a number that goes.
#include "accounts/world.hpp"
#include "model/account_data.hpp"
#include "model/on_remove.hpp"

using namespace accounts;

namespace {

Number line(const std::string& digits) {
  Number number;
  number.number = digits;
  number.trunk = {"carrier"};
  return number;
}

CallerIdRule mask_rule(const std::string& outgoing, const std::string& mask) {
  CallerIdRule rule;
  rule.outgoing_number = outgoing;
  rule.value = mask;
  return rule;
}

std::vector<std::string> lines_of_rules(const Account& account) {
  std::vector<std::string> lines;
  const AccountDocument document = account.document().value();
  for (const CallerIdRule& rule : document.caller_id_rules) lines.push_back(rule.outgoing_number);
  return lines;
}

}  // namespace

TEST_CASE("[NUM-64][CID-28][GRP-42] a rule goes on with another number: the first of the same city, else the oldest") {
  World world;
  const auto account = world.acme();
  REQUIRE(account.save(Changes().create(line("78120000001")).create(line("78120000002")).create(line("73430000001"))));
  AccountSettings settings = account.settings().value();
  REQUIRE(account.save(Changes()
                           .create(mask_rule("78120000001", "7812\\d*"))
                           .create(mask_rule("74950000001", "7495\\d*"))
                           .create(mask_rule("73430000001", "7343\\d*"))));
  LineWarning warning;
  warning.line = "78120000001";
  warning.prompt = {"hello"};
  settings.defaults.reception.warnings = {warning};
  REQUIRE(account.save(Changes().settings(settings)));

  const auto city = account.numbers().remove("78120000001");
  REQUIRE_MESSAGE(city, message(city));
  CHECK(lines_of_rules(account) == List{"78120000002", "74950000001", "73430000001"});
  CHECK(account.settings().value().defaults.reception.warnings.empty());
  REQUIRE(account.numbers().remove("73430000001"));
  CHECK(lines_of_rules(account) == List{"78120000002", "74950000001", "74950000001"});
  Group sales = account.groups().get("sales").value().object;
  sales.callback.enabled = true;
  sales.callback.line = "78120000002";
  REQUIRE(account.groups().update(sales));
  // Numbers that go together do not stand in for each other, nor does one that cannot be called from.
  Number first = account.numbers().get("74950000002").value().object;
  first.outgoing = false;
  REQUIRE(account.numbers().update(first));
  REQUIRE(account.save(Changes().remove<Number>("78120000002")));
  CHECK(lines_of_rules(account) == List{"74950000001", "74950000001", "74950000001"});
  CHECK(account.groups().get("sales").value().object.callback.line == "74950000001");
}

TEST_CASE("[NUM-64] the last number that can be called from stays while a rule names it") {
  World world;
  const auto account = world.acme();
  REQUIRE(account.caller_id_rules().create(mask_rule("74950000002", "7495\\d*")));
  Number first = account.numbers().get("74950000001").value().object;
  first.reserved = true;
  REQUIRE(account.numbers().update(first));
  CHECK(problems(account.numbers().remove("74950000002")) == List{"in_use"});
}

TEST_CASE("[CID-28] the stand-in is chosen among the numbers that stay") {
  AccountDocument document;
  document.numbers = {line("74950000001"), line("78120000001"), line("78120000002"), line("78120000003")};
  document.numbers[2].reserved = true;
  const model::AccountData data(std::move(document));
  const auto any = [](const Number&) { return true; };
  CHECK(model::stand_in(data, "78120000001", any)->number == "78120000003");
  CHECK(model::stand_in(data, "73430000009", any)->number == "74950000001");
  CHECK(model::stand_in(data, "78120000001", [](const Number& number) {
          return number.number == "74950000001";
        })->number == "74950000001");
  CHECK(model::stand_in(data, "78120000001", [](const Number&) { return false; }) == nullptr);
}

TEST_CASE("[CID-05] a number that somebody calls out by is not removed, and the refusal says who") {
  World world;
  const auto account = world.acme();
  Employee boris = account.employees().get("boris").value().object;
  boris.outgoing_number = "74950000002";
  REQUIRE(account.employees().update(boris));
  const auto refused = account.numbers().remove("74950000002");
  CHECK(problems(refused) == List{"in_use"});
  CHECK(contains(message(refused), "employee 'boris' (outgoing_number)"));
}

TEST_CASE("[CID-01] an outgoing number is one of the account's that calls can be made from") {
  World world;
  const auto account = world.acme();
  Employee boris = account.employees().get("boris").value().object;
  boris.outgoing_number = "74950000009";
  CHECK(problems(account.employees().update(boris)) == List{"dangling outgoing_number"});
  Number inward = line("74950000003");
  inward.outgoing = false;
  REQUIRE(account.numbers().create(inward));
  boris.outgoing_number = inward.number;
  CHECK(problems(account.employees().update(boris)) == List{"invalid_argument outgoing_number"});
  boris.outgoing_number = "74950000002";
  CHECK(account.employees().update(boris));
}

TEST_CASE(
    "[EMP-12][EMP-14] where there is one line, a new employee calls out by it; where there are more, he is given a "
    "choice") {
  World world;
  const auto account = world.acme();
  Employee dora;
  dora.full_name = "Dora";
  dora.extension = "110";
  CHECK(account.employees().create(dora).value().object.outgoing_number.empty());
  REQUIRE(account.trunks().remove("spare"));
  dora.extension = "111";
  CHECK(account.employees().create(dora).value().object.outgoing_number == "74950000001");
  Number only = account.numbers().get("74950000001").value().object;
  only.reserved = true;
  REQUIRE(account.numbers().update(only));
  dora.extension = "112";
  CHECK(account.employees().create(dora).value().object.outgoing_number.empty());
}

TEST_CASE("[NUM-18][NUM-19] nobody calls out by a passive line") {
  World world;
  const auto account = world.acme();
  Number passive;
  passive.number = "74951110000";
  passive.mode = LineMode::passive;
  REQUIRE(account.numbers().create(passive));
  Employee boris = account.employees().get("boris").value().object;
  boris.outgoing_number = passive.number;
  CHECK(problems(account.employees().update(boris)) == List{"invalid_argument outgoing_number"});
  CallerIdRule rule = mask_rule(passive.number, "7495\\d*");
  CHECK(problems(account.caller_id_rules().create(rule)) == List{"invalid_argument outgoing_number"});
}
