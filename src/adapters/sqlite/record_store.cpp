// Call records: their JSON, and beside it the columns that queries filter by.
#include "adapters/sqlite/stores.hpp"

#include <algorithm>
#include <limits>

namespace tandem::sqlite {
namespace {

/// SQLite's integers are signed, call ids are not; this keeps their order.
std::int64_t row_id(CallId id) { return static_cast<std::int64_t>(id.value ^ (std::uint64_t{1} << 63U)); }

// The same call again replaces what is stored, unless that is closed: a closed record is final.
constexpr const char* upsert =
    "INSERT INTO call_record (id, account, started, ended, caller, dialled, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
    "ON CONFLICT (id) DO UPDATE SET account = ?2, started = ?3, ended = ?4, caller = ?5, dialled = ?6, body = ?7 "
    "WHERE call_record.ended IS NULL";

// A filter that is not asked for gives the widest range, so that few statements serve every query. Filters by account and
// by openness name other indexes, so they are statements of their own. Ids are sorted first and bodies read last: bodies
// are long.
constexpr const char* find_any =
    "SELECT body FROM call_record WHERE id <= ?1 AND started >= ?2 AND started < ?3 ORDER BY id DESC LIMIT ?4";
// In the order of pages: reads what is newer than the period, then stops as soon as the page is full.
constexpr const char* find_by_arrival =
    "SELECT body FROM call_record INDEXED BY call_record_by_arrival WHERE account = ?5 AND id <= ?1 AND started >= ?2 "
    "AND started < ?3 AND (?7 = -1 OR (ended IS NULL) = ?7) ORDER BY id DESC LIMIT ?4";
// For periods with few calls: reads those and sorts them.
constexpr const char* find_in_period =
    "SELECT body FROM call_record WHERE id IN (SELECT id FROM call_record INDEXED BY call_record_by_account "
    "WHERE account = ?5 AND started >= ?2 AND started < ?3 AND id <= ?1 AND (?7 = -1 OR (ended IS NULL) = ?7) "
    "ORDER BY id DESC LIMIT ?4) ORDER BY id DESC";
constexpr const char* count_in_period =
    "SELECT count(*) FROM (SELECT 1 FROM call_record INDEXED BY call_record_by_account WHERE account = ?1 "
    "AND started >= ?2 AND started < ?3 LIMIT 20001)";
constexpr std::int64_t few = 20'000;
constexpr const char* find_by_number =
    "SELECT body FROM call_record WHERE id <= ?1 AND started >= ?2 AND started < ?3 AND (caller = ?6 OR dialled = ?6) "
    "AND (?5 = '' OR account = ?5) AND (?7 = -1 OR (ended IS NULL) = ?7) ORDER BY id DESC LIMIT ?4";
constexpr const char* find_open =
    "SELECT body FROM call_record WHERE ended IS NULL AND id <= ?1 AND started >= ?2 AND started < ?3 "
    "AND (?5 = '' OR account = ?5) ORDER BY id DESC LIMIT ?4";
constexpr const char* find_closed =
    "SELECT body FROM call_record WHERE ended IS NOT NULL AND id <= ?1 AND started >= ?2 AND started < ?3 "
    "ORDER BY id DESC LIMIT ?4";

std::int64_t begin_of(const RecordQuery& query) {
  return query.from ? query.from->time_since_epoch().count() : std::numeric_limits<std::int64_t>::min();
}
std::int64_t end_of(const RecordQuery& query) {
  return query.until ? query.until->time_since_epoch().count() : std::numeric_limits<std::int64_t>::max();
}

class SqliteRecordStore final : public RecordStore {
 public:
  explicit SqliteRecordStore(std::shared_ptr<Database> database) : database_(std::move(database)) {}

  Result<void> write(std::span<const CallRecord> records) override {
    if (records.empty()) return {};
    std::vector<std::string> bodies;  // before the lock: writing them takes longer than storing them
    bodies.reserve(records.size());
    for (const CallRecord& record : records) bodies.push_back(to_json(record));
    auto stored = store(records, bodies);
    database_->take_over_log(log_of_records);
    return stored;
  }

  Result<std::size_t> erase(std::span<const CallId> calls) override {
    if (calls.empty()) return std::size_t{0};
    auto erased = remove(calls);
    database_->take_over_log(log_at_most);
    return erased;
  }

  Result<std::vector<CallRecord>> find(const RecordQuery& query) override {
    const auto bodies = find_bodies(query);
    if (!bodies) return std::unexpected(bodies.error());
    std::vector<CallRecord> records;
    for (const std::string& body : *bodies) {  // outside the lock: parsing takes longer than reading
      auto record = parse_record(body);
      if (!record) return fail(errc::storage, "a stored call record cannot be read: " + to_string(record.error()));
      records.push_back(std::move(*record));
    }
    return records;
  }

 private:
  Result<void> store(std::span<const CallRecord> records, std::span<const std::string> bodies) {
    const std::scoped_lock lock(database_->write_mutex);
    auto transaction = Transaction::begin(database_->writer);
    if (!transaction) return std::unexpected(transaction.error());
    auto statement = database_->writer.prepare(upsert);
    if (!statement) return std::unexpected(statement.error());
    for (std::size_t i = 0; i < records.size(); ++i) {
      const CallRecord& record = records[i];
      statement->bind(1, row_id(record.id)).bind(2, record.account).bind(3, record.started.time_since_epoch().count());
      if (record.ended) {
        statement->bind(4, record.ended->time_since_epoch().count());
      } else {
        statement->bind_null(4);
      }
      statement->bind(5, record.caller.number).bind(6, record.dialled).bind(7, bodies[i]);
      if (auto done = statement->run(); !done) return done;
    }
    return transaction->commit();
  }

  Result<std::size_t> remove(std::span<const CallId> calls) {
    const std::scoped_lock lock(database_->write_mutex);
    auto transaction = Transaction::begin(database_->writer);
    if (!transaction) return std::unexpected(transaction.error());
    auto statement = database_->writer.prepare("DELETE FROM call_record WHERE id = ?1 AND ended IS NOT NULL");
    if (!statement) return std::unexpected(statement.error());
    std::size_t count = 0;
    for (const CallId id : calls) {
      statement->bind(1, row_id(id));
      if (auto done = statement->run(); !done) return std::unexpected(done.error());
      count += static_cast<std::size_t>(database_->writer.changed_rows());
    }
    if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
    return count;
  }

  // With the read mutex held.
  Result<const char*> statement_for(const RecordQuery& query) {
    if (!query.number.empty()) return find_by_number;
    if (query.open == true) return find_open;
    if (query.account.empty()) return query.open == false ? find_closed : find_any;
    if (!query.from && !query.until) return find_by_arrival;
    auto count = database_->reader.prepare(count_in_period);
    if (!count) return std::unexpected(count.error());
    count->bind(1, query.account).bind(2, begin_of(query)).bind(3, end_of(query));
    if (const auto row = count->step(); !row) return std::unexpected(row.error());
    return count->number(0) > few ? find_by_arrival : find_in_period;
  }

  Result<std::vector<std::string>> find_bodies(const RecordQuery& query) {
    const std::scoped_lock lock(database_->read_mutex);
    const Result<const char*> chosen = statement_for(query);
    if (!chosen) return std::unexpected(chosen.error());
    const char* sql = *chosen;
    auto statement = database_->reader.prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    using Limits = std::numeric_limits<std::int64_t>;
    statement->bind(1, query.before ? row_id(query.before) - 1 : Limits::max());
    statement->bind(2, begin_of(query)).bind(3, end_of(query));
    statement->bind(4, static_cast<std::int64_t>(std::min<std::size_t>(query.limit, Limits::max())));
    if (sql != find_any && sql != find_closed) statement->bind(5, query.account);
    if (sql == find_by_number) statement->bind(6, query.number);
    if (sql == find_by_number || sql == find_by_arrival || sql == find_in_period) {
      statement->bind(7, query.open ? static_cast<std::int64_t>(*query.open) : -1);
    }
    std::vector<std::string> bodies;
    while (true) {
      const auto row = statement->step();
      if (!row) return std::unexpected(row.error());
      if (!*row) return bodies;
      bodies.emplace_back(statement->text(0));
    }
  }

  std::shared_ptr<Database> database_;
};

}  // namespace

std::shared_ptr<RecordStore> make_record_store(std::shared_ptr<Database> database) {
  return std::make_shared<SqliteRecordStore>(std::move(database));
}

}  // namespace tandem::sqlite
