#include "model/on_remove.hpp"

#include "model/account_data.hpp"
#include "model/text.hpp"

#include <algorithm>

namespace tandem::model {
namespace {

template <class T>
OnRemove judge(T&, Kind, std::string_view, const Number*) {
  return OnRemove::guards;  // SCH-17, SCH-18, 01 OP-21, TRK-32, NUM-36
}

// A removed employee leaves his groups; he remains guarded where calls are sent to him (EMP-56).
OnRemove judge(Group& group, Kind kind, std::string_view name, const Number* instead) {
  if (kind == Kind::number && instead != nullptr) {  // GRP-42
    group.callback.line = instead->number;
    return OnRemove::forgets;
  }
  if (kind != Kind::employee) return OnRemove::guards;
  std::erase_if(group.members, [&](const Member& member) { return member.employee.text == name; });
  return OnRemove::forgets;
}

/// A rule of an auto-secretary that leads to whoever goes goes as well: it is no usage that guards (EMP-56, GRP-06).
template <class Target, class Gone>
void drop_rules(Employee& employee, Gone gone) {
  std::erase_if(employee.auto_secretary, [&](const SecretaryRule& rule) {
    const auto* to = std::get_if<Target>(&rule.action);
    return to != nullptr && gone(*to);
  });
}

// 03 OP-07: the forwarding of a SIP account to one that goes is cleared.
OnRemove judge(Employee& employee, Kind kind, std::string_view name, const Number*) {
  if (kind == Kind::role) {  // ROL-22, 03 OP-17
    employee.role = {"employee"};
    employee.protection = {};
    return OnRemove::forgets;
  }
  if (kind == Kind::employee) {  // EMP-53: he keeps what was copied
    if (employee.access_source.text == name) employee.access_source = {};
    std::erase_if(employee.favourite_employees, [&](const EmployeeKey& favourite) { return favourite.text == name; });
    drop_rules<ToEmployee>(employee, [&](const ToEmployee& to) { return to.employee.text == name; });
    return OnRemove::forgets;
  }
  if (kind == Kind::group) {
    for (auto* groups : {&employee.supervised_groups, &employee.favourite_groups}) {
      std::erase_if(*groups, [&](const GroupKey& group) { return group.text == name; });
    }
    drop_rules<ToGroup>(employee, [&](const ToGroup& to) { return to.group.text == name; });
    return OnRemove::forgets;
  }
  if (kind != Kind::sip_account) return OnRemove::guards;
  bool forgot = false;
  for (SipAccount& account : employee.sip_accounts) {
    if (account.forward_to != name) continue;
    account.forward_to.clear();
    forgot = true;
  }
  // A device of his own on that account stands in the way.
  const bool rings = std::any_of(employee.devices.begin(), employee.devices.end(),
                                 [&](const Device& device) { return device.sip == name; });
  return forgot && !rings ? OnRemove::forgets : OnRemove::guards;
}

// A file stays when the employee who added it goes.
OnRemove judge(Prompt& prompt, Kind, std::string_view, const Number*) {
  prompt.owner = {};
  return OnRemove::forgets;
}

// ADR-22: a contact goes on without the employee who was responsible.
OnRemove judge(Contact& contact, Kind, std::string_view, const Number*) {
  contact.responsible = {};
  return OnRemove::forgets;
}

// TRK-65: a trunk takes its numbers with it, but not one that has a scheme; who calls out by it guards the number.
OnRemove judge(Number& number, Kind kind, std::string_view, const Number*) {
  return kind == Kind::trunk && number.scheme.empty() ? OnRemove::follows : OnRemove::guards;
}

// A line's warning goes with the line (NUM-35).
OnRemove judge(AccountSettings& settings, Kind kind, std::string_view name, const Number*) {
  if (kind != Kind::number) return OnRemove::guards;
  std::erase_if(settings.defaults.reception.warnings, [&](const LineWarning& warning) { return warning.line == name; });
  return OnRemove::forgets;
}

// NUM-64: a caller-id rule goes on with another number.
OnRemove judge(CallerIdRule& rule, Kind kind, std::string_view, const Number* instead) {
  if (kind != Kind::number || instead == nullptr) return OnRemove::guards;
  rule.outgoing_number = instead->number;
  return OnRemove::forgets;
}

// EMP-57, GRP-07: a campaign that does not run, nor will at once, goes on without the one who is removed.
OnRemove judge(Campaign& campaign, Kind kind, std::string_view name, const Number*) {
  const bool rests = campaign.state == CampaignState::scheduled || campaign.state == CampaignState::stopped ||
                     campaign.state == CampaignState::completed;
  if (!rests || (kind != Kind::employee && kind != Kind::group)) return OnRemove::guards;
  std::erase_if(campaign.operators, [&](const EmployeeKey& key) { return kind == Kind::employee && key.text == name; });
  std::erase_if(campaign.groups, [&](const GroupKey& key) { return kind == Kind::group && key.text == name; });
  return OnRemove::forgets;
}

// EMP-58
OnRemove judge(PlannedCall&, Kind, std::string_view, const Number*) { return OnRemove::follows; }

/// By what the numbers say of their cities, else by their first digits.
bool in_one_city(const Number& a, const Number* b, std::string_view b_digits) {
  constexpr std::size_t city_digits = 4;
  if (b != nullptr && !a.city.empty() && !b->city.empty()) return fold_case(a.city) == fold_case(b->city);
  return a.number.substr(0, city_digits) == b_digits.substr(0, city_digits);
}

}  // namespace

const Number* stand_in(const AccountData& data, std::string_view gone,
                       const std::function<bool(const Number&)>& stays) {
  const auto* leaving = data.find<Number>(gone);
  const Number* oldest = nullptr;
  const Number* same_city = nullptr;
  const Number* standard = nullptr;
  data.all<Number>().each([&](const Stored<Number>& stored) {
    const Number& number = stored.object;
    if (!number.outgoing || number.mode == LineMode::passive || number.reserved || number.number == gone || !stays(number)) return;
    if (number.use == LineUse::standard) {
      standard = &number;
      return;
    }
    if (oldest == nullptr) oldest = &number;
    if (same_city == nullptr && in_one_city(number, leaving, gone)) same_city = &number;
  });
  if (same_city != nullptr) return same_city;
  return oldest != nullptr ? oldest : standard;
}

OnRemove on_remove(AnyObject& object, Kind kind, std::string_view name, const Number* instead) {
  return std::visit([&](auto& value) { return judge(value, kind, name, instead); }, object);
}

}  // namespace tandem::model
