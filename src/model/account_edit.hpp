// Changes to an account, judged with everything they touch: what results is a valid account, or nothing at all.
#pragma once

#include "model/account_data.hpp"
#include "model/completion.hpp"

#include <tandem/objects.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tandem::model {

/// One object that a change of the account made, changed or removed.
struct Touched {
  ObjectRef object;
  std::uint64_t version_before = 0;  ///< 0: it is new
  std::uint64_t version = 0;         ///< 0: it is gone
};

struct Edited {
  AccountData after;
  std::vector<Touched> touched{};  ///< those asked for, in order, then those that followed from them
  std::size_t asked = 0;           ///< so many of `touched` were asked for
  std::vector<Issued> issued{};
  std::vector<std::string> reconfigure{};  ///< as of Saved
  std::vector<std::string> switched_off{};
};

class Authority;

struct EditOptions {
  std::optional<Time> now{};  ///< dates numbers that come reserved without a date (NUM-05)
  bool moves_numbers = false;  ///< numbers that go may have a scheme, which NUM-38 forbids otherwise
  const Authority* author = nullptr;  ///< what he does not see he sends back empty, and it stays; null: he sees everything
  /// As of settle(); null: what results is only to be judged, and secrets stay as they came.
  const LoginHashes* hashes = nullptr;
};
/// All or nothing. Errors as of Collection<T>; paths are inside the object where there is one change, else begin with
/// "changes[2]".
[[nodiscard]] Result<Edited> edit(const AccountData& before, const Changes& changes, const EditOptions& options = {});

/// The document in the place of what is there; what did not change keeps its version. The document has no problems.
[[nodiscard]] Edited replace(const AccountData& before, AccountDocument document);

/// Everywhere an object is used: by its key, its extension, its addresses.
[[nodiscard]] std::vector<Usage> usages_of(const AccountData& data, const ObjectRef& object);

}  // namespace tandem::model
