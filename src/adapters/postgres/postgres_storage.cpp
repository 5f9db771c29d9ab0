// Opens the database and hands out the stores.
#include "adapters/postgres/schema.hpp"
#include "adapters/postgres/stores.hpp"

namespace tandem {

Result<Storage> postgres_storage(const std::string& connection, std::string key_file, PostgresOptions options) {
  using namespace postgres;
  if (key_file.empty()) {
    return fail(errc::invalid_argument,
                "a database outlives the process, so the key that seals its secrets needs a file");
  }
  const auto writer = Link::make(connection, options);
  if (!writer) return std::unexpected(writer.error());
  const auto reader = Link::make(connection, options);
  if (!reader) return std::unexpected(reader.error());
  if (auto done = migrate(**writer, schema_steps()); !done) return std::unexpected(done.error());
  const Database database{*writer, *reader};
  return Storage{make_config_store(database), make_record_store(database), make_blob_store(database),
                 std::move(key_file)};
}

}  // namespace tandem
