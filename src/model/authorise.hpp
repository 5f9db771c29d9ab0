// What an employee may do with the configuration, by his role (ROL-01, ROL-21).
#pragma once

#include "model/account_data.hpp"

#include <tandem/audit.hpp>
#include <tandem/objects.hpp>
#include <tandem/record.hpp>
#include <tandem/role.hpp>

#include <string>
#include <vector>

namespace tandem::model {

/// Somebody's rights in an account as it stands. Whoever is no employee has all of them.
class Authority {
 public:
  /// `data` outlives this. An employee who is not there, or has no access, has no right.
  Authority(const AccountData& data, const Actor& actor);

  [[nodiscard]] bool has(Right right) const;
  /// The groups he controls (EMP-52, ROL-20).
  [[nodiscard]] bool controls(const GroupKey& group) const;
  /// Is he an operator or supervisor of a group this one controls?
  [[nodiscard]] bool controls(const EmployeeKey& employee) const;

  /// Everything in `changes` that is not allowed; paths as of edit().
  [[nodiscard]] std::vector<Error> forbidden(const Changes& changes) const;
  /// May he see objects of this kind at all? EMP-46, NUM-14, TRK-06.
  [[nodiscard]] bool may_see(Kind kind) const;
  /// May he see this card? EMP-46, GRP-14.
  [[nodiscard]] bool may_see(const Employee& employee) const;
  /// May he see this call in the history: his own, those of his groups, of groups he controls, or all?
  [[nodiscard]] bool may_see(const CallRecord& record) const;
  /// AUD-15
  [[nodiscard]] bool may_see(const Prompt& prompt) const;
  /// MPX-08: is a choice of each SIP account there to be seen (SIP-04)?
  [[nodiscard]] bool sees_proxy_choices() const;
  /// SIP-31, EMP-76
  [[nodiscard]] bool may_see_passwords_of(const Employee& employee) const;

 private:
  /// Is everything that counts in a role with these rights his as well? Nobody gives away more than he has.
  [[nodiscard]] bool may_give(const RoleKey& role) const;
  [[nodiscard]] std::string_view missing_for_role(const Employee* before, const Employee& after) const;
  [[nodiscard]] bool shares_group(const EmployeeKey& employee) const;
  [[nodiscard]] std::string_view missing(const Changes::Change& change) const;
  [[nodiscard]] std::string_view missing_for(const Employee& employee, bool removal) const;
  [[nodiscard]] std::string_view missing_for(const Group& group, bool removal) const;
  [[nodiscard]] std::string_view missing_for(const Prompt& prompt, bool removal) const;
  [[nodiscard]] std::string_view missing_for(const AccountSettings& sent, bool) const;

  const AccountData& data_;
  bool everything_;
  bool host_;
  const Employee* self_ = nullptr;
  std::vector<Right> rights_;
  ControlledGroups controlled_ = ControlledGroups::own_memberships;
};

}  // namespace tandem::model
