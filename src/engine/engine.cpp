#include <tandem/engine.hpp>

#include "base/password.hpp"
#include "engine/core.hpp"
#include "model/fmc.hpp"
#include "model/hidden.hpp"
#include "model/line_rows.hpp"

#include <fmt/format.h>

#include <utility>

namespace tandem {
namespace {

std::unexpected<Error> engine_gone() { return fail(errc::gone, "the engine of this handle was destroyed"); }

/// What a handle names: it was there once, so that what is not found is gone.
template <class T>
Result<T> of_handle(Result<T> result, const std::string& account) {
  if (!result && result.error().code == errc::not_found) return fail(errc::gone, "account '" + account + "' was removed");
  return result;
}

/// The entry of a handle's account.
Result<engine::Registry::Entry> entry_of(const AccountHandle& handle) {
  const auto core = handle.core.lock();
  if (!core) return engine_gone();
  return of_handle(core->registry.find(handle.id), handle.id);
}

/// Refuses an employee without the right.
Result<void> only_with(const AccountHandle& handle, Right right) {
  const auto entry = entry_of(handle);
  if (!entry) return std::unexpected(entry.error());
  if (model::Authority(entry->data(), handle.actor).has(right)) return {};
  return fail(errc::forbidden, "this needs the right " + std::string(name_of(right)));
}

/// What `of` says of a success.
template <class T, class F>
auto mapped(const Result<T>& result, F of) -> Result<decltype(of(*result))> {
  if (!result) return std::unexpected(result.error());
  return of(*result);
}

}  // namespace

Account Account::as(Actor actor) const { return Account({handle_.id, handle_.core, std::move(actor)}); }

Result<bool> Account::may(Right right) const {
  return mapped(entry_of(handle_), [&](const auto& entry) { return model::Authority(entry.data(), handle_.actor).has(right); });
}

Result<AccountSettings> Account::settings() const {
  return mapped(entry_of(handle_), [this](const auto& entry) {
    AccountSettings settings = entry.data().settings();
    model::hide(model::Authority(entry.data(), handle_.actor), settings);
    return settings;
  });
}

Result<std::vector<Feature>> Account::features() const {
  if (auto allowed = only_with(handle_, Right::services_edit); !allowed) return std::unexpected(allowed.error());
  return mapped(entry_of(handle_), [](const auto& entry) { return features_of(entry.data().settings()); });
}

Result<std::vector<FmcRow>> Account::fmc_numbers() const {
  if (auto allowed = only_with(handle_, Right::services_edit); !allowed) return std::unexpected(allowed.error());
  return mapped(entry_of(handle_), [](const auto& entry) { return model::fmc_rows(entry.data()); });
}

Result<EncryptionState> Account::encryption() const {
  return mapped(entry_of(handle_), [](const auto& entry) {
    const AccountSettings& settings = entry.data().settings();
    const Services& services = settings.defaults.services;
    return EncryptionState{services.srtp, services.tls, settings.sip_encryption, {}};
  });
}

Result<RelayKit> Account::relay_kit() const {
  if (auto allowed = only_with(handle_, Right::media_proxy_edit); !allowed) return std::unexpected(allowed.error());
  const auto entry = entry_of(handle_);
  if (!entry) return std::unexpected(entry.error());
  const MediaProxy& proxy = entry->data().settings().media_proxy;
  if (!entry->data().settings().defaults.services.media_proxy) {
    return fail(errc::forbidden, "the account has no relays of its own: the service `media_proxy` is off (MPX-01)");
  }
  if (proxy.key.empty()) return fail(errc::not_found, "no relay was enabled yet, so that there is no key");
  return RelayKit{entry->data().id(), proxy.key, proxy.relays};
}

Result<std::string> Account::renew_relay_key() const {
  if (auto allowed = only_with(handle_, Right::media_proxy_edit); !allowed) return std::unexpected(allowed.error());
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  const auto entry = entry_of(handle_);
  if (!entry) return std::unexpected(entry.error());
  AccountSettings changed = entry->data().settings();
  if (!changed.defaults.services.media_proxy) {
    return fail(errc::forbidden, "the account has no relays of its own: the service `media_proxy` is off (MPX-01)");
  }
  const std::string key = changed.media_proxy.key = random_token(16);
  const SaveOptions as_it_was{.expected_revision = entry->revision};
  const auto saved = core->registry.save(handle_.id, Changes().settings(std::move(changed)), as_it_was, handle_.actor);
  if (!saved) return std::unexpected(saved.error());
  return key;
}

Result<Saved> Account::save(const Changes& changes, SaveOptions options) const {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  if (const auto entry = entry_of(handle_); !entry) return std::unexpected(entry.error());
  return core->registry.save(handle_.id, changes, options, handle_.actor);
}

Result<AccountDocument> Account::document() const {
  if (auto allowed = only_with(handle_, Right::call_processing_edit); !allowed) return std::unexpected(allowed.error());
  return mapped(entry_of(handle_), [this](const auto& entry) {
    AccountDocument document = entry.data().document();
    if (handle_.actor.kind == ActorKind::employee) {
      model::hide(model::Authority(entry.data(), handle_.actor), document);
    }
    return document;
  });
}

Result<std::uint64_t> Account::version() const {
  return mapped(entry_of(handle_), [](const auto& entry) { return entry.revision; });
}

Result<std::string> Account::export_json(Secrets secrets) const {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  const Result<AccountDocument> found = document();
  if (!found) return std::unexpected(found.error());
  if (secrets != Secrets::left_out) {
    if (auto allowed = only_with(handle_, Right::sip_accounts_edit); !allowed) return std::unexpected(allowed.error());
  }
  switch (secrets) {
    case Secrets::clear: return to_json(*found);
    case Secrets::left_out: return to_json(*found, [](std::string_view) { return std::string(); });
    case Secrets::sealed: break;
  }
  const Result<Sealer>& sealer = core->registry.sealer();
  if (!sealer) return std::unexpected(sealer.error());
  return to_json(*found, [&](std::string_view secret) { return sealer->seal(secret); });
}

Result<std::vector<Error>> Account::warnings() const {
  return mapped(document(), [](const AccountDocument& found) { return warnings_of(found); });
}

Result<DryRun> Account::explain_call(const DryRunQuery& query) const {
  if (const Result<AccountDocument> allowed = document(); !allowed) return std::unexpected(allowed.error());
  const auto entry = entry_of(handle_);
  if (!entry) return std::unexpected(entry.error());
  return tandem::explain_call(entry->data().document(), query);  // with what he is not shown: calls go by it
}

Result<AuditPage> Account::audit(AuditQuery query) const {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  if (auto allowed = only_with(handle_, Right::audit_read); !allowed) return std::unexpected(allowed.error());  // LOG-06
  query.account = handle_.id;
  return core->options().storage.config->audit(query);
}

Result<std::vector<CallRecord>> Account::records(RecordQuery query) const {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  core->flush_records();
  query.account = handle_.id;
  RecordStore& store = *core->options().storage.records;
  if (handle_.actor.kind != ActorKind::employee) return store.find(query);  // also those of an account that was removed
  const auto entry = entry_of(handle_);
  if (!entry) return std::unexpected(entry.error());
  const model::Authority authority(entry->data(), handle_.actor);
  const std::size_t wanted = query.limit;
  std::vector<CallRecord> seen;
  while (seen.size() < wanted) {  // until a page is full of what he may see
    auto page = store.find(query);
    if (!page) return page;
    for (CallRecord& record : *page) {
      if (seen.size() < wanted && authority.may_see(record)) seen.push_back(std::move(record));
    }
    if (page->size() < query.limit) break;
    query.before = page->back().id;
  }
  return seen;
}

Result<std::size_t> Account::purge_line_records(std::string_view line) const {
  for (const Right right : {Right::call_processing_edit, Right::history_all}) {
    if (auto allowed = only_with(handle_, right); !allowed) return std::unexpected(allowed.error());
  }
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  const auto entry = entry_of(handle_);
  if (!entry) return std::unexpected(entry.error());
  if (entry->data().find<Number>(line) != nullptr) {
    return fail(errc::in_use, fmt::format("'{}' is a number of the account; only what is left of a removed one is purged", line));
  }
  return core->purge_line_records(entry->data(), std::string(line), handle_.actor);
}

Result<std::vector<LineRow>> Account::lines(const LineQuery& query) const {
  if (auto allowed = only_with(handle_, Right::call_processing_edit); !allowed) return std::unexpected(allowed.error());
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  return mapped(entry_of(handle_), [&](const auto& entry) {
    return model::line_rows(entry.data(), query, core->now(), core->regions());
  });
}

Result<std::vector<TrunkRule>> Account::trunk_rules() const {
  if (auto allowed = only_with(handle_, Right::trunks_view); !allowed) return std::unexpected(allowed.error());
  return mapped(entry_of(handle_), [](const auto& entry) {
    std::vector<TrunkRule> rules;
    entry.data().template all<Trunk>().each([&](const auto& stored) {
      const Trunk& trunk = stored.object;
      for (const MaskRule& rule : trunk.masks)
        rules.push_back({rule.mask, rule.transform, trunk.id, trunk.name, rule.active});
    });
    return rules;
  });
}

Accounts Accounts::as(Actor actor) const { return Accounts({{}, handle_.core, std::move(actor)}); }

Result<Account> Accounts::create(std::string_view id, AccountSettings settings) {
  AccountDocument document;
  static_cast<AccountSettings&>(document) = std::move(settings);
  document.id = id;
  Result<Account> made = import_document(document, 0);
  if (!made && made.error().code == errc::conflict) {
    return fail(errc::duplicate, "there is already an account '" + document.id + "'", "id");
  }
  return made;
}

Result<Account> Accounts::import_json(std::string_view json, std::optional<std::uint64_t> expected_version) {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  const Result<Sealer>& sealer = core->registry.sealer();
  if (!sealer) return std::unexpected(sealer.error());
  const Result<AccountDocument> document =
      parse_account(json, [&](std::string_view secret) { return sealer->open(secret); });
  if (!document) return std::unexpected(document.error());
  return import_document(*document, expected_version);
}

Result<Account> Accounts::import_document(const AccountDocument& document,
                                          std::optional<std::uint64_t> expected_version) {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  if (Result<void> done = core->registry.import(document, expected_version, handle_.actor); !done) {
    return std::unexpected(done.error());
  }
  return Account({document.id, handle_.core, handle_.actor});
}

Result<Account> Accounts::find(std::string_view id) const {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  const auto entry = core->registry.find(std::string(id));
  if (!entry) return std::unexpected(entry.error());
  return Account({std::string(id), handle_.core, handle_.actor});
}

std::vector<Account> Accounts::list() const {
  std::vector<Account> accounts;
  if (const auto core = handle_.core.lock()) {
    for (std::string& id : core->registry.list()) accounts.push_back(Account({std::move(id), handle_.core, handle_.actor}));
  }
  return accounts;
}

Result<void> Accounts::remove(std::string_view id) {
  const auto core = handle_.core.lock();
  if (!core) return engine_gone();
  return core->registry.remove(std::string(id), handle_.actor);
}

Engine::Engine(EngineOptions options) : core_(std::make_shared<engine::Core>(std::move(options))) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Engine::~Engine() {
  if (core_) core_->stop();
}

Result<void> Engine::start() { return core_->start(); }

void Engine::stop() {
  core_->stop();
  interrupt();
}

Result<void> Engine::run() {
  if (Result<void> up = core_->start(); !up) return up;
  core_->wait_for_interrupt();
  return {};
}

void Engine::interrupt() noexcept { core_->interrupt(); }

Accounts Engine::accounts() { return Accounts({{}, core_, {}}); }
void Engine::on_event(std::function<void(const Event&)> sink) { core_->events.set_sink(std::move(sink)); }
std::vector<std::string> Engine::listening() const { return core_->options().signaling->listening(); }
Engine::Health Engine::health() const { return core_->health(); }
std::string Engine::dump() const { return core_->dump(); }

}  // namespace tandem
