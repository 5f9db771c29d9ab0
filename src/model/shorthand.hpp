// What a document may leave out because it follows from the rest.
#pragma once

#include <tandem/employee.hpp>
#include <tandem/scheme.hpp>

#include <vector>

namespace tandem::model {

/// A scheme of one branch that holds at any time is written without "branches".
[[nodiscard]] inline bool has_plain_branch(const Scheme& scheme) {
  return scheme.branches.size() == 1 && !scheme.branches.front().schedule;
}

/// What an employee with SIP accounts and no word about devices has: one device for each account.
[[nodiscard]] inline std::vector<Device> implied_devices(const Employee& employee) {
  std::vector<Device> devices;
  for (const SipAccount& account : employee.sip_accounts) {
    if (!account.aor.empty()) devices.emplace_back().sip = account.aor;
  }
  return devices;
}

}  // namespace tandem::model
