// The three stores over one file.
//
// Three connections: all writes go through one, all reads through another, each under its own mutex. In WAL mode a
// reader never waits for a writer, so a long query of the history does not hold up the records of calls. The third takes
// the log over into the file, which means waiting for the disk: whoever saves does not wait for that meanwhile.
#pragma once

#include "adapters/sqlite/connection.hpp"

#include <tandem/storage.hpp>

#include <atomic>
#include <mutex>

namespace tandem::sqlite {

struct Database {
  Database(Connection to_write, Connection to_read, Connection to_keep);
  Database(const Database&) = delete;
  std::mutex write_mutex;
  Connection writer;
  std::mutex read_mutex;
  Connection reader;

  /// Takes the log over when it has `pages` of it, unless somebody else does so already. Called after a write, with no
  /// mutex held. What fails is done the next time.
  void take_over_log(int pages);

 private:
  std::mutex keep_mutex_;
  Connection keeper_;
  std::atomic<int> log_pages_{0};  ///< after the last commit
};
/// Records come all the time, and from a thread that nobody waits for: they keep the log short. Others do so only where
/// there are no records.
inline constexpr int log_of_records = 1000;
inline constexpr int log_at_most = 8000;

[[nodiscard]] std::shared_ptr<ConfigStore> make_config_store(std::shared_ptr<Database> database);
[[nodiscard]] std::shared_ptr<RecordStore> make_record_store(std::shared_ptr<Database> database);
[[nodiscard]] std::shared_ptr<BlobStore> make_blob_store(std::shared_ptr<Database> database);

/// Prepared in the writer's temporary database, where it is this connection's alone.
inline constexpr const char* blob_parts_table =
    "CREATE TEMP TABLE blob_part (writer INTEGER NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL, "
    "PRIMARY KEY (writer, position))";

}  // namespace tandem::sqlite
