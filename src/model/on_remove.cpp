#include "model/on_remove.hpp"

#include <algorithm>

namespace tandem::model {
namespace {

template <class T>
OnRemove judge(T&, Kind, std::string_view) {
  return OnRemove::guards;  // SCH-17, SCH-18, 01 OP-21, TRK-32, NUM-36
}

// A removed employee leaves his groups; he remains guarded where calls are sent to him (EMP-56).
OnRemove judge(Group& group, Kind kind, std::string_view name) {
  if (kind != Kind::employee) return OnRemove::guards;
  std::erase_if(group.members, [&](const Member& member) { return member.employee.text == name; });
  return OnRemove::forgets;
}

// 03 OP-07: the forwarding of a SIP account to one that goes is cleared.
OnRemove judge(Employee& employee, Kind kind, std::string_view name) {
  if (kind == Kind::role) {  // ROL-22, 03 OP-17
    employee.role = {"employee"};
    employee.protection = {};
    return OnRemove::forgets;
  }
  if (kind == Kind::employee) {  // EMP-53: he keeps what was copied
    employee.access_source = {};
    return OnRemove::forgets;
  }
  if (kind == Kind::group) {
    std::erase_if(employee.supervised_groups, [&](const GroupKey& group) { return group.text == name; });
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
OnRemove judge(Prompt& prompt, Kind, std::string_view) {
  prompt.owner = {};
  return OnRemove::forgets;
}

// ADR-22: a contact goes on without the employee who was responsible.
OnRemove judge(Contact& contact, Kind, std::string_view) {
  contact.responsible = {};
  return OnRemove::forgets;
}

// TRK-65: a trunk takes its numbers with it, but not one that has a scheme; who calls out by it guards the number.
OnRemove judge(Number& number, Kind kind, std::string_view) {
  return kind == Kind::trunk && number.scheme.empty() ? OnRemove::follows : OnRemove::guards;
}

}  // namespace

OnRemove on_remove(AnyObject& object, Kind kind, std::string_view name) {
  return std::visit([&](auto& value) { return judge(value, kind, name); }, object);
}

}  // namespace tandem::model
