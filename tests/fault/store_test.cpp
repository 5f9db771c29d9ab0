// The SQLite storage over a file system that fails at the n-th change, for every n: afterwards the file holds either
// the old state or the new one, the error says so, and the same handle works again when the file system does.
#include "conformance/storage.hpp"
#include "fault/store_vfs.hpp"
#include "store/temp_dir.hpp"

#include <functional>

using namespace tandem;
using namespace tandem::conformance::detail;

namespace {

struct Fault {
  int code;
  bool lasting;
  const char* words;
};
constexpr Fault faults[] = {{SQLITE_IOERR_WRITE, false, "disk I/O error"},
                            {SQLITE_IOERR_WRITE, true, "disk I/O error"},
                            {SQLITE_FULL, false, "database or disk is full"},
                            {SQLITE_FULL, true, "database or disk is full"}};

/// One operation under test.
struct Case {
  std::function<void(Storage&)> prepare;
  std::function<Result<void>(Storage&)> act;
  std::function<bool(Storage&)> is_old;
  std::function<bool(Storage&)> is_new;
};

/// One run with the failure at the n-th change; false when the operation needed fewer changes.
bool run(FailingFileSystem& files, const Case& test, const Fault& fault, int n) {
  CAPTURE(n);
  CAPTURE(fault.words);
  CAPTURE(fault.lasting);
  const TempDir directory;
  const std::string path = directory.file("pbx.db");
  bool came = false;
  {
    Storage storage = sqlite_storage(path).value();
    test.prepare(storage);
    files.fail_at(n, fault.code, fault.lasting);
    const auto result = test.act(storage);
    came = files.failed();
    files.heal();
    if (!result) {
      CHECK(came);
      CHECK(result.error().code == errc::storage);
      CHECK(result.error().message.find(fault.words) != std::string::npos);
      CHECK(test.is_old(storage));
    } else {
      CHECK(test.is_new(storage));
    }
    Storage reopened = sqlite_storage(path).value();
    CHECK((result ? test.is_new(reopened) : test.is_old(reopened)));
    if (!result) {
      CHECK(test.act(storage));
      CHECK(test.is_new(storage));
    }
  }
  Storage last = sqlite_storage(path).value();
  CHECK(test.is_new(last));
  return came;
}

void run_all(const Case& test, int at_least) {
  FailingFileSystem files;
  for (const Fault& fault : faults) {
    int n = 1;
    while (n < 2000 && run(files, test, fault, n)) ++n;
    CHECK(n > at_least);
    CHECK(n < 2000);
  }
}

}  // namespace

TEST_CASE("a batch of call records is stored whole or not at all, whichever write fails") {
  const std::vector<CallRecord> before{call(1, 1)};
  std::vector<CallRecord> batch{call(1, 1, true)};
  for (std::uint64_t id = 2; id <= 40; ++id) batch.push_back(call(id, static_cast<int>(id), id % 2 == 0));
  run_all({[&](Storage& s) { REQUIRE(s.records->write(before)); }, [&](Storage& s) { return s.records->write(batch); },
           [&](Storage& s) { return s.records->find({}).value() == before; },
           [&](Storage& s) {
             return s.records->find({}).value().size() == 40 && s.records->find({.open = true}).value().size() == 19;
           }},
          3);
}

TEST_CASE("changes of documents and their audit entries happen all or none, whichever write fails") {
  const std::string large(100'000, 'x');
  run_all({[&](Storage& s) {
             REQUIRE(s.config->commit(std::vector{put("a", "old"), put("b", large)}));
           },
           [&](Storage& s) -> Result<void> {
             AuditEntry entry;
             entry.account = "a";
             entry.after = large;
             const auto done = s.config->commit(std::vector{put("a", large, 1), drop("b", 1), put("c", "new", 0)},
                                                std::vector{entry});
             if (!done) return std::unexpected(done.error());
             return {};
           },
           [&](Storage& s) {
             const auto all = s.config->load("account").value();
             return all.size() == 2 && all[0].body == "old" && all[0].version == 1 && all[1].body == large &&
                    s.config->audit({.account = "a"})->total == 0;
           },
           [&](Storage& s) {
             const auto all = s.config->load("account").value();
             return all.size() == 2 && all[0].body == large && all[0].version == 2 && all[1].id == "c" &&
                    s.config->audit({.account = "a"})->total == 1;
           }},
          3);
}

TEST_CASE("a blob replaces the older one whole or not at all, whichever write fails") {
  const auto store = [](Storage& s, std::byte fill, std::size_t size) -> Result<void> {
    auto writer = s.blobs->create("v/1");
    if (!writer) return std::unexpected(writer.error());
    if (auto done = (*writer)->append(std::vector<std::byte>(size, fill)); !done) return done;
    if (auto done = (*writer)->patch(0, std::vector<std::byte>(70'000, fill)); !done) return done;
    return (*writer)->commit();
  };
  const auto holds = [](Storage& s, std::byte fill, std::size_t size) {
    return s.blobs->list("").value().size() == 1 && s.blobs->read("v/1").value() == std::vector<std::byte>(size, fill);
  };
  run_all({[&](Storage& s) { REQUIRE(store(s, std::byte{1}, 70'000)); },
           [&](Storage& s) { return store(s, std::byte{2}, 75'000); },
           [&](Storage& s) { return holds(s, std::byte{1}, 70'000); },
           [&](Storage& s) { return holds(s, std::byte{2}, 75'000); }},
          5);
}

TEST_CASE("a blob whose commit failed can be committed again") {
  FailingFileSystem files;
  const TempDir directory;
  Storage storage = sqlite_storage(directory.file("pbx.db")).value();
  auto writer = storage.blobs->create("a").value();
  REQUIRE(writer->append(std::vector<std::byte>(100'000, std::byte{1})));
  files.fail_at(1, SQLITE_FULL, true);
  const auto refused = writer->commit();
  REQUIRE_FALSE(refused);
  files.heal();
  CHECK(storage.blobs->list("").value().empty());
  REQUIRE(writer->append(std::vector<std::byte>(1000, std::byte{2})));
  REQUIRE(writer->commit());
  std::vector<std::byte> expected(100'000, std::byte{1});
  expected.insert(expected.end(), 1000, std::byte{2});
  CHECK(storage.blobs->read("a").value() == expected);
}

TEST_CASE("the removal of a blob happens whole or not at all, whichever write fails") {
  run_all({[](Storage& s) {
             auto writer = s.blobs->create("a").value();
             REQUIRE(writer->append(std::vector<std::byte>(200'000)));
             REQUIRE(writer->commit());
           },
           [](Storage& s) { return s.blobs->remove("a"); },
           [](Storage& s) { return s.blobs->read("a").value().size() == 200'000; },
           [](Storage& s) { return s.blobs->list("").value().empty(); }},
          2);
}

TEST_CASE("a new file whose making fails at any write can be made again") {
  FailingFileSystem files;
  for (const Fault& fault : faults) {
    bool came = true;
    for (int n = 1; came; ++n) {
      CAPTURE(n);
      CAPTURE(fault.words);
      REQUIRE(n < 500);
      const TempDir directory;
      const std::string path = directory.file("pbx.db");
      files.fail_at(n, fault.code, fault.lasting);
      {
        const auto storage = sqlite_storage(path);
        if (!storage) {
          CHECK(storage.error().code == errc::storage);
          CHECK(storage.error().message.find("pbx.db") != std::string::npos);
        }
        came = files.failed();
        files.heal();
      }
      const auto again = sqlite_storage(path);
      REQUIRE_MESSAGE(again, (again ? "" : to_string(again.error())));
      REQUIRE(again->records->write(std::vector{call(1, 1)}));
      CHECK(again->records->find({}).value().size() == 1);
    }
  }
}
