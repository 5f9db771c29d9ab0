// Call records: their JSON, and beside it the columns that queries filter by.
#include "adapters/postgres/stores.hpp"
#include "model/record_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace tandem::postgres {
namespace {

/// The server's integers are signed, call ids are not; this keeps their order.
std::int64_t row_id(CallId id) { return static_cast<std::int64_t>(id.value ^ (std::uint64_t{1} << 63U)); }

/// Rows of one statement: its parameters stay far below the 65,535 that the protocol allows.
constexpr std::size_t rows_at_once = 500;

/// Values of a statement, numbered as they are added.
class Values {
 public:
  std::string add(std::string text, const char* type = "text") {
    texts_.push_back(std::move(text));
    return fmt::format("${}::{}", texts_.size(), type);
  }
  std::string add(std::int64_t number) { return add(std::to_string(number), "bigint"); }
  pqxx::result run(Work& transaction, const std::string& sql) const {
    return transaction.exec_params(sql, pqxx::prepare::make_dynamic_params(texts_));
  }

 private:
  std::vector<std::string> texts_;
};

void upsert(Work& transaction, std::span<const CallRecord* const> records) {
  Values values;
  std::string sql = "INSERT INTO call_record AS stored (id, account, started, ended, caller, dialled, body) VALUES ";
  for (const CallRecord* record : records) {
    if (record != records.front()) sql += ", ";
    sql += "(" + values.add(row_id(record->id)) + ", " + values.add(clean(record->account)) + ", ";
    sql += values.add(record->started.time_since_epoch().count()) + ", ";
    sql += record->ended ? values.add(record->ended->time_since_epoch().count()) : "NULL::bigint";
    sql += ", " + values.add(clean(record->caller.number)) + ", " + values.add(clean(record->dialled)) + ", ";
    sql += values.add(clean(to_json(*record))) + ")";
  }
  sql +=
      " ON CONFLICT (id) DO UPDATE SET account = excluded.account, started = excluded.started, ended = excluded.ended, "
      "caller = excluded.caller, dialled = excluded.dialled, body = excluded.body WHERE stored.ended IS NULL";
  values.run(transaction, sql);
}

class PostgresRecordStore final : public RecordStore {
 public:
  explicit PostgresRecordStore(Database database) : database_(std::move(database)) {}

  Result<void> write(std::span<const CallRecord> records) override {
    if (records.empty()) return {};
    std::vector<const CallRecord*> kept;  // a statement carries a call once
    for (const std::size_t i : model::once_each(records)) kept.push_back(&records[i]);
    return database_.writer->run([&](Work& transaction) -> Result<void> {
      for (std::span<const CallRecord* const> rest = kept; !rest.empty();) {
        const auto part = rest.first(std::min(rest.size(), rows_at_once));
        upsert(transaction, part);
        rest = rest.subspan(part.size());
      }
      return {};
    });
  }

  Result<std::size_t> erase(std::span<const CallId> calls) override {
    return database_.writer->run([&](Work& transaction) -> Result<std::size_t> {
      std::size_t count = 0;
      for (std::span<const CallId> rest = calls; !rest.empty();) {
        const auto part = rest.first(std::min(rest.size(), rows_at_once));
        Values values;
        std::string sql;
        for (const CallId id : part) sql += (sql.empty() ? "" : ", ") + values.add(row_id(id));
        const pqxx::result gone =
            values.run(transaction, "DELETE FROM call_record WHERE ended IS NOT NULL AND id IN (" + sql + ")");
        count += static_cast<std::size_t>(gone.affected_rows());
        rest = rest.subspan(part.size());
      }
      return count;
    });
  }

  Result<std::vector<CallRecord>> find(const RecordQuery& query) override {
    const auto bodies = database_.reader->run([&](Work& transaction) { return find_bodies(transaction, query); });
    if (!bodies) return std::unexpected(bodies.error());
    std::vector<CallRecord> records;
    for (const std::string& body : *bodies) {  // outside the connection's lock: parsing takes longer than reading
      auto record = parse_record(body);
      if (!record) return fail(errc::storage, "a stored call record cannot be read: " + to_string(record.error()));
      records.push_back(std::move(*record));
    }
    return records;
  }

 private:
  static Result<std::vector<std::string>> find_bodies(Work& transaction, const RecordQuery& query) {
    Values values;
    std::string sql = "SELECT body FROM call_record WHERE true";
    if (query.before) sql += " AND id < " + values.add(row_id(query.before));
    if (query.from) sql += " AND started >= " + values.add(query.from->time_since_epoch().count());
    if (query.until) sql += " AND started < " + values.add(query.until->time_since_epoch().count());
    if (!query.account.empty()) sql += " AND account = " + values.add(clean(query.account));
    if (!query.number.empty()) {
      const std::string number = values.add(clean(query.number));
      sql += fmt::format(" AND (caller = {0} OR dialled = {0})", number);
    }
    if (query.open) sql += *query.open ? " AND ended IS NULL" : " AND ended IS NOT NULL";
    constexpr std::size_t most = std::numeric_limits<std::int64_t>::max();
    sql += " ORDER BY id DESC LIMIT " + values.add(static_cast<std::int64_t>(std::min(query.limit, most)));
    std::vector<std::string> bodies;
    for (const pqxx::row row : values.run(transaction, sql)) bodies.push_back(row[0].as<std::string>());
    return bodies;
  }

  Database database_;
};

}  // namespace

std::shared_ptr<RecordStore> make_record_store(Database database) {
  return std::make_shared<PostgresRecordStore>(std::move(database));
}

}  // namespace tandem::postgres
