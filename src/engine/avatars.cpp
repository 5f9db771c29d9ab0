// Employees' pictures: files of the blob store that cards name (EMP-32).
#include "base/password.hpp"
#include "engine/asker.hpp"

#include <tandem/avatar.hpp>
#include <tandem/engine.hpp>

namespace tandem {
namespace {

using engine::Asker;

std::string key_prefix(const std::string& account) { return fmt::format("avatars/{}/", account); }

Result<Employee> card_of(const Asker& asker, const EmployeeKey& employee) {
  const auto* card = asker.data().find<Employee>(employee.text);
  if (card == nullptr) return fail(errc::not_found, fmt::format("there is no employee '{}'", employee.text));
  return *card;
}

/// The picture a card names, as a key of the blob store; empty: there is none of ours.
std::string blob_of(const Employee& card, const std::string& account) {
  constexpr std::string_view scheme = "blob:";
  if (!card.avatar.starts_with(scheme)) return {};
  std::string key = card.avatar.substr(scheme.size());
  return key.starts_with(key_prefix(account)) ? key : std::string();
}

/// Does any card still name it? Hosts may copy cards.
bool is_named(const AccountHandle& handle, const std::string& key) {
  const Result<Asker> asker = Asker::of(handle);
  bool named = false;
  if (asker) {
    asker->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
      named = named || blob_of(stored.object, handle.id) == key;
    });
  }
  return named;
}

constexpr int most_attempts = 5;

}  // namespace

Result<Saved> Account::set_avatar(const EmployeeKey& employee, std::span<const std::byte> picture) {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  const model::Authority authority = asker->authority();
  if (auto allowed = asker->need(Right::avatar_edit); !allowed) return std::unexpected(allowed.error());
  const bool own = handle_.actor.kind == ActorKind::employee && handle_.actor.employee == employee;
  if (!own && !authority.has(Right::employees_edit)) {
    return fail(errc::forbidden, "the pictures of others need the right employees_edit (EMP-32)");
  }
  if (const auto known = card_of(*asker, employee); !known) return std::unexpected(known.error());
  BlobStore& blobs = *asker->core().options().storage.blobs;
  std::string fresh;
  if (!picture.empty()) {
    if (const auto fine = check_avatar(picture); !fine) return std::unexpected(fine.error());
    fresh = key_prefix(handle_.id) + random_token(8);
    if (auto stored = engine::store_blob(blobs, fresh, picture); !stored) return std::unexpected(stored.error());
  }
  Result<Saved> saved = fail(errc::conflict, "the account changes all the time");
  std::string before;
  for (int attempt = 0; attempt < most_attempts && !saved && saved.error().code == errc::conflict; ++attempt) {
    const Result<Asker> now = Asker::of(handle_);  // it took a while to store the picture
    Result<Employee> card = now ? card_of(*now, employee) : std::unexpected(now.error());
    if (!card) {
      saved = std::unexpected(card.error());
      break;
    }
    before = blob_of(*card, handle_.id);
    card->avatar = fresh.empty() ? "" : "blob:" + fresh;
    saved = now->save(Changes().update(std::move(*card)), true);
  }
  const std::string& useless = saved ? before : fresh;
  if (!useless.empty() && !is_named(handle_, useless)) (void)blobs.remove(useless);
  return saved;
}

Result<std::vector<std::byte>> Account::avatar(const EmployeeKey& employee) const {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  const Result<Employee> card = card_of(*asker, employee);
  if (!card) return std::unexpected(card.error());
  if (!asker->authority().may_see(*card)) {
    return fail(errc::forbidden, "this employee's role does not let him see that card");
  }
  // What else lies in the store is nothing that a card could make a picture of.
  const std::string key = blob_of(*card, handle_.id);
  if (key.empty()) return fail(errc::not_found, fmt::format("'{}' has no picture", employee.text));
  return asker->core().options().storage.blobs->read(key);
}

}  // namespace tandem
