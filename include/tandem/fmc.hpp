// SIM cards that belong to the account: fixed-mobile convergence (specification 04, area FMC).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// A SIM card's number. What calls from there, by its carrier's trunk, is the employee who has the number among his
/// devices, and nobody else: his calls to the account's numbers and extensions are internal, as are calls of others to it
/// (FMC-01). Other trunks may show any number; where a password or a PIN is asked for, the number alone proves nothing.
struct FmcNumber {
  std::string number{};  ///< international digits; stands once
  TrunkKey carrier{};    ///< whose SIM card it is
  friend bool operator==(const FmcNumber&, const FmcNumber&) = default;
};

/// For administrators, by the right services_edit (FMC-04). Once on, only ActorKind::system takes it away (FMC-06).
struct FmcSettings {
  bool enabled = false;  ///< FMC-03
  std::vector<FmcNumber> numbers{};
  friend bool operator==(const FmcSettings&, const FmcSettings&) = default;
};

/// A line of the list of SIM cards (FMC-02).
struct FmcRow {
  FmcNumber number{};
  EmployeeKey employee{};  ///< who has it among his devices; empty: nobody, or several
  std::string full_name{};
  friend bool operator==(const FmcRow&, const FmcRow&) = default;
};

}  // namespace tandem
