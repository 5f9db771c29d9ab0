#include "adapters/postgres/schema.hpp"

#include <fmt/format.h>

#include <array>

namespace tandem::postgres {
namespace {

// Texts that order something are compared byte by byte, as the ports say.
constexpr const char* first_step = R"sql(
CREATE TABLE document (
  kind TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
);

CREATE TABLE audit (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor SMALLINT NOT NULL,
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

CREATE TABLE call_record (
  id BIGINT PRIMARY KEY,
  account TEXT NOT NULL,
  started BIGINT NOT NULL,
  ended BIGINT,
  caller TEXT NOT NULL,
  dialled TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX call_record_by_arrival ON call_record (account, id);
CREATE INDEX call_record_by_account ON call_record (account, started);
CREATE INDEX call_record_by_caller ON call_record (caller);
CREATE INDEX call_record_by_dialled ON call_record (dialled);
CREATE INDEX call_record_open ON call_record (id) WHERE ended IS NULL;

CREATE TABLE blob (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key TEXT COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE blob_chunk (
  blob BIGINT NOT NULL REFERENCES blob (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (blob, position)
);
)sql";

constexpr std::array<const char*, 1> steps_of_this_version{first_step};

/// One lock for the whole schema, by its name.
void lock(Work& transaction, const std::string& schema, const char* what) {
  transaction.exec_params("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                          fmt::format("tandem {} of {}", what, schema));
}

int stored_version(Work& transaction, const std::string& schema) {
  const auto tables = transaction.exec_params1(
      "SELECT count(*), count(*) FILTER (WHERE table_name = 'tandem_version') FROM information_schema.tables "
      "WHERE table_schema = $1",
      schema);
  if (tables[1].as<int>() == 1) return transaction.exec1("SELECT version FROM tandem_version")[0].as<int>();
  if (tables[0].as<int>() == 0) return 0;
  return -1;
}

}  // namespace

std::span<const char* const> schema_steps() { return steps_of_this_version; }

void lock_configuration(Work& transaction, const std::string& schema) { lock(transaction, schema, "configuration"); }

Result<void> migrate(Link& link, std::span<const char* const> steps) {
  return link.run([&](Work& transaction) -> Result<void> {
    const std::string& schema = link.schema();
    // The lock comes first: of two processes that find an empty database, one makes the tables, the other finds them.
    lock(transaction, schema, "schema");
    const int known = static_cast<int>(steps.size());
    const int version = stored_version(transaction, schema);
    if (version < 0) {
      return fail(
          errc::storage,
          fmt::format("schema '{}' belongs to another program; choose another with PostgresOptions::schema", schema));
    }
    if (version > known) {
      return fail(errc::storage,
                  fmt::format("schema '{}' was made by a newer version (it is {}, this version knows {})", schema,
                              version, known));
    }
    if (version == 0) {
      transaction.exec(fmt::format("CREATE SCHEMA IF NOT EXISTS {}", schema));
      transaction.exec("CREATE TABLE tandem_version (version INTEGER NOT NULL); INSERT INTO tandem_version VALUES (0)");
    }
    for (const char* step : steps.subspan(static_cast<std::size_t>(version))) transaction.exec(step);
    if (version < known) transaction.exec_params("UPDATE tandem_version SET version = $1", known);
    return {};
  });
}

}  // namespace tandem::postgres
