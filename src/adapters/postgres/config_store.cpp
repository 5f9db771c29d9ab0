// Configuration documents: one row each, changed in transactions.
#include "adapters/postgres/schema.hpp"
#include "adapters/postgres/stores.hpp"
#include "model/audit.hpp"

#include <fmt/format.h>

#include <limits>

namespace tandem::postgres {
namespace {

Document document_of(const pqxx::row& row) {
  return {row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::uint64_t>(), row[3].as<std::string>()};
}

AuditEntry entry_of(const pqxx::row& row) {
  AuditEntry entry;
  entry.id = row[0].as<std::uint64_t>();
  entry.account = row[1].as<std::string>();
  entry.at = Time(Duration(row[2].as<std::int64_t>()));
  entry.actor = static_cast<ActorKind>(row[3].as<int>());
  int column = 4;
  for (std::string* field : {&entry.employee, &entry.employee_name, &entry.login, &entry.ip, &entry.section,
                             &entry.operation, &entry.kind, &entry.key, &entry.before, &entry.after}) {
    *field = row[column++].as<std::string>();
  }
  return entry;
}

/// 0 when there is no such document.
std::uint64_t stored_version(Work& transaction, const DocumentChange& change) {
  const auto rows = transaction.exec_params("SELECT version FROM document WHERE kind = $1 AND id = $2",
                                            clean(change.kind), clean(change.id));
  return rows.empty() ? 0 : rows[0][0].as<std::uint64_t>();
}

Result<std::uint64_t> carry_out(Work& transaction, const DocumentChange& change) {
  const std::uint64_t stored = stored_version(transaction, change);
  if (change.expected_version && *change.expected_version != stored) {
    return fail(errc::conflict, fmt::format("{} '{}' has version {}, expected was {}", change.kind, change.id, stored,
                                            *change.expected_version));
  }
  if (!change.body && stored == 0) {
    return fail(errc::not_found, fmt::format("no {} '{}' is stored", change.kind, change.id));
  }
  if (!change.body) {
    transaction.exec_params("DELETE FROM document WHERE kind = $1 AND id = $2", clean(change.kind), clean(change.id));
    return 0;
  }
  transaction.exec_params(
      "INSERT INTO document (kind, id, version, body) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, body = excluded.body",
      clean(change.kind), clean(change.id), stored + 1, clean(*change.body));
  return stored + 1;
}

void write_down(Work& transaction, const AuditEntry& entry) {
  transaction.exec_params(
      "INSERT INTO audit (account, at, actor, employee, employee_name, login, ip, section, operation, kind, key, "
      "before, "
      "after, search) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
      clean(entry.account), entry.at.time_since_epoch().count(), static_cast<int>(entry.actor), clean(entry.employee),
      clean(entry.employee_name), clean(entry.login), clean(entry.ip), clean(entry.section), clean(entry.operation),
      clean(entry.kind), clean(entry.key), clean(entry.before), clean(entry.after), clean(model::searched_text(entry)));
}

constexpr const char* audit_condition =
    " FROM audit WHERE account = $1 AND at >= $2 AND at < $3 AND id < $4 AND ($5 = '' OR strpos(search, $5) > 0)";

class PostgresConfigStore final : public ConfigStore {
 public:
  explicit PostgresConfigStore(Database database) : database_(std::move(database)) {}

  using ConfigStore::commit;
  using ConfigStore::load;
  Result<std::vector<Document>> load(std::string_view kind, std::string_view prefix) override {
    return database_.reader->run([&](Work& transaction) -> Result<std::vector<Document>> {
      // Behind every text that begins so stands the prefix with the last code point of all.
      const auto rows = transaction.exec_params(
          "SELECT kind, id, version, body FROM document WHERE kind = $1 AND id >= $2 AND id < $2 || chr(1114111) ORDER "
          "BY id",
          clean(kind), clean(prefix));
      std::vector<Document> documents;
      documents.reserve(rows.size());
      for (const pqxx::row row : rows) documents.push_back(document_of(row));
      return documents;
    });
  }

  Result<Document> get(std::string_view kind, std::string_view id) override {
    return database_.reader->run([&](Work& transaction) -> Result<Document> {
      const auto rows = transaction.exec_params(
          "SELECT kind, id, version, body FROM document WHERE kind = $1 AND id = $2", clean(kind), clean(id));
      if (rows.empty()) return fail(errc::not_found, fmt::format("no {} '{}' is stored", kind, id));
      return document_of(rows[0]);
    });
  }

  Result<std::vector<std::uint64_t>> commit(std::span<const DocumentChange> changes,
                                            std::span<const AuditEntry> audit) override {
    return database_.writer->run([&](Work& transaction) -> Result<std::vector<std::uint64_t>> {
      lock_configuration(transaction, database_.writer->schema());
      std::vector<std::uint64_t> versions;
      for (const DocumentChange& change : changes) {
        const auto version = carry_out(transaction, change);
        if (!version) return std::unexpected(version.error());
        versions.push_back(*version);
      }
      for (const AuditEntry& entry : audit) write_down(transaction, entry);
      return versions;
    });
  }

  Result<AuditPage> audit(const AuditQuery& query) override {
    return database_.reader->run([&](Work& transaction) -> Result<AuditPage> {
      using Limits = std::numeric_limits<std::int64_t>;
      const std::string text = clean(model::search_text(query));
      const auto ask = [&](const std::string& sql, std::uint64_t before, auto... more) {
        return transaction.exec_params(sql, clean(query.account),
                                       query.from ? query.from->time_since_epoch().count() : Limits::min(),
                                       query.until ? query.until->time_since_epoch().count() : Limits::max(),
                                       before != 0 ? static_cast<std::int64_t>(before) : Limits::max(), text, more...);
      };
      AuditPage page;
      page.total = ask(std::string("SELECT count(*)") + audit_condition, 0)[0][0].as<std::size_t>();
      const auto rows =
          ask(std::string(
                  "SELECT id, account, at, actor, employee, employee_name, login, ip, section, operation, kind, key, "
                  "before, after") +
                  audit_condition + " ORDER BY id DESC LIMIT $6",
              query.before, static_cast<std::int64_t>(std::min<std::size_t>(query.limit, 1'000'000)));
      for (const pqxx::row row : rows) page.entries.push_back(entry_of(row));
      return page;
    });
  }

 private:
  Database database_;
};

}  // namespace

std::shared_ptr<ConfigStore> make_config_store(Database database) {
  return std::make_shared<PostgresConfigStore>(std::move(database));
}

}  // namespace tandem::postgres
