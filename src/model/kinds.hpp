// What has a name that is unique in an account.
#pragma once

#include <cstdint>
#include <string_view>

namespace tandem::model {

/// First the kinds of objects, then names that objects take for themselves. `settings` stands for the account's own
/// settings where an object is named.
enum class Kind : std::uint8_t {
  settings,
  prompt,
  role,
  status,
  employee,
  group,
  trunk,
  number,
  scheme,
  contact,
  list_entry,
  caller_rule,
  caller_id_rule,
  room,
  campaign,
  planned_call,
  widget,
  sip_account,
  extension,
  email,
  mobile,
  domain,
  address,
  login,
  link_code,
  client_phone,  ///< only referred to: who has this phone
};

/// "employee", "SIP account", ...; of an object kind also what its documents are stored as.
[[nodiscard]] std::string_view noun(Kind kind) noexcept;

}  // namespace tandem::model
