// Robots: programs that take calls as employees (specification 02, BOT).
#pragma once

#include "model/account_data.hpp"

#include <optional>
#include <string>

namespace tandem::model {

/// BOT-01: nobody becomes a robot, and no robot anybody else. The path is inside the employee.
[[nodiscard]] std::optional<Error> problem_of_robot(const AccountData& before, const AccountData& after,
                                                    const std::string& employee);

}  // namespace tandem::model
