// A move of numbers while the file system fails at the n-th change, for every n: both accounts are as they were, or
// both are as they shall be, in memory and in the file.
#include "fault/store_vfs.hpp"
#include "store/temp_dir.hpp"

#include <doctest/doctest.h>
#include <tandem/tandem.hpp>

#include <array>
#include <string>

using namespace tandem;

namespace {

constexpr const char* from = R"({"id": "a", "customer": "c", "trunks": [{"id": "t", "host": "192.0.2.10"}],
  "numbers": [{"number": "74950000001", "trunk": "t", "scheme": "s"}, {"number": "74950000002", "trunk": "t"}],
  "schemes": [{"id": "s", "actions": [{"forward": {"number": "79161234567"}}]}]})";
constexpr const char* to = R"({"id": "b", "customer": "c", "trunks": [{"id": "t", "host": "192.0.2.10"}]})";

/// The accounts that the number stands in, as the engine has it and as the store has it.
std::string where(Engine& engine, ConfigStore& store) {
  std::string text;
  if (engine.accounts().find("a")->numbers().get("74950000001")) text += "a";
  if (engine.accounts().find("b")->numbers().get("74950000001")) text += "b";
  text += "/";
  const auto numbers = store.load("number").value();
  for (const Document& number : numbers) {
    if (number.id.ends_with("/74950000001")) text += number.id.substr(0, 1);
  }
  const auto schemes = store.load("scheme").value();
  for (const Document& scheme : schemes) {
    if (scheme.id.starts_with("b/")) text += "+scheme";
  }
  if (store.audit({.account = "a", .text = "move 1 number to b"})->total > 0) text += "+told";
  if (store.audit({.account = "b", .text = "move 1 number from a"})->total > 0) text += "+told";
  return text;
}

/// One run with the failure at the n-th change; false when the move needed fewer.
bool run(FailingFileSystem& files, int code, bool lasting, int n) {
  CAPTURE(code);
  CAPTURE(lasting);
  CAPTURE(n);
  const TempDir directory;
  const std::array<unsigned char, 32> key{1};
  Storage storage = sqlite_storage(directory.file("pbx.db")).value();
  Engine engine({.storage = storage, .secret_key = key});
  REQUIRE(engine.accounts().import_json(from));
  REQUIRE(engine.accounts().import_json(to));
  const NumberMove wanted{.to = "b", .numbers = {"74950000001"}};

  files.fail_at(n, code, lasting);
  const auto moved = engine.accounts().find("a")->moves().move(wanted);
  const bool came = files.failed();
  files.heal();
  const std::string old = "a/a";
  const std::string fresh = "b/b+scheme+told+told";
  Storage reopened = sqlite_storage(directory.file("pbx.db")).value();
  if (!moved) {
    CHECK(came);
    CHECK(moved.error().code == errc::storage);
    CHECK(where(engine, *reopened.config) == old);
    REQUIRE(engine.accounts().find("a")->moves().move(wanted));  // the same handle works when the file system does
  }
  CHECK(where(engine, *reopened.config) == fresh);
  return came;
}

}  // namespace

TEST_CASE("a move of numbers happens in both accounts or in neither, whichever write fails") {
  FailingFileSystem files;
  for (int lasting = 0; lasting < 2; ++lasting) {
    int n = 1;
    while (n < 500 && run(files, lasting == 1 ? SQLITE_FULL : SQLITE_IOERR_WRITE, lasting == 1, n)) ++n;
    CHECK(n > 3);
    CHECK(n < 500);
  }
}
