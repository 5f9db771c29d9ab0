#include "adapters/sqlite/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tandem::sqlite {
namespace {

// Records carry their JSON; the columns are what queries filter by. The partial index holds the few calls that are up,
// so that a start finds them without looking at millions of others.
constexpr const char* first_step = R"sql(
CREATE TABLE document (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TABLE call_record (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  caller TEXT NOT NULL,
  dialled TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX call_record_by_account ON call_record (account, started);
CREATE INDEX call_record_by_caller ON call_record (caller);
CREATE INDEX call_record_by_dialled ON call_record (dialled);
CREATE INDEX call_record_open ON call_record (id) WHERE ended IS NULL;

CREATE TABLE blob (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE
);
CREATE TABLE blob_chunk (
  blob INTEGER NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (blob, position)
);
)sql";

// The audit journal. `search` holds the fields that are searched, case folded, each between two line feeds.
constexpr const char* audit_step = R"sql(
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  employee TEXT NOT NULL,
  employee_name TEXT NOT NULL,
  login TEXT NOT NULL,
  ip TEXT NOT NULL,
  section TEXT NOT NULL,
  operation TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  search TEXT NOT NULL
);
CREATE INDEX audit_by_account ON audit (account, at);
)sql";

// An account's calls in the order of pages, with what a period is judged by: the newest are found without sorting.
constexpr const char* pages_step = "CREATE INDEX call_record_by_arrival ON call_record (account, id, started)";

constexpr std::array<const char*, 3> steps_of_this_version{first_step, audit_step, pages_step};

Result<int> ask_number(Connection& connection, const char* sql) {
  const auto text = connection.ask(sql);
  if (!text) return std::unexpected(text.error());
  int number = 0;
  std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

/// Another program's database is left alone.
Result<void> check_owner(Connection& connection) {
  const auto owner = ask_number(connection, "PRAGMA application_id");
  if (!owner) return std::unexpected(owner.error());
  const auto tables = ask_number(connection, "SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());
  if (*owner == application_id || (*owner == 0 && *tables == 0)) return {};
  return fail(errc::storage, "the file is a database of another program; choose another file");
}

}  // namespace

std::span<const char* const> schema_steps() { return steps_of_this_version; }

Result<void> migrate(Connection& connection, std::span<const char* const> steps) {
  const auto known = static_cast<int>(steps.size());
  while (true) {
    // The lock comes first: of two processes that open a new file at once, one makes the tables, the other finds them.
    auto transaction = Transaction::begin(connection);
    if (!transaction) return std::unexpected(transaction.error());
    if (auto own = check_owner(connection); !own) return own;
    const auto version = ask_number(connection, "PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (*version == known) return {};
    if (*version > known) {
      return fail(errc::storage,
                  fmt::format("the file was made by a newer version (its schema is {}, this version knows {})",
                              *version, known));
    }
    const std::string mark =
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, *version + 1);
    if (auto made = connection.execute(steps[static_cast<std::size_t>(*version)]); !made) return made;
    if (auto marked = connection.execute(mark.c_str()); !marked) return marked;
    if (auto done = transaction->commit(); !done) return done;
  }
}

}  // namespace tandem::sqlite
