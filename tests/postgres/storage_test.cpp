// The storage in PostgreSQL, against a real server: what every storage does, and what a server adds: connections that
// break at any message, other programs' schemas, older and newer ones.
#include "conformance/storage.hpp"
#include "adapters/postgres/schema.hpp"
#include "postgres/postgres_server.hpp"

#include <functional>

using namespace tandem;
using namespace tandem::conformance::detail;

namespace {

PostgresServer& server() {
  static PostgresServer one;
  return one;
}

/// A schema that no other test uses.
std::string fresh_schema() {
  static int count = 0;
  return "test_" + std::to_string(++count);
}

Storage open(const std::string& schema, const std::string& target = server().target()) {
  auto storage = postgres_storage(target, server().key_file(), {.schema = schema});
  REQUIRE_MESSAGE(storage, (storage ? "" : to_string(storage.error())));
  return *storage;
}

/// The administrator's hand.
pqxx::result administer(const std::string& sql, const std::string& target = server().target()) {
  pqxx::connection connection(target);
  pqxx::nontransaction work(connection);
  return work.exec(sql);
}

Error error_of(const std::string& target, const PostgresOptions& options) {
  const auto storage = postgres_storage(target, server().key_file(), options);
  REQUIRE_FALSE(storage);
  return storage.error();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void end_all_connections() {
  administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tandem'");
}

}  // namespace

TEST_CASE("storage in PostgreSQL conforms") {
  conformance::storage([] { return open(fresh_schema()); });
}

TEST_CASE("everything is there after the database is opened again") {
  const std::string schema = fresh_schema();
  {
    const Storage storage = open(schema);
    REQUIRE(storage.config->commit(std::vector{put("acme", "{}")}, std::vector{entry(0, "Анна", "one")}));
    REQUIRE(storage.records->write(std::vector{call(1, 1), call(2, 2, true)}));
    auto writer = storage.blobs->create("v/1").value();
    REQUIRE(writer->append(bytes("sound")));
    REQUIRE(writer->commit());
  }
  const Storage storage = open(schema);
  CHECK(storage.config->get("account", "acme").value().version == 1);
  CHECK(storage.config->audit({.account = "acme"})->total == 1);
  CHECK(storage.records->find({}).value() == std::vector{call(2, 2, true), call(1, 1)});
  CHECK(storage.blobs->read("v/1").value() == bytes("sound"));
  CHECK(storage.key_file == server().key_file());
}

TEST_CASE("two handles on one schema see each other's commits, and one of two that expect the same version wins") {
  const std::string schema = fresh_schema();
  const Storage one = open(schema);
  const Storage two = open(schema);
  std::vector<std::thread> threads;
  std::vector<int> wins(2);
  for (std::size_t i = 0; i < 2; ++i) {
    threads.emplace_back([&, i] {
      const Storage& storage = i == 0 ? one : two;
      for (std::uint64_t version = 0; version < 40; ++version) {
        if (storage.config->commit(std::vector{put("acme", std::to_string(i), version)})) ++wins[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wins[0] + wins[1] == static_cast<int>(one.config->get("account", "acme").value().version));
  CHECK(one.config->get("account", "acme").value().body == two.config->get("account", "acme").value().body);
}

TEST_CASE("schemas are worlds of their own") {
  const Storage one = open(fresh_schema());
  const Storage two = open(fresh_schema());
  REQUIRE(one.config->commit(std::vector{put("acme", "1", 0)}));
  CHECK(two.config->load("account").value().empty());
  REQUIRE(two.config->commit(std::vector{put("acme", "2", 0)}));
  CHECK(one.config->get("account", "acme").value().body == "1");
}

TEST_CASE("text that is no UTF-8, or has NUL in it, is kept as far as it is text") {
  const Storage storage = open(fresh_schema());
  CallRecord record = call(1, 1, true);
  record.caller.number = std::string("79\0\xFF", 4);
  REQUIRE(storage.records->write(std::vector{record}));
  CHECK(ids(storage.records->find({.number = "79\xEF\xBF\xBD"})) == Ids{1});
}

TEST_CASE("more records than one statement takes are stored in one transaction") {
  const Storage storage = open(fresh_schema());
  std::vector<CallRecord> many;
  for (std::uint64_t id = 1; id <= 1201; ++id) many.push_back(call(id, 1, id % 2 == 0));
  REQUIRE(storage.records->write(many));
  CHECK(storage.records->find({.limit = 5000}).value().size() == 1201);
  CHECK(storage.records->find({.open = true, .limit = 5000}).value().size() == 601);
}

TEST_CASE("what cannot be a database of ours is refused with words to act on") {
  SUBCASE("no connection string") {
    const Error error = error_of("nonsense", {});
    CHECK(error.code == errc::invalid_argument);
    CHECK_MESSAGE(contains(error.message, "host=127.0.0.1"), error.message);
  }
  SUBCASE("no file for the key") {
    CHECK(postgres_storage(server().target(), "").error().code == errc::invalid_argument);
  }
  SUBCASE("schemas with names that are none") {
    for (const char* name : {"", "Tandem", "a b", "1a", "pg_mine", "a;drop table x", "\"a\""}) {
      CAPTURE(name);
      CHECK(error_of(server().target(), {.schema = name}).code == errc::invalid_argument);
    }
    CHECK(error_of(server().target(), {.schema = std::string(64, 'a')}).code == errc::invalid_argument);
  }
  SUBCASE("nobody there") {
    const Error error = error_of(PostgresServer::target_at(1), {});
    CHECK(error.code == errc::storage);
    CHECK_MESSAGE(contains(error.message, "Connection refused"), error.message);
  }
  SUBCASE("a database that does not exist") {
    const Error error = error_of(server().target() + " dbname=nowhere", {});
    CHECK(error.code == errc::storage);
    CHECK_MESSAGE(contains(error.message, "\"nowhere\" does not exist"), error.message);
  }
  SUBCASE("a database in another encoding") {
    administer("CREATE DATABASE plain ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    const Error error = error_of(server().target() + " dbname=plain", {});
    CHECK_MESSAGE(contains(error.message, "SQL_ASCII"), error.message);
    CHECK_MESSAGE(contains(error.message, "UTF8"), error.message);
  }
  SUBCASE("another program's schema is left as it was") {
    const std::string schema = fresh_schema();
    administer("CREATE SCHEMA " + schema + "; CREATE TABLE " + schema + ".t (x int)");
    CHECK(contains(error_of(server().target(), {.schema = schema}).message, "another program"));
    CHECK(administer("SELECT count(*) FROM information_schema.tables WHERE table_schema = '" + schema + "'")[0][0]
              .as<int>() == 1);
  }
  SUBCASE("a newer version's schema") {
    const std::string schema = fresh_schema();
    open(schema);
    administer("UPDATE " + schema + ".tandem_version SET version = 99");
    CHECK(contains(error_of(server().target(), {.schema = schema}).message, "newer version"));
  }
}

TEST_CASE("a schema step that the database has not seen is carried out once, and keeps what is there") {
  const std::string schema = fresh_schema();
  REQUIRE(open(schema).config->commit(std::vector{put("acme", "{}")}));
  const auto link = postgres::Link::make(server().target(), {.schema = schema}).value();
  const auto now = postgres::schema_steps();
  std::vector<const char*> later(now.begin(), now.end());
  later.push_back("ALTER TABLE document ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'");
  later.push_back("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('made once')");
  const auto ask = [&](const std::string& sql) {
    return link->run([&](postgres::Work& work) -> Result<std::string> { return work.exec1(sql)[0].as<std::string>(); })
        .value();
  };
  REQUIRE(postgres::migrate(*link, later));
  REQUIRE(postgres::migrate(*link, later));
  CHECK(ask("SELECT version FROM tandem_version") == std::to_string(later.size()));
  CHECK(ask("SELECT author || id FROM document") == "nobodyacme");
  CHECK(ask("SELECT count(*) FROM note") == "1");

  SUBCASE("a step that fails leaves the version before it") {
    std::vector<const char*> broken = later;
    broken.push_back("CREATE TABLE half (x int); INSERT INTO nowhere VALUES (1)");
    CHECK(postgres::migrate(*link, broken).error().code == errc::storage);
    CHECK(ask("SELECT version FROM tandem_version") == std::to_string(later.size()));
    CHECK(ask("SELECT to_regclass('half') IS NULL") == "t");
  }
}

TEST_CASE("two processes that open an empty database at once both succeed") {
  for (int round = 0; round < 5; ++round) {
    const std::string schema = fresh_schema();
    std::vector<int> good(4);
    std::vector<std::thread> threads;
    for (int& result : good) {
      threads.emplace_back(
          [&] { result = postgres_storage(server().target(), server().key_file(), {.schema = schema}) ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(good == std::vector<int>{1, 1, 1, 1});
  }
}

TEST_CASE("a connection that died while it was not used is opened again, unseen") {
  const Storage storage = open(fresh_schema());
  REQUIRE(storage.config->commit(std::vector{put("acme", "1")}));
  end_all_connections();
  CHECK(storage.config->commit(std::vector{put("acme", "2", 1)}).value() == std::vector<std::uint64_t>{2});
  end_all_connections();
  CHECK(storage.config->get("account", "acme").value().body == "2");
  end_all_connections();
  CHECK(storage.records->write(std::vector{call(1, 1)}));
  CHECK(ids(storage.records->find({})) == Ids{1});
}

TEST_CASE("a blob whose parts went with the connection says so and leaves nothing; the next one is whole") {
  const Storage storage = open(fresh_schema());
  auto writer = storage.blobs->create("v/1").value();
  REQUIRE(writer->append(std::vector<std::byte>(200'000, std::byte{1})));
  end_all_connections();
  const auto lost = writer->commit();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().code == errc::storage);
  CHECK_MESSAGE(contains(lost.error().message, "v/1"), lost.error().message);
  CHECK(storage.blobs->list("").value().empty());
  auto next = storage.blobs->create("v/1").value();
  REQUIRE(next->append(std::vector<std::byte>(200'000, std::byte{2})));
  REQUIRE(next->commit());
  CHECK(storage.blobs->read("v/1").value() == std::vector<std::byte>(200'000, std::byte{2}));
}

TEST_CASE("replaced and removed blobs leave no chunks behind") {
  const std::string schema = fresh_schema();
  const Storage storage = open(schema);
  const auto chunks = [&] { return administer("SELECT count(*) FROM " + schema + ".blob_chunk")[0][0].as<int>(); };
  for (int i = 0; i < 3; ++i) {
    auto writer = storage.blobs->create("a").value();
    REQUIRE(writer->append(std::vector<std::byte>(200'000)));
    REQUIRE(writer->commit());
  }
  CHECK(chunks() == 4);
  REQUIRE(storage.blobs->remove("a"));
  CHECK(chunks() == 0);
}

TEST_CASE("a lock that somebody holds too long is an error of storage, and passes") {
  const std::string schema = fresh_schema();
  auto storage =
      postgres_storage(server().target(), server().key_file(), {.schema = schema, .timeout = milliseconds(100)})
          .value();
  {
    pqxx::connection other(server().target());
    pqxx::work holds(other);
    holds.exec("LOCK TABLE " + schema + ".call_record IN ACCESS EXCLUSIVE MODE");
    const auto refused = storage.records->write(std::vector{call(1, 1)});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::storage);
    CHECK_MESSAGE(contains(refused.error().message, "timeout"), refused.error().message);
  }
  CHECK(storage.records->write(std::vector{call(1, 1)}));
}

TEST_CASE("a server that stops and starts again is an error of storage meanwhile") {
  PostgresServer own;
  const auto storage = postgres_storage(own.target(), own.key_file()).value();
  REQUIRE(storage.records->write(std::vector{call(1, 1)}));
  own.stop();
  CHECK(storage.records->write(std::vector{call(2, 1)}).error().code == errc::storage);
  CHECK(storage.config->load("account").error().code == errc::storage);
  own.start();
  CHECK(storage.records->write(std::vector{call(3, 1)}));
  CHECK(ids(storage.records->find({})) == Ids{3, 1});
}

// The network fails at the n-th message to the server, for every n, before the server has it or before the answer is
// back: afterwards there is the old state or the new one, a success means the new one, and the same handle works again.
namespace {

struct Case {
  std::function<void(Storage&)> prepare;
  std::function<Result<void>(Storage&)> act;
  std::function<bool(Storage&)> is_old;
  std::function<bool(Storage&)> is_new;
};

bool run(const Case& test, int n, bool reply_lost) {
  CAPTURE(n);
  CAPTURE(reply_lost);
  CuttablePipe pipe(server().port());
  const std::string schema = fresh_schema();
  Storage storage = open(schema, PostgresServer::target_at(pipe.port()));
  Storage witness = open(schema);
  test.prepare(storage);
  pipe.cut_at(n, reply_lost);
  const auto result = test.act(storage);
  const bool came = pipe.was_cut();
  pipe.heal();
  const bool is_new = test.is_new(witness);
  CHECK((is_new || test.is_old(witness)));
  if (result) CHECK(is_new);
  if (!result) {
    CHECK(came);
    CHECK(result.error().code == errc::storage);
    CHECK(test.act(storage));
  }
  CHECK(test.is_new(storage));
  return came;
}

void run_all(const Case& test, int at_least) {
  for (const bool reply_lost : {false, true}) {
    int n = 1;
    while (n < 200 && run(test, n, reply_lost)) ++n;
    CHECK(n > at_least);
    CHECK(n < 200);
  }
}

Result<void> ignore_versions(const Result<std::vector<std::uint64_t>>& versions) {
  if (!versions) return std::unexpected(versions.error());
  return {};
}

}  // namespace

TEST_CASE("a batch of call records is stored whole or not at all, wherever the network fails") {
  run_all({.prepare = [](Storage& storage) { REQUIRE(storage.records->write(std::vector{call(1, 1)})); },
           .act =
               [](Storage& storage) {
                 return storage.records->write(std::vector{call(1, 1, true), call(2, 2)});
               },
           .is_old = [](Storage& storage) { return storage.records->find({}).value() == std::vector{call(1, 1)}; },
           .is_new =
               [](Storage& storage) {
                 return storage.records->find({}).value() == std::vector{call(2, 2), call(1, 1, true)};
               }},
          2);
}

TEST_CASE("a batch of changes and its audit entry are stored together or not at all, wherever the network fails") {
  const auto state = [](Storage& storage, const char* body, std::size_t entries) {
    const auto documents = storage.config->load("account");
    const auto audit = storage.config->audit({.account = "acme"});
    return documents && audit && audit->total == entries && documents->size() == 1 && documents->front().body == body;
  };
  run_all({.prepare = [](Storage& storage) { REQUIRE(storage.config->commit(std::vector{put("a", "old")})); },
           .act = [state](Storage& storage) -> Result<void> {
             if (state(storage, "new", 1)) return {};  // the commit whose answer was lost
             return ignore_versions(
                 storage.config->commit(std::vector{drop("a"), put("b", "new")}, std::vector{entry(0, "Anna", "one")}));
           },
           .is_old = [state](Storage& storage) { return state(storage, "old", 0); },
           .is_new = [state](Storage& storage) { return state(storage, "new", 1); }},
          6);
}

TEST_CASE("a blob is exchanged whole or not at all, wherever the network fails") {
  const auto holds = [](Storage& storage, char fill) {
    const auto bytes = storage.blobs->read("v");
    return bytes && *bytes == std::vector<std::byte>(100'000, static_cast<std::byte>(fill));
  };
  const auto store = [](Storage& storage, char fill) -> Result<void> {
    auto writer = storage.blobs->create("v");
    if (!writer) return std::unexpected(writer.error());
    if (auto done = (*writer)->append(std::vector<std::byte>(100'000, static_cast<std::byte>(fill))); !done)
      return done;
    return (*writer)->commit();
  };
  run_all({.prepare = [&](Storage& storage) { REQUIRE(store(storage, 'o')); },
           .act = [&](Storage& storage) { return store(storage, 'n'); },
           .is_old = [&](Storage& storage) { return holds(storage, 'o'); },
           .is_new = [&](Storage& storage) { return holds(storage, 'n'); }},
          6);
}
