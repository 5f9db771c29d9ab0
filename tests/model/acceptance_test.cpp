// The acceptance scenarios that are edits of an account: of specification 03, section 6, AS-05, AS-09 and AS-13; of
// 02, section 6, number 1. AS-19 stands in accounts/rights_test.cpp (ROL-05, ROL-14, ROL-22).
#include "model/book.hpp"

using namespace book;

namespace {

Employee with_extension(const std::string& extension) {
  Employee employee;
  employee.full_name = "Somebody";
  employee.extension = extension;
  return employee;
}
Group group_with(const std::string& extension) {
  Group group;
  group.name = "Some";
  group.extension = extension;
  group.members.push_back({.employee = {"clara"}});
  return group;
}
Trunk trunk(const std::string& key, int host) {
  Trunk made;
  made.id = {key};
  made.host = "192.0.2." + std::to_string(host);
  return made;
}
template <class T>
bool taken(const Result<T>& result) {
  return result.has_value();
}

}  // namespace

TEST_CASE(
    "[EMP-04][EMP-05][EMP-06][EMP-07] 02, 1: extensions of employees have 2 to 7 digits, of groups 1 to 5, and one "
    "owner") {
  Book account;
  REQUIRE(account.create(with_extension("451")));
  CHECK(problems(account.create(with_extension("4"))) == List{"invalid_argument extension"});
  CHECK(problems(account.create(with_extension("12345678"))) == List{"invalid_argument extension"});
  CHECK(problems(account.create(with_extension("451"))) == List{"duplicate extension"});
  CHECK(taken(account.create(with_extension("45"))));
  CHECK(taken(account.create(group_with("7"))));
  CHECK(account.warns("EMP-07"));
  CHECK(problems(account.create(group_with("123456"))) == List{"invalid_argument extension"});
  const auto owned = account.create(group_with("451"));
  CHECK(problems(owned) == List{"duplicate extension"});
  CHECK(contains(message(owned), "employee"));
}

TEST_CASE(
    "[TRK-51][TRK-66] 03, AS-05: a sixth backup is refused; a backup in use is not deleted, and is when nobody has it "
    "any more") {
  Book account;
  for (int i = 1; i <= 6; ++i) REQUIRE(account.create(trunk("b" + std::to_string(i), 100 + i)));
  Trunk main = account.get<Trunk>("carrier");
  main.backups = {{"b1"}, {"b2"}, {"b3"}, {"b4"}, {"b5"}, {"b6"}};
  CHECK_FALSE(taken(account.update(main)));
  main.backups.pop_back();
  REQUIRE(account.update(main));
  const auto refused = account.remove<Trunk>("b3");
  CHECK(problems(refused) == List{"in_use"});
  CHECK(contains(message(refused), "carrier"));
  std::erase(main.backups, TrunkKey{"b3"});
  REQUIRE(account.update(main));
  CHECK(taken(account.remove<Trunk>("b3")));
}

TEST_CASE(
    "[TRK-31][TRK-65] 03, AS-09: a trunk's number that somebody calls out by stays, as does the trunk, and may be "
    "called from") {
  Book account;
  Employee anna = account.get<Employee>("anna");
  anna.outgoing_number = "74950000002";
  REQUIRE(account.update(anna));
  const auto number = account.remove<Number>("74950000002");
  CHECK(problems(number) == List{"in_use"});
  CHECK(contains(message(number), "anna"));
  CHECK(problems(account.remove<Trunk>("spare")) == List{"in_use"});
  Number line = account.get<Number>("74950000002");
  line.outgoing = false;
  CHECK_FALSE(taken(account.update(line)));
  anna.outgoing_number = "74950000001";
  REQUIRE(account.update(anna));
  CHECK(taken(account.update(line)));
  CHECK(taken(account.remove<Number>("74950000002")));
  CHECK(taken(account.remove<Trunk>("spare")));
}

TEST_CASE("[SIP-18][SIP-19] 03, AS-13: SIP users and passwords") {
  Book account;
  const auto with = [&](const std::string& user, const std::string& password) {
    Employee employee;
    employee.full_name = "Phone";
    SipAccount sip;
    sip.aor = user + "@acme.example";
    sip.password = password;
    employee.sip_accounts.push_back(sip);
    return account.judge(Changes().create(employee));
  };
  for (const char* bad : {"abc", "1abc", "1234"}) CHECK_MESSAGE(!taken(with(bad, "Abcdefg1")), bad);
  CHECK(taken(with("0001", "Abcdefg1")));
  CHECK(taken(with("ivan", "Abcdefg1")));
  for (const char* bad : {"abcdefg1", "ABCDEFG1", "Abcdefgh", "Abcde1g"})
    CHECK_MESSAGE(!taken(with("petrov", bad)), bad);
  Employee ivan;
  ivan.full_name = "Ivan";
  SipAccount sip;
  sip.aor = "Ivan@acme.example";
  sip.password = "Abcdefg1";
  ivan.sip_accounts.push_back(sip);
  REQUIRE(account.create(ivan));
  CHECK_FALSE(taken(with("ivan", "Abcdefg1")));
}
