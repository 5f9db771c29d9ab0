// Employees and groups as screens show them.
#include <tandem/people.hpp>

#include "base/csv.hpp"
#include "engine/asker.hpp"
#include "model/names.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <set>

namespace tandem {
namespace {

using engine::Asker;
using model::AccountData;
using model::Kind;

template <class T>
std::unexpected<Error> none(Kind kind, const Key<T>& key) {
  return fail(errc::not_found, fmt::format("there is no {} '{}'", model::noun(kind), key.text));
}

std::unexpected<Error> not_for_him() { return fail(errc::forbidden, "this employee's role does not let him see it"); }

/// The asker, if he may see objects of this kind.
Result<Asker> viewer(const AccountHandle& handle, Kind kind) {
  Result<Asker> asker = Asker::of(handle);
  if (asker && !asker->authority().may_see(kind)) return not_for_him();
  return asker;
}

struct Card {
  Asker asker;
  const Employee* employee;
};
Result<Card> card_of(const AccountHandle& handle, const EmployeeKey& key) {
  Result<Asker> asker = viewer(handle, Kind::employee);
  if (!asker) return std::unexpected(asker.error());
  const Employee* employee = asker->data().find<Employee>(key.text);
  if (employee == nullptr) return none(Kind::employee, key);
  if (!asker->authority().may_see(*employee)) return not_for_him();
  return Card{std::move(*asker), employee};
}

std::vector<const Group*> groups_of(const AccountData& data, const EmployeeKey& employee) {
  std::vector<const Group*> groups;
  for (const model::ObjectRef& user : data.users(Kind::employee, employee.text)) {
    if (user.kind == Kind::group) groups.push_back(data.find<Group>(user.key));
  }
  return groups;
}
const Member* member_of(const Group& group, const EmployeeKey& employee) {
  const auto at = std::find_if(group.members.begin(), group.members.end(),
                               [&](const Member& member) { return member.employee == employee; });
  return at != group.members.end() ? &*at : nullptr;
}

/// EMP-48
std::string searched(const AccountData& data, const Employee& employee) {
  std::string text;
  const auto add = [&](std::string_view part) { (text += part) += '\n'; };
  for (const std::string* field : {&employee.full_name, &employee.position, &employee.department, &employee.extension,
                                   &employee.email, &employee.mobile}) {
    add(*field);
  }
  for (const Device& device : employee.devices) add(device.sip + device.address + device.number);
  for (const Group* group : groups_of(data, employee.id)) {
    add(group->name);
    add(group->extension);
    add(group->description);
    add(model::enum_name(group->strategy));
  }
  return model::fold_case(text);
}

RoleChoice choice_of(const AccountData& data, const RoleKey& key) {
  if (const Role* role = data.find<Role>(key.text)) return {key, role->name, RoleChoice::Set::custom};
  const auto base = model::enum_value<BaseRole>(key.text);
  if (base == BaseRole::robot) return {key, key.text, RoleChoice::Set::service};
  const bool additional = base && is_additional(*base);
  return {key, key.text, additional ? RoleChoice::Set::additional : RoleChoice::Set::base};
}

/// A scheme that sends calls to this object does so in its own blocks; other schemes that lead there do by it.
std::vector<std::string> schemes_using(const AccountData& data, Kind kind, const std::string& key) {
  std::set<std::string> schemes;
  std::vector<std::pair<Kind, std::string>> open{{kind, key}};
  while (!open.empty()) {
    const auto [of, name] = std::move(open.back());
    open.pop_back();
    for (const model::ObjectRef& user : data.users(of, name)) {
      if (user.kind != Kind::scheme || !schemes.insert(user.key).second) continue;
      open.emplace_back(Kind::scheme, user.key);
      const Scheme* scheme = data.find<Scheme>(user.key);
      if (!scheme->extension.empty()) open.emplace_back(Kind::extension, scheme->extension);
    }
  }
  return {schemes.begin(), schemes.end()};
}

}  // namespace

Result<std::vector<Versioned<Employee>>> People::find(const EmployeeQuery& query) const {
  const Result<Asker> asker = viewer(account_, Kind::employee);
  if (!asker) return std::unexpected(asker.error());
  const std::string wanted = model::fold_case(query.text);
  return Collection<Employee>(account_).find(
      [&](const Employee& employee) {
        const bool role = query.roles.empty() || std::find(query.roles.begin(), query.roles.end(), employee.role) !=
                                                     query.roles.end();
        return role && searched(asker->data(), employee).find(wanted) != std::string::npos;
      },
      query.limit);
}

Result<std::vector<EmployeeKey>> People::with_auto_secretary() const {
  const Result<Asker> asker = viewer(account_, Kind::employee);
  if (!asker) return std::unexpected(asker.error());
  std::vector<EmployeeKey> keys;
  asker->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    const Employee& employee = stored.object;
    if (!employee.auto_secretary.empty() && asker->authority().may_see(employee)) keys.push_back(employee.id);
  });
  return keys;
}

Result<std::vector<RoleChoice>> People::roles_in_use() const {
  const Result<Asker> asker = viewer(account_, Kind::employee);
  if (!asker) return std::unexpected(asker.error());
  std::set<RoleKey> keys;
  asker->data().all<Employee>().each([&](const model::Stored<Employee>& stored) { keys.insert(stored.object.role); });
  std::vector<RoleChoice> choices;
  for (const RoleKey& key : keys) choices.push_back(choice_of(asker->data(), key));
  return choices;
}

Result<std::vector<RoleChoice>> People::role_choices() const {
  const Result<Asker> asker = viewer(account_, Kind::employee);
  if (!asker) return std::unexpected(asker.error());
  const bool service = asker->data().settings().defaults.services.roles;
  std::vector<RoleChoice> choices;
  for (const std::string_view name : model::names_of<BaseRole>) {
    const RoleChoice choice = choice_of(asker->data(), RoleKey{std::string(name)});
    if (service || choice.set != RoleChoice::Set::additional) choices.push_back(choice);
  }
  asker->data().all<Role>().each([&](const model::Stored<Role>& stored) {
    if (service) choices.push_back(choice_of(asker->data(), stored.object.id));
  });
  return choices;
}

Result<std::vector<CardFinding>> People::findings(const EmployeeKey& key) const {
  const Result<Card> card = card_of(account_, key);
  if (!card) return std::unexpected(card.error());
  const Employee& employee = *card->employee;
  const bool rings = std::any_of(employee.devices.begin(), employee.devices.end(), [](const Device& d) { return d.active; });
  std::vector<CardFinding> findings;
  const auto need = [&](bool there, bool required, std::string_view field) {
    if (!there) findings.push_back({required, std::string(field)});
  };
  need(!employee.extension.empty(), true, "extension");
  need(rings, true, "devices");
  need(!employee.outgoing_number.empty(), true, "outgoing_number");
  need(!employee.email.empty(), false, "email");
  need(!employee.mobile.empty(), false, "mobile");
  need(!employee.position.empty(), false, "position");
  need(!employee.department.empty(), false, "department");
  return findings;
}

Result<Substitution> People::substitution(const EmployeeKey& key) const {
  const Result<Card> card = card_of(account_, key);
  if (!card) return std::unexpected(card.error());
  std::vector<CallerIdRule> rules;
  card->asker.data().all<CallerIdRule>().each([&](const model::Stored<CallerIdRule>& stored) { rules.push_back(stored.object); });
  return substitution_of(*card->employee, card->asker.data().settings().caller_id, rules);
}

Result<LineChoices> People::line_choices() const {
  const Result<Asker> asker = viewer(account_, Kind::employee);
  if (!asker) return std::unexpected(asker.error());
  LineChoices choices;
  asker->data().all<Number>().each([&](const model::Stored<Number>& stored) {
    if (stored.object.outgoing && !stored.object.reserved) choices.lines.push_back(stored.object.number);
  });
  choices.offered = choices.lines.size() > 1;
  return choices;
}

Result<std::vector<MemberRow>> People::members(const GroupKey& key, std::optional<bool> operators,
                                               std::optional<bool> supervisors) const {
  const Result<Asker> asker = viewer(account_, Kind::group);
  if (!asker) return std::unexpected(asker.error());
  const Group* group = asker->data().find<Group>(key.text);
  if (group == nullptr) return none(Kind::group, key);
  std::vector<MemberRow> rows;
  for (const Member& member : group->members) {
    if (operators && member.is_operator != *operators) continue;
    if (supervisors && member.supervisor != *supervisors) continue;
    const Employee* employee = asker->data().find<Employee>(member.employee.text);
    if (employee == nullptr) continue;
    rows.push_back({member, employee->full_name, asker->authority().may_see(*employee)});
  }
  return rows;
}

Result<MemberCount> People::count(const GroupKey& key) const {
  const Result<Asker> asker = viewer(account_, Kind::group);
  if (!asker) return std::unexpected(asker.error());
  const Group* group = asker->data().find<Group>(key.text);
  if (group == nullptr) return none(Kind::group, key);
  MemberCount count{0, group->members.size()};
  for (const Member& member : group->members) {
    const Employee* employee = asker->data().find<Employee>(member.employee.text);
    if (employee == nullptr || !member.is_operator) continue;
    const auto& devices = employee->devices;
    if (std::any_of(devices.begin(), devices.end(), [](const Device& d) { return d.active; })) ++count.operators;
  }
  return count;
}

Result<std::vector<MembershipRow>> People::memberships(const EmployeeKey& key, std::string_view text) const {
  const Result<Card> card = card_of(account_, key);
  if (!card) return std::unexpected(card.error());
  const std::string wanted = model::fold_case(text);
  std::vector<MembershipRow> rows;
  for (const Group* group : groups_of(card->asker.data(), key)) {
    if (model::fold_case(group->name + '\n' + group->extension).find(wanted) == std::string::npos) continue;
    rows.push_back({group->id, group->name, group->extension, *member_of(*group, key)});
  }
  return rows;
}

Result<GroupUses> People::uses(const GroupKey& key) const {
  const Result<Asker> asker = viewer(account_, Kind::group);
  if (!asker) return std::unexpected(asker.error());
  const AccountData& data = asker->data();
  const Group* group = data.find<Group>(key.text);
  if (group == nullptr) return none(Kind::group, key);
  GroupUses uses;
  uses.schemes = schemes_using(data, Kind::group, key.text);
  for (std::string& scheme : schemes_using(data, Kind::extension, group->extension)) uses.schemes.push_back(std::move(scheme));
  std::sort(uses.schemes.begin(), uses.schemes.end());
  uses.schemes.erase(std::unique(uses.schemes.begin(), uses.schemes.end()), uses.schemes.end());
  data.all<Number>().each([&](const model::Stored<Number>& stored) {
    if (std::binary_search(uses.schemes.begin(), uses.schemes.end(), stored.object.scheme.text)) {
      uses.lines.push_back(stored.object.number);
    }
  });
  return uses;
}

Result<std::string> People::export_members_csv() const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  if (auto allowed = asker->need(Right::employees_view); !allowed) return std::unexpected(allowed.error());
  std::string csv = csv_row({"group", "extension", "employee", "operator", "supervisor"});
  asker->data().all<Group>().each([&](const model::Stored<Group>& stored) {
    for (const Member& member : stored.object.members) {
      const Employee* employee = asker->data().find<Employee>(member.employee.text);
      csv += csv_row({stored.object.name, stored.object.extension, employee != nullptr ? employee->full_name : "",
                      member.is_operator ? "yes" : "no", member.supervisor ? "yes" : "no"});
    }
  });
  return csv;
}

}  // namespace tandem
