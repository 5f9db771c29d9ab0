// The three stores over one file.
//
// Two connections: all writes go through one, all reads through the other, each under its own mutex. In WAL mode a
// reader never waits for a writer, so a long query of the history does not hold up the records of calls.
#pragma once

#include "adapters/sqlite/connection.hpp"

#include <tandem/storage.hpp>

#include <mutex>

namespace tandem::sqlite {

struct Database {
  Database(Connection to_write, Connection to_read) : writer(std::move(to_write)), reader(std::move(to_read)) {}
  std::mutex write_mutex;
  Connection writer;
  std::mutex read_mutex;
  Connection reader;
};

[[nodiscard]] std::shared_ptr<ConfigStore> make_config_store(std::shared_ptr<Database> database);
[[nodiscard]] std::shared_ptr<RecordStore> make_record_store(std::shared_ptr<Database> database);
[[nodiscard]] std::shared_ptr<BlobStore> make_blob_store(std::shared_ptr<Database> database);

/// Prepared in the writer's temporary database, where it is this connection's alone.
inline constexpr const char* blob_parts_table =
    "CREATE TEMP TABLE blob_part (writer INTEGER NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL, "
    "PRIMARY KEY (writer, position))";

}  // namespace tandem::sqlite
