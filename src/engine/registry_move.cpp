// A change of two accounts at once: numbers that go from one to the other.
#include "engine/journal_entries.hpp"
#include "engine/news.hpp"
#include "engine/registry.hpp"
#include "model/stored_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace tandem::engine {

struct Registry::Work {
  Entry before;
  model::Edited edited;
  routing::Plan plan;
  std::uint64_t revision = 0;
};

namespace {

Error of_account(Error error, const std::string& account) {
  error.message = fmt::format("account '{}': {}", account, error.message);
  for (Error& more : error.more) more.message = fmt::format("account '{}': {}", account, more.message);
  return error;
}

}  // namespace

Result<Registry::Work> Registry::judge(const Part& part) const {
  const std::optional<Entry> before = known(part.account);
  if (!before) return fail(errc::gone, fmt::format("account '{}' was removed", part.account));
  if (before->revision != part.expected_revision) {
    return fail(errc::conflict, fmt::format("account '{}' has version {}, the move was worked out for {}; ask again",
                                            part.account, before->revision, part.expected_revision));
  }
  auto edited = model::edit(before->data(), part.changes, {.now = clock_(), .moves_numbers = true});
  if (!edited) return std::unexpected(of_account(std::move(edited.error()), part.account));
  auto plan = std::make_shared<const routing::AccountPlan>(edited->after, surroundings_, before->plan.get());
  return Work{*before, std::move(*edited), std::move(plan), 0};
}

// The accounts in the order of their ids, so that two engines that exchange numbers wait for each other, and neither
// for ever.
Result<void> Registry::store_together(std::vector<Work>& works, const std::array<Part, 2>& parts, const Actor& actor) {
  if (!sealer_) return std::unexpected(sealer_.error());
  std::vector<std::size_t> order{0, 1};
  if (parts[1].account < parts[0].account) std::swap(order[0], order[1]);
  const Time now = clock_();
  const AuditEntry by = journal_entry(works[0].before.data(), {}, actor, now);
  std::vector<DocumentChange> changes;
  std::vector<AuditEntry> audit;
  std::vector<std::size_t> first(works.size());
  for (const std::size_t i : order) {
    Work& work = works[i];
    first[i] = changes.size();
    auto documents = model::changes_for_store(work.edited, work.before.revision, *sealer_);
    changes.insert(changes.end(), std::make_move_iterator(documents.begin()), std::make_move_iterator(documents.end()));
    std::vector<AuditEntry> entries = journal_entries(&work.before.data(), work.edited, actor, now);
    entries.push_back(number_entry(work.before.data(), parts[i].note, actor, now));
    for (AuditEntry& entry : entries) signed_as(entry, by);
    audit.insert(audit.end(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
  }
  const auto versions = store_->commit(changes, audit);
  if (!versions) return std::unexpected(versions.error());
  for (std::size_t i = 0; i < works.size(); ++i) works[i].revision = (*versions)[first[i]];
  return {};
}

Result<std::vector<Saved>> Registry::move_numbers(const std::array<Part, 2>& parts, const Actor& actor, bool dry_run) {
  const std::lock_guard changing(changing_);
  std::vector<Work> works;
  for (const Part& part : parts) {
    Result<Work> work = judge(part);
    if (!work) return std::unexpected(work.error());
    works.push_back(std::move(*work));
  }
  std::vector<Saved> saved(works.size());
  if (dry_run) return saved;
  // First where it can still be refused, then stored: the store's refusal takes it back, in the other order.
  const std::array<Index::Place, 2> places{{{works[0].before.id, works[0].plan}, {works[1].before.id, works[1].plan}}};
  if (Result<void> put = index_.put(places); !put) return std::unexpected(put.error());
  if (Result<void> stored = store_together(works, parts, actor); !stored) {
    const std::array<Index::Place, 2> old{
        {{works[1].before.id, works[1].before.plan}, {works[0].before.id, works[0].before.plan}}};
    (void)index_.put(old);
    if (stored.error().code == errc::conflict) {
      for (const Part& part : parts) read_again(part.account);
    }
    return std::unexpected(stored.error());
  }
  {
    const std::lock_guard lock(mutex_);
    for (const Work& work : works) accounts_[work.plan->id()] = {work.before.id, work.revision, work.plan};
  }
  for (std::size_t i = 0; i < works.size(); ++i) {
    saved[i].revision = works[i].revision;
    on_plan_({works[i].before.id, works[i].revision, works[i].plan},
             news_of(&works[i].before.data(), works[i].edited, {}));
  }
  return saved;
}

}  // namespace tandem::engine
