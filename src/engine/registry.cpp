#include "engine/registry.hpp"

#include "base/log.hpp"
#include "engine/journal_entries.hpp"
#include "engine/news.hpp"
#include "model/authorise.hpp"
#include "model/completion.hpp"
#include "model/robots.hpp"
#include "model/stored_form.hpp"
#include "model/tidy.hpp"
#include "model/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tandem::engine {
namespace {

std::unexpected<Error> no_account(const std::string& id) {
  return fail(errc::not_found, fmt::format("there is no account '{}'", id));
}

Result<void> check_revision(const std::string& account, std::uint64_t revision, std::optional<std::uint64_t> expected) {
  if (!expected || *expected == revision) return {};
  return fail(errc::conflict, fmt::format("account '{}' has version {}, expected was {}; read it again", account,
                                          revision, *expected));
}

/// Of the objects that were asked for, with paths as errors have.
std::vector<Error> warnings_of_change(const model::Edited& edited) {
  std::vector<Error> warnings;
  for (std::size_t i = 0; i < edited.asked; ++i) {
    const std::string at = edited.asked == 1 ? std::string() : fmt::format("changes[{}]", i);
    std::ranges::move(model::warnings_of(edited.after, edited.touched[i].object, at), std::back_inserter(warnings));
  }
  return warnings;
}

}  // namespace

Registry::Registry(std::shared_ptr<ConfigStore> store, Result<Sealer> sealer,
                   routing::Surroundings surroundings, Log log, Clock clock,
                   OnPlan on_plan)
    : store_(std::move(store)), surroundings_(std::move(surroundings)), log_(std::move(log)), clock_(std::move(clock)),
      on_plan_(std::move(on_plan)), sealer_(std::move(sealer)) {}

Result<void> Registry::load() {
  const std::lock_guard changing(changing_);
  if (!sealer_) return std::unexpected(sealer_.error());
  auto stored = model::load_accounts(*store_);
  if (!stored) return std::unexpected(stored.error());
  for (const model::StoredAccount& account : *stored) {
    if (Result<void> loaded = load_one(account); !loaded) {
      log_error(log_, "engine", "account '{}' is left out, what is stored of it cannot be used: {}",
                account.settings.id, to_string(loaded.error()));
    }
  }
  return {};
}

Result<void> Registry::load_one(const model::StoredAccount& stored) {
  Result<model::Restored> restored = model::restore(stored, *sealer_);
  if (!restored) return std::unexpected(restored.error());
  std::uint64_t revision = stored.revision;
  if (!restored->unwritten.empty()) {  // written by an earlier version: from now on in this one's form
    const model::Edited parts{restored->data, std::move(restored->unwritten)};
    auto versions = store_->commit(model::changes_for_store(parts, revision, *sealer_));
    if (!versions) return std::unexpected(versions.error());
    revision = versions->front();
  }
  const std::optional<Entry> before = known(stored.settings.id);
  const auto plan = std::make_shared<const routing::AccountPlan>(std::move(restored->data), surroundings_,
                                                                 before ? before->plan.get() : nullptr);
  const AccountId id = before ? before->id : AccountId{last_id_ + 1};
  if (Result<void> put = index_.put(id, plan); !put) return put;
  put_in_force({id, revision, plan});
  return {};
}

void Registry::put_in_force(Entry entry, std::vector<Happening> news) {
  {
    const std::lock_guard lock(mutex_);
    last_id_ = std::max(last_id_, entry.id.value);
    accounts_[entry.plan->id()] = entry;
  }
  on_plan_(entry, std::move(news));
}

Result<std::uint64_t> Registry::store_edit(const std::optional<Entry>& before, const model::Edited& edited,
                                           const Actor& actor) {
  if (!sealer_) return std::unexpected(sealer_.error());
  const std::vector<DocumentChange> changes =
      model::changes_for_store(edited, before ? before->revision : 0, *sealer_);
  const std::vector<AuditEntry> audit =
      journal_entries(before ? &before->data() : nullptr, edited, actor, clock_());
  auto versions = store_->commit(changes, audit);
  if (!versions) return std::unexpected(versions.error());
  return versions->front();
}

Result<std::uint64_t> Registry::commit(const std::optional<Entry>& before, model::Edited edited,
                                       const SaveOptions& options, const Actor& actor) {
  const AccountId id = before ? before->id : AccountId{last_id_ + 1};
  const auto plan = std::make_shared<const routing::AccountPlan>(edited.after, surroundings_,
                                                                 before ? before->plan.get() : nullptr);
  // First where it can still be refused, then stored: the store's refusal takes it back.
  if (Result<void> put = index_.put(id, plan); !put) return std::unexpected(put.error());
  Result<std::uint64_t> revision = store_edit(before, edited, actor);
  if (!revision) {
    if (before) {
      (void)index_.put(id, before->plan);
    } else {
      index_.remove(id);
    }
    if (revision.error().code == errc::conflict) read_again(plan->id());
    return revision;
  }
  put_in_force({id, *revision, plan}, news_of(before ? &before->data() : nullptr, edited, options));
  return revision;
}

void Registry::read_again(const std::string& account) {
  const auto stored = model::load_accounts(*store_, account);
  if (!stored || stored->empty()) return;
  if (Result<void> loaded = load_one(stored->front()); !loaded) {
    log_error(log_, "engine", "account '{}' was changed elsewhere to something that cannot be used: {}", account,
              to_string(loaded.error()));
  }
}

Result<void> Registry::import(AccountDocument document, std::optional<std::uint64_t> expected_revision,
                              const Actor& actor) {
  model::tidy(document);
  if (std::vector<Error> problems = problems_of(document); !problems.empty()) {
    return std::unexpected(joined(std::move(problems)));
  }
  if (Result<void> allowed = only_for_admin(actor, "an import"); !allowed) return allowed;
  for (Employee& employee : document.employees) (void)model::settle(employee, document.security);
  const std::lock_guard changing(changing_);
  const std::optional<Entry> before = known(document.id);
  for (Number& number : document.numbers) {
    model::date_reservation(before ? before->data().find<Number>(number.number) : nullptr, number, clock_());
  }
  if (auto same = check_revision(document.id, before ? before->revision : 0, expected_revision); !same) return same;
  if (before) {  // what even an administrator may not do with settings (FMC-06)
    const auto forbidden = model::Authority(before->data(), actor).forbidden(Changes().settings(document));
    if (!forbidden.empty()) return std::unexpected(forbidden.front());
  }
  const std::string id = document.id;
  for (Trunk& trunk : document.trunks) {
    model::give_code(trunk, before ? before->data().find<Trunk>(trunk.id.text) : nullptr);
  }
  model::give_key(document.media_proxy, before ? &before->data().settings().media_proxy : nullptr);
  model::Edited edited =
      model::replace(before ? before->data() : model::AccountData(id, {}), std::move(document));
  if (std::vector<Error> problems = before ? model::problems_of_robots(before->data(), edited.after) : std::vector<Error>();
      !problems.empty()) {
    return std::unexpected(joined(std::move(problems)));
  }
  if (!before) {  // its settings are new even where they are the defaults
    std::erase_if(edited.touched, [](const model::Touched& t) { return t.object.kind == model::Kind::settings; });
    edited.touched.insert(edited.touched.begin(), {{model::Kind::settings, ""}, 0, 1});
  }
  const Result<std::uint64_t> done = commit(before, std::move(edited), {}, actor);
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> Registry::authorise(const Entry& entry, const Changes& changes, const SaveOptions& options,
                                 const Actor& actor) {
  std::vector<Error> forbidden = model::Authority(entry.data(), actor).forbidden(changes);
  if (forbidden.empty()) return {};
  if (!options.dry_run) {  // 03 OP-14: what was refused is written down too
    const std::vector<AuditEntry> refusal{journal_entry(
        entry.data(), fmt::format("refused change: {}", forbidden.front().message), actor, clock_())};
    (void)store_->commit({}, refusal);
  }
  return std::unexpected(joined(std::move(forbidden)));
}

Result<void> Registry::only_for_admin(const Actor& actor, std::string_view what) {
  if (actor.kind != ActorKind::employee) return {};
  return fail(errc::forbidden, fmt::format("{} is for the account's administrator alone, not for employees", what));
}

Result<Saved> Registry::save(const std::string& account, const Changes& changes, const SaveOptions& options,
                             const Actor& actor, bool authorised) {
  const model::LoginHashes hashes = options.dry_run ? model::LoginHashes() : model::hash_logins(changes);
  const std::lock_guard changing(changing_);
  const std::optional<Entry> before = known(account);
  if (!before) return no_account(account);
  if (auto same = check_revision(account, before->revision, options.expected_revision); !same) {
    return std::unexpected(same.error());
  }
  Saved saved;
  saved.revision = before->revision;
  if (changes.list().empty()) return saved;
  if (!authorised) {
    if (Result<void> allowed = authorise(*before, changes, options, actor); !allowed) {
      return std::unexpected(allowed.error());
    }
  }
  const model::Authority author(before->data(), actor);
  const model::EditOptions edits{
      .now = clock_(), .author = &author, .hashes = options.dry_run ? nullptr : &hashes};
  Result<model::Edited> edited = model::edit(before->data(), changes, edits);
  if (!edited) return std::unexpected(edited.error());
  for (std::size_t i = 0; i < edited->asked; ++i) {
    saved.keys.push_back(edited->touched[i].object.key);
    saved.versions.push_back(edited->touched[i].version);
  }
  saved.reconfigure = edited->reconfigure;
  saved.warnings = warnings_of_change(*edited);
  saved.switched_off = edited->switched_off;
  if (options.dry_run) return saved;
  saved.issued = edited->issued;
  const Result<std::uint64_t> revision = commit(before, std::move(*edited), options, actor);
  if (!revision) return std::unexpected(revision.error());
  saved.revision = *revision;
  return saved;
}

Result<void> Registry::remove(const std::string& account, const Actor& actor) {
  if (Result<void> allowed = only_for_admin(actor, "the removal of an account"); !allowed) return allowed;
  const std::lock_guard changing(changing_);
  const std::optional<Entry> before = known(account);
  if (!before) return no_account(account);
  const std::vector<AuditEntry> audit{journal_entry(before->data(), "remove account", actor, clock_())};
  const auto stored = store_->commit(model::removal_for_store(before->data()), audit);
  if (!stored) return std::unexpected(stored.error());
  index_.remove(before->id);
  {
    const std::lock_guard lock(mutex_);
    accounts_.erase(account);
  }
  on_plan_({before->id, 0, nullptr}, {});
  return {};
}

std::optional<Registry::Entry> Registry::known(const std::string& account) const {
  const std::lock_guard lock(mutex_);
  const auto at = accounts_.find(account);
  return at == accounts_.end() ? std::nullopt : std::optional(at->second);
}

Result<Registry::Entry> Registry::find(const std::string& account) const {
  if (std::optional<Entry> entry = known(account)) return std::move(*entry);
  return no_account(account);
}

std::vector<std::string> Registry::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, entry] : accounts_) ids.push_back(id);
  return ids;
}

}  // namespace tandem::engine
