// Blobs in chunks. What is being written stands in a temporary table of the writing connection, where nobody sees it
// and where it vanishes with the connection; committing copies it in one transaction.
#include "adapters/blob/chunked_writer.hpp"
#include "adapters/postgres/stores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace tandem::postgres {
namespace {

pqxx::binarystring binary(std::span<const std::byte> bytes) { return {bytes.data(), bytes.size()}; }

std::vector<std::byte> bytes_of(const pqxx::field& field) {
  const pqxx::binarystring stored(field);
  const auto* begin = reinterpret_cast<const std::byte*>(stored.data());
  return {begin, begin + stored.size()};
}

class PostgresBlobWriter final : public ChunkedWriter {
 public:
  PostgresBlobWriter(std::shared_ptr<Link> link, std::string key, std::int64_t id)
      : ChunkedWriter(std::move(key)), link_(std::move(link)), id_(id) {}
  ~PostgresBlobWriter() override {
    if (aside() == 0) return;
    static_cast<void>(in_session([&](Work& transaction) -> Result<void> {
      remove_parts(transaction);
      return {};
    }));
  }

 private:
  /// In the session that has the parts; there is no other once there are any.
  template <class F>
  Result<void> in_session(F work) {
    return link_->run([&](Work& transaction) -> Result<void> {
      if (aside() > 0 && session_ != link_->session()) {
        return fail(errc::storage, fmt::format("the connection was lost, and the parts of blob '{}' with it", key()));
      }
      session_ = link_->session();
      return work(transaction);
    });
  }

  Result<void> put_aside(std::size_t position, std::span<const std::byte> chunk) override {
    return in_session([&](Work& transaction) -> Result<void> {
      if (position == 0) {
        transaction.exec("CREATE TEMP TABLE IF NOT EXISTS blob_part (writer BIGINT NOT NULL, position BIGINT NOT NULL, "
                         "bytes BYTEA NOT NULL, PRIMARY KEY (writer, position))");
      }
      transaction.exec_params("INSERT INTO pg_temp.blob_part (writer, position, bytes) VALUES ($1, $2, $3)", id_,
                              static_cast<std::int64_t>(position), binary(chunk));
      return {};
    });
  }

  Result<void> patch_aside(std::size_t position, std::size_t inside, std::span<const std::byte> bytes) override {
    return in_session([&](Work& transaction) -> Result<void> {
      const auto changed = transaction.exec_params(
          "UPDATE pg_temp.blob_part SET bytes = overlay(bytes PLACING $3 FROM $4) WHERE writer = $1 AND position = $2", id_,
          static_cast<std::int64_t>(position), binary(bytes), static_cast<int>(inside) + 1);
      if (changed.affected_rows() != 1) return fail(errc::storage, fmt::format("a part of blob '{}' is lost", key()));
      return {};
    });
  }

  Result<void> make_visible(std::span<const std::byte> last) override {
    return in_session([&](Work& transaction) -> Result<void> {
      transaction.exec_params("DELETE FROM blob WHERE key = $1", clean(key()));
      const auto blob =
          transaction.exec_params1("INSERT INTO blob (key) VALUES ($1) RETURNING id", clean(key()))[0].as<std::int64_t>();
      if (aside() > 0) {
        transaction.exec_params(
            "INSERT INTO blob_chunk (blob, position, bytes) SELECT $1, position, bytes FROM pg_temp.blob_part "
            "WHERE writer = $2",
            blob, id_);
        remove_parts(transaction);
      }
      if (!last.empty()) {
        transaction.exec_params("INSERT INTO blob_chunk (blob, position, bytes) VALUES ($1, $2, $3)", blob,
                                static_cast<std::int64_t>(aside()), binary(last));
      }
      return {};
    });
  }

  void remove_parts(Work& transaction) {
    transaction.exec_params("DELETE FROM pg_temp.blob_part WHERE writer = $1", id_);
  }

  std::shared_ptr<Link> link_;
  std::int64_t id_;
  std::uint64_t session_ = 0;  ///< of the connection that has the parts
};

class PostgresBlobStore final : public BlobStore {
 public:
  explicit PostgresBlobStore(Database database) : database_(std::move(database)) {}

  Result<std::unique_ptr<BlobWriter>> create(std::string_view key) override {
    return std::make_unique<PostgresBlobWriter>(database_.writer, std::string(key), ++last_writer_);
  }

  Result<std::vector<std::byte>> read(std::string_view key) override {
    return database_.reader->run([&](Work& transaction) -> Result<std::vector<std::byte>> {
      // One statement, so one state of the store. The outer join gives a row for an empty blob too.
      const auto rows = transaction.exec_params(
          "SELECT chunk.bytes FROM blob LEFT JOIN blob_chunk AS chunk ON chunk.blob = blob.id WHERE blob.key = $1 "
          "ORDER BY chunk.position",
          clean(key));
      if (rows.empty()) return fail(errc::not_found, fmt::format("no blob '{}' is stored", key));
      std::vector<std::byte> bytes;
      for (const pqxx::row row : rows) {
        if (row[0].is_null()) continue;
        const std::vector<std::byte> chunk = bytes_of(row[0]);
        bytes.insert(bytes.end(), chunk.begin(), chunk.end());
      }
      return bytes;
    });
  }

  Result<void> remove(std::string_view key) override {
    return database_.writer->run([&](Work& transaction) -> Result<void> {
      const auto gone = transaction.exec_params("DELETE FROM blob WHERE key = $1", clean(key));
      if (gone.affected_rows() == 0) return fail(errc::not_found, fmt::format("no blob '{}' is stored", key));
      return {};
    });
  }

  Result<std::vector<std::string>> list(std::string_view prefix) override {
    return database_.reader->run([&](Work& transaction) -> Result<std::vector<std::string>> {
      std::vector<std::string> keys;
      for (const pqxx::row row : transaction.exec_params(
               "SELECT key FROM blob WHERE key >= $1 AND key < $1 || chr(1114111) ORDER BY key", clean(prefix))) {
        keys.push_back(row[0].as<std::string>());
      }
      return keys;
    });
  }

 private:
  Database database_;
  std::atomic<std::int64_t> last_writer_{0};
};

}  // namespace

std::shared_ptr<BlobStore> make_blob_store(Database database) {
  return std::make_shared<PostgresBlobStore>(std::move(database));
}

}  // namespace tandem::postgres
