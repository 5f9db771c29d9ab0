// The storage ports: configuration documents, call records, blobs.
//
// Implementations: sqlite_storage() (one file in WAL mode), postgres_storage(), memory_storage(), and the host's own;
// tests/conformance/storage.hpp is the suite. The ports are synchronous and may be called from any thread; the engine
// calls them from its storage thread, never from a shard while a call waits, and tries again what failed.
#pragma once

#include <tandem/audit.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/record.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// A configuration document. `version` starts at 1 and grows by one with every change.
struct Document {
  std::string kind{};  ///< "account", "employee", ...
  std::string id{};    ///< "acme"; of an object "acme/anna"
  std::uint64_t version = 0;
  std::string body{};  ///< JSON
};

/// One change of one document. `expected_version` 0 means "must not exist yet"; none means "whatever is there".
struct DocumentChange {
  std::string kind{};
  std::string id{};
  std::optional<std::uint64_t> expected_version{};
  std::optional<std::string> body{};  ///< none removes the document
};

class ConfigStore {
 public:
  virtual ~ConfigStore() = default;
  /// All documents of a kind whose ids begin with `prefix`, ordered by id (byte by byte).
  [[nodiscard]] virtual Result<std::vector<Document>> load(std::string_view kind, std::string_view prefix) = 0;
  [[nodiscard]] Result<std::vector<Document>> load(std::string_view kind) { return load(kind, {}); }
  /// One document. Errors: `not_found`.
  [[nodiscard]] virtual Result<Document> get(std::string_view kind, std::string_view id) = 0;
  /// Carries out all changes, one after the other, and keeps the audit entries (whose ids it gives); or does nothing. Gives
  /// the new versions, in order (0 for a removal). Errors: `conflict` with both versions in the message, `not_found` for
  /// the removal of what is not there, `storage`.
  virtual Result<std::vector<std::uint64_t>> commit(std::span<const DocumentChange> changes,
                                                    std::span<const AuditEntry> audit) = 0;
  Result<std::vector<std::uint64_t>> commit(std::span<const DocumentChange> changes) { return commit(changes, {}); }
  [[nodiscard]] virtual Result<AuditPage> audit(const AuditQuery& query) = 0;
};

/// Which records to give. Empty fields do not filter.
struct RecordQuery {
  std::string account{};
  std::optional<Time> from{};   ///< started at or after
  std::optional<Time> until{};  ///< started before
  std::string number{};         ///< caller's or dialled number, exact
  std::optional<bool> open{};   ///< only calls that are (not) closed
  CallId before{};              ///< for the next page: calls older than this one
  std::size_t limit = 100;
};

class RecordStore {
 public:
  virtual ~RecordStore() = default;
  /// Stores these records in one transaction; a record with the same call id is replaced, unless the stored one is
  /// closed, which is final: then the new one is dropped. Errors: `storage`; nothing of the batch was stored then.
  virtual Result<void> write(std::span<const CallRecord> records) = 0;
  /// Newest first.
  [[nodiscard]] virtual Result<std::vector<CallRecord>> find(const RecordQuery& query) = 0;
  /// Removes these records, for good, in one transaction, but none that is open. Gives how many there were. Errors:
  /// `storage`, nothing was removed then; `unsupported` from a store that keeps everything.
  virtual Result<std::size_t> erase(std::span<const CallId> /*calls*/) {
    return fail(errc::unsupported, "this store keeps every record");
  }
};

/// A blob that is being written. Dropping it without commit() leaves nothing behind. One thread at a time.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;
  virtual Result<void> append(std::span<const std::byte> bytes) = 0;
  /// Overwrites bytes already appended; used for the lengths in a WAV header.
  virtual Result<void> patch(std::size_t offset, std::span<const std::byte> bytes) = 0;
  /// Makes the blob visible under its key, whole.
  virtual Result<void> commit() = 0;
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;
  /// Begins a blob. `key` is the caller's ("voicemail/acme/0123456789abcdef"); committing replaces an older one.
  [[nodiscard]] virtual Result<std::unique_ptr<BlobWriter>> create(std::string_view key) = 0;
  /// Errors: `not_found`.
  [[nodiscard]] virtual Result<std::vector<std::byte>> read(std::string_view key) = 0;
  virtual Result<void> remove(std::string_view key) = 0;
  /// Keys that begin with `prefix`, in order.
  [[nodiscard]] virtual Result<std::vector<std::string>> list(std::string_view prefix) = 0;
};

/// The three stores an engine needs, owned together. Any may be shared by several engines if its maker says so.
struct Storage {
  std::shared_ptr<ConfigStore> config{};
  std::shared_ptr<RecordStore> records{};
  std::shared_ptr<BlobStore> blobs{};
  /// Where the key lies that seals the secrets of the configuration, unless EngineOptions names one: made with mode 0600
  /// if there is none. Empty: a key that is forgotten at the end, for storage that is so too.
  std::string key_file{};
};

struct SqliteOptions {
  /// Wait this long for another process's lock before giving up with `storage`.
  std::chrono::milliseconds busy_timeout{2000};
};
/// Opens or creates the database file (WAL mode, schema made or migrated); its `key_file` is `path` + ".key". Errors:
/// `storage` with SQLite's words.
[[nodiscard]] Result<Storage> sqlite_storage(const std::string& path, SqliteOptions options = {});
struct PostgresOptions {
  /// Where the tables are, made if missing: small Latin letters, digits, underscores. One engine at a time uses the calls
  /// of a schema, since each closes at its start the calls that it finds open; several may share its configuration.
  std::string schema = "tandem";
  /// A statement, or the wait for another's lock, that takes longer is given up with `storage`.
  std::chrono::milliseconds timeout{5000};
};
/// Opens a PostgreSQL database in UTF-8 (from version 12 on): `connection` as libpq reads it, "host=127.0.0.1 dbname=pbx
/// user=pbx" or "postgresql://...". Makes or migrates the tables. A connection that is lost is opened again by the next
/// call. `key_file` is the storage's; its folder must be there. Errors: `invalid_argument` for a connection or schema that
/// cannot be one, `storage` with the server's words, `unsupported` in a build without libpqxx (TANDEM_POSTGRES).
[[nodiscard]] Result<Storage> postgres_storage(const std::string& connection, std::string key_file,
                                               PostgresOptions options = {});
/// Keeps all in memory; for tests, simulations and hosts that want nothing kept.
[[nodiscard]] Storage memory_storage();

}  // namespace TANDEM_API
