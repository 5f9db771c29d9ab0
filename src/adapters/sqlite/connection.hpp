// SQLite as C++: a connection with its prepared statements, transactions that roll back, errors as Result.
#pragma once

#include <tandem/error.hpp>

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tandem::sqlite {

/// A prepared statement in use; it goes back to its connection, reset, when this is destroyed.
class Statement {
 public:
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;

  // Values are bound by reference: they live until the statement is destroyed or bound again.
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, std::span<const std::byte> bytes);
  Statement& bind_null(int index);

  /// True with a row, false at the end.
  [[nodiscard]] Result<bool> step();
  /// For statements without rows; the statement may be bound and run again.
  [[nodiscard]] Result<void> run();

  [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::span<const std::byte> bytes(int column) const;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
};

class Connection {
 public:
  [[nodiscard]] static Result<Connection> open(const std::string& path, std::chrono::milliseconds busy_timeout);

  /// `sql` is a literal: statements are kept by its address.
  [[nodiscard]] Result<Statement> prepare(const char* sql);
  /// Runs statements without parameters and rows.
  [[nodiscard]] Result<void> execute(const char* sql);
  /// The first column of the first row.
  [[nodiscard]] Result<std::string> ask(const char* sql);

  [[nodiscard]] std::int64_t last_row_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  [[nodiscard]] int changed_rows() const { return sqlite3_changes(handle_.get()); }
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Connection() = default;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;  // closed before the handle
};

/// Takes the write lock; everything until commit() happens or nothing does.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Connection& connection);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

/// `storage` with SQLite's words.
[[nodiscard]] std::unexpected<Error> failed(sqlite3* database, std::string_view what);

}  // namespace tandem::sqlite
