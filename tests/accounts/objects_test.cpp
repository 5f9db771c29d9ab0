// Objects one by one: created, read, changed, removed, listed.
#include "accounts/world.hpp"

using namespace accounts;

TEST_CASE("an object is created with version 1, read back, and every change adds one to its version") {
  World world;
  const auto employees = world.acme().employees();
  Employee dora;
  dora.id = {"dora"};
  dora.full_name = "Дора 🙂";
  dora.extension = "110";
  const auto made = employees.create(dora);
  REQUIRE_MESSAGE(made, message(made));
  CHECK(made->version == 1);
  CHECK(made->object == dora);
  dora.extension = "111";
  const auto saved = employees.update(dora);
  REQUIRE(saved);
  CHECK(saved->versions == std::vector<std::uint64_t>{2});
  CHECK(employees.get("dora").value().version == 2);
  CHECK(employees.get("dora").value().object.extension == "111");
  REQUIRE(employees.remove("dora"));
  CHECK(employees.get("dora").error().code == errc::not_found);
  CHECK(employees.create(dora).value().version == 1);
}

TEST_CASE("what is changed must be there, what is created must not") {
  World world;
  const auto groups = world.acme().groups();
  Group group = groups.get("sales").value().object;
  CHECK(problems(groups.create(group)) == List{"duplicate"});
  group.id = {"nobody"};
  group.extension = "501";
  CHECK(problems(groups.update(group)) == List{"not_found"});
  CHECK(problems(groups.remove("nobody")) == List{"not_found"});
  CHECK(groups.put(group));
  CHECK(groups.put(group));
}

TEST_CASE("a change of an older version is refused and names both") {
  World world;
  const auto groups = world.acme().groups();
  Group group = groups.get("sales").value().object;
  group.name = "Sales 2";
  REQUIRE(groups.update(group, 1));
  const auto refused = groups.update(group, 1);
  CHECK(problems(refused) == List{"conflict"});
  CHECK(contains(message(refused), "version 2, expected was 1"));
  CHECK(problems(groups.remove("sales", 1)) == List{"conflict"});
}

TEST_CASE("[EMP-03] an employee without an extension gets the next one in sequence that is free in the dial plan") {
  World world;
  const auto account = world.acme();
  Group group;
  group.id = {"next"};
  group.name = "Next";
  group.extension = "104";
  REQUIRE(account.groups().create(group));
  Employee dora;
  dora.full_name = "Dora";
  CHECK(account.employees().create(dora).value().object.extension == "105");
  CHECK(account.employees().create(dora).value().object.extension == "106");
  dora.extension = "77";
  CHECK(account.employees().create(dora).value().object.extension == "77");
}

TEST_CASE("an object without a key is given one") {
  World world;
  Employee dora;
  dora.full_name = "Dora";
  const auto first = world.acme().employees().create(dora);
  const auto second = world.acme().employees().create(dora);
  REQUIRE(first);
  REQUIRE(second);
  CHECK_FALSE(first->object.id.empty());
  CHECK(first->object.id != second->object.id);
}

TEST_CASE("[SIP-24] a new employee's SIP account is his active device, in the first place") {
  World world;
  Employee dora;
  dora.full_name = "Dora";
  dora.sip_accounts.push_back({.aor = "Dora@ACME.example", .password = "Secret789"});
  const auto made = world.acme().employees().create(dora);
  REQUIRE_MESSAGE(made, message(made));
  REQUIRE(made->object.devices.size() == 1);
  CHECK(made->object.devices[0].sip == "dora@acme.example");
  CHECK(made->object.devices[0].active);
}

TEST_CASE("[EMP-28][SIP-23][NUM-13] a change with any problem stores nothing, and all its problems are told with their fields") {
  World world;
  const auto account = world.acme();
  const std::uint64_t before = account.version().value();
  Employee dora;
  dora.full_name = "Dora";
  dora.extension = "1";
  dora.email = "nowhere";
  dora.outgoing_number = "79990000000";
  dora.sip_accounts.push_back({.aor = "x@other.example", .password = "short"});
  const auto refused = account.employees().create(dora);
  CHECK(problems(refused) == List{"invalid_argument extension", "invalid_argument email", "dangling outgoing_number",
                                  "invalid_argument sip_accounts[0].aor", "dangling sip_accounts[0].aor",
                                  "invalid_argument sip_accounts[0].password"});
  CHECK(account.version().value() == before);
  CHECK(account.employees().count().value() == 3);
}

TEST_CASE("[EMP-05][EMP-06] uniqueness is judged against the whole account, and the owner is named") {
  World world;
  const auto account = world.acme();
  Employee dora;
  dora.full_name = "Dora";
  for (const char* taken : {"101", "500", "700"}) {
    dora.extension = taken;
    CHECK(problems(account.employees().create(dora)) == List{"duplicate extension"});
  }
  CHECK(contains(message(account.employees().create(dora)), "scheme 'main' (extension)"));
}

TEST_CASE("[EMP-20] an e-mail address belongs to one employee, in any letter case") {
  World world;
  Employee dora;
  dora.full_name = "Dora";
  dora.email = "ANNA@acme.example";
  CHECK(problems(world.acme().employees().create(dora)) == List{"duplicate email"});
}

TEST_CASE("lists come in the order in which objects were made, page by page") {
  World world;
  const auto employees = world.acme().employees();
  for (int i = 0; i < 7; ++i) {
    Employee next;
    next.id = {"x" + std::to_string(9 - i)};
    next.full_name = "X";
    REQUIRE(employees.create(next));
  }
  Employee anna = employees.get("anna").value().object;
  anna.full_name = "Anna changed";
  REQUIRE(employees.update(anna));  // a change does not move it
  List keys;
  PageQuery query{.limit = 4};
  int pages = 0;
  do {
    const auto page = employees.list(query);
    REQUIRE(page);
    CHECK(page->total == 10);
    CHECK(page->items.size() <= 4);
    for (const auto& item : page->items) keys.push_back(item.object.id.text);
    query.after = page->next;
    ++pages;
  } while (query.after != 0);
  CHECK(pages == 3);
  CHECK(keys == List{"anna", "boris", "clara", "x9", "x8", "x7", "x6", "x5", "x4", "x3"});
}

TEST_CASE("[EMP-02] objects are found by what they are") {
  World world;
  const auto found = world.acme().employees().find([](const Employee& e) { return e.full_name == "Boris"; });
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK(found->front().object.id.text == "boris");
  CHECK(world.acme().employees().find([](const Employee&) { return true; }, 2).value().size() == 2);
}

TEST_CASE("handles say that the account or the engine is gone") {
  Result<Versioned<Employee>> last = fail(errc::internal, "");
  World world;
  const auto employees = world.acme().employees();
  REQUIRE(world.engine.accounts().remove("acme"));
  CHECK(employees.get("anna").error().code == errc::gone);
  CHECK(problems(employees.remove("anna")) == List{"gone"});
  CHECK(world.storage.config->load("employee")->empty());
}

TEST_CASE("[SIP-10][NUM-24] a domain or number that another account has is refused") {
  World world;
  CHECK(problems(world.engine.accounts().create("other", {.domains = {"acme.example"}})) == List{"duplicate domains[0]"});
  const auto other = world.engine.accounts().create("other", {.domains = {"other.example"}});
  REQUIRE(other);
  Trunk trunk;
  trunk.id = {"t"};
  trunk.host = "192.0.2.77";
  REQUIRE(other->trunks().create(trunk));
  Number number;
  number.number = "74950000002";
  number.trunk = {"t"};
  CHECK(problems(other->numbers().create(number)) == List{"duplicate numbers[0].number"});
  CHECK(problems(world.engine.accounts().create("acme")) == List{"duplicate id"});
}

TEST_CASE("what is in force can be asked where a call would go") {
  World world;
  const auto run = world.acme().explain_call({.from = "79161234567", .to = "74950000001"});
  REQUIRE_MESSAGE(run, message(run));
  CHECK(std::any_of(run->steps.begin(), run->steps.end(), [](const DryRunStep& step) {
    return step.fact == DryRunFact::decided && step.decision && step.decision->rule == "SCH-01";
  }));
  const Account clara = world.acme().as({.kind = ActorKind::employee, .employee = {"clara"}});
  CHECK(problems(clara.explain_call({.from = "79161234567", .to = "74950000001"})) == List{"forbidden"});
}

TEST_CASE("[SIP-06][SIP-12] a new domain takes accounts at once, and in the change that brings it; the rules are the same") {
  World world;
  const Account account = world.acme();
  AccountSettings settings = account.settings().value();
  settings.domains.emplace_back("second.example");
  Employee dora;
  dora.full_name = "Dora";
  dora.sip_accounts.push_back({.aor = "dora@second.example", .password = "Secret789"});
  CHECK(problems(account.employees().create(dora)) == List{"dangling sip_accounts[0].aor"});
  REQUIRE(account.save(Changes().settings(settings).create(dora)));
  dora.sip_accounts[0].aor = "emil@second.example";
  CHECK(account.employees().create(dora));
}

TEST_CASE("[SIP-37] a SIP account that is changed obeys the rules of a new one") {
  World world;
  Employee boris = world.acme().employees().get("boris").value().object;
  boris.sip_accounts[0].password = "weak";
  CHECK(problems(world.acme().employees().update(boris)) == List{"invalid_argument sip_accounts[0].password"});
  boris = world.acme().employees().get("boris").value().object;
  boris.sip_accounts[0].aor = "1bo@acme.example";
  const auto refused = problems(world.acme().employees().update(boris));
  CHECK(std::count(refused.begin(), refused.end(), "invalid_argument sip_accounts[0].aor") == 1);
}

TEST_CASE("[NUM-02][NUM-08] a line has the scheme that is active on it, and a comment that can be changed") {
  World world;
  const Account account = world.acme();
  Number line = account.numbers().get("74950000001").value().object;
  CHECK(account.schemes().get(line.scheme.text).value().object.name == "Main");
  line.comment = "Главная";
  REQUIRE(account.numbers().update(line));
  CHECK(account.numbers().get("74950000001").value().object.comment == "Главная");
  line.comment = std::string(51, 'x');
  CHECK(problems(account.numbers().update(line)) == List{"invalid_argument comment"});
}
