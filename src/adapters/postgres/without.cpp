// A build without libpqxx.
#include <tandem/storage.hpp>

namespace tandem {

Result<Storage> postgres_storage(const std::string&, std::string, PostgresOptions) {
  return fail(
      errc::unsupported,
      "this build has no PostgreSQL; install libpqxx-dev and build with TANDEM_POSTGRES=ON, or use sqlite_storage()");
}

}  // namespace tandem
