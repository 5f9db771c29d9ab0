// What is allowed in schemes but cannot be meant: lines nobody reaches, handlers that never act, circles, forwards to
// nothing. To be shown before a scheme is saved.
#pragma once

#include <tandem/account.hpp>
#include <tandem/export.hpp>
#include <tandem/reason.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// Behind each stand its arguments.
enum class Doubt : std::uint8_t {
  action_unreachable,       ///< stands behind one that always ends the call or leaves the scheme
  handler_shadowed,         ///< kind: an earlier one of its kind is always in force
  no_input_unreachable,     ///< the actions before it never come to an end
  dialling_switched_off,    ///< extension_dial, but the account does not let callers dial
  fax_switched_off,         ///< fax_detect, but the account does not recognise faxes
  fax_actions_ignored,      ///< actions of fax_detect: the fax ends the call
  no_item_has_password,     ///< wrong_password without a protected item
  nothing_is_entered,       ///< input_error_limit where nothing can be entered
  branch_never_taken,       ///< the ones before it hold at all its times
  time_without_reception,   ///< the branch for any other time does nothing: such calls just end
  item_does_nothing,        ///< digits
  group_without_operators,  ///< group
  employee_without_device,  ///< employee
  no_such_contact,          ///< employee, contact
  trunk_switched_off,       ///< trunk
  region_without_target,
  scheme_circle,  ///< the schemes, "main, night, main"
  keyword_twice,  ///< keyword, digits of the other item
  speech_without_mode,
};

[[nodiscard]] std::string_view name_of(Doubt doubt) noexcept;

/// Does some action of the scheme forward to somebody, outside numbers included? Without that an account on a plan of a
/// number alone receives no calls (SCH-51).
[[nodiscard]] bool forwards_anywhere(const Scheme& scheme);

struct SchemeDoubt {
  Doubt doubt{};
  std::string path{};  ///< "schemes[0].menu[1].actions[2]"
  std::vector<std::string> arguments{};
  friend bool operator==(const SchemeDoubt&, const SchemeDoubt&) = default;
};

/// Every doubt about a document's schemes, in document order. warnings_of() has them as well, in English.
[[nodiscard]] std::vector<SchemeDoubt> doubts_of_schemes(const AccountDocument& document);
[[nodiscard]] std::string text_of(const SchemeDoubt& doubt, Language language = Language::english);

}  // namespace TANDEM_API
