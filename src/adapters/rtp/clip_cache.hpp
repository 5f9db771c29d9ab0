// Decoded clips by reference, the least recently played dropped first when they grow beyond a number of bytes. Used by
// the worker thread alone.
#pragma once

#include "adapters/rtp/clip.hpp"

#include <tandem/rtp.hpp>
#include <tandem/storage.hpp>

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace tandem::rtp {

class ClipCache {
 public:
  ClipCache(std::size_t most_bytes, std::function<std::string(std::string_view)> standard_prompt, Log log);

  /// Blob references are read from here; null: they fail.
  void set_blobs(BlobStore* blobs) { blobs_ = blobs; }
  /// file:, blob: and standard: references. A failure is written to the log once for each name.
  Result<ClipPtr> get(const std::string& reference);
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::string reference;
    std::uint64_t stamp = 0;  // of what it was made from; another stamp means it changed
    ClipPtr clip;
  };
  using Order = std::list<Entry>;

  Result<ClipPtr> load(const std::string& reference);
  Result<ClipPtr> load_file(const std::string& reference, const std::string& path);
  Result<ClipPtr> load_blob(const std::string& reference, std::string_view key);
  ClipPtr find(const std::string& reference, std::uint64_t stamp);
  Result<ClipPtr> keep(const std::string& reference, std::uint64_t stamp, Result<ClipPtr> clip);

  std::size_t most_bytes_;
  std::function<std::string(std::string_view)> standard_prompt_;
  Log log_;
  BlobStore* blobs_ = nullptr;
  Order order_;  // newest first
  std::unordered_map<std::string, Order::iterator> entries_;
  std::unordered_set<std::string> complained_;
  std::size_t bytes_ = 0;
};

}  // namespace tandem::rtp
