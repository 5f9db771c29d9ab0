// Employees as a table: the report of an import (EMP-61 to EMP-64).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

enum class RowOutcome : std::uint8_t {
  created,
  created_in_part,  ///< without the fields that `problems` names (EMP-62)
  skipped,          ///< a required field is missing or wrong (EMP-63), or the store refused
};

struct ImportedRow {
  std::size_t line = 0;  ///< where the row begins, from 1
  RowOutcome outcome = RowOutcome::skipped;
  std::string key{};              ///< of the employee that was created
  std::vector<Error> problems{};  ///< `path` is the column
};

/// The columns of a table of employees, in the order in which they are exported.
inline constexpr const char* employee_columns[] = {"full_name", "role",       "extension",       "email", "mobile",
                                                   "position",  "department", "outgoing_number", "number"};

}  // namespace tandem
