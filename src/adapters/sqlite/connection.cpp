#include "adapters/sqlite/connection.hpp"

#include <fmt/format.h>

namespace tandem::sqlite {

std::unexpected<Error> failed(sqlite3* database, std::string_view what) {
  return fail(errc::storage,
              fmt::format("{}: {} (SQLite {})", what, sqlite3_errmsg(database), sqlite3_extended_errcode(database)));
}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

// Binding fails for lack of memory or a wrong index only; the step that follows then fails or finds NULL refused.
Statement& Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
  return *this;
}
Statement& Statement::bind(int index, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();  // a null pointer would bind NULL
  sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}
Statement& Statement::bind(int index, std::span<const std::byte> bytes) {
  const void* data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
  sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_STATIC);
  return *this;
}
Statement& Statement::bind_null(int index) {
  sqlite3_bind_null(statement_, index);
  return *this;
}

Result<bool> Statement::step() {
  switch (sqlite3_step(statement_)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: return failed(database_, sqlite3_sql(statement_));
  }
}

Result<void> Statement::run() {
  const auto stepped = step();
  sqlite3_reset(statement_);
  if (!stepped) return std::unexpected(stepped.error());
  return {};
}

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::span<const std::byte> Statement::bytes(int column) const {
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<Connection> Connection::open(const std::string& path, std::chrono::milliseconds busy_timeout) {
  Connection connection;
  sqlite3* handle = nullptr;
  // Our own mutex guards each connection, so SQLite's is not needed.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  connection.handle_.reset(handle);
  if (code != SQLITE_OK) return failed(handle, fmt::format("cannot open the database '{}'", path));
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
  return connection;
}

Result<Statement> Connection::prepare(const char* sql) {
  auto& kept = statements_[sql];
  if (!kept) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
      return failed(handle_.get(), sql);
    }
    kept.reset(statement);
  }
  return Statement(handle_.get(), kept.get());
}

Result<void> Connection::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failed(handle_.get(), sql);
  return {};
}

Result<std::string> Connection::ask(const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql, -1, &raw, nullptr) != SQLITE_OK) return failed(handle_.get(), sql);
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(raw);
  if (sqlite3_step(raw) != SQLITE_ROW) return failed(handle_.get(), sql);
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
  return std::string(text == nullptr ? "" : text);
}

Result<Transaction> Transaction::begin(Connection& connection) {
  auto statement = connection.prepare("BEGIN IMMEDIATE");
  if (!statement) return std::unexpected(statement.error());
  if (auto begun = statement->run(); !begun) return std::unexpected(begun.error());
  return Transaction(connection);
}

Result<void> Transaction::commit() {
  auto statement = connection_->prepare("COMMIT");
  if (!statement) return std::unexpected(statement.error());
  if (auto done = statement->run(); !done) return done;  // the destructor rolls back
  connection_ = nullptr;
  return {};
}

Transaction::~Transaction() {
  // Some errors (disk full, I/O) have rolled back already.
  if (connection_ == nullptr || !connection_->in_transaction()) return;
  static_cast<void>(connection_->execute("ROLLBACK"));
}

}  // namespace tandem::sqlite
