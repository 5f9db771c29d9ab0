// What a change of employees means for their SIP accounts: what is refused, and whose devices have to be set up anew.
#pragma once

#include "model/account_data.hpp"

#include <string>
#include <vector>

namespace tandem::model {

/// The SIP account that is the employee's main means of reception, or nothing (DEV-02).
[[nodiscard]] std::string primary_account(const Employee& employee);

/// A SIP account that was an employee's main means of reception may neither go nor pass to another employee: first another
/// means is made the main one, or this one is switched off (SIP-14, SIP-27, SIP-28). Paths are inside the employee.
[[nodiscard]] std::vector<Error> problems_of_primaries(const AccountData& before, const AccountData& after,
                                                       const std::string& employee);

/// Schedules that were changed of devices that are switched off (DEV-19).
[[nodiscard]] std::vector<Error> problems_of_schedules(const AccountData& before, const AccountData& after,
                                                       const std::string& employee);

/// Accounts of these employees that have another name, domain or secret than before (SIP-26), as they are called now.
[[nodiscard]] std::vector<std::string> accounts_to_reconfigure(const AccountData& before, const AccountData& after,
                                                               const std::vector<std::string>& employees);

}  // namespace tandem::model
