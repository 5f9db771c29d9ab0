// How the parts of an account stand in a ConfigStore: one document for its settings, one for every object, and a small
// one whose version counts the changes of all of them.
#pragma once

#include "base/sealer.hpp"
#include "model/account_data.hpp"
#include "model/account_edit.hpp"

#include <tandem/storage.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tandem::model {

inline constexpr std::string_view account_kind = "account";
inline constexpr std::string_view revision_kind = "revision";

/// The documents that have to change so that the store has `edited`. The first counts the account's revisions and has
/// to be at `revision`, so that of two engines that change an account at once one is refused.
[[nodiscard]] std::vector<DocumentChange> changes_for_store(const Edited& edited, std::uint64_t revision,
                                                            const Sealer& sealer);
/// The same for the removal of an account.
[[nodiscard]] std::vector<DocumentChange> removal_for_store(const AccountData& data);

/// An account's documents, gathered.
struct StoredAccount {
  Document settings{};
  std::uint64_t revision = 0;
  std::vector<Document> objects{};
};
/// Every account of the store, or only `account`, ordered by id.
[[nodiscard]] Result<std::vector<StoredAccount>> load_accounts(ConfigStore& store, std::string_view account = {});

struct Restored {
  AccountData data;
  /// What stood in the store in the form of an earlier version, and has to be written anew.
  std::vector<Touched> unwritten{};
};
/// Errors: what cannot be read, with the document's id in the path.
[[nodiscard]] Result<Restored> restore(const StoredAccount& stored, const Sealer& sealer);

/// One object, or the settings, as JSON on one line. `of_secret` says what stands for its secrets.
[[nodiscard]] std::string object_json(const AnyObject& object,
                                      const std::function<std::string(std::string_view)>& of_secret);
[[nodiscard]] std::string masked(std::string_view);  ///< "***", for people's eyes
/// The object that is meant, as it stands in `data`; nothing when it is not there.
[[nodiscard]] std::optional<AnyObject> object_of(const AccountData& data, const ObjectRef& object);

}  // namespace tandem::model
