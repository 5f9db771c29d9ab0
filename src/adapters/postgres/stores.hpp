// The three stores over one database: writes go through one connection, reads through another, so that a long query of
// the history does not hold up the records of calls.
#pragma once

#include "adapters/postgres/link.hpp"

namespace tandem::postgres {

struct Database {
  std::shared_ptr<Link> writer;
  std::shared_ptr<Link> reader;
};

[[nodiscard]] std::shared_ptr<ConfigStore> make_config_store(Database database);
[[nodiscard]] std::shared_ptr<RecordStore> make_record_store(Database database);
[[nodiscard]] std::shared_ptr<BlobStore> make_blob_store(Database database);

}  // namespace tandem::postgres
