// The SQLite storage as a file: reopening, several handles, files that cannot be used, crashes.
#include "adapters/sqlite/schema.hpp"
#include "conformance/storage.hpp"
#include "store/temp_dir.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace tandem;
using namespace tandem::conformance::detail;

namespace {

Storage open(const std::string& path) {
  auto storage = sqlite_storage(path);
  REQUIRE_MESSAGE(storage, (storage ? "" : to_string(storage.error())));
  return *storage;
}

Error error_of(const std::string& path) {
  const auto storage = sqlite_storage(path, {.busy_timeout = std::chrono::milliseconds(50)});
  REQUIRE_FALSE(storage);
  CHECK(storage.error().code == errc::storage);
  return storage.error();
}

/// What opening says to a process that file permissions hold for: root, in containers, may write everywhere.
std::string message_without_privileges(const std::string& path) {
  int channel[2];
  REQUIRE(pipe(channel) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::string message = "still root";
    if (geteuid() != 0 || setuid(65534) == 0) {
      const auto storage = sqlite_storage(path);
      message = storage ? "opened" : to_string(storage.error());
    }
    _exit(::write(channel[1], message.data(), message.size()) > 0 ? 0 : 1);
  }
  close(channel[1]);
  std::string message(4096, '\0');
  const ssize_t size = read(channel[0], message.data(), message.size());
  close(channel[0]);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  message.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return message;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("everything is there after the file is opened again") {
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  {
    const Storage storage = open(path);
    REQUIRE(storage.config->commit(std::vector{put("acme", "{}")}));
    REQUIRE(storage.records->write(std::vector{call(1, 1), call(2, 2, true)}));
    auto writer = storage.blobs->create("v/1").value();
    REQUIRE(writer->append(bytes("sound")));
    REQUIRE(writer->commit());
  }
  const Storage storage = open(path);
  CHECK(storage.config->get("account", "acme").value().version == 1);
  CHECK(storage.records->find({}).value() == std::vector{call(2, 2, true), call(1, 1)});
  CHECK(storage.blobs->read("v/1").value() == bytes("sound"));
}

TEST_CASE("two handles on one file see each other's commits and do not disturb each other's blobs") {
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  const Storage one = open(path);
  auto writer = one.blobs->create("v/1").value();
  REQUIRE(writer->append(std::vector<std::byte>(200'000, std::byte{1})));
  const Storage two = open(path);
  REQUIRE(two.config->commit(std::vector{put("acme", "1", 0)}));
  CHECK(one.config->commit(std::vector{put("acme", "1", 0)}).error().code == errc::conflict);
  CHECK(two.blobs->list("").value().empty());
  REQUIRE(writer->commit());
  CHECK(two.blobs->read("v/1").value() == std::vector<std::byte>(200'000, std::byte{1}));

  std::vector<std::thread> threads;
  for (const Storage* storage : {&one, &two}) {
    threads.emplace_back([storage, base = storage == &one ? 1000U : 2000U] {
      for (std::uint64_t i = 0; i < 100; ++i)
        static_cast<void>(storage->records->write(std::vector{call(base + i, 1)}));
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(one.records->find({.limit = 1000}).value().size() == 200);
}

TEST_CASE("a lock that another process holds too long is an error of storage, and passes") {
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  auto storage = sqlite_storage(path, {.busy_timeout = std::chrono::milliseconds(30)}).value();
  auto other = sqlite::Connection::open(path, std::chrono::milliseconds(0)).value();
  {
    auto lock = sqlite::Transaction::begin(other);
    REQUIRE(lock);
    const auto refused = storage.records->write(std::vector{call(1, 1)});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::storage);
    CHECK(contains(refused.error().message, "database is locked"));
    CHECK(storage.records->find({}).value().empty());
  }
  CHECK(storage.records->write(std::vector{call(1, 1)}));
}

TEST_CASE("files that cannot be a database of ours are refused with SQLite's words and the path") {
  const TempDir directory;
  SUBCASE("a file that is no database") {
    std::ofstream(directory.file("text.db")) << std::string(5000, 'x');
    const Error error = error_of(directory.file("text.db"));
    CHECK(contains(error.message, "file is not a database"));
    CHECK(contains(error.message, "text.db"));
  }
  SUBCASE("a directory") {
    CHECK(contains(error_of(directory.path().string()).message, "unable to open database file"));
  }
  SUBCASE("a directory that does not exist") {
    CHECK(contains(error_of(directory.file("no/such/pbx.db")).message, "unable to open database file"));
  }
  SUBCASE("no file at all") {
    CHECK(contains(error_of("").message, "memory_storage"));
    CHECK(contains(error_of(":memory:").message, "memory_storage"));
  }
  SUBCASE("another program's database is left as it was") {
    {
      auto other = sqlite::Connection::open(directory.file("other.db"), {}).value();
      REQUIRE(other.execute("CREATE TABLE t (x); PRAGMA user_version = 1"));
    }
    CHECK(contains(error_of(directory.file("other.db")).message, "another program"));
    auto other = sqlite::Connection::open(directory.file("other.db"), {}).value();
    CHECK(other.ask("PRAGMA journal_mode").value() == "delete");
  }
  SUBCASE("a newer version's file") {
    open(directory.file("pbx.db"));
    {
      auto newer = sqlite::Connection::open(directory.file("pbx.db"), {}).value();
      REQUIRE(newer.execute("PRAGMA user_version = 99"));
    }
    CHECK(contains(error_of(directory.file("pbx.db")).message, "newer version"));
  }
}

TEST_CASE("a read-only directory is refused") {
  const TempDir directory;
  namespace fs = std::filesystem;
  fs::permissions(directory.path(), fs::perms(0555));
  const std::string message = message_without_privileges(directory.file("pbx.db"));
  CHECK(contains(message, "unable to open database file"));
}

TEST_CASE("a read-only file is refused") {
  const TempDir directory;
  namespace fs = std::filesystem;
  open(directory.file("pbx.db"));
  fs::permissions(directory.file("pbx.db"), fs::perms(0444));
  fs::permissions(directory.path(), fs::perms(0555));
  const std::string message = message_without_privileges(directory.file("pbx.db"));
  CHECK(contains(message, "attempt to write a readonly database"));
}

TEST_CASE("a schema step that the file has not seen is carried out once, and keeps what is there") {
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  { REQUIRE(open(path).config->commit(std::vector{put("acme", "{}")})); }
  const auto now = sqlite::schema_steps();
  std::vector<const char*> later(now.begin(), now.end());
  later.push_back("ALTER TABLE document ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'");
  later.push_back("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('made once')");
  const std::string version = std::to_string(later.size());
  auto connection = sqlite::Connection::open(path, {}).value();
  REQUIRE(sqlite::migrate(connection, later));
  CHECK(connection.ask("PRAGMA user_version").value() == version);
  REQUIRE(sqlite::migrate(connection, later));
  CHECK(connection.ask("PRAGMA user_version").value() == version);
  CHECK(connection.ask("SELECT author || id FROM document").value() == "nobodyacme");
  CHECK(connection.ask("SELECT count(*) FROM note").value() == "1");

  SUBCASE("a step that fails leaves the version before it") {
    std::vector<const char*> broken = later;
    broken.push_back("CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)");
    CHECK_FALSE(sqlite::migrate(connection, broken));
    CHECK(connection.ask("PRAGMA user_version").value() == version);
    CHECK(connection.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").value() == "0");
  }
}

TEST_CASE("two processes that open a new file at once both succeed") {
  const TempDir directory;
  for (int round = 0; round < 10; ++round) {
    const std::string path = directory.file("pbx" + std::to_string(round) + ".db");
    std::vector<int> good(4);
    std::vector<std::thread> threads;
    for (int& result : good) threads.emplace_back([&] { result = sqlite_storage(path) ? 1 : 0; });
    for (std::thread& thread : threads) thread.join();
    CHECK(good == std::vector<int>{1, 1, 1, 1});
  }
}

TEST_CASE("what was written survives kill -9; a blob that was not committed leaves nothing") {
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  open(path);
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    auto storage = sqlite_storage(path);
    const bool good = storage && storage->records->write(std::vector{call(1, 1), call(2, 2, true)});
    auto writer = good ? storage->blobs->create("v/1") : fail(errc::storage, "");
    if (writer && (*writer)->append(std::vector<std::byte>(500'000)) && ::write(ready[1], "x", 1) == 1) {
      while (true) pause();
    }
    _exit(1);
  }
  close(ready[1]);
  char byte = 0;
  REQUIRE(read(ready[0], &byte, 1) == 1);
  close(ready[0]);
  REQUIRE(kill(child, SIGKILL) == 0);
  REQUIRE(waitpid(child, nullptr, 0) == child);

  const Storage storage = open(path);
  CHECK(storage.records->find({}).value() == std::vector{call(2, 2, true), call(1, 1)});
  CHECK(storage.records->find({.open = true}).value() == std::vector{call(1, 1)});
  CHECK(storage.blobs->list("").value().empty());
  auto connection = sqlite::Connection::open(path, {}).value();
  CHECK(connection.ask("SELECT count(*) FROM blob_chunk").value() == "0");
}

TEST_CASE("replaced and removed blobs leave no chunks behind") {
  const TempDir directory;
  const Storage storage = open(directory.file("pbx.db"));
  for (int i = 0; i < 3; ++i) {
    auto writer = storage.blobs->create("a").value();
    REQUIRE(writer->append(std::vector<std::byte>(200'000)));
    REQUIRE(writer->commit());
  }
  auto connection = sqlite::Connection::open(directory.file("pbx.db"), {}).value();
  CHECK(connection.ask("SELECT count(*) FROM blob_chunk").value() == "4");
  REQUIRE(storage.blobs->remove("a"));
  CHECK(connection.ask("SELECT count(*) FROM blob_chunk").value() == "0");
}

TEST_CASE("the log is taken over into the file again and again, whoever writes") {
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  const Storage storage = open(path);
  const auto megabytes = [&] { return std::filesystem::file_size(path + "-wal") / 1'000'000; };
  SUBCASE("records") {
    for (unsigned i = 1; i < 20'000; i += 20) {
      std::vector<CallRecord> batch;
      for (unsigned k = 0; k < 20; ++k) batch.push_back(call(i + k, static_cast<int>(i + k)));
      REQUIRE(storage.records->write(batch));
    }
    CHECK(megabytes() < 8);
  }
  SUBCASE("the configuration alone") {
    for (int i = 0; i < 12'000; ++i) REQUIRE(storage.config->commit(std::vector{put("acme", std::string(3000, 'x'))}));
    CHECK(megabytes() < 50);
  }
}
