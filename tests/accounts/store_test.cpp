// What stands in the store: parts, sealed secrets, the audit journal, accounts of earlier versions.
#include "accounts/world.hpp"

#include "store/temp_dir.hpp"

#include <fstream>
#include <thread>

#include <sys/stat.h>

using namespace accounts;

namespace {

/// Everything that was logged.
class Kept final : public LogSink {
 public:
  void write(LogLevel, std::string_view, std::string_view line) override { text += line; }
  std::string text;
};

AccountDocument as_document(const char* json) { return parse_account(json).value(); }

}  // namespace

TEST_CASE("an account comes back from the store as it was, with its versions and its order") {
  const Storage storage = memory_storage();
  const std::array<unsigned char, 32> key{1, 2, 3};
  std::uint64_t revision = 0;
  {
    Engine engine({.storage = storage, .secret_key = key});
    const auto account = engine.accounts().import_json(document);
    REQUIRE(account);
    Group group = account->groups().get("sales").value().object;
    group.name = "Sales 2";
    REQUIRE(account->groups().update(group));
    revision = account->version().value();
  }
  Engine engine({.storage = storage, .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                 .media = direct_media(), .secret_key = key});
  REQUIRE(engine.start());
  const Account account = engine.accounts().find("acme").value();
  AccountDocument expected = as_document(document);
  expected.groups[0].name = "Sales 2";
  CHECK(account.document().value() == expected);
  CHECK(account.version().value() == revision);
  CHECK(account.groups().get("sales").value().version == 2);
}

TEST_CASE("a change writes the objects it changes and the account's revision, no others") {
  World world;
  const auto versions = [&] {
    List list;
    for (const char* kind : {"revision", "account", "employee", "group", "trunk", "number", "scheme", "prompt"}) {
      const auto loaded = world.storage.config->load(kind);
      REQUIRE(loaded);
      for (const Document& document : *loaded) {
        if (document.version != 1) list.push_back(document.id);
      }
    }
    return list;
  };
  CHECK(versions() == List{});
  Employee clara = world.acme().employees().get("clara").value().object;
  clara.full_name = "Clara 2";
  REQUIRE(world.acme().employees().update(clara));
  CHECK(versions() == List{"acme", "acme/clara"});
}

TEST_CASE("an import changes what differs and keeps the versions of the rest") {
  World world;
  AccountDocument changed = as_document(document);
  changed.employees[2].full_name = "Clara 2";
  REQUIRE(world.engine.accounts().import_document(changed));
  CHECK(world.acme().employees().get("anna").value().version == 1);
  CHECK(world.acme().employees().get("clara").value().version == 2);
  std::swap(changed.employees[0], changed.employees[1]);
  REQUIRE(world.engine.accounts().import_document(changed));
  CHECK(world.acme().document().value() == changed);
}

TEST_CASE("no secret stands in the store in the clear, nor in a sealed export, nor in the journal") {
  World world;
  for (const char* kind : {"account", "employee"}) {
    const auto loaded = world.storage.config->load(kind);
    for (const Document& stored : *loaded) CHECK_FALSE(contains(stored.body, "Secret"));
  }
  CHECK_FALSE(contains(world.acme().export_json().value(), "Secret"));
  CHECK(contains(world.acme().export_json().value(), "sealed:"));
  CHECK(contains(world.acme().export_json(Secrets::clear).value(), "Secret123"));
  CHECK_FALSE(contains(world.acme().export_json(Secrets::left_out).value(), "sealed:"));
  const auto journal = world.acme().audit({.limit = 100});
  REQUIRE(journal);
  bool masked = false;
  for (const AuditEntry& entry : journal->entries) {
    CHECK_FALSE(contains(entry.after, "Secret"));
    masked = masked || contains(entry.after, "\"password\":\"***\"");
  }
  CHECK(masked);
}

TEST_CASE("a sealed export is imported by an engine with the same key, and refused by another") {
  const std::array<unsigned char, 32> key{9, 9, 9};
  Engine first({.secret_key = key});
  REQUIRE(first.accounts().import_json(document));
  const std::string text = first.accounts().find("acme").value().export_json().value();
  Engine second({.secret_key = key});
  REQUIRE(second.accounts().import_json(text));
  CHECK(second.accounts().find("acme").value().document().value() == as_document(document));
  Engine third{EngineOptions{}};
  const auto refused = third.accounts().import_json(text);
  CHECK(problems(refused) == List{"invalid_argument employees[0].sip_accounts[0].password",
                                  "invalid_argument employees[1].sip_accounts[0].password"});
  CHECK(contains(message(refused), "another key"));
}

TEST_CASE("an SQLite database's key lies beside it, for its owner alone") {
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  { World world(sqlite_storage(path).value()); }
  struct stat status {};
  REQUIRE(::stat((path + ".key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(status.st_size == 32);
  {
    Engine engine({.storage = sqlite_storage(path).value(),
                   .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}), .media = direct_media()});
    REQUIRE(engine.start());
    CHECK(engine.accounts().find("acme").value().document().value() == as_document(document));
  }
  SUBCASE("others may not read it") {
    ::chmod((path + ".key").c_str(), 0644);
    Engine engine({.storage = sqlite_storage(path).value(),
                   .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}), .media = direct_media()});
    const auto refused = engine.start();
    CHECK(problems(refused) == List{"storage"});
    CHECK(contains(message(refused), "mode 0600"));
  }
  SUBCASE("a damaged one is not used") {
    std::ofstream(path + ".key", std::ios::app) << "x";
    Engine engine({.storage = sqlite_storage(path).value()});
    CHECK(contains(message(engine.accounts().import_json(document)), "32 bytes"));
  }
}

TEST_CASE("an account stored as one document by an earlier version is taken apart at the start") {
  const Storage storage = memory_storage();
  const std::vector<DocumentChange> old{{"account", "acme", 0, document}};
  REQUIRE(storage.config->commit(old));
  Engine engine({.storage = storage, .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                 .media = direct_media()});
  REQUIRE(engine.start());
  CHECK(engine.accounts().find("acme").value().document().value() == as_document(document));
  CHECK(storage.config->load("employee")->size() == 3);
  CHECK_FALSE(contains(storage.config->get("account", "acme")->body, "Secret"));
  CHECK(engine.accounts().find("acme").value().employees().remove("clara"));
}

TEST_CASE("an account whose parts cannot be read is left out, and stays in the store") {
  const Storage storage = memory_storage();
  { World world(storage); }
  const std::vector<DocumentChange> broken{{"group", "acme/sales", {}, R"({"position": 1, "value": {"id": 7}})"}};
  REQUIRE(storage.config->commit(broken));
  const auto log = std::make_shared<Kept>();
  Engine engine({.storage = storage, .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                 .media = direct_media(),
                 .log = Log(log)});
  REQUIRE(engine.start());
  CHECK(engine.accounts().find("acme").error().code == errc::not_found);
  CHECK(contains(log->text, "'acme' is left out"));
  CHECK(storage.config->load("employee")->size() == 3);
}

TEST_CASE("[LOG-01][LOG-04][LOG-05][EMP-79] every change is in the journal: who, when, from where, what, before and after") {
  World world;
  Employee administrator = world.acme().employees().get("anna").value().object;
  administrator.role = {"administrator"};
  REQUIRE(world.acme().employees().update(administrator));
  const auto anna = world.acme().as({.kind = ActorKind::employee, .employee = {"anna"}, .ip = "192.0.2.99"});
  Group group = anna.groups().get("sales").value().object;
  group.name = "Verkauf";
  REQUIRE(anna.groups().update(group));
  REQUIRE(world.acme().employees().remove("clara"));
  const auto page = world.acme().audit({.limit = 3});
  REQUIRE(page);
  REQUIRE(page->entries.size() == 3);
  const AuditEntry& cascade = page->entries[0];  // newest first
  const AuditEntry& removal = page->entries[1];
  const AuditEntry& rename = page->entries[2];
  CHECK(cascade.operation == "edit group Verkauf");
  CHECK(removal.operation == "remove employee Clara");
  CHECK(removal.employee.empty());
  CHECK(removal.login == "acme");
  CHECK(removal.after.empty());
  CHECK(contains(removal.before, "\"full_name\":\"Clara\""));
  CHECK(rename.section == "employees and groups");
  CHECK(rename.operation == "edit group Verkauf");
  CHECK(rename.employee == "anna");
  CHECK(rename.employee_name == "Anna Petrova");
  CHECK(rename.login == "acme/anna");
  CHECK(rename.ip == "192.0.2.99");
  CHECK(contains(rename.before, "\"name\":\"Sales\""));
  CHECK(contains(rename.after, "\"name\":\"Verkauf\""));
  CHECK(rename.at <= removal.at);
}

TEST_CASE("[LOG-02] what the system does itself is written down as done by System") {
  World world;
  REQUIRE(world.acme().as({.kind = ActorKind::system}).employees().remove("clara"));
  const auto page = world.acme().audit({.text = "System", .exact = true});
  REQUIRE(page->entries.size() == 2);  // the employee, and the group that lost him
  CHECK(page->entries[1].actor == ActorKind::system);
  CHECK(page->entries[1].employee.empty());
}

TEST_CASE("a refused change leaves nothing in the journal") {
  World world;
  const std::size_t before = world.acme().audit()->total;
  CHECK_FALSE(world.acme().groups().remove("sales"));
  CHECK(world.acme().audit()->total == before);
}

TEST_CASE("two engines on one store: the second change of the same state is refused, and its engine sees the first") {
  const Storage storage = memory_storage();
  const std::array<unsigned char, 32> key{5};
  Engine one({.storage = storage, .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
              .media = direct_media(), .secret_key = key});
  Engine two({.storage = storage, .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
              .media = direct_media(), .secret_key = key});
  REQUIRE(one.start());
  REQUIRE(one.accounts().import_json(document));
  REQUIRE(two.start());
  const Account here = one.accounts().find("acme").value();
  const Account there = two.accounts().find("acme").value();
  REQUIRE(here.employees().remove("clara"));
  Group group;
  group.id = {"new"};
  group.name = "New";
  CHECK(problems(there.groups().create(group)) == List{"conflict"});
  CHECK(there.employees().count().value() == 2);
  CHECK(there.groups().create(group));
}

TEST_CASE("writers on many threads: every change is kept, none is lost") {
  World world;
  const Account account = world.acme();
  std::vector<std::thread> writers;
  std::vector<int> made(4);
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < 50; ++i) {
        Employee employee;
        employee.id = {"w" + std::to_string(w) + "-" + std::to_string(i)};
        employee.full_name = "W";
        made[static_cast<std::size_t>(w)] += account.employees().create(employee) ? 1 : 0;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(made == std::vector<int>{50, 50, 50, 50});
  CHECK(account.employees().count().value() == 203);
  CHECK(world.storage.config->load("employee")->size() == 203);
}
