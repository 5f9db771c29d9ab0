#include "adapters/rtp/clip_cache.hpp"

#include "base/log.hpp"

#include <sys/stat.h>

#include <utility>

namespace tandem::rtp {
namespace {

constexpr std::size_t most_complaints = 1000;

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) { return (a ^ b) * 0x9E3779B97F4A7C15u + (a >> 29); }

// Changes whenever the file is written or replaced.
std::uint64_t stamp_of_file(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return 0;
  std::uint64_t stamp = mixed(about.st_ino, static_cast<std::uint64_t>(about.st_size));
  stamp = mixed(stamp, static_cast<std::uint64_t>(about.st_mtim.tv_sec));
  return mixed(stamp, static_cast<std::uint64_t>(about.st_mtim.tv_nsec));
}

std::uint64_t stamp_of_bytes(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return mixed(std::hash<std::string_view>{}(text), bytes.size());
}

}  // namespace

ClipCache::ClipCache(std::size_t most_bytes, std::function<std::string(std::string_view)> standard_prompt, Log log)
    : most_bytes_(most_bytes), standard_prompt_(std::move(standard_prompt)), log_(std::move(log)) {}

Result<ClipPtr> ClipCache::get(const std::string& reference) {
  auto clip = load(reference);
  if (!clip && complained_.size() < most_complaints && complained_.insert(reference).second) {
    log_warning(log_, "rtp", "cannot play '{}': {}", reference, clip.error().message);
  }
  return clip;
}

Result<ClipPtr> ClipCache::load(const std::string& reference) {
  const std::string_view text = reference;
  const auto rest = [&](std::string_view prefix) { return text.substr(prefix.size()); };
  if (text.starts_with("file:")) return load_file(reference, std::string(rest("file:")));
  if (text.starts_with("blob:")) return load_blob(reference, rest("blob:"));
  if (text.starts_with("standard:")) {
    const std::string path = standard_prompt_ ? standard_prompt_(rest("standard:")) : std::string();
    if (path.empty()) return fail(errc::not_found, "no such standard prompt, or its sound package is not installed");
    return load_file(reference, path);
  }
  return fail(errc::not_found, "not an audio reference: begin with file:, blob:, standard:, tone: or silence:");
}

Result<ClipPtr> ClipCache::load_file(const std::string& reference, const std::string& path) {
  const std::uint64_t stamp = stamp_of_file(path);
  if (ClipPtr known = find(reference, stamp)) return known;
  return keep(reference, stamp, decode_file(path));
}

Result<ClipPtr> ClipCache::load_blob(const std::string& reference, std::string_view key) {
  if (!blobs_) return fail(errc::not_found, "there is no blob store");
  auto bytes = blobs_->read(key);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  const std::uint64_t stamp = stamp_of_bytes(*bytes);
  if (ClipPtr known = find(reference, stamp)) return known;
  return keep(reference, stamp, decode_bytes(*bytes));
}

ClipPtr ClipCache::find(const std::string& reference, std::uint64_t stamp) {
  const auto it = entries_.find(reference);
  if (it == entries_.end() || it->second->stamp != stamp) return nullptr;
  order_.splice(order_.begin(), order_, it->second);
  return it->second->clip;
}

Result<ClipPtr> ClipCache::keep(const std::string& reference, std::uint64_t stamp, Result<ClipPtr> clip) {
  const auto drop = [&](Order::iterator entry) {
    bytes_ -= entry->clip->size() * sizeof(std::int16_t);
    entries_.erase(entry->reference);
    order_.erase(entry);
  };
  if (const auto old = entries_.find(reference); old != entries_.end()) drop(old->second);
  if (!clip) return clip;
  order_.push_front({reference, stamp, *clip});
  entries_[reference] = order_.begin();
  bytes_ += (*clip)->size() * sizeof(std::int16_t);
  while (bytes_ > most_bytes_ && order_.size() > 1) drop(std::prev(order_.end()));
  return clip;
}

}  // namespace tandem::rtp
