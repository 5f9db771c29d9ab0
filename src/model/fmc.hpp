// SIM cards of the account and who has them (FMC-01, FMC-02).
#pragma once

#include "model/account_data.hpp"

#include <tandem/fmc.hpp>

#include <string_view>
#include <vector>

namespace tandem::model {

/// Who calls from this number by this trunk, where the service is on and the number is a SIM card's; null: nobody known.
[[nodiscard]] const Employee* fmc_caller(const AccountData& data, std::string_view number, const TrunkKey& trunk);
/// Whose SIM card it is; null: nobody's, or that of several.
[[nodiscard]] const Employee* fmc_owner(const AccountData& data, std::string_view number);
[[nodiscard]] std::vector<FmcRow> fmc_rows(const AccountData& data);

}  // namespace tandem::model
