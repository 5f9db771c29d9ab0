// Blobs in chunks. What is being written stands in the connection's temporary database, where nobody sees it and where
// it vanishes with the process; committing copies it into the file in one transaction.
#include "adapters/blob/chunked_writer.hpp"
#include "adapters/sqlite/stores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

namespace tandem::sqlite {
namespace {

class SqliteBlobWriter final : public ChunkedWriter {
 public:
  SqliteBlobWriter(std::shared_ptr<Database> database, std::string key, std::int64_t id)
      : ChunkedWriter(std::move(key)), database_(std::move(database)), id_(id) {}
  ~SqliteBlobWriter() override {
    if (aside() == 0) return;
    const std::scoped_lock lock(database_->write_mutex);
    static_cast<void>(remove_parts());
  }

 private:
  Result<void> put_aside(std::size_t position, std::span<const std::byte> chunk) override {
    const std::scoped_lock lock(database_->write_mutex);
    auto insert = database_->writer.prepare("INSERT INTO temp.blob_part (writer, position, bytes) VALUES (?, ?, ?)");
    if (!insert) return std::unexpected(insert.error());
    return insert->bind(1, id_).bind(2, static_cast<std::int64_t>(position)).bind(3, chunk).run();
  }

  Result<void> patch_aside(std::size_t position, std::size_t inside, std::span<const std::byte> bytes) override {
    const std::scoped_lock lock(database_->write_mutex);
    std::vector<std::byte> old;
    {
      auto query = database_->writer.prepare("SELECT bytes FROM temp.blob_part WHERE writer = ? AND position = ?");
      if (!query) return std::unexpected(query.error());
      const auto row = query->bind(1, id_).bind(2, static_cast<std::int64_t>(position)).step();
      if (!row) return std::unexpected(row.error());
      if (!*row) return fail(errc::storage, fmt::format("a part of blob '{}' is lost", key()));
      const auto stored = query->bytes(0);
      old.assign(stored.begin(), stored.end());
    }
    std::copy(bytes.begin(), bytes.end(), old.begin() + static_cast<std::ptrdiff_t>(inside));
    auto update = database_->writer.prepare("UPDATE temp.blob_part SET bytes = ?3 WHERE writer = ?1 AND position = ?2");
    if (!update) return std::unexpected(update.error());
    return update->bind(1, id_).bind(2, static_cast<std::int64_t>(position)).bind(3, old).run();
  }

  Result<void> make_visible(std::span<const std::byte> last) override {
    auto stored = store(last);
    database_->take_over_log(log_at_most);
    return stored;
  }

  Result<void> store(std::span<const std::byte> last) {
    const std::scoped_lock lock(database_->write_mutex);
    auto transaction = Transaction::begin(database_->writer);
    if (!transaction) return std::unexpected(transaction.error());
    if (auto done = move_into_file(last); !done) return done;
    if (auto done = transaction->commit(); !done) return done;
    // Not in the transaction above: one that changes two databases can fail after the file has its part of it. Parts
    // that cannot be removed now go with the connection.
    if (aside() > 0) static_cast<void>(remove_parts());
    return {};
  }

  Result<void> move_into_file(std::span<const std::byte> last) {
    Connection& writer = database_->writer;
    for (const char* sql : {"DELETE FROM blob_chunk WHERE blob = (SELECT id FROM blob WHERE key = ?)",
                            "DELETE FROM blob WHERE key = ?", "INSERT INTO blob (key) VALUES (?)"}) {
      auto statement = writer.prepare(sql);
      if (!statement) return std::unexpected(statement.error());
      if (auto done = statement->bind(1, key()).run(); !done) return done;
    }
    const std::int64_t blob = writer.last_row_id();
    auto copy = writer.prepare(
        "INSERT INTO blob_chunk (blob, position, bytes) "
        "SELECT ?1, position, bytes FROM temp.blob_part WHERE writer = ?2 ORDER BY position");
    if (!copy) return std::unexpected(copy.error());
    if (auto done = copy->bind(1, blob).bind(2, id_).run(); !done) return done;
    if (last.empty()) return {};
    auto insert = writer.prepare("INSERT INTO blob_chunk (blob, position, bytes) VALUES (?, ?, ?)");
    if (!insert) return std::unexpected(insert.error());
    return insert->bind(1, blob).bind(2, static_cast<std::int64_t>(aside())).bind(3, last).run();
  }

  Result<void> remove_parts() {
    auto statement = database_->writer.prepare("DELETE FROM temp.blob_part WHERE writer = ?");
    if (!statement) return std::unexpected(statement.error());
    return statement->bind(1, id_).run();
  }

  std::shared_ptr<Database> database_;
  std::int64_t id_;
};

class SqliteBlobStore final : public BlobStore {
 public:
  explicit SqliteBlobStore(std::shared_ptr<Database> database) : database_(std::move(database)) {}

  Result<std::unique_ptr<BlobWriter>> create(std::string_view key) override {
    return std::make_unique<SqliteBlobWriter>(database_, std::string(key), ++last_writer_);
  }

  Result<std::vector<std::byte>> read(std::string_view key) override {
    const std::scoped_lock lock(database_->read_mutex);
    // One statement, so one state of the file: an exchange of the blob meanwhile is not seen. The outer join gives a
    // row for an empty blob too.
    auto query = database_->reader.prepare(
        "SELECT chunk.bytes FROM blob LEFT JOIN blob_chunk AS chunk ON chunk.blob = blob.id "
        "WHERE blob.key = ? ORDER BY chunk.position");
    if (!query) return std::unexpected(query.error());
    query->bind(1, key);
    std::vector<std::byte> bytes;
    for (bool found = false;; found = true) {
      const auto row = query->step();
      if (!row) return std::unexpected(row.error());
      if (!*row && !found) return fail(errc::not_found, fmt::format("no blob '{}' is stored", key));
      if (!*row) return bytes;
      const auto chunk = query->bytes(0);
      bytes.insert(bytes.end(), chunk.begin(), chunk.end());
    }
  }

  Result<void> remove(std::string_view key) override {
    auto erased = erase(key);
    database_->take_over_log(log_at_most);
    return erased;
  }

  Result<std::vector<std::string>> list(std::string_view prefix) override {
    const std::scoped_lock lock(database_->read_mutex);
    auto query = database_->reader.prepare("SELECT key FROM blob WHERE key >= ? ORDER BY key");
    if (!query) return std::unexpected(query.error());
    query->bind(1, prefix);
    std::vector<std::string> keys;
    while (true) {
      const auto row = query->step();
      if (!row) return std::unexpected(row.error());
      if (!*row || !query->text(0).starts_with(prefix)) return keys;
      keys.emplace_back(query->text(0));
    }
  }

 private:
  Result<void> erase(std::string_view key) {
    const std::scoped_lock lock(database_->write_mutex);
    auto transaction = Transaction::begin(database_->writer);
    if (!transaction) return std::unexpected(transaction.error());
    for (const char* sql : {"DELETE FROM blob_chunk WHERE blob = (SELECT id FROM blob WHERE key = ?)",
                            "DELETE FROM blob WHERE key = ?"}) {
      auto statement = database_->writer.prepare(sql);
      if (!statement) return std::unexpected(statement.error());
      if (auto done = statement->bind(1, key).run(); !done) return done;
    }
    if (database_->writer.changed_rows() == 0) return fail(errc::not_found, fmt::format("no blob '{}' is stored", key));
    return transaction->commit();
  }

  std::shared_ptr<Database> database_;
  std::atomic<std::int64_t> last_writer_{0};
};

}  // namespace

std::shared_ptr<BlobStore> make_blob_store(std::shared_ptr<Database> database) {
  return std::make_shared<SqliteBlobStore>(std::move(database));
}

}  // namespace tandem::sqlite
