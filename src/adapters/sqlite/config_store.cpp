// Configuration documents: one row each, changed in transactions.
#include "adapters/sqlite/stores.hpp"
#include "model/audit.hpp"

#include <fmt/format.h>

#include <limits>

namespace tandem::sqlite {
namespace {

Document document_of(const Statement& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), static_cast<std::uint64_t>(row.number(2)),
          std::string(row.text(3))};
}

class SqliteConfigStore final : public ConfigStore {
 public:
  explicit SqliteConfigStore(std::shared_ptr<Database> database) : database_(std::move(database)) {}

  using ConfigStore::commit;
  using ConfigStore::load;
  Result<std::vector<Document>> load(std::string_view kind, std::string_view prefix) override {
    const std::scoped_lock lock(database_->read_mutex);
    auto query = database_->reader.prepare(
        "SELECT kind, id, version, body FROM document WHERE kind = ?1 AND id >= ?2 AND id < ?3 ORDER BY id");
    if (!query) return std::unexpected(query.error());
    const std::string end = std::string(prefix) + "\xFF";  // behind every text: no byte of UTF-8 is that high
    query->bind(1, kind).bind(2, prefix).bind(3, end);
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

  Result<std::vector<std::uint64_t>> commit(std::span<const DocumentChange> changes,
                                            std::span<const AuditEntry> audit) override {
    auto versions = store(changes, audit);
    database_->take_over_log(log_at_most);
    return versions;
  }

  Result<AuditPage> audit(const AuditQuery& query) override {
    const std::scoped_lock lock(database_->read_mutex);
    AuditPage page;
    const std::string text = model::search_text(query);
    auto count = bind_query("SELECT count(*) FROM audit WHERE account = ?1 AND at >= ?2 AND at < ?3 AND id < ?4 "
                            "AND (?5 = '' OR instr(search, ?5) > 0)",
                            query, text, 0);
    if (!count) return std::unexpected(count.error());
    if (const auto row = count->step(); !row) return std::unexpected(row.error());
    page.total = static_cast<std::size_t>(count->number(0));
    auto rows = bind_query(
        "SELECT id, account, at, actor, employee, employee_name, login, ip, section, operation, kind, key, before, after "
        "FROM audit WHERE account = ?1 AND at >= ?2 AND at < ?3 AND id < ?4 AND (?5 = '' OR instr(search, ?5) > 0) "
        "ORDER BY id DESC LIMIT ?6",
        query, text, query.before);
    if (!rows) return std::unexpected(rows.error());
    rows->bind(6, static_cast<std::int64_t>(std::min<std::size_t>(query.limit, 1'000'000)));
    while (true) {
      const auto row = rows->step();
      if (!row) return std::unexpected(row.error());
      if (!*row) return page;
      page.entries.push_back(entry_of(*rows));
    }
  }

 private:
  Result<std::vector<std::uint64_t>> store(std::span<const DocumentChange> changes, std::span<const AuditEntry> audit) {
    const std::scoped_lock lock(database_->write_mutex);
    auto transaction = Transaction::begin(database_->writer);
    if (!transaction) return std::unexpected(transaction.error());
    std::vector<std::uint64_t> versions;
    for (const DocumentChange& change : changes) {
      const auto version = carry_out(change);
      if (!version) return std::unexpected(version.error());
      versions.push_back(*version);
    }
    for (const AuditEntry& entry : audit) {
      if (auto done = write_down(entry); !done) return std::unexpected(done.error());
    }
    if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
    return versions;
  }

  /// `sql` is a literal; `text` outlives the statement.
  Result<Statement> bind_query(const char* sql, const AuditQuery& query, const std::string& text, std::uint64_t before) {
    auto statement = database_->reader.prepare(sql);
    if (!statement) return statement;
    using Limits = std::numeric_limits<std::int64_t>;
    statement->bind(1, query.account);
    statement->bind(2, query.from ? query.from->time_since_epoch().count() : Limits::min());
    statement->bind(3, query.until ? query.until->time_since_epoch().count() : Limits::max());
    statement->bind(4, before != 0 ? static_cast<std::int64_t>(before) : Limits::max());
    statement->bind(5, text);
    return statement;
  }

  static AuditEntry entry_of(const Statement& row) {
    AuditEntry entry;
    entry.id = static_cast<std::uint64_t>(row.number(0));
    entry.account = row.text(1);
    entry.at = Time(Duration(row.number(2)));
    entry.actor = static_cast<ActorKind>(row.number(3));
    int column = 4;
    for (std::string* field : {&entry.employee, &entry.employee_name, &entry.login, &entry.ip, &entry.section,
                               &entry.operation, &entry.kind, &entry.key, &entry.before, &entry.after}) {
      *field = row.text(column++);
    }
    return entry;
  }

  Result<void> write_down(const AuditEntry& entry) {
    auto statement = database_->writer.prepare(
        "INSERT INTO audit (account, at, actor, employee, employee_name, login, ip, section, operation, kind, key, before, "
        "after, search) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    if (!statement) return std::unexpected(statement.error());
    const std::string search = model::searched_text(entry);
    statement->bind(1, entry.account).bind(2, entry.at.time_since_epoch().count());
    statement->bind(3, static_cast<std::int64_t>(entry.actor));
    int column = 4;
    for (const std::string* field : {&entry.employee, &entry.employee_name, &entry.login, &entry.ip, &entry.section,
                                     &entry.operation, &entry.kind, &entry.key, &entry.before, &entry.after, &search}) {
      statement->bind(column++, *field);
    }
    return statement->run();
  }

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
