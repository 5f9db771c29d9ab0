// Configuration documents: one row each, changed in transactions.
#include "adapters/sqlite/stores.hpp"

#include <fmt/format.h>

namespace tandem::sqlite {
namespace {

Document document_of(const Statement& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), static_cast<std::uint64_t>(row.number(2)),
          std::string(row.text(3))};
}

class SqliteConfigStore final : public ConfigStore {
 public:
  explicit SqliteConfigStore(std::shared_ptr<Database> database) : database_(std::move(database)) {}

  Result<std::vector<Document>> load(std::string_view kind) override {
    const std::scoped_lock lock(database_->read_mutex);
    auto query = database_->reader.prepare("SELECT kind, id, version, body FROM document WHERE kind = ? ORDER BY id");
    if (!query) return std::unexpected(query.error());
    query->bind(1, kind);
    std::vector<Document> documents;
    while (true) {
      const auto row = query->step();
      if (!row) return std::unexpected(row.error());
      if (!*row) return documents;
      documents.push_back(document_of(*query));
    }
  }

  Result<Document> get(std::string_view kind, std::string_view id) override {
    const std::scoped_lock lock(database_->read_mutex);
    auto query = database_->reader.prepare("SELECT kind, id, version, body FROM document WHERE kind = ? AND id = ?");
    if (!query) return std::unexpected(query.error());
    const auto row = query->bind(1, kind).bind(2, id).step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail(errc::not_found, fmt::format("no {} '{}' is stored", kind, id));
    return document_of(*query);
  }

  Result<std::vector<std::uint64_t>> commit(std::span<const DocumentChange> changes) override {
    const std::scoped_lock lock(database_->write_mutex);
    auto transaction = Transaction::begin(database_->writer);
    if (!transaction) return std::unexpected(transaction.error());
    std::vector<std::uint64_t> versions;
    for (const DocumentChange& change : changes) {
      const auto version = carry_out(change);
      if (!version) return std::unexpected(version.error());
      versions.push_back(*version);
    }
    if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
    return versions;
  }

 private:
  /// 0 when there is no such document.
  Result<std::uint64_t> stored_version(const DocumentChange& change) {
    auto query = database_->writer.prepare("SELECT version FROM document WHERE kind = ? AND id = ?");
    if (!query) return std::unexpected(query.error());
    const auto row = query->bind(1, change.kind).bind(2, change.id).step();
    if (!row) return std::unexpected(row.error());
    return *row ? static_cast<std::uint64_t>(query->number(0)) : 0;
  }

  Result<std::uint64_t> carry_out(const DocumentChange& change) {
    const auto stored = stored_version(change);
    if (!stored) return stored;
    if (change.expected_version && *change.expected_version != *stored) {
      return fail(errc::conflict, fmt::format("{} '{}' has version {}, expected was {}", change.kind, change.id,
                                              *stored, *change.expected_version));
    }
    if (!change.body && *stored == 0) {
      return fail(errc::not_found, fmt::format("no {} '{}' is stored", change.kind, change.id));
    }
    const std::uint64_t version = change.body ? *stored + 1 : 0;
    auto statement = database_->writer.prepare(
        change.body ? "INSERT OR REPLACE INTO document (kind, id, version, body) VALUES (?, ?, ?, ?)"
                    : "DELETE FROM document WHERE kind = ? AND id = ?");
    if (!statement) return std::unexpected(statement.error());
    statement->bind(1, change.kind).bind(2, change.id);
    if (change.body) statement->bind(3, static_cast<std::int64_t>(version)).bind(4, *change.body);
    if (auto done = statement->run(); !done) return std::unexpected(done.error());
    return version;
  }

  std::shared_ptr<Database> database_;
};

}  // namespace

std::shared_ptr<ConfigStore> make_config_store(std::shared_ptr<Database> database) {
  return std::make_shared<SqliteConfigStore>(std::move(database));
}

}  // namespace tandem::sqlite
