// Entries of the black and white list, rules about callers and caller ids: objects like others.
#include "accounts/world.hpp"
#include "store/temp_dir.hpp"

using namespace accounts;

namespace {

std::vector<std::string> order(const Account& account) {
  std::vector<std::string> values;
  const auto page = account.caller_id_rules().list();
  REQUIRE(page);
  for (const auto& item : page->items) values.push_back(item.object.value);
  return values;
}

CallerIdRule rule(std::string value) {
  CallerIdRule made;
  made.outgoing_number = "74950000001";
  made.value = std::move(value);
  return made;
}

}  // namespace

TEST_CASE("[ACL-14][ACL-15] entries are created, changed and removed one by one, with who added them and when") {
  World world;
  const auto entries = world.acme().list_entries();
  ListEntry entry;
  entry.pattern = "7812*";
  entry.comment = "шутник";
  entry.created_by = "anna";
  entry.created_at = Time(std::chrono::seconds(1'800'000'000));
  const auto made = entries.create(entry);
  REQUIRE_MESSAGE(made, message(made));
  CHECK(made->object.id.text == "list-entry-1");
  entry.id = made->object.id;
  CHECK(made->object == entry);
  CHECK(entries.create(entry).error().code == errc::duplicate);
  entry.id = {};
  CHECK(entries.create(entry)->object.id.text == "list-entry-2");
  ListEntry changed = made->object;
  changed.pattern = "+7";
  CHECK(problems(entries.update(changed)) == List{"invalid_argument pattern"});
  changed.pattern = "7813*";
  REQUIRE(entries.update(changed, 1));
  CHECK(entries.get("list-entry-1")->object.pattern == "7813*");
  REQUIRE(entries.remove("list-entry-1"));
  CHECK(entries.count().value() == 1);
  CHECK(entries.create(entry)->object.id.text == "list-entry-3");  // not one that is there
}

TEST_CASE("a key is never given twice, also among keys that people chose") {
  World world;
  const auto entries = world.acme().list_entries();
  ListEntry entry;
  entry.pattern = "1";
  entry.id = {"list-entry-2"};
  REQUIRE(entries.create(entry));
  entry.id = {};
  CHECK(entries.create(entry)->object.id.text == "list-entry-3");
  Changes many;
  for (int i = 0; i < 3; ++i) many.create(entry);
  CHECK(world.acme().save(many)->keys == List{"list-entry-4", "list-entry-5", "list-entry-6"});
}

TEST_CASE("objects without an id in a document are given one, the same one every time") {
  World world;
  std::string text = document;
  text.insert(text.rfind('}'), R"(, "list_entries": [{"pattern": "1"}, {"id": "list-entry-1", "pattern": "2"}, {"pattern": "3"}])");
  REQUIRE(world.engine.accounts().import_json(text));
  const auto entries = world.acme().list_entries();
  CHECK(entries.get("list-entry-1")->object.pattern == "2");
  CHECK(entries.get("list-entry-2")->object.pattern == "1");
  CHECK(entries.get("list-entry-3")->object.pattern == "3");
  REQUIRE(world.engine.accounts().import_json(text));
  CHECK(entries.get("list-entry-3")->version == 1);
}

TEST_CASE("[CID-15] rules are put in another order; what is not named stays in its place") {
  World world;
  const Account account = world.acme();
  for (const char* value : {"71\\d*", "72\\d*", "73\\d*", "74\\d*"}) REQUIRE(account.caller_id_rules().create(rule(value)));
  REQUIRE(account.save(Changes().arrange<CallerIdRule>({"caller-id-rule-4", "caller-id-rule-1", "caller-id-rule-3"})));
  CHECK(order(account) == List{"74\\d*", "72\\d*", "71\\d*", "73\\d*"});
  CHECK(account.caller_id_rules().get("caller-id-rule-2")->version == 1);
  CHECK(account.caller_id_rules().get("caller-id-rule-4")->version == 2);
  CHECK(problems(account.save(Changes().arrange<CallerIdRule>({"caller-id-rule-1", "nobody"}))) == List{"not_found"});
  CHECK(problems(account.save(Changes().arrange<CallerIdRule>({"caller-id-rule-1", "caller-id-rule-1"}))) ==
        List{"invalid_argument"});
  CHECK(order(account) == List{"74\\d*", "72\\d*", "71\\d*", "73\\d*"});
  const AccountDocument exported = account.document().value();
  CHECK(exported.caller_id_rules.front().value == "74\\d*");
}

TEST_CASE("the order is kept in the store") {
  const TempDir directory;
  Storage storage = memory_storage();
  storage.key_file = directory.file("key");
  const auto engine = [&] {
    return Engine({.storage = storage, .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                   .media = direct_media()});
  };
  {
    World world(storage);
    for (const char* value : {"71\\d*", "72\\d*"}) REQUIRE(world.acme().caller_id_rules().create(rule(value)));
    REQUIRE(world.acme().save(Changes().arrange<CallerIdRule>({"caller-id-rule-2", "caller-id-rule-1"})));
  }
  Engine again = engine();
  REQUIRE(again.start());
  CHECK(order(again.accounts().find("acme").value()) == List{"72\\d*", "71\\d*"});
}

TEST_CASE("lists that an earlier version kept inside the settings become objects at the start") {
  const TempDir directory;
  Storage storage = memory_storage();
  storage.key_file = directory.file("key");
  { const World world(storage); }
  const Document settings = storage.config->get("account", "acme").value();
  std::string body = settings.body;
  const std::string inside =
      R"("caller_lists":{"enabled":true,"entries":[{"pattern":"7812*"},{"list":"whitelist","pattern":"7813*"}]},)"
      R"("caller_forwarding":{"rules":[{"pattern":"7*","forward":{"employee":"anna"}}]},)"
      R"("caller_id":{"enabled":true,"rules":[{"outgoing_number":"74950000001","value":"7"}]},)";
  body.insert(body.find("\"name\""), inside);
  REQUIRE(storage.config->commit(std::vector{DocumentChange{"account", "acme", {}, body}}));
  for (int start = 0; start < 2; ++start) {
    CAPTURE(start);
    Engine engine({.storage = storage, .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                   .media = direct_media()});
    REQUIRE(engine.start());
    const auto found = engine.accounts().find("acme");
    REQUIRE(found);
    CHECK(found->list_entries().get("list-entry-2")->object.pattern == "7813*");
    CHECK(found->caller_rules().get("caller-rule-1")->object.pattern == "7*");
    CHECK(found->caller_id_rules().get("caller-id-rule-1")->object.value == "7");
    CHECK(found->settings()->caller_lists.enabled);
    CHECK(found->list_entries().remove("list-entry-1").has_value() == (start == 0));
  }
  CHECK_FALSE(contains(storage.config->get("account", "acme")->body, "entries"));
}

TEST_CASE("[ACL-01] the lists are for administrators and for roles with the right to them") {
  World world;
  const Account account = world.acme();
  Employee anna = account.employees().get("anna")->object;
  const Account as_anna = account.as({.kind = ActorKind::employee, .employee = {"anna"}});
  ListEntry entry;
  entry.pattern = "7812*";
  CHECK(problems(as_anna.list_entries().create(entry)) == List{"forbidden"});
  CHECK(problems(as_anna.list_entries().list()) == List{"forbidden"});
  anna.role = {"administrator"};
  REQUIRE(account.employees().update(anna));
  CHECK(as_anna.list_entries().create(entry));
  AccountSettings settings = account.settings().value();
  settings.defaults.services.roles = true;
  REQUIRE(account.save(Changes().settings(settings)));
  Role role;
  role.id = {"gatekeeper"};
  role.name = "Gatekeeper";
  role.rights = {Right::lists_edit};
  REQUIRE(account.roles().create(role));
  anna.role = {"gatekeeper"};
  REQUIRE(account.employees().update(anna));
  CHECK(as_anna.list_entries().create(entry));
  CHECK(problems(as_anna.caller_id_rules().create(rule("7"))) == List{"forbidden"});
}

TEST_CASE("[FWD-15][FWD-19][FWD-01] caller rules have a comment, are edited and removed, by administrators") {
  World world;
  const Account account = world.acme();
  CallerRule made;
  made.pattern = "7495*";
  made.comment = std::string(255, 'x');
  made.forward.to = ToEmployee{{"anna"}};
  CHECK(problems(account.as({.kind = ActorKind::employee, .employee = {"boris"}}).caller_rules().create(made)) ==
        List{"forbidden"});
  REQUIRE(account.caller_rules().create(made));
  CallerRule changed = account.caller_rules().get("caller-rule-1")->object;
  CHECK(changed.comment.size() == 255);
  CHECK(changed.enabled);  // 01 OP-57
  changed.comment += "x";
  CHECK(problems(account.caller_rules().update(changed)) == List{"invalid_argument comment"});
  changed.comment = "regulars";
  changed.enabled = false;
  REQUIRE(account.caller_rules().update(changed));
  CHECK(account.caller_rules().get("caller-rule-1")->object.comment == "regulars");
  REQUIRE(account.caller_rules().remove("caller-rule-1"));
  CHECK(account.caller_rules().count().value() == 0);
}

TEST_CASE("[ACL-16] a list comes in as a file and goes out as one; bad rows are named and passed over") {
  World world;
  const Account account = world.acme();
  const char* file = "type,pattern,comment\nphone,7812*,\"a \"\"good\"\" one, too\"\nphone,+7,no\nsip,*@b.example,\n";
  const auto import = account.import_list_csv(CallerList::whitelist, file);
  REQUIRE_MESSAGE(import, message(import));
  REQUIRE(import->entries.size() == 2);
  CHECK(import->entries[1].id.text == "list-entry-2");
  REQUIRE(import->problems.size() == 1);
  CHECK(import->problems[0].path == "line 3");
  const ListEntry stored = account.list_entries().get("list-entry-1")->object;
  CHECK(stored.list == CallerList::whitelist);
  CHECK(stored.created_by == "acme");
  CHECK(stored.created_at.has_value());
  REQUIRE(account.import_list_csv(CallerList::blacklist, "phone,1,\n"));
  CHECK(account.export_list_csv(CallerList::whitelist).value() ==
        "type,pattern,comment\r\nphone,7812*,\"a \"\"good\"\" one, too\"\r\nsip,*@b.example,\r\n");
  CHECK(account.export_list_csv(CallerList::blacklist).value() == "type,pattern,comment\r\nphone,1,\r\n");
  CHECK(problems(account.as({.kind = ActorKind::employee, .employee = {"boris"}})
                     .import_list_csv(CallerList::blacklist, "phone,2,\n")) == List{"forbidden"});
  CHECK(account.import_list_csv(CallerList::blacklist, "")->entries.empty());
}
