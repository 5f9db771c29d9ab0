// Opens the file and hands out the stores.
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/stores.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace tandem {
namespace {

using namespace sqlite;

// WAL with synchronous=NORMAL: a committed transaction is in the operating system's hands, so it survives the end of
// the process, kill -9 included. A power failure may take the transactions since the last checkpoint, never the file's
// consistency; writing every call record through to the disk would cost a disk flush each.
Result<void> set_modes(Connection& connection, const std::string& path, const SqliteOptions& options) {
  auto mode = connection.ask("PRAGMA journal_mode = WAL");
  // While another process changes the mode of a new file, SQLite does not wait by itself.
  const auto until = std::chrono::steady_clock::now() + options.busy_timeout;
  const auto locked = [&] { return !mode && mode.error().message.find("locked") != std::string::npos; };
  while (locked() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    mode = connection.ask("PRAGMA journal_mode = WAL");
  }
  if (!mode) return std::unexpected(mode.error());
  if (*mode != "wal") {
    return fail(errc::storage,
                fmt::format("'{}' cannot be used in WAL mode (it is in mode {}); a network file system?", path, *mode));
  }
  return connection.execute("PRAGMA synchronous = NORMAL");
}

Result<Storage> open_storage(const std::string& path, const SqliteOptions& options) {
  auto writer = Connection::open(path, options.busy_timeout);
  if (!writer) return std::unexpected(writer.error());
  // First, so that another program's file is refused before anything in it changes.
  if (auto done = migrate(*writer, schema_steps()); !done) return std::unexpected(done.error());
  if (auto set = set_modes(*writer, path, options); !set) return std::unexpected(set.error());
  // The writer appends: few pages are worth keeping (kB).
  if (auto set = writer->execute("PRAGMA cache_size = -512"); !set) return std::unexpected(set.error());
  if (auto made = writer->execute(blob_parts_table); !made) return std::unexpected(made.error());
  auto reader = Connection::open(path, options.busy_timeout);
  if (!reader) return std::unexpected(reader.error());
  if (auto set = set_modes(*reader, path, options); !set) return std::unexpected(set.error());
  if (auto set = reader->execute("PRAGMA query_only = ON"); !set) return std::unexpected(set.error());
  auto keeper = Connection::open(path, options.busy_timeout);
  if (!keeper) return std::unexpected(keeper.error());
  if (auto set = set_modes(*keeper, path, options); !set) return std::unexpected(set.error());
  auto database = std::make_shared<Database>(std::move(*writer), std::move(*reader), std::move(*keeper));
  return Storage{make_config_store(database), make_record_store(database), make_blob_store(database),
                 path + ".key"};
}

}  // namespace

namespace sqlite {

Database::Database(Connection to_write, Connection to_read, Connection to_keep)
    : writer(std::move(to_write)), reader(std::move(to_read)), keeper_(std::move(to_keep)) {
  const auto committed = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<Database*>(self)->log_pages_ = pages;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writer.handle(), committed, this);  // in the place of SQLite's own, which checkpoints inside COMMIT
}

void Database::take_over_log(int pages) {
  if (log_pages_ < pages) return;
  const std::unique_lock keeping(keep_mutex_, std::try_to_lock);
  if (!keeping) return;
  // The log begins anew only where nobody wrote meanwhile. Where that never happens by itself, the others wait for once.
  std::unique_lock alone(write_mutex, std::defer_lock);
  if (log_pages_ >= 4 * pages) alone.lock();
  static_cast<void>(
      sqlite3_wal_checkpoint_v2(keeper_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr));
}

}  // namespace sqlite

Result<Storage> sqlite_storage(const std::string& path, SqliteOptions options) {
  if (path.empty() || path == ":memory:") {
    return fail(errc::storage, "a database needs a file; to keep everything in memory use memory_storage()");
  }
  auto storage = open_storage(path, options);
  if (!storage && storage.error().message.find(path) == std::string::npos) {
    storage.error().message = fmt::format("cannot open the database '{}': {}", path, storage.error().message);
  }
  return storage;
}

}  // namespace tandem
