// Several changes at once, and what a change does to those who refer to the object.
#include "accounts/world.hpp"

using namespace accounts;

TEST_CASE("a batch is judged as a whole: objects may refer to each other, and names may be handed over") {
  World world;
  const auto account = world.acme();
  Employee anna = account.employees().get("anna").value().object;
  Employee boris = account.employees().get("boris").value().object;
  std::swap(anna.extension, boris.extension);
  Group support;
  support.id = {"support"};
  support.name = "Support";
  support.members.push_back({.employee = {"dora"}});
  Employee dora;
  dora.id = {"dora"};
  dora.full_name = "Dora";
  const auto saved = account.save(Changes().create(support).create(dora).update(anna).update(boris));
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(saved->keys == List{"support", "dora", "anna", "boris"});
  CHECK(saved->versions == std::vector<std::uint64_t>{1, 1, 2, 2});
  CHECK(account.employees().get("anna").value().object.extension == "102");
  CHECK(saved->revision == account.version().value());
}

TEST_CASE("one bad change of a batch keeps all of it out, and the path says which") {
  World world;
  const auto account = world.acme();
  Employee dora;
  dora.full_name = "Dora";
  Group group;
  group.name = "Support";
  group.extension = "123456";
  const auto refused = account.save(Changes().create(dora).create(group));
  CHECK(problems(refused) == List{"invalid_argument changes[1].extension"});
  CHECK(account.employees().count().value() == 3);
  CHECK(problems(account.save(Changes().remove<Employee>("clara").remove<Employee>("clara"))) ==
        List{"invalid_argument changes[1]"});
}

TEST_CASE("a dry run judges and changes nothing") {
  World world;
  const auto account = world.acme();
  const std::uint64_t before = account.version().value();
  Employee dora;
  dora.full_name = "Dora";
  const auto judged = account.save(Changes().create(dora), {.dry_run = true});
  REQUIRE(judged);
  CHECK(judged->revision == before);
  CHECK(account.employees().count().value() == 3);
  dora.extension = "1";
  CHECK(problems(account.save(Changes().create(dora), {.dry_run = true})) == List{"invalid_argument extension"});
}

TEST_CASE("a batch on another revision than expected is refused") {
  World world;
  const auto account = world.acme();
  const std::uint64_t seen = account.version().value();
  REQUIRE(account.employees().remove("clara"));
  const auto refused = account.save(Changes().remove<Group>("sales"), {.expected_revision = seen});
  CHECK(problems(refused) == List{"conflict"});
}

TEST_CASE("[SCH-17][GRP-05][GRP-06][EMP-55][EMP-56] a group or employee that a scheme calls is not removed, and all uses are named") {
  World world;
  const auto account = world.acme();
  const auto group = account.groups().remove("sales");
  CHECK(problems(group) == List{"in_use"});
  CHECK(contains(message(group), "scheme 'main' (actions[1].forward.group)"));
  const auto anna = account.employees().remove("anna");
  CHECK(problems(anna) == List{"in_use"});  // her extension is dialled by the scheme
  CHECK(contains(message(anna), "scheme 'main' (actions[2].forward.extension)"));
  const auto usages = account.employees().usages("anna");
  REQUIRE(usages);
  CHECK(std::count(usages->begin(), usages->end(), Usage{"scheme", "main", "actions[2].forward.extension"}) == 1);
  CHECK(std::count(usages->begin(), usages->end(), Usage{"group", "sales", "members[0].employee"}) == 1);
  CHECK(std::count(usages->begin(), usages->end(), Usage{"employee", "boris", "sip_accounts[0].forward_to"}) == 1);
}

TEST_CASE("an extension that a scheme forwards to cannot be given up") {
  World world;
  Employee anna = world.acme().employees().get("anna").value().object;
  anna.extension = "109";
  CHECK(problems(world.acme().employees().update(anna)) == List{"in_use extension"});
}

TEST_CASE("[GRP-08] a removed group leaves its members, a removed employee leaves his groups") {
  World world;
  const auto account = world.acme();
  REQUIRE(account.employees().remove("clara"));
  const auto sales = account.groups().get("sales").value();
  CHECK(sales.version == 2);
  CHECK(sales.object.members.size() == 2);
  Scheme main = account.schemes().get("main").value().object;
  main.branches[0].block.actions.resize(1);
  REQUIRE(account.schemes().update(main));
  REQUIRE(account.groups().remove("sales"));
  CHECK(account.employees().count().value() == 2);
}

TEST_CASE("the forwarding of a SIP account ends with the account it leads to") {
  World world;
  const auto account = world.acme();
  Scheme main = account.schemes().get("main").value().object;
  main.branches[0].block.actions.resize(2);
  const auto saved = account.save(Changes().update(main).remove<Employee>("anna"));
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(account.employees().get("boris").value().object.sip_accounts[0].forward_to.empty());
  CHECK(account.groups().get("sales").value().object.members.size() == 2);
}

TEST_CASE("[TRK-32][TRK-65][NUM-36][NUM-37][NUM-38] a number with a scheme, or that somebody calls out by, stays; so does its trunk") {
  World world;
  const auto account = world.acme();
  const auto number = account.numbers().remove("74950000001");
  CHECK(problems(number) == List{"in_use", "in_use"});
  CHECK(contains(message(number), "has the scheme 'main'"));
  CHECK(contains(message(number), "employee 'anna' (outgoing_number)"));
  CHECK_FALSE(problems(account.trunks().remove("carrier")).empty());
  CHECK(account.trunks().get("carrier"));
  // The spare trunk's number is used by nobody and goes with it.
  REQUIRE(account.trunks().remove("spare"));
  CHECK(account.numbers().get("74950000002").error().code == errc::not_found);
}

TEST_CASE("[FWD-22][TRK-66] whom a caller rule names stays, and so does a trunk that is another's backup") {
  World world;
  const auto account = world.acme();
  Trunk main = account.trunks().get("carrier").value().object;
  main.backups = {TrunkKey{"spare"}};
  REQUIRE(account.trunks().update(main));
  const auto trunk = account.trunks().remove("spare");
  CHECK(problems(trunk) == List{"in_use"});
  CHECK(contains(message(trunk), "trunk 'carrier' (backups[0])"));
  main.backups.clear();
  REQUIRE(account.trunks().update(main));
  CHECK(account.trunks().remove("spare"));

  Employee zoe;
  zoe.id = {"zoe"};
  zoe.full_name = "Zoe";
  REQUIRE(account.employees().create(zoe));
  CallerRule rule;
  rule.pattern = "7495*";
  rule.forward.to = ToEmployee{zoe.id};
  REQUIRE(account.caller_rules().create(rule));
  const auto employee = account.employees().remove("zoe");
  CHECK(problems(employee) == List{"in_use"});
  CHECK(contains(message(employee), "caller rule 'caller-rule-1' (forward.employee)"));
}

TEST_CASE("[TRK-31][NUM-19][NUM-32] the outgoing mark of a number that somebody calls out by is not taken away") {
  World world;
  const auto account = world.acme();
  Number number = account.numbers().get("74950000001").value().object;
  number.outgoing = false;
  const auto refused = account.numbers().update(number);
  CHECK(problems(refused) == List{"in_use"});
  CHECK(contains(message(refused), "employee 'anna'"));
  Employee anna = account.employees().get("anna").value().object;
  anna.outgoing_number.clear();
  CHECK(account.save(Changes().update(anna).update(number)));
}

TEST_CASE("a scheme that others forward to keeps its extension and is not removed") {
  World world;
  const auto account = world.acme();
  Scheme main = account.schemes().get("main").value().object;
  main.extension.clear();
  CHECK(problems(account.schemes().update(main)) == List{"in_use"});
  CHECK(problems(account.schemes().remove("main")) == List{"in_use"});
  CHECK(account.schemes().remove("night"));
}

TEST_CASE("[SCH-18] a prompt that a scheme plays is not removed") {
  World world;
  CHECK(problems(world.acme().prompts().remove("hello")) == List{"in_use"});
}

TEST_CASE("[SIP-14] a domain is not given up while SIP accounts are in it") {
  World world;
  const auto account = world.acme();
  AccountSettings settings = account.settings().value();
  settings.domains = {"other.example"};
  const auto refused = account.save(Changes().settings(settings));
  CHECK(problems(refused) == List{"in_use domains[0]"});
  settings.domains = {"acme.example", "other.example"};
  CHECK(account.save(Changes().settings(settings)));
}

TEST_CASE("settings that schemes depend on are judged with the schemes") {
  World world;
  const auto account = world.acme();
  Scheme scheme;
  scheme.id = {"disa"};
  scheme.branches.resize(1);
  scheme.branches[0].block.handlers.resize(1);
  scheme.branches[0].block.handlers[0].kind = HandlerKind::extension_dial;
  scheme.branches[0].block.handlers[0].length = 5;
  const auto made = account.schemes().create(scheme);
  REQUIRE_MESSAGE(made, message(made));
  AccountSettings settings = account.settings().value();
  settings.defaults.extension_dial.max_length = 4;
  CHECK(problems(account.save(Changes().settings(settings))) == List{"in_use"});
}
