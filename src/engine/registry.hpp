// The accounts of an engine: kept in the store, in memory as plans, and in the directory, all three at the same state.
#pragma once

#include "base/sealer.hpp"
#include "engine/directory.hpp"
#include "model/account_edit.hpp"
#include "routing/account_plan.hpp"

#include <tandem/account.hpp>
#include <tandem/audit.hpp>
#include <tandem/event.hpp>
#include <tandem/log.hpp>
#include <tandem/objects.hpp>
#include <tandem/storage.hpp>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tandem::model {
struct StoredAccount;
}

namespace tandem::engine {

class Registry {
 public:
  struct Entry {
    AccountId id;
    std::uint64_t revision = 0;
    routing::Plan plan;
    [[nodiscard]] const model::AccountData& data() const { return plan->data(); }
  };
  /// Told of every plan that comes into force, or goes (null), one at a time and in order, and of what the change means to the
  /// host.
  using OnPlan = std::function<void(const Entry&, std::vector<Happening>)>;
  using Clock = std::function<Time()>;

  /// Without a sealer, everything that would read or write secrets fails with the reason why there is none.
  Registry(std::shared_ptr<ConfigStore> store, Result<Sealer> sealer, routing::Surroundings surroundings, Log log,
           Clock clock, OnPlan on_plan);

  /// Reads every account from the store. One that cannot be read is left out, with an error in the log.
  Result<void> load();

  /// `create`: it must not be there. Otherwise as Accounts::import_document().
  Result<void> import(AccountDocument document, std::optional<std::uint64_t> expected_revision, const Actor& actor);
  /// Judges, stores with its audit entries in one transaction, puts in force. Errors: as Collection<T>.
  /// `authorised`: whether the actor may was asked before.
  Result<Saved> save(const std::string& account, const Changes& changes, const SaveOptions& options, const Actor& actor,
                     bool authorised = false);
  /// One account's part of a change of several.
  struct Part {
    std::string account{};
    Changes changes{};
    std::uint64_t expected_revision = 0;
    std::string note{};  ///< what its journal says of the whole: "move 2 numbers to branch: ..."
  };
  /// Numbers go from the first to the second. Both are judged, stored in one transaction and put in force together, or
  /// neither. The actor is of the first account; whether he may was asked before. With `dry_run` nothing is stored.
  Result<std::vector<Saved>> move_numbers(const std::array<Part, 2>& parts, const Actor& actor, bool dry_run = false);
  Result<void> remove(const std::string& account, const Actor& actor);

  [[nodiscard]] Result<Entry> find(const std::string& account) const;
  [[nodiscard]] std::vector<std::string> list() const;  ///< in order
  [[nodiscard]] Index& index() { return index_; }
  [[nodiscard]] const Result<Sealer>& sealer() const { return sealer_; }

 private:
  Result<void> authorise(const Entry& entry, const Changes& changes, const SaveOptions& options, const Actor& actor);
  static Result<void> only_for_admin(const Actor& actor, std::string_view what);
  struct Work;  // a part that was judged
  [[nodiscard]] Result<Work> judge(const Part& part) const;
  Result<void> store_together(std::vector<Work>& works, const std::array<Part, 2>& parts, const Actor& actor);
  Result<std::uint64_t> store_edit(const std::optional<Entry>& before, const model::Edited& edited, const Actor& actor);
  /// Directory, store, memory; what one of them refuses is taken back in the others.
  Result<std::uint64_t> commit(const std::optional<Entry>& before, model::Edited edited, const SaveOptions& options,
                               const Actor& actor);
  Result<void> load_one(const model::StoredAccount& stored);
  void put_in_force(Entry entry, std::vector<Happening> news = {});
  /// Somebody else changed the account in the store: what he made of it is put in force here.
  void read_again(const std::string& account);
  [[nodiscard]] std::optional<Entry> known(const std::string& account) const;

  std::shared_ptr<ConfigStore> store_;
  const routing::Surroundings surroundings_;
  Log log_;
  const Clock clock_;
  OnPlan on_plan_;
  const Result<Sealer> sealer_;
  Index index_;
  std::mutex changing_;        // one change of configuration at a time; taken before mutex_
  mutable std::mutex mutex_;   // of what follows, held for moments only
  std::map<std::string, Entry> accounts_;
  std::uint64_t last_id_ = 0;
};

}  // namespace tandem::engine
