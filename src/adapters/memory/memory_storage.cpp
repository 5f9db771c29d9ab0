// Storage that keeps all in memory. One mutex for each store: it is held for the length of a map operation.
#include <tandem/storage.hpp>

#include "model/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace tandem {
namespace {

class MemoryConfigStore final : public ConfigStore {
 public:
  using ConfigStore::commit;
  using ConfigStore::load;
  Result<std::vector<Document>> load(std::string_view kind, std::string_view prefix) override {
    const std::scoped_lock lock(mutex_);
    std::vector<Document> found;
    for (auto it = documents_.lower_bound({std::string(kind), std::string(prefix)});
         it != documents_.end() && it->first.first == kind && it->first.second.starts_with(prefix); ++it) {
      found.push_back(it->second);
    }
    return found;
  }
  Result<Document> get(std::string_view kind, std::string_view id) override {
    const std::scoped_lock lock(mutex_);
    const auto found = documents_.find({std::string(kind), std::string(id)});
    if (found == documents_.end()) return fail(errc::not_found, fmt::format("no {} '{}' is stored", kind, id));
    return found->second;
  }
  Result<std::vector<std::uint64_t>> commit(std::span<const DocumentChange> changes,
                                            std::span<const AuditEntry> audit) override {
    const std::scoped_lock lock(mutex_);
    std::map<Key, std::optional<Document>> next;  // what is different when all went well
    std::vector<std::uint64_t> versions;
    for (const DocumentChange& change : changes) {
      Key key{change.kind, change.id};
      const std::uint64_t version = version_of(key, next);
      if (change.expected_version && *change.expected_version != version) {
        return fail(errc::conflict, fmt::format("{} '{}' has version {}, expected was {}", change.kind, change.id,
                                                version, *change.expected_version));
      }
      if (!change.body && version == 0) {
        return fail(errc::not_found, fmt::format("no {} '{}' is stored", change.kind, change.id));
      }
      versions.push_back(change.body ? version + 1 : 0);
      std::optional<Document>& document = next[std::move(key)];
      document.reset();
      if (change.body) document = Document{change.kind, change.id, version + 1, *change.body};
    }
    for (auto& [key, document] : next) {
      if (document) {
        documents_.insert_or_assign(key, std::move(*document));
      } else {
        documents_.erase(key);
      }
    }
    for (AuditEntry entry : audit) {
      entry.id = audit_.size() + 1;
      audit_.push_back(std::move(entry));
    }
    return versions;
  }
  Result<AuditPage> audit(const AuditQuery& query) override {
    const std::scoped_lock lock(mutex_);
    AuditPage page;
    for (auto it = audit_.rbegin(); it != audit_.rend(); ++it) {
      if (!model::matches(query, *it)) continue;
      ++page.total;
      if ((query.before == 0 || it->id < query.before) && page.entries.size() < query.limit) page.entries.push_back(*it);
    }
    return page;
  }

 private:
  using Key = std::pair<std::string, std::string>;
  std::uint64_t version_of(const Key& key, const std::map<Key, std::optional<Document>>& next) const {
    if (const auto changed = next.find(key); changed != next.end()) {
      return changed->second ? changed->second->version : 0;
    }
    const auto stored = documents_.find(key);
    return stored == documents_.end() ? 0 : stored->second.version;
  }
  std::mutex mutex_;
  std::map<Key, Document> documents_;
  std::vector<AuditEntry> audit_;
};

class MemoryRecordStore final : public RecordStore {
 public:
  Result<void> write(std::span<const CallRecord> records) override {
    const std::scoped_lock lock(mutex_);
    for (const CallRecord& record : records) {
      const auto [stored, is_new] = records_.try_emplace(record.id, record);
      if (!is_new && !stored->second.closed()) stored->second = record;
    }
    return {};
  }
  Result<std::vector<CallRecord>> find(const RecordQuery& query) override {
    const std::scoped_lock lock(mutex_);
    std::vector<CallRecord> found;
    const auto end = query.before ? records_.lower_bound(query.before) : records_.end();
    for (auto it = std::make_reverse_iterator(end); it != records_.rend() && found.size() < query.limit; ++it) {
      if (matches(query, it->second)) found.push_back(it->second);
    }
    return found;
  }
  Result<std::size_t> erase(std::span<const CallId> calls) override {
    const std::scoped_lock lock(mutex_);
    std::size_t count = 0;
    for (const CallId id : calls) {
      const auto at = records_.find(id);
      if (at == records_.end() || !at->second.closed()) continue;
      records_.erase(at);
      ++count;
    }
    return count;
  }

 private:
  static bool matches(const RecordQuery& query, const CallRecord& record) {
    if (!query.account.empty() && record.account != query.account) return false;
    if (query.from && record.started < *query.from) return false;
    if (query.until && record.started >= *query.until) return false;
    if (!query.number.empty() && record.caller.number != query.number && record.dialled != query.number) return false;
    return !query.open || *query.open != record.closed();
  }
  std::mutex mutex_;
  std::map<CallId, CallRecord> records_;
};

class MemoryBlobStore final : public BlobStore, public std::enable_shared_from_this<MemoryBlobStore> {
 public:
  Result<std::unique_ptr<BlobWriter>> create(std::string_view key) override {
    return std::make_unique<Writer>(shared_from_this(), key);
  }
  Result<std::vector<std::byte>> read(std::string_view key) override {
    const std::scoped_lock lock(mutex_);
    const auto found = blobs_.find(key);
    if (found == blobs_.end()) return fail(errc::not_found, fmt::format("no blob '{}' is stored", key));
    return found->second;
  }
  Result<void> remove(std::string_view key) override {
    const std::scoped_lock lock(mutex_);
    const auto found = blobs_.find(key);
    if (found == blobs_.end()) return fail(errc::not_found, fmt::format("no blob '{}' is stored", key));
    blobs_.erase(found);
    return {};
  }
  Result<std::vector<std::string>> list(std::string_view prefix) override {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> keys;
    for (auto it = blobs_.lower_bound(prefix); it != blobs_.end() && it->first.starts_with(prefix); ++it) {
      keys.push_back(it->first);
    }
    return keys;
  }

 private:
  class Writer final : public BlobWriter {
   public:
    Writer(std::shared_ptr<MemoryBlobStore> store, std::string_view key) : store_(std::move(store)), key_(key) {}
    Result<void> append(std::span<const std::byte> bytes) override {
      if (committed_) return over();
      bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
      return {};
    }
    Result<void> patch(std::size_t offset, std::span<const std::byte> bytes) override {
      if (committed_) return over();
      if (offset > bytes_.size() || bytes.size() > bytes_.size() - offset) {
        return fail(errc::invalid_argument, fmt::format("bytes {} to {} of a blob of {} were not written yet", offset,
                                                        offset + bytes.size(), bytes_.size()));
      }
      std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
      return {};
    }
    Result<void> commit() override {
      if (committed_) return over();
      const std::scoped_lock lock(store_->mutex_);
      store_->blobs_.insert_or_assign(key_, std::move(bytes_));
      committed_ = true;
      return {};
    }

   private:
    Result<void> over() const {
      return fail(errc::invalid_argument, fmt::format("blob '{}' is committed already", key_));
    }
    std::shared_ptr<MemoryBlobStore> store_;
    std::string key_;
    std::vector<std::byte> bytes_;
    bool committed_ = false;
  };

  std::mutex mutex_;
  std::map<std::string, std::vector<std::byte>, std::less<>> blobs_;
};

}  // namespace

Storage memory_storage() {
  return {std::make_shared<MemoryConfigStore>(), std::make_shared<MemoryRecordStore>(),
          std::make_shared<MemoryBlobStore>(), {}};
}

}  // namespace tandem
