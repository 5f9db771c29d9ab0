// Robots: programs that take calls as employees (specification 02, BOT).
#pragma once

#include "model/account_data.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tandem::model {

/// BOT-01: nobody becomes a robot, and no robot anybody else. The path is inside the employee.
[[nodiscard]] std::optional<Error> problem_of_robot(const AccountData& before, const AccountData& after,
                                                    const std::string& employee);
/// The same of all, of a document that is to take the place of what is there; paths are inside the document.
[[nodiscard]] std::vector<Error> problems_of_robots(const AccountData& before, const AccountData& after);

}  // namespace tandem::model
