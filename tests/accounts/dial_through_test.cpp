// PINs of employees, who dial through with them from elsewhere; the calls are told by dial_through.call.
#include "accounts/office.hpp"

#include <tandem/scheme_check.hpp>

using namespace accounts;

namespace {

Result<void> give(Office& office, const char* who, const char* pin) {
  Employee employee = office.card(who);
  employee.pin = pin;
  const auto saved = office.acme().employees().update(employee);
  if (!saved) return std::unexpected(saved.error());
  return {};
}

}  // namespace

TEST_CASE("a PIN has 4 to 10 digits; the message does not repeat it") {
  Office office;
  CHECK(give(office, "anna", "0471"));
  CHECK(give(office, "anna", "0123456789"));
  for (const char* wrong : {"471", "01234567890", "47-11", "abcd", " 4711"}) {
    CAPTURE(wrong);
    const auto refused = give(office, "anna", wrong);
    CHECK(problems(refused) == List{"invalid_argument pin"});
    CHECK_FALSE(contains(message(refused), wrong));
  }
  CHECK(office.card("anna").pin == "0123456789");
  CHECK(give(office, "anna", ""));
  CHECK(office.card("anna").pin.empty());
}

TEST_CASE("a PIN is shown to its owner and to those who see SIP passwords; to others it is hidden, and stays") {
  Office office;
  REQUIRE(give(office, "anna", "4711"));
  office.role("clerk", {Right::employees_view, Right::employees_edit});
  const Account clara = office.as_role("clara", "clerk");
  Employee anna = clara.employees().get("anna")->object;
  CHECK(anna.pin.empty());
  anna.position = "chief";
  REQUIRE(clara.employees().update(anna));
  CHECK(office.card("anna").position == "chief");
  CHECK(office.card("anna").pin == "4711");
  CHECK(office.as("anna").employees().get("anna")->object.pin == "4711");
  office.role("keeper", {Right::employees_view, Right::sip_accounts_edit});
  CHECK(office.as_role("clara", "keeper").employees().get("anna")->object.pin == "4711");
}

TEST_CASE("[EMP-80] nobody gives another a PIN, or his number the right to dial, who may not see his passwords or do as much") {
  Office office;
  office.role("clerk", {Right::employees_view, Right::employees_edit});
  office.role("keeper", {Right::employees_view, Right::employees_edit, Right::sip_accounts_edit});
  Employee anna = office.card("anna");
  anna.role = {"administrator"};
  REQUIRE(office.acme().employees().update(anna));
  for (const char* role : {"clerk", "keeper"}) {
    CAPTURE(role);
    const Account clara = office.as_role("clara", role);
    anna = clara.employees().get("anna")->object;
    anna.pin = "0000";
    CHECK(problems(clara.employees().update(anna)) == List{"forbidden"});
    anna = clara.employees().get("anna")->object;
    anna.auth_by_number = true;
    CHECK(problems(clara.employees().update(anna)) == List{"forbidden"});
    Employee boris = clara.employees().get("boris")->object;
    boris.pin = "0000";
    CHECK(clara.employees().update(boris).has_value() == (std::string(role) == "keeper"));
  }
}

TEST_CASE("[EMP-76] a company head's PIN is his own matter where he protects his passwords") {
  Office office;
  Employee anna = office.card("anna");
  anna.role = {"company_head"};
  anna.pin = "4711";
  REQUIRE(office.acme().employees().update(anna));
  anna = office.card("anna");
  anna.protection.passwords = true;
  REQUIRE(office.as("anna").employees().update(anna));
  const Account clara = office.as_role("clara", "administrator");
  anna = clara.employees().get("anna")->object;
  CHECK(anna.pin.empty());
  anna.pin = "0000";
  CHECK(problems(clara.employees().update(anna)) == List{"forbidden"});
  CHECK(office.as("anna").employees().get("anna")->object.pin == "4711");
}

TEST_CASE("neither the journal nor the store has a PIN in clear") {
  Office office;
  REQUIRE(give(office, "anna", "471147"));
  const auto page = office.acme().audit({});
  REQUIRE(page);
  REQUIRE_FALSE(page->entries.empty());
  for (const AuditEntry& entry : page->entries) CHECK_FALSE(contains(entry.before + entry.after, "471147"));
  bool found = false;
  for (const char* kind : {"account", "employee"}) {
    const std::vector<Document> documents = office.storage.config->load(kind).value();
    for (const Document& stored : documents) {
      found = found || contains(stored.body, "\"pin\"");
      CHECK_FALSE(contains(stored.body, "471147"));
    }
  }
  CHECK(found);
}

TEST_CASE("behind dial_through nobody comes to the next line of a scheme") {
  Office office;
  Scheme scheme = office.acme().schemes().get("main").value().object;
  scheme.branches[0].block.actions.insert(scheme.branches[0].block.actions.begin(), DialThrough{});
  REQUIRE(office.acme().schemes().update(scheme));
  const std::vector<SchemeDoubt> doubts = doubts_of_schemes(office.acme().document().value());
  REQUIRE_FALSE(doubts.empty());
  CHECK(doubts.front().doubt == Doubt::action_unreachable);
}
