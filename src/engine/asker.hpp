// Whoever asks through a handle: the engine, what is in force in the account, and what his role lets him do.
#pragma once

#include "engine/core.hpp"
#include "model/authorise.hpp"

#include <tandem/objects.hpp>

#include <fmt/format.h>

#include <memory>
#include <span>
#include <string>

namespace tandem::engine {

class Asker {
 public:
  /// Errors: `gone`.
  static Result<Asker> of(const AccountHandle& handle) {
    auto core = handle.core.lock();
    if (!core) return fail(errc::gone, "the engine of this handle was destroyed");
    auto entry = core->registry.find(handle.id);
    if (!entry) return fail(errc::gone, fmt::format("account '{}' was removed", handle.id));
    return Asker(handle, std::move(core), std::move(*entry));
  }

  [[nodiscard]] Core& core() const { return *core_; }
  [[nodiscard]] const model::AccountData& data() const { return entry_.data(); }
  [[nodiscard]] const Registry::Entry& entry() const { return entry_; }
  [[nodiscard]] model::Authority authority() const { return {entry_.data(), handle_.actor}; }
  /// Errors: `forbidden`.
  [[nodiscard]] Result<void> need(Right right) const {
    if (authority().has(right)) return {};
    return fail(errc::forbidden, fmt::format("this needs the right {}", name_of(right)));
  }
  /// What was made of the state that was looked at: refused with `conflict` if another one is in force meanwhile.
  /// `authorised`: the asker's right was judged already.
  [[nodiscard]] Result<Saved> save(const Changes& changes, bool authorised = false) const {
    return core_->registry.save(handle_.id, changes, {.expected_revision = entry_.revision}, handle_.actor, authorised);
  }

 private:
  Asker(const AccountHandle& handle, std::shared_ptr<Core> core, Registry::Entry entry)
      : handle_(handle), core_(std::move(core)), entry_(std::move(entry)) {}
  AccountHandle handle_;
  std::shared_ptr<Core> core_;
  Registry::Entry entry_;
};

/// Stores a whole blob.
[[nodiscard]] inline Result<void> store_blob(BlobStore& blobs, const std::string& key, std::span<const std::byte> bytes) {
  auto writer = blobs.create(key);
  if (!writer) return std::unexpected(writer.error());
  if (auto written = (*writer)->append(bytes); !written) return written;
  return (*writer)->commit();
}

}  // namespace tandem::engine
