// The production calendar: which days are worked (SCH-27). One for all accounts of an engine.
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// A public holiday of one day or of several.
struct Holiday {
  std::string name{};
  std::chrono::year_month_day first{};
  std::chrono::year_month_day last{};
  friend bool operator==(const Holiday&, const Holiday&) = default;
};

/// Without anything said, Monday to Friday are worked. Of what is said of a day, a working day goes before a day off, and
/// that before a holiday.
struct ProductionCalendar {
  std::vector<std::chrono::weekday> weekend{std::chrono::Saturday, std::chrono::Sunday};
  std::vector<Holiday> holidays{};
  std::vector<std::chrono::year_month_day> days_off{};      ///< further days that are not worked: moved here from elsewhere
  std::vector<std::chrono::year_month_day> working_days{};  ///< days of a weekend, or holidays, that are worked
  std::vector<std::chrono::year_month_day> pre_holidays{};  ///< days that are worked shorter, before a holiday
  friend bool operator==(const ProductionCalendar&, const ProductionCalendar&) = default;
};

/// Errors: `invalid_argument` for dates that do not exist, holidays that end before they begin, weeks without a working
/// day, days that are said to be off and worked; with paths such as `holidays[3].first`.
[[nodiscard]] Result<void> check_calendar(const ProductionCalendar& calendar);

/// The calendar of the Russian Federation for these years: the holidays of the Labour Code, days off moved by decree
/// (2024 to 2026), otherwise from a weekend to the next working day, and the shorter days before holidays. For years
/// without a decree in here, the two days off that are moved out of January every year are not known.
[[nodiscard]] ProductionCalendar russian_calendar(int first_year, int last_year);

/// Holidays that are on or begin within `ahead` days: what an administrator is reminded of (SCH-29).
[[nodiscard]] std::vector<Holiday> holidays_near(const ProductionCalendar& calendar, std::chrono::local_days today,
                                                 std::chrono::days ahead = std::chrono::days{3});

}  // namespace tandem
