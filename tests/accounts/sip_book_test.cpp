// SIP domains and accounts: lists, creation, renaming, deletion, and what is said about phones.
#include "accounts/world.hpp"
#include "base/digest.hpp"
#include "engine/directory.hpp"

using namespace accounts;

namespace {

List sorted(List list) {
  std::sort(list.begin(), list.end());
  return list;
}

/// Rows as "domain: aor of name".
List rows(const Result<std::vector<SipDomainRows>>& domains) {
  List found;
  REQUIRE_MESSAGE(domains, message(domains));
  for (const SipDomainRows& domain : *domains) {
    for (const SipAccountRow& row : domain.accounts) {
      found.push_back(domain.domain + ": " + row.aor + " of " + row.employee_name);
    }
  }
  return found;
}

struct Two : World {
  Two() {
    AccountSettings settings = acme().settings().value();
    settings.domains.push_back("branch.example");
    REQUIRE(acme().save(Changes().settings(settings)));
    Employee clara = acme().employees().get("clara").value().object;
    clara.sip_accounts.push_back({.aor = "clara@branch.example", .password = "Secret789"});
    clara.devices = {{.number = "74951112233"}, {.sip = "clara@branch.example"}};
    REQUIRE(acme().employees().update(clara));
  }
  void root(const std::string& domain) {
    AccountSettings settings = acme().settings().value();
    settings.root_domain = domain;
    REQUIRE(acme().save(Changes().settings(settings)));
  }
};

}  // namespace

TEST_CASE("[SIP-01] domains with their accounts, each with its employee and whether it is registered") {
  Two world;
  const auto list = world.acme().sip().list();
  CHECK(rows(list) == List{"acme.example: anna@acme.example of Anna Petrova", "acme.example: boris@acme.example of Boris",
                           "branch.example: clara@branch.example of Clara"});
  CHECK_FALSE((*list)[0].accounts[0].registered);
  world.root("branch.example");
  CHECK((*world.acme().sip().list())[1].root);
  CHECK_FALSE((*world.acme().sip().list())[0].root);
}

TEST_CASE("[SIP-02] accounts are found by address, employee and status, in any letter case") {
  Two world;
  const SipBook book = world.acme().sip();
  CHECK(rows(book.list("BRANCH")) == List{"branch.example: clara@branch.example of Clara"});
  CHECK(rows(book.list("petr")) == List{"acme.example: anna@acme.example of Anna Petrova"});
  CHECK(rows(book.list("not registered")).size() == 3);
  CHECK(rows(book.list("zzz")).empty());
}

TEST_CASE("[SIP-05] the book is for those with the right to SIP settings") {
  Two world;
  const Account anna = world.acme().as({.kind = ActorKind::employee, .employee = {"anna"}});
  CHECK(problems(anna.sip().list()) == List{"forbidden"});
  CHECK(problems(anna.sip().rename_domain("acme.example", "other.example")) == List{"forbidden"});
  CHECK(problems(anna.sip().remove_domain("branch.example", true)) == List{"forbidden"});
  CHECK(problems(anna.sip().create({.employee_name = "X"})) == List{"forbidden"});
}

TEST_CASE("[SIP-13] a domain is renamed with every account in it and everything that mentions them, at once") {
  Two world;
  Scheme scheme = world.acme().schemes().get("night").value().object;
  Forward forward;
  forward.to = ToEmployee{.employee = {"anna"}, .by = EmployeeBy::contact, .contact = "anna@acme.example"};
  scheme.branches.front().block.actions.push_back(forward);
  REQUIRE(world.acme().schemes().update(scheme));
  const std::uint64_t revision = world.acme().version().value();

  const auto renamed = world.acme().sip().rename_domain("acme.example", "Fresh.example");
  REQUIRE_MESSAGE(renamed, message(renamed));
  CHECK(renamed->revision == revision + 1);
  CHECK(sorted(renamed->reconfigure) == List{"anna@fresh.example", "boris@fresh.example"});
  CHECK(world.acme().settings()->domains == List{"fresh.example", "branch.example"});
  const Employee anna = world.acme().employees().get("anna").value().object;
  CHECK(anna.sip_accounts[0].aor == "anna@fresh.example");
  CHECK(anna.sip_accounts[0].password == "Secret123");
  CHECK(anna.devices[0].sip == "anna@fresh.example");
  CHECK(anna.email == "anna@acme.example");  // no SIP address
  const Employee boris = world.acme().employees().get("boris").value().object;
  CHECK(boris.sip_accounts[0].forward_to == "anna@fresh.example");
  scheme = world.acme().schemes().get("night").value().object;
  const Action& action = scheme.branches.front().block.actions.back();
  CHECK(std::get<ToEmployee>(std::get<Forward>(action).to).contact == "anna@fresh.example");
  CHECK(world.acme().employees().get("clara")->object.sip_accounts[0].aor == "clara@branch.example");
}

TEST_CASE("a digest that was made for the old domain stays good when the domain is renamed") {
  World world;
  Employee boris = world.acme().employees().get("boris").value().object;
  boris.sip_accounts[0].password.clear();
  boris.sip_accounts[0].ha1 = digest_ha1("boris", "acme.example", "Secret456");
  REQUIRE(world.acme().employees().update(boris));
  REQUIRE(world.acme().sip().rename_domain("acme.example", "fresh.example"));
  boris = world.acme().employees().get("boris").value().object;
  CHECK(boris.sip_accounts[0].realm == "acme.example");
  CHECK(world.acme().authenticate({Door::softphone, "boris@fresh.example", "Secret456", {}}));
}

TEST_CASE("[SIP-38] a renamed domain obeys the rules of a new one, and the root domain is not renamed") {
  Two world;
  const SipBook book = world.acme().sip();
  for (const char* bad : {"abc.example", "1fresh.example", "fresh_.example", "branch.example"}) {
    CHECK_MESSAGE(!book.rename_domain("acme.example", bad), bad);
  }
  CHECK(problems(book.rename_domain("nowhere.example", "fresh.example")) == List{"not_found domains"});
  REQUIRE(world.engine.accounts().create("other", {.name = "Other", .domains = {"taken.example"}}));
  CHECK(problems(book.rename_domain("acme.example", "taken.example"))[0].starts_with("duplicate"));
  world.root("acme.example");
  CHECK(problems(book.rename_domain("acme.example", "fresh.example")) == List{"forbidden domains"});
  AccountSettings settings = world.acme().settings().value();
  settings.domains = {"branch.example"};
  CHECK(contains(message(world.acme().save(Changes().settings(settings))), "root domain"));
  CHECK(book.rename_domain("branch.example", "fresh.example"));
}

TEST_CASE("[SIP-15][NUM-26] a domain goes with all its accounts, the root domain never") {
  Two world;
  const SipBook book = world.acme().sip();
  CHECK(problems(book.remove_domain("branch.example"))[0].starts_with("in_use"));
  CHECK(contains(message(book.remove_domain("acme.example", true)), "SIP-14"));
  world.root("branch.example");
  CHECK(problems(book.remove_domain("branch.example", true)) == List{"forbidden domains"});
  world.root("");
  const auto removed = book.remove_domain("branch.example", true);
  REQUIRE_MESSAGE(removed, message(removed));
  CHECK(world.acme().settings()->domains == List{"acme.example"});
  const Employee clara = world.acme().employees().get("clara").value().object;
  CHECK(clara.sip_accounts.empty());
  CHECK(clara.devices.size() == 1);
  CHECK_FALSE(world.acme().authenticate({Door::softphone, "clara@branch.example", "Secret789", {}}));
}

TEST_CASE("[SIP-22][SIP-24][DEV-40] a SIP account goes to the employee of a name, or makes him") {
  World world;
  const SipBook book = world.acme().sip();
  const auto made = book.create({.employee_name = "Petrov P."});
  REQUIRE_MESSAGE(made, message(made));
  const Employee petrov = world.acme().employees().get(made->keys[0]).value().object;
  CHECK(petrov.full_name == "Petrov P.");
  REQUIRE(petrov.sip_accounts.size() == 1);
  CHECK(petrov.devices.front().sip == petrov.sip_accounts[0].aor);

  const auto second = book.create({.employee_name = "anna petrova", .aor = "anna-2@acme.example", .password = "Another123"});
  REQUIRE_MESSAGE(second, message(second));
  CHECK(second->keys == List{"anna"});
  const Employee anna = world.acme().employees().get("anna").value().object;
  CHECK(anna.sip_accounts.size() == 2);
  CHECK(anna.devices.front().sip == "anna-2@acme.example");
  CHECK(anna.devices.front().active);
  REQUIRE(book.create({.employee_name = "Clara"}));
  CHECK(world.acme().employees().get("clara")->object.devices.front().sip == "user103@acme.example");

  Employee namesake;
  namesake.full_name = "Anna Petrova";
  REQUIRE(world.acme().employees().create(namesake));
  CHECK(problems(book.create({.employee_name = "Anna Petrova"})) == List{"conflict"});
  CHECK(problems(book.create({.employee_name = "New", .aor = "abc@acme.example"}))[0].starts_with("invalid_argument"));
  CHECK(rows(book.list("New")).empty());
}

TEST_CASE("[EMP-11][EMP-09] an employee made with a SIP account of the engine's making: address, password, domain and port are told") {
  World world;
  Employee dora;
  dora.full_name = "Dora";
  dora.sip_accounts.emplace_back();
  const auto made = world.acme().save(Changes().create(dora));
  REQUIRE_MESSAGE(made, message(made));
  REQUIRE(made->issued.size() == 1);
  const Issued& issued = made->issued[0];
  CHECK(issued.login == "user104@acme.example");
  CHECK(issued.domain == "acme.example");
  CHECK(issued.port == 5060);
  CHECK(issued.password.size() >= 8);
  dora = world.acme().employees().get(made->keys[0]).value().object;
  CHECK(dora.sip_accounts[0].password == issued.password);
  CHECK(dora.devices[0].sip == issued.login);
  dora.sip_accounts.emplace_back();  // EMP-09: later as well
  const auto later = world.acme().save(Changes().update(dora));
  REQUIRE_MESSAGE(later, message(later));
  CHECK(later->issued[0].login == "user104-2@acme.example");
  CHECK(world.acme().employees().get(made->keys[0])->object.devices[0].sip == "user104-2@acme.example");
}

TEST_CASE("[SIP-26] a change says whose phones have to be set up anew") {
  World world;
  const auto change = [&](auto how) {
    Employee boris = world.acme().employees().get("boris").value().object;
    how(boris);
    const auto saved = world.acme().employees().update(boris);
    REQUIRE_MESSAGE(saved, message(saved));
    return saved->reconfigure;
  };
  CHECK(change([](Employee& boris) { boris.full_name = "Bob"; }) == List{});
  CHECK(change([](Employee& boris) { boris.sip_accounts[0].password = "Changed123"; }) == List{"boris@acme.example"});
  CHECK(change([](Employee& boris) { boris.sip_accounts[0].forward_to.clear(); }) == List{});
  CHECK(change([](Employee& boris) {
          boris.sip_accounts[0].aor = "bob1@acme.example";
          boris.sip_accounts[0].password = "Changed123";
          boris.devices[0].sip = "bob1@acme.example";
        }) == List{"bob1@acme.example"});
}

TEST_CASE("[SIP-28][DEV-41] a main means of reception is not deleted before another is main or it is switched off") {
  World world;
  Employee anna = world.acme().employees().get("anna").value().object;
  anna.devices.push_back({.number = "79161112233"});
  REQUIRE(world.acme().employees().update(anna));
  Employee without = anna;
  without.sip_accounts.clear();
  without.devices.erase(without.devices.begin());
  CHECK(problems(world.acme().employees().update(without))[0] == "in_use sip_accounts");
  SUBCASE("another is the main one") { std::swap(anna.devices[0], anna.devices[1]); }
  SUBCASE("switched off") { anna.devices[0].active = false; }
  REQUIRE(world.acme().employees().update(anna));
  const auto gone = world.acme().employees().update(without);
  CHECK_MESSAGE(gone, message(gone));  // boris's forwarding to it is cleared (03 OP-07)
}

TEST_CASE("[SIP-27][DEV-41] a main means of reception is not given to another employee") {
  World world;
  Employee anna = world.acme().employees().get("anna").value().object;
  Employee clara = world.acme().employees().get("clara").value().object;
  clara.sip_accounts = anna.sip_accounts;
  Employee rest = anna;
  rest.sip_accounts.clear();
  rest.devices.clear();
  const auto move = [&] { return world.acme().save(Changes().update(rest).update(clara)); };
  const auto refused = move();
  REQUIRE_FALSE(refused);
  CHECK(contains(message(refused), "SIP-27"));
  anna.devices[0].active = false;
  REQUIRE(world.acme().employees().update(anna));
  const auto moved = move();
  CHECK_MESSAGE(moved, message(moved));
}

TEST_CASE("[SIP-30][DEV-32] a device may be a SIP address elsewhere, given in full") {
  World world;
  Employee clara = world.acme().employees().get("clara").value().object;
  const auto with = [&](const std::string& address) {
    clara.devices = {{.address = address}};
    return problems(world.acme().employees().update(clara));
  };
  CHECK(with("My_sip@SipNet.example") == List{});
  CHECK(world.acme().employees().get("clara")->object.devices[0].address == "my_sip@sipnet.example");
  CHECK(with("clara@192.0.2.7") == List{});
  CHECK(with("anna@acme.example") == List{"invalid_argument devices[0].address"});
  for (const char* bad : {"sipnet.example", "@sipnet.example", "a b@sipnet.example", "a@", "a@b_c"}) {
    CHECK_MESSAGE(with(bad) == List{"invalid_argument devices[0].address"}, bad);
  }
  clara.devices = {{.address = "a@sipnet.example", .number = "79161112233"}};
  CHECK(problems(world.acme().employees().update(clara)) == List{"invalid_argument devices[0]"});
}

TEST_CASE("[SIP-29][DEV-38] the door knows a changed account as soon as it is saved") {
  World world;
  const auto in_force = [&] { return AccountDocument(world.acme().document().value()); };
  engine::Index index;
  const auto put = [&] {
    REQUIRE(index.put(AccountId{1}, std::make_shared<const routing::AccountPlan>(model::AccountData(in_force()),
                                                                                routing::Surroundings{})));
  };
  put();
  const auto before = index.device("boris", "acme.example");
  REQUIRE(before);
  Employee boris = world.acme().employees().get("boris").value().object;
  boris.sip_accounts[0].password = "Changed123";
  REQUIRE(world.acme().employees().update(boris));
  put();
  CHECK(index.device("BORIS", "Acme.example")->ha1 == digest_ha1("boris", "acme.example", "Changed123"));
  CHECK(index.device("boris", "acme.example")->ha1 != before->ha1);
}

TEST_CASE("hash_only keeps digests for one realm instead of passwords, of those who are there and who come") {
  World world;
  AccountSettings settings = world.acme().settings().value();
  settings.security.hash_only = true;
  const auto on = world.acme().save(Changes().settings(settings));
  REQUIRE_MESSAGE(on, message(on));
  CHECK(on->reconfigure == List{});
  const SipAccount anna = world.acme().employees().get("anna")->object.sip_accounts[0];
  CHECK(anna.password.empty());
  CHECK(anna.realm == sip_realm);
  CHECK(anna.ha1 == digest_ha1("anna", sip_realm, "Secret123"));
  CHECK(anna.ha1_sha256 == digest_ha1_sha256("anna", sip_realm, "Secret123"));
  CHECK(world.acme().authenticate({Door::softphone, "anna@acme.example", "Secret123", {}}));
  CHECK_FALSE(world.acme().authenticate({Door::softphone, "anna@acme.example", "Secret124", {}}));
  const auto made = world.acme().sip().create({.employee_name = "Dora", .aor = "dora@acme.example", .password = "Secret999"});
  REQUIRE_MESSAGE(made, message(made));
  CHECK_FALSE(contains(world.acme().export_json(Secrets::clear).value(), "Secret999"));
  CHECK(world.acme().authenticate({Door::softphone, "dora@acme.example", "Secret999", {}}));

  REQUIRE(world.acme().sip().rename_domain("acme.example", "fresh.example"));
  CHECK(world.acme().authenticate({Door::softphone, "dora@fresh.example", "Secret999", {}}));

  engine::Index index;
  REQUIRE(index.put(AccountId{1}, std::make_shared<const routing::AccountPlan>(
                                      model::AccountData(world.acme().document().value()), routing::Surroundings{})));
  CHECK(index.device("dora", "fresh.example")->realm == sip_realm);
  CHECK(index.realm("fresh.example") == sip_realm);  // an unknown user is asked for the same
}

TEST_CASE("[SIP-32][SIP-34] what is shown of a party: every combination, and the SIP user where something is missing") {
  const ShownParty anna{"Anna Petrova", "101", "anna", "74950000001"};
  const ShownParty bare{"", "", "line12345", ""};
  struct Row {
    PartyName name;
    PartyIdentifier identifier;
    Party of_anna;
    Party of_bare;
  };
  using enum PartyName;
  const std::vector<Row> rows{
      {employee_name, PartyIdentifier::extension, {"101", "Anna Petrova"}, {"line12345", "line12345"}},
      {employee_name, PartyIdentifier::sip_user, {"anna", "Anna Petrova"}, {"line12345", "line12345"}},
      {employee_name, PartyIdentifier::outgoing_number, {"74950000001", "Anna Petrova"}, {"line12345", "line12345"}},
      {extension, PartyIdentifier::extension, {"101", "101"}, {"line12345", "line12345"}},
      {extension, PartyIdentifier::sip_user, {"anna", "101"}, {"line12345", "line12345"}},
      {extension, PartyIdentifier::outgoing_number, {"74950000001", "101"}, {"line12345", "line12345"}},
      {name_and_extension, PartyIdentifier::extension, {"101", "Anna Petrova 101"}, {"line12345", "line12345"}},
      {name_and_extension, PartyIdentifier::sip_user, {"anna", "Anna Petrova 101"}, {"line12345", "line12345"}},
      {name_and_extension, PartyIdentifier::outgoing_number, {"74950000001", "Anna Petrova 101"}, {"line12345", "line12345"}},
      {none, PartyIdentifier::extension, {"101", ""}, {"line12345", ""}},
      {none, PartyIdentifier::sip_user, {"anna", ""}, {"line12345", ""}},
      {none, PartyIdentifier::outgoing_number, {"74950000001", ""}, {"line12345", ""}},
  };
  for (const Row& row : rows) {
    CHECK(present({row.name, row.identifier}, anna) == row.of_anna);
    CHECK(present({row.name, row.identifier}, bare) == row.of_bare);
  }
}
