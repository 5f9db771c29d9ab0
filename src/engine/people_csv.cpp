// Employees and roles as tables.
#include "base/csv.hpp"
#include "engine/core.hpp"
#include "model/authorise.hpp"

#include <tandem/engine.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace tandem {
namespace {

std::string first_number(const Employee& employee) {
  for (const Device& device : employee.devices) {
    if (!device.number.empty()) return device.number;
  }
  return {};
}

/// The text that a column names in an employee; null for `number`, which is a device.
std::string* field_of(Employee& employee, std::string_view column) {
  if (column == "full_name") return &employee.full_name;
  if (column == "role") return &employee.role.text;
  if (column == "extension") return &employee.extension;
  if (column == "email") return &employee.email;
  if (column == "mobile") return &employee.mobile;
  if (column == "position") return &employee.position;
  if (column == "department") return &employee.department;
  if (column == "outgoing_number") return &employee.outgoing_number;
  return nullptr;
}

bool is_required(std::string_view column) { return column == "full_name" || column == "role"; }

void take_away(Employee& employee, std::string_view column) {
  if (std::string* field = field_of(employee, column)) {
    field->clear();
  } else {
    employee.devices.clear();
  }
}

/// The columns of the heading. Errors: what is no column.
Result<std::vector<std::string>> columns_of(CsvReader& file) {
  std::vector<std::string> columns = file.row();
  const std::span<const char* const> known(employee_columns);
  for (std::string& column : columns) {
    column = std::string(trimmed(column));
    if (std::find(known.begin(), known.end(), std::string_view(column)) == known.end()) {
      return fail(errc::unknown_field, fmt::format("'{}' is no column of employees", column), "line 1");
    }
  }
  for (const std::string_view required : {"full_name", "role"}) {
    if (std::find(columns.begin(), columns.end(), required) == columns.end()) {
      return fail(errc::missing_field, fmt::format("the column {} is required", required), "line 1");
    }
  }
  return columns;
}

Employee employee_of(const std::vector<std::string>& columns, const std::vector<std::string>& fields) {
  Employee employee;
  employee.role = {};
  for (std::size_t i = 0; i < columns.size() && i < fields.size(); ++i) {
    const std::string_view value = trimmed(fields[i]);
    if (std::string* field = field_of(employee, columns[i])) {
      *field = value;
    } else if (!value.empty()) {
      employee.devices.emplace_back().number = value;
    }
  }
  return employee;
}

/// The column that an error of a new employee is about.
std::string column_of(const Error& error) {
  if (error.path.starts_with("devices")) return "number";
  return error.path.substr(0, error.path.find_first_of(".["));
}

/// Creates the row's employee, without what is wrong in it.
ImportedRow create(const Collection<Employee>& employees, Employee employee, std::size_t line) {
  ImportedRow row;
  row.line = line;
  for (const std::string_view column : {"full_name", "role"}) {
    if (field_of(employee, column)->empty()) {
      row.problems.push_back({errc::missing_field, "this field is required (EMP-63)", std::string(column), {}});
    }
  }
  if (!row.problems.empty()) return row;
  Result<Versioned<Employee>> made = employees.create(employee);
  if (!made) {
    Error first = std::move(made.error());
    std::vector<Error> errors = std::exchange(first.more, {});
    errors.insert(errors.begin(), std::move(first));
    bool hopeless = false;
    for (Error& error : errors) {
      error.path = column_of(error);
      hopeless = hopeless || error.path.empty() || is_required(error.path);
      if (!error.path.empty()) take_away(employee, error.path);
      row.problems.push_back(std::move(error));
    }
    if (hopeless) return row;
    made = employees.create(std::move(employee));
    if (!made) {
      row.problems.push_back(std::move(made.error()));
      return row;
    }
  }
  row.outcome = row.problems.empty() ? RowOutcome::created : RowOutcome::created_in_part;
  row.key = made->object.id.text;
  return row;
}

Result<void> needs(const Account& account, std::initializer_list<Right> rights) {
  for (const Right right : rights) {
    const Result<bool> may = account.may(right);
    if (!may) return std::unexpected(may.error());
    if (!*may) return fail(errc::forbidden, fmt::format("this needs the right {}", name_of(right)));
  }
  return {};
}

std::vector<std::string> role_row(std::string_view name, std::string_view description, std::span<const Right> rights) {
  std::vector<std::string> row{std::string(name), std::string(description)};
  for (std::size_t i = 0; i < right_count; ++i) {
    const bool has = std::find(rights.begin(), rights.end(), static_cast<Right>(i)) != rights.end();
    row.emplace_back(has ? "yes" : "no");
  }
  return row;
}

}  // namespace

Result<std::string> Account::export_employees_csv() const {
  if (auto allowed = needs(*this, {Right::employees_view, Right::employees_edit}); !allowed) {
    return std::unexpected(allowed.error());
  }
  const auto all = employees().list({.limit = static_cast<std::size_t>(-1)});
  if (!all) return std::unexpected(all.error());
  std::string text = csv_row({std::begin(employee_columns), std::end(employee_columns)});
  for (const Versioned<Employee>& one : all->items) {
    Employee employee = one.object;
    std::vector<std::string> fields;
    for (const char* column : employee_columns) {
      const std::string* field = field_of(employee, column);
      fields.push_back(field != nullptr ? *field : first_number(employee));
    }
    text += csv_row(fields);
  }
  return text;
}

Result<std::vector<ImportedRow>> Account::import_employees_csv(std::string_view csv) const {
  if (auto allowed = needs(*this, {Right::employees_edit}); !allowed) return std::unexpected(allowed.error());
  CsvReader file(csv);
  const auto columns = columns_of(file);
  if (!columns) return std::unexpected(columns.error());
  std::vector<ImportedRow> report;
  while (!file.at_end()) {
    const std::size_t line = file.line();
    const std::vector<std::string> fields = file.row();
    if (fields.size() == 1 && trimmed(fields[0]).empty()) continue;
    report.push_back(create(employees(), employee_of(*columns, fields), line));
  }
  return report;
}

Result<std::string> Account::export_roles_csv() const {
  if (auto allowed = needs(*this, {Right::roles_edit}); !allowed) return std::unexpected(allowed.error());
  const auto own = roles().list({.limit = static_cast<std::size_t>(-1)});
  if (!own) return std::unexpected(own.error());
  std::vector<std::string> heading{"role", "description"};
  for (std::size_t i = 0; i < right_count; ++i) heading.emplace_back(name_of(static_cast<Right>(i)));
  std::string text = csv_row(heading);
  for (int base = 0; base <= static_cast<int>(BaseRole::robot); ++base) {
    const auto role = static_cast<BaseRole>(base);
    text += csv_row(role_row(name_of(role), "", rights_of(role)));
  }
  for (const Versioned<Role>& role : own->items) {
    text += csv_row(role_row(role.object.name, role.object.description, role.object.rights));
  }
  return text;
}

}  // namespace tandem
