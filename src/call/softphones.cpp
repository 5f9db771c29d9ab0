#include "call/softphones.hpp"

#include <utility>

namespace tandem::call {

void Softphones::set(const EmployeeKey& employee, SoftphoneKind kind, Softphone softphone) {
  Both& both = known_[employee];
  (kind == SoftphoneKind::mobile ? both.mobile : both.desktop) = std::move(softphone);
}

Softphone Softphones::of(const EmployeeKey& employee, SoftphoneKind kind) const {
  const auto at = known_.find(employee);
  if (at == known_.end()) return {};
  return kind == SoftphoneKind::mobile ? at->second.mobile : at->second.desktop;
}

bool Softphones::silent(const EmployeeKey& employee, std::string_view aor) const {
  const auto at = known_.find(employee);
  if (at == known_.end()) return false;
  const auto is = [&](const Softphone& one) {
    return one.state == SoftphoneState::online && one.external_phone && !one.sip.empty() && one.sip == aor;
  };
  return is(at->second.mobile) || is(at->second.desktop);
}

}  // namespace tandem::call
