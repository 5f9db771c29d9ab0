#include "model/authorise.hpp"

#include "model/hidden.hpp"
#include "model/media_proxy.hpp"
#include "model/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

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

bool favourites_differ(const Employee& before, const Employee& after) {
  return before.favourite_employees != after.favourite_employees || before.favourite_groups != after.favourite_groups;
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
  before.announce_position = after.announce_position;
  before.announce_wait_time = after.announce_wait_time;
  return before == after;
}

/// Only in what this member is in the group.
bool only_flags_differ(Group before, const Group& after, const Employee* self) {
  if (self == nullptr || before.members.size() != after.members.size() || before == after) return false;
  for (std::size_t i = 0; i < before.members.size(); ++i) {
    Member& member = before.members[i];
    if (member.employee != self->id || after.members[i].employee != self->id) continue;
    member.is_operator = after.members[i].is_operator;
    member.supervisor = after.members[i].supervisor;
  }
  return before == after;
}

/// Is an application for a name answered, or a name there without one?
bool decides_names(const SmsSettings& before, const SmsSettings& after) {
  return std::ranges::any_of(after.names, [&](const SenderName& name) {
    if (name.kind != SenderKind::unique || name.state == SenderState::pending) return false;
    const auto old = std::ranges::find(before.names, name.name, &SenderName::name);
    return old == before.names.end() || old->kind != name.kind || old->state != name.state;
  });
}

}  // namespace

Authority::Authority(const AccountData& data, const Actor& actor)
    : data_(data), everything_(actor.kind != ActorKind::employee), host_(actor.kind == ActorKind::system) {
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
  return std::any_of(users.begin(), users.end(), [&](const ObjectRef& user) {
    return user.kind == Kind::group && controls(GroupKey{user.key});
  });
}

bool Authority::may_see(Kind kind) const {
  switch (kind) {
    case Kind::employee:
    case Kind::group: return has(Right::employees_view) || has(Right::employees_view_groups);
    case Kind::role: return has(Right::employees_view);
    case Kind::contact: return has(Right::address_book_read);  // ADR-18
    case Kind::trunk: return has(Right::trunks_view);
    case Kind::list_entry: return has(Right::lists_edit);  // ACL-01
    case Kind::widget: return has(Right::widgets_edit);
    case Kind::prompt: return has(Right::audio_own) || has(Right::audio_any);
    case Kind::room: return true;  // CNF-53
    case Kind::status: return true;  // whoever works chooses among them (PRS-02)
    case Kind::campaign:
    case Kind::planned_call: return has(Right::contact_centre_use);
    default: return has(Right::call_processing_edit);
  }
}

bool Authority::may_see(const Employee& employee) const {
  if (has(Right::employees_view)) return true;
  if (!has(Right::employees_view_groups) || self_ == nullptr) return false;
  return employee.id == self_->id || controls(employee.id) || shares_group(employee.id);
}

bool Authority::shares_group(const EmployeeKey& employee) const {
  const auto users = data_.users(Kind::employee, employee.text);
  return std::any_of(users.begin(), users.end(), [&](const ObjectRef& user) {
    const Group* group = user.kind == Kind::group ? data_.find<Group>(user.key) : nullptr;
    return group != nullptr && is_member(*group, self_->id);
  });
}

bool Authority::may_see(const CallRecord& record) const {
  if (has(Right::history_all)) return true;
  if (self_ == nullptr) return false;
  const bool own = has(Right::history_own);
  const bool member = has(Right::history_member_groups);
  const bool controlled = has(Right::history_controlled_groups);
  const auto by_employee = [&](const std::string& key) {
    if (key.empty()) return false;
    return (own && key == self_->id.text) || (member && shares_group({key})) || (controlled && controls(EmployeeKey{key}));
  };
  const auto by_group = [&](const std::string& key) {
    const Group* group = data_.find<Group>(key);
    if (group == nullptr) return false;
    return (member && is_member(*group, self_->id)) || (controlled && controls(group->id));
  };
  if (by_employee(record.caller_employee) || by_employee(record.answered_by)) return true;
  return std::any_of(record.parts.begin(), record.parts.end(), [&](const CallPart& part) {
    const bool person = part.kind == PartKind::attempt || part.kind == PartKind::talk ||
                        part.kind == PartKind::voicemail || part.kind == PartKind::secretary;
    return person ? by_employee(part.subject) : part.kind == PartKind::group && by_group(part.subject);
  });
}

bool Authority::may_see(const Prompt& prompt) const {
  if (has(Right::audio_any)) return true;
  if (self_ == nullptr || prompt.owner.empty()) return false;
  if (has(Right::audio_own) && prompt.owner == self_->id) return true;
  return has(Right::audio_controlled) && controls(prompt.owner);
}

bool Authority::may_give(const RoleKey& role) const {
  constexpr Right powers[] = {Right::employees_edit,         Right::sip_accounts_edit,    Right::trunks_edit,
                              Right::network_policy_edit,    Right::roles_edit,           Right::call_processing_edit,
                              Right::security_settings_edit, Right::numbers_move,         Right::services_edit,
                              Right::api_edit,               Right::audit_read,           Right::media_proxy_edit,
                              Right::recording_settings_edit, Right::call_rules_edit};
  std::span<const Right> given;
  if (const Role* own = data_.find<Role>(role.text)) {
    given = own->rights;
  } else if (const auto base = enum_value<BaseRole>(role.text)) {
    given = rights_of(*base);
  }
  return std::all_of(given.begin(), given.end(), [&](Right right) {
    return has(right) || std::find(std::begin(powers), std::end(powers), right) == std::end(powers);
  });
}

/// Nobody makes himself, or a friend, more than he is: by a role, by a card that is followed, by somebody's log-in.
std::string_view Authority::missing_for_role(const Employee* before, const Employee& after) const {
  const bool other_role = before == nullptr || before->role != after.role;
  if (other_role && !may_give(after.role)) return "the role may do more than he may himself";
  const Employee* master = data_.find<Employee>(after.access_source.text);
  const bool follows = master != nullptr && (before == nullptr || before->access_source != after.access_source);
  if (follows && !may_give(master->role)) return "the card that is followed has a role that may do more than he may";
  const bool self = self_ != nullptr && self_->id == after.id;
  const bool dials = before != nullptr && (before->pin != after.pin || (!before->auth_by_number && after.auth_by_number));
  const bool login = before != nullptr && !self && (before->login != after.login || dials);
  if (login && !may_give(before->role)) return "the log-in is of somebody who may do more than he may himself";
  return nothing;
}

bool Authority::may_see_passwords_of(const Employee& employee) const {
  if (everything_) return !employee.protection.passwords;
  if (self_ != nullptr && self_->id == employee.id) return true;
  return has(Right::sip_accounts_edit) && !employee.protection.passwords;
}

bool Authority::sees_proxy_choices() const { return chosen_by_account(data_.settings()); }

std::string_view Authority::missing_for(const Employee& wanted, bool removal) const {
  Employee employee = wanted;
  const Employee* before = data_.find<Employee>(employee.id.text);
  if (before != nullptr) keep_hidden(*this, *before, employee);
  const bool self = self_ != nullptr && self_->id == employee.id;
  if (before != nullptr && !self && !removal && before->protection != employee.protection &&
      (before->protection.role || before->protection.passwords)) {
    return "his protection is his own matter (EMP-76, EMP-77)";
  }
  if (before != nullptr && !self) {
    if (before->protection.role && !removal && before->access_source != employee.access_source) {
      return "his role is protected (EMP-77)";
    }
    if (before->protection.role && !removal && before->role != employee.role) {
      return "his role is protected (EMP-77)";
    }
    if (before->protection.passwords && !removal && before->sip_accounts != employee.sip_accounts) {
      return "his SIP accounts are protected (EMP-76)";
    }
    if (before->protection.passwords && !removal && (before->login != employee.login || before->pin != employee.pin)) {
      return "his log-in is protected (EMP-76)";
    }
  }
  if (everything_) return nothing;
  if (!removal && !has(Right::call_rules_edit)) {
    const bool same = before != nullptr ? before->auto_secretary == employee.auto_secretary : employee.auto_secretary.empty();
    if (!same) return "auto-secretaries need the right call_rules_edit (SEC-01)";
  }
  // Its picture was judged when it came; a reference of one's own choice would open what else lies in the store.
  if (!removal && employee.avatar != (before != nullptr ? before->avatar : std::string())) {
    return "an avatar comes and goes by set_avatar() (EMP-32)";
  }
  if (before != nullptr && !removal && favourites_differ(*before, employee)) {
    if (!self) return "favourites are everybody's own matter (EMP-70)";
    employee.favourite_employees = before->favourite_employees;
    employee.favourite_groups = before->favourite_groups;
    if (employee == *before) return nothing;
  }
  if (before != nullptr && !removal && before->auto_secretary != employee.auto_secretary) {
    const bool his = self || has(Right::employees_edit) || (has(Right::controlled_reception_edit) && controls(employee.id));
    if (!his) return "the auto-secretaries of others need the right employees_edit (SEC-01)";
    employee.auto_secretary = before->auto_secretary;  // that is settled; the rest is judged without it
    if (employee == *before) return nothing;
  }
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
  const bool pin = before != nullptr && !removal && before->pin != employee.pin;
  if (pin && !may_see_passwords_of(*before)) return "PINs of others need the right sip_accounts_edit";
  return removal ? nothing : missing_for_role(before, employee);
}

std::string_view Authority::missing_for(const Group& group, bool removal) const {
  if (has(Right::employees_edit)) return nothing;
  const Group* before = data_.find<Group>(group.id.text);
  if (before == nullptr || removal) return "it needs the right employees_edit";
  Group rest = *before;
  if (only_flags_differ(*before, group, self_)) {  // GRP-11
    return has(Right::own_membership_edit) || (has(Right::controlled_members_edit) && controls(group.id))
               ? nothing : "his own flags need the right own_membership_edit (GRP-11)";
  }
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

std::string_view Authority::missing_for(const Prompt& prompt, bool removal) const {
  if (has(Right::audio_any)) return nothing;
  const Prompt* before = data_.find<Prompt>(prompt.id.text);
  const EmployeeKey& owner = before != nullptr ? before->owner : prompt.owner;
  // What the file is was judged when it was added; a source of one's own choice would open what else lies in the store.
  if (!removal && (before == nullptr || before->source != prompt.source || before->size != prompt.size)) {
    return "an employee adds audio files to the library (AUD-06)";
  }
  if (has(Right::audio_own) && self_ != nullptr && owner == self_->id && (removal || prompt.owner == owner)) {
    return nothing;
  }
  if (has(Right::audio_controlled) && before != nullptr && !owner.empty() && controls(owner)) return nothing;
  return "it is not his own audio file, nor one of his groups (AUD-15)";
}

/// Every part of the settings has a right of its own; what has none is of call processing (NUM-14, FWD-01).
std::string_view Authority::missing_for(const AccountSettings& sent, bool) const {
  const AccountSettings& before = data_.settings();
  AccountSettings wanted = sent;
  keep_hidden(*this, before, wanted);
  AccountSettings rest = wanted;
  if (wanted.root_domain != before.root_domain && !everything_) return "the root domain is the host's matter";
  const bool hosts = wanted.customer != before.customer || wanted.state != before.state ||
                     wanted.standard_number != before.standard_number || wanted.email != before.email;
  if (hosts && !everything_) return "customer, state, standard number and the registered address are the host's matter";
  if (before.fmc.enabled && !wanted.fmc.enabled && !host_) return "only the operator switches FMC off (FMC-06)";
  if (wanted.defaults.services.terms != before.defaults.services.terms && !everything_) {
    return "quantities and prices of services are the host's matter";
  }
  const bool covered = wanted.storage.included_mb != before.storage.included_mb ||
                       wanted.conferences.included != before.conferences.included;
  if (covered && !everything_) return "what the plan covers is the host's matter";
  if (decides_names(before.sms, wanted.sms) && !everything_) return "the host decides on names of SMS (MSG-25)";
  if (wanted.domains != before.domains && !has(Right::sip_accounts_edit)) {
    return "domains need the right sip_accounts_edit (SIP-05)";
  }
  if (wanted.caller_lists != before.caller_lists && !has(Right::lists_edit)) {
    return "the lists need the right lists_edit (ACL-01)";
  }
  const bool security = wanted.security != before.security || wanted.call_control != before.call_control ||
                        wanted.allowed_destinations != before.allowed_destinations;
  if (security && !has(Right::security_settings_edit)) return "it needs the right security_settings_edit";
  if (wanted.network != before.network && !has(Right::network_policy_edit)) {
    return "from where phones may be used needs the right network_policy_edit";
  }
  if (wanted.sip_encryption != before.sip_encryption && !has(Right::network_policy_edit)) {
    return "encryption needs the right network_policy_edit";
  }
  if (wanted.media_proxy != before.media_proxy && !has(Right::media_proxy_edit)) {
    return "relays of one's own need the right media_proxy_edit (MPX-02)";
  }
  const bool sold = wanted.defaults.services != before.defaults.services || wanted.fmc != before.fmc ||
                    wanted.conferences != before.conferences || wanted.video != before.video ||
                    wanted.storage.purchased_mb != before.storage.purchased_mb;
  if (sold && !has(Right::services_edit)) return "services need the right services_edit (SVC-03, FMC-04)";
  rest.domains = before.domains;
  rest.caller_lists = before.caller_lists;
  rest.security = before.security;
  rest.network = before.network;
  rest.sip_encryption = before.sip_encryption;
  rest.media_proxy = before.media_proxy;
  rest.call_control = before.call_control;
  rest.allowed_destinations = before.allowed_destinations;
  rest.defaults.services = before.defaults.services;
  rest.fmc = before.fmc;
  rest.conferences = before.conferences;
  rest.video = before.video;
  rest.storage.purchased_mb = before.storage.purchased_mb;
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
        } else if constexpr (std::is_same_v<T, Room>) {
          return has(Right::rooms_manage) ? nothing : "it needs the right rooms_manage (CNF-49)";
        } else if constexpr (std::is_same_v<T, Campaign> || std::is_same_v<T, PlannedCall>) {
          return has(Right::contact_centre_use) ? nothing : "it needs the right contact_centre_use";
        } else if constexpr (std::is_same_v<T, Widget>) {
          return has(Right::widgets_edit) ? nothing : "it needs the right widgets_edit";
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
