// How the programs of an account's employees stand: what their hosts have told since the engine began (EMP-71, EMP-85).
#pragma once

#include <tandem/softphone.hpp>

#include <string_view>
#include <unordered_map>

namespace tandem::call {

class Softphones {
 public:
  void set(const EmployeeKey& employee, SoftphoneKind kind, Softphone softphone);
  [[nodiscard]] Softphone of(const EmployeeKey& employee, SoftphoneKind kind) const;
  /// Is this the account of a program that handles no audio at present (EMP-85)?
  [[nodiscard]] bool silent(const EmployeeKey& employee, std::string_view aor) const;
  void forget(const EmployeeKey& employee) { known_.erase(employee); }

 private:
  struct Both {
    Softphone mobile;
    Softphone desktop;
  };
  std::unordered_map<EmployeeKey, Both> known_;
};

}  // namespace tandem::call
