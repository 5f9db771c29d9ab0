// The black and white list and forwarding by caller, compiled (01 ACL, FWD).
#pragma once

#include "routing/caller_table.hpp"

#include <tandem/caller_rules.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tandem::routing {

/// Who calls, as far as it is known; both empty: hidden.
struct Caller {
  std::string number{};   ///< international digits
  std::string address{};  ///< user@domain in lower case
  CallerSource source = CallerSource::phone;
  [[nodiscard]] bool known() const noexcept { return !number.empty() || !address.empty(); }
};

enum class ListVerdict : std::uint8_t {
  off,           ///< no list is in force (ACL-02)
  listed,        ///< known and in the list in force
  not_listed,    ///< known and not in it
  unidentified,  ///< unknown: the setting decided (ACL-04)
};
struct ListDecision {
  bool accepted = true;
  ListVerdict verdict = ListVerdict::off;
  std::optional<std::size_t> entry{};  ///< the entry that matched: which of those compiled
};

class CompiledLists {
 public:
  CompiledLists() = default;
  /// Errors: `invalid_argument` with the path `list_entries[3].pattern`; `more` has the others.
  [[nodiscard]] static Result<CompiledLists> compile(const CallerLists& lists,
                                                     std::span<const ListEntry* const> entries);
  [[nodiscard]] ListDecision decide(const Caller& caller) const;
  /// Is the number in the blacklist while that is in force? For calls that the account would place (ACL-21).
  [[nodiscard]] bool blacklisted(std::string_view number) const;

 private:
  bool enabled_ = false;
  CallerList mode_ = CallerList::blacklist;
  bool accept_unidentified_ = true;
  CallerTable phones_;  ///< of the list in force only
  CallerTable addresses_;
};

class CompiledForwarding {
 public:
  CompiledForwarding() = default;
  /// Errors: `invalid_argument` with the path `caller_rules[3].pattern`; `more` has the others.
  [[nodiscard]] static Result<CompiledForwarding> compile(const CallerForwarding& forwarding,
                                                          std::span<const CallerRule* const> rules);
  /// The rule for this caller, as an index of those compiled; none for a hidden one (FWD-03).
  [[nodiscard]] std::optional<std::size_t> find(const Caller& caller) const;

 private:
  struct Tables {
    CallerTable phones;
    CallerTable addresses;
  };
  Tables phone_;
  Tables trunk_;
};

}  // namespace tandem::routing
