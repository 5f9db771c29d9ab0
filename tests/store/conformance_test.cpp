#include "conformance/storage.hpp"
#include "store/temp_dir.hpp"

TEST_CASE("storage in memory conforms") { tandem::conformance::storage(tandem::memory_storage); }

TEST_CASE("storage in SQLite conforms") {
  const TempDir directory;
  int files = 0;
  tandem::conformance::storage([&] {
    auto storage = tandem::sqlite_storage(directory.file("pbx" + std::to_string(++files) + ".db"));
    REQUIRE(storage);
    return *storage;
  });
}
