// The account object by object: one shape for employees, groups, trunks, numbers, schemes, prompts, roles, statuses,
// contacts, entries of the lists, rules about callers and caller ids, conference rooms, site widgets, and the contact
// centre's campaigns and planned calls.
#pragma once

#include <tandem/account.hpp>
#include <tandem/audit.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tandem::engine {
class Core;
}

namespace tandem TANDEM_API {

/// What a change may be about: the account's own settings, or one of its objects.
using AnyObject = std::variant<AccountSettings, Prompt, Role, CustomStatus, Employee, Group, Trunk, Number, Scheme, Contact,
                               ListEntry, CallerRule, CallerIdRule, Room, Campaign, PlannedCall, Widget>;

/// An object type of an account (any alternative of AnyObject but its settings).
template <class T>
concept AccountObject = !std::same_as<T, AccountSettings> && requires(AnyObject any) {
  std::get<T>(any);
};

/// An object with the version it has in the store: 1 at first, one more with every change.
template <class T>
struct Versioned {
  T object{};
  std::uint64_t version = 0;
};

/// Where an object is used: {"scheme", "main", "actions[0].forward.group"}.
struct Usage {
  std::string kind{};  ///< of the one who uses it: "employee", "group", "trunk", "number", "scheme", "account"
  std::string key{};   ///< empty for the account's settings
  std::string path{};  ///< the field, inside that object
  friend bool operator==(const Usage&, const Usage&) = default;
};

/// One page of a list, in the order in which the objects were made.
template <class T>
struct Page {
  std::vector<Versioned<T>> items{};
  std::uint64_t next = 0;  ///< give it as `after` for the next page; 0: this was the last
  std::size_t total = 0;   ///< of all pages, before filters
};
struct PageQuery {
  std::uint64_t after = 0;
  std::size_t limit = 100;
};

/// Several changes that are judged, stored and put in force together, or not at all.
class Changes {
 public:
  enum class Verb : std::uint8_t { create, update, put, remove, arrange };
  struct Change {
    Verb verb = Verb::put;
    AnyObject object{};  ///< of a removal, only its key counts
    std::optional<std::uint64_t> expected_version{};
    std::vector<std::string> order{};  ///< of Verb::arrange
  };

  /// Must not be there. An empty key is given one; an employee without an extension gets the next free one (EMP-03).
  template <AccountObject T>
  Changes& create(T object) {
    return add(Verb::create, std::move(object), {});
  }
  /// Must be there; at `expected_version`, if one is given.
  template <AccountObject T>
  Changes& update(T object, std::optional<std::uint64_t> expected_version = {}) {
    return add(Verb::update, std::move(object), expected_version);
  }
  /// Whether it is there or not.
  template <AccountObject T>
  Changes& put(T object) {
    return add(Verb::put, std::move(object), {});
  }
  /// Must be there. Refused while others use it, unless they lose it by the rules (a group its member, a trunk its
  /// numbers).
  template <AccountObject T>
  Changes& remove(std::string key, std::optional<std::uint64_t> expected_version = {}) {
    T object;
    if constexpr (std::same_as<T, Number>) {
      object.number = std::move(key);
    } else {
      object.id.text = std::move(key);
    }
    return add(Verb::remove, std::move(object), expected_version);
  }
  /// Puts these in this order; what is not named stays in its place among them. For rules that are tried one after the
  /// other. Errors: `not_found`, `invalid_argument` for a key that is there twice or changed otherwise.
  template <AccountObject T>
  Changes& arrange(std::vector<std::string> keys) {
    list_.push_back({Verb::arrange, T(), {}, std::move(keys)});
    return *this;
  }
  Changes& settings(AccountSettings settings) { return add(Verb::update, std::move(settings), {}); }

  [[nodiscard]] const std::vector<Change>& list() const noexcept { return list_; }

 private:
  Changes& add(Verb verb, AnyObject object, std::optional<std::uint64_t> expected) {
    list_.push_back({verb, std::move(object), expected, {}});
    return *this;
  }
  std::vector<Change> list_;
};

/// Something that a change made because it was left open, for whoever tells the employee: it is not shown again.
struct Issued {
  std::string employee{};  ///< key
  std::string login{};     ///< a SIP account's address (EMP-11), or a portal login "acme/anna" (EMP-93)
  std::string password{};  ///< empty: the one he had stays
  std::string domain{};    ///< of a SIP account: the server its devices register at, on `port`
  std::uint16_t port = 0;
};

/// What a saved change came to.
struct Saved {
  std::uint64_t revision = 0;             ///< of the account: grows with every change of anything in it
  std::vector<std::string> keys{};        ///< of the changes, in order, as given or assigned; empty for settings
  std::vector<std::uint64_t> versions{};  ///< of the changes, in order; 0 for a removal
  std::vector<Issued> issued{};           ///< SIP accounts, logins and passwords that were made
  /// SIP accounts whose name, domain or password is another now: their devices stop working until they are set up anew,
  /// which the host should say (SIP-13, SIP-26). As they are called now.
  std::vector<std::string> reconfigure{};
  /// What looks wrong in the changed objects, though it is allowed: an extension that no menu can dial, a line that nobody
  /// reaches, ... Paths as of errors. Account::warnings() says it of the whole account.
  std::vector<Error> warnings{};
  /// Announcements of groups that were switched off with this, since callers are not held any more: "sales.announce_position"
  /// (QUE-23, QUE-24).
  std::vector<std::string> switched_off{};
};
struct SaveOptions {
  std::optional<std::uint64_t> expected_revision{};  ///< refused with `conflict` if the account has another
  bool dry_run = false;                              ///< judge only; nothing is stored
  bool announce_contacts = true;                     ///< ContactChanged events (ADR-19)
};

/// What Account and its collections hold: the account's key, its engine, weakly, and on whose behalf they act.
struct AccountHandle {
  std::string id{};
  std::weak_ptr<engine::Core> core{};
  Actor actor{};
};

/// The objects of one type in an account. A small value; any thread; good for as long as the engine lives.
///
/// Errors, of all: `gone` when the account or the engine is; of changes: those of parse_account() with the path inside
/// the object, `in_use` with everybody who uses what would go, `conflict` with both versions, `not_found`, `duplicate`,
/// `storage`. All problems of a change are reported at once; nothing is stored or in force then.
template <AccountObject T>
class Collection {
 public:
  /// Stores a new object and puts it in force. See Changes::create() for what is filled in.
  Result<Versioned<T>> create(T object) const;
  [[nodiscard]] Result<Versioned<T>> get(std::string_view key) const;  ///< errors: `not_found`
  Result<Saved> update(T object, std::optional<std::uint64_t> expected_version = {}) const;
  Result<Saved> put(T object) const;
  Result<Saved> remove(std::string_view key, std::optional<std::uint64_t> expected_version = {}) const;
  [[nodiscard]] Result<Page<T>> list(PageQuery query = {}) const;
  /// Those for which `wanted` holds; at most `limit`.
  [[nodiscard]] Result<std::vector<Versioned<T>>> find(const std::function<bool(const T&)>& wanted,
                                                       std::size_t limit = 100) const;
  [[nodiscard]] Result<std::size_t> count() const;
  /// Who uses this object: what would have to change before it can be removed, and what would lose it.
  [[nodiscard]] Result<std::vector<Usage>> usages(std::string_view key) const;

 private:
  friend class Account;
  friend class People;
  explicit Collection(AccountHandle account) : account_(std::move(account)) {}
  AccountHandle account_;
};

}  // namespace TANDEM_API
