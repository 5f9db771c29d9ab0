#include "model/authorise.hpp"

#include "model/account_edit.hpp"
#include "model/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

constexpr std::string_view nothing;

bool is_member(const Group& group, const EmployeeKey& employee) {
  return std::any_of(group.members.begin(), group.members.end(),
                     [&](const Member& member) { return member.employee == employee; });
}

/// Is the difference only in what belongs to the reception of calls?
bool only_reception_differs(Employee before, const Employee& after) {
  before.devices = after.devices;
  before.reception_mode = after.reception_mode;
  return before == after;
}

/// Only in the password of his log-in.
bool only_login_password_differs(Employee before, const Employee& after) {
  before.login.password = after.login.password;
  return before == after;
}

/// Only in how calls are distributed.
bool only_distribution_differs(Group before, const Group& after) {
  before.strategy = after.strategy;
  before.reception = after.reception;
  before.ring_melody = after.ring_melody;
  before.queue = after.queue;
  return before == after;
}

}  // namespace

Authority::Authority(const AccountData& data, const Actor& actor)
    : data_(data), everything_(actor.kind != ActorKind::employee) {
  if (everything_) return;
  self_ = data.find<Employee>(actor.employee.text);
  if (self_ == nullptr) return;
  if (const Role* role = data.find<Role>(self_->role.text)) {
    rights_ = role->rights;
    controlled_ = role->controlled_groups;
  } else if (const auto base = enum_value<BaseRole>(self_->role.text)) {
    const auto rights = rights_of(*base);
    rights_.assign(rights.begin(), rights.end());
    if (*base == BaseRole::administrator || *base == BaseRole::company_head) controlled_ = ControlledGroups::all_groups;
    if (*base == BaseRole::group_supervisor) controlled_ = ControlledGroups::individual_list;
  }
}

bool Authority::has(Right right) const {
  return everything_ || std::find(rights_.begin(), rights_.end(), right) != rights_.end();
}

bool Authority::controls(const GroupKey& key) const {
  if (everything_) return true;
  const Group* group = data_.find<Group>(key.text);
  if (group == nullptr || self_ == nullptr) return false;
  switch (controlled_) {
    case ControlledGroups::all_groups: return true;
    case ControlledGroups::own_memberships: return is_member(*group, self_->id);
    case ControlledGroups::individual_list: {
      const auto& list = self_->supervised_groups;
      return std::find(list.begin(), list.end(), key) != list.end();
    }
  }
  return false;
}

bool Authority::controls(const EmployeeKey& employee) const {
  const auto users = data_.users(Kind::employee, employee.text);
  return std::any_of(users.begin(), users.end(), [&](const AccountData::User& user) {
    return user.object.kind == Kind::group && controls(GroupKey{user.object.key});
  });
}

bool Authority::may_see(Kind kind) const {
  switch (kind) {
    case Kind::employee:
    case Kind::group:
    case Kind::role: return has(Right::employees_view);
    case Kind::contact: return has(Right::address_book_read);  // ADR-18
    case Kind::trunk: return has(Right::trunks_view);
    case Kind::list_entry: return has(Right::lists_edit);  // ACL-01
    case Kind::prompt: return has(Right::audio_own) || has(Right::audio_any);
    default: return has(Right::call_processing_edit);
  }
}

bool Authority::may_see_passwords_of(const Employee& employee) const {
  if (everything_) return !employee.protection.passwords;
  if (self_ != nullptr && self_->id == employee.id) return true;
  return has(Right::sip_accounts_edit) && !employee.protection.passwords;
}

std::string_view Authority::missing_for(const Employee& wanted, bool removal) const {
  Employee employee = wanted;
  const Employee* before = data_.find<Employee>(employee.id.text);
  if (before != nullptr) keep_secrets(*before, employee);
  const bool self = self_ != nullptr && self_->id == employee.id;
  if (before != nullptr && !self) {
    if (before->protection.role && !removal && before->role != employee.role) {
      return "his role is protected (EMP-77)";
    }
    if (before->protection.passwords && !removal && before->sip_accounts != employee.sip_accounts) {
      return "his SIP accounts are protected (EMP-76)";
    }
    if (before->protection.passwords && !removal && before->login != employee.login) {
      return "his log-in is protected (EMP-76)";
    }
  }
  if (everything_) return nothing;
  if (before != nullptr && !removal && only_reception_differs(*before, employee)) {
    if (has(Right::employees_edit)) return nothing;
    if (self && has(Right::own_reception_edit)) return nothing;
    if (has(Right::controlled_reception_edit) && controls(employee.id)) return nothing;
    return self ? "it needs the right own_reception_edit" : "it needs the right controlled_reception_edit in his group";
  }
  if (self && !removal && !has(Right::employees_edit) && only_login_password_differs(*before, employee)) {
    return before->email.empty() ? "without an e-mail address he cannot change his own password (EMP-26)" : nothing;
  }
  if (!has(Right::employees_edit)) return "it needs the right employees_edit";
  const bool accounts = before != nullptr && !removal && before->sip_accounts != employee.sip_accounts;
  if (accounts && !has(Right::sip_accounts_edit)) return "SIP accounts need the right sip_accounts_edit";
  return nothing;
}

std::string_view Authority::missing_for(const Group& group, bool removal) const {
  if (has(Right::employees_edit)) return nothing;
  const Group* before = data_.find<Group>(group.id.text);
  if (before == nullptr || removal) return "it needs the right employees_edit";
  Group rest = *before;
  if (rest.members != group.members) {
    if (!has(Right::controlled_members_edit) || !controls(group.id)) {
      return "members need the right controlled_members_edit in this group (GRP-13)";
    }
    rest.members = group.members;
  }
  if (rest == group) return nothing;
  if (!only_distribution_differs(rest, group)) return "it needs the right employees_edit";
  if (has(Right::controlled_distribution_edit) && controls(group.id)) return nothing;
  return "its distribution needs the right controlled_distribution_edit in this group (GRP-44)";
}

std::string_view Authority::missing_for(const Prompt& prompt, bool) const {
  if (has(Right::audio_any)) return nothing;
  const Prompt* before = data_.find<Prompt>(prompt.id.text);
  const EmployeeKey& owner = before != nullptr ? before->owner : prompt.owner;
  if (has(Right::audio_own) && self_ != nullptr && owner == self_->id && prompt.owner == owner) return nothing;
  if (has(Right::audio_controlled) && before != nullptr && !owner.empty() && controls(owner)) return nothing;
  return "it is not his own audio file, nor one of his groups (AUD-15)";
}

/// Every part of the settings has a right of its own; what has none is of call processing (NUM-14, FWD-01).
std::string_view Authority::missing_for(const AccountSettings& wanted, bool) const {
  const AccountSettings& before = data_.settings();
  AccountSettings rest = wanted;
  if (wanted.root_domain != before.root_domain && !everything_) return "the root domain is the host's matter";
  if (wanted.domains != before.domains && !has(Right::sip_accounts_edit)) {
    return "domains need the right sip_accounts_edit (SIP-05)";
  }
  if (wanted.caller_lists != before.caller_lists && !has(Right::lists_edit)) {
    return "the lists need the right lists_edit (ACL-01)";
  }
  const bool security = wanted.security != before.security || wanted.allowed_destinations != before.allowed_destinations;
  if (security && !has(Right::security_settings_edit)) return "it needs the right security_settings_edit";
  if (wanted.defaults.services != before.defaults.services && !has(Right::services_edit)) {
    return "services need the right services_edit";
  }
  rest.domains = before.domains;
  rest.caller_lists = before.caller_lists;
  rest.security = before.security;
  rest.allowed_destinations = before.allowed_destinations;
  rest.defaults.services = before.defaults.services;
  if (rest == before || has(Right::call_processing_edit)) return nothing;
  return "it needs the right call_processing_edit (NUM-14, FWD-01)";
}

std::string_view Authority::missing(const Changes::Change& change) const {
  const bool removal = change.verb == Changes::Verb::remove;
  return std::visit(
      [&]<class T>(const T& object) -> std::string_view {
        if constexpr (requires { missing_for(object, removal); }) {
          return missing_for(object, removal);
        } else if constexpr (std::is_same_v<T, Role>) {
          return has(Right::roles_edit) ? nothing : "it needs the right roles_edit";
        } else if constexpr (std::is_same_v<T, Contact>) {
          return has(Right::address_book_edit) ? nothing : "it needs the right address_book_edit";
        } else if constexpr (std::is_same_v<T, ListEntry>) {
          return has(Right::lists_edit) ? nothing : "it needs the right lists_edit (ACL-01)";
        } else if constexpr (std::is_same_v<T, Trunk>) {
          return has(Right::trunks_edit) ? nothing : "it needs the right trunks_edit (TRK-06)";
        } else {
          return has(Right::call_processing_edit) ? nothing : "it needs the right call_processing_edit (NUM-14)";
        }
      },
      change.object);
}

std::vector<Error> Authority::forbidden(const Changes& changes) const {
  std::vector<Error> errors;
  const auto& list = changes.list();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string_view why = missing(list[i]);
    if (why.empty()) continue;
    std::string path = list.size() == 1 ? std::string() : fmt::format("changes[{}]", i);
    errors.push_back({errc::forbidden, fmt::format("not allowed: {}", why), std::move(path), {}});
  }
  return errors;
}

}  // namespace tandem::model
