// The devices that employees chose in the contact centre since the engine began (DEV-30).
#pragma once

#include <tandem/employee.hpp>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tandem::call {

/// What names a device among those of its employee.
[[nodiscard]] inline const std::string& address_of(const Device& device) noexcept {
  return !device.sip.empty() ? device.sip : !device.address.empty() ? device.address : device.number;
}

class ChosenDevices {
 public:
  /// Empty: he goes by his card again.
  void set(const EmployeeKey& employee, std::vector<std::string> addresses) {
    if (addresses.empty()) return forget(employee);
    known_[employee] = std::move(addresses);
  }
  void forget(const EmployeeKey& employee) { known_.erase(employee); }
  /// Those of his choice that his card still has, in his order; empty: he goes by his card.
  [[nodiscard]] std::vector<const Device*> of(const Employee& employee) const {
    std::vector<const Device*> devices;
    if (!employee.accept_on_cc_numbers) return devices;
    const auto at = known_.find(employee.id);
    if (at == known_.end()) return devices;
    for (const std::string& address : at->second) {
      const auto device = std::ranges::find(employee.devices, address, address_of);
      if (device != employee.devices.end()) devices.push_back(&*device);
    }
    return devices;
  }

 private:
  std::unordered_map<EmployeeKey, std::vector<std::string>> known_;
};

}  // namespace tandem::call
