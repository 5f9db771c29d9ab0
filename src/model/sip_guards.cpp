#include "model/sip_guards.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

/// What an account of the employee is called now, if it is one of those he had: the same name, or, at the same place, one
/// that is new in the whole account.
const SipAccount* successor(const AccountData& before, const AccountData& after, const Employee& now,
                            const SipAccount& account, std::size_t place) {
  for (const SipAccount& same : now.sip_accounts) {
    if (same.aor == account.aor) return &same;
  }
  if (place >= now.sip_accounts.size() || after.owner(Kind::sip_account, account.aor) != nullptr) return nullptr;
  const SipAccount& there = now.sip_accounts[place];
  return before.owner(Kind::sip_account, there.aor) == nullptr ? &there : nullptr;
}

}  // namespace

std::string primary_account(const Employee& employee) {
  const auto first = std::find_if(employee.devices.begin(), employee.devices.end(),
                                  [](const Device& device) { return device.active; });
  return first != employee.devices.end() ? first->sip : std::string();
}

std::vector<Error> problems_of_primaries(const AccountData& before, const AccountData& after,
                                         const std::string& employee) {
  const Employee* old = before.find<Employee>(employee);
  const Employee* now = after.find<Employee>(employee);
  if (old == nullptr) return {};
  const std::string primary = primary_account(*old);
  const auto& had = old->sip_accounts;
  const auto account = std::find_if(had.begin(), had.end(), [&](const SipAccount& a) { return a.aor == primary; });
  if (account == had.end()) return {};
  const auto place = static_cast<std::size_t>(account - had.begin());
  if (now != nullptr && successor(before, after, *now, *account, place) != nullptr) return {};
  const bool passes_on = after.owner(Kind::sip_account, primary) != nullptr;
  if (now == nullptr && !passes_on) return {};  // he goes, and his accounts with him
  return {{errc::in_use,
           fmt::format("{} is the main means of reception of '{}' and cannot be {}: make another one the main one, or "
                       "switch it off ({})",
                       primary, employee, passes_on ? "given to another employee" : "deleted",
                       passes_on ? "SIP-27" : "SIP-28"),
           "sip_accounts", {}}};
}

std::vector<Error> problems_of_schedules(const AccountData& before, const AccountData& after,
                                         const std::string& employee) {
  std::vector<Error> problems;
  const Employee* old = before.find<Employee>(employee);
  const Employee* now = after.find<Employee>(employee);
  if (old == nullptr || now == nullptr) return problems;
  for (std::size_t i = 0; i < now->devices.size(); ++i) {
    const Device& device = now->devices[i];
    const auto same = std::find_if(old->devices.begin(), old->devices.end(), [&](const Device& d) {
      return d.sip == device.sip && d.address == device.address && d.number == device.number;
    });
    if (device.active || same == old->devices.end() || same->active) continue;
    if (same->schedule == device.schedule && same->temporary_schedule == device.temporary_schedule) continue;
    problems.push_back({errc::invalid_argument, "the device is switched off: switch it on to give it another schedule (DEV-19)",
                        fmt::format("devices[{}].schedule", i), {}});
  }
  return problems;
}

std::vector<std::string> accounts_to_reconfigure(const AccountData& before, const AccountData& after,
                                                 const std::vector<std::string>& employees) {
  std::vector<std::string> changed;
  for (const std::string& key : employees) {
    const Employee* old = before.find<Employee>(key);
    const Employee* now = after.find<Employee>(key);
    if (old == nullptr || now == nullptr) continue;
    for (std::size_t i = 0; i < old->sip_accounts.size(); ++i) {
      const SipAccount& account = old->sip_accounts[i];
      const SipAccount* next = successor(before, after, *now, account, i);
      if (next == nullptr) continue;
      // A password that is only kept in another form is the same to the device.
      const bool secret = !next->password.empty() ? next->password != account.password
                                                  : account.password.empty() && next->ha1 != account.ha1;
      if (secret || next->aor != account.aor) changed.push_back(next->aor);
    }
  }
  return changed;
}

}  // namespace tandem::model
