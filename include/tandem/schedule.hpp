// When something is in force: weekly times, dates, any time.
#pragma once

#include <tandem/export.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// Which days an entry means. The first and the last two use the production calendar (calendar.hpp): by default Monday to
/// Friday are worked and nothing is a holiday (SCH-27). Pre-holidays are the shorter working days before holidays.
enum class DayClass : std::uint8_t {
  working_days, non_working_days, monday, tuesday, wednesday, thursday, friday, saturday, sunday, every_day, holidays,
  pre_holidays
};

/// From and to, in minutes after local midnight; the closing minute belongs to the interval (SCH-25). `to` before `from`
/// runs over midnight and belongs to the day on which it starts (01 OP-16).
struct DayTimes {
  DayClass days = DayClass::every_day;
  std::chrono::minutes from{0};
  std::chrono::minutes to{23 * 60 + 59};
  friend bool operator==(const DayTimes&, const DayTimes&) = default;
};

/// Local date and time without seconds, "2021-10-01 10:00"; the closing minute is included.
using LocalMinute = std::chrono::local_time<std::chrono::minutes>;

/// From one local minute to another, both in it.
struct Period {
  LocalMinute from{};
  LocalMinute until{};
  friend bool operator==(const Period&, const Period&) = default;
};

/// Both the period and one of the day times must hold, and none of the exceptions; a missing part is no limit (01 OP-17).
/// Empty means any time.
struct Schedule {
  std::optional<LocalMinute> from{};
  std::optional<LocalMinute> until{};
  std::vector<DayTimes> times{};
  std::string time_zone{};  ///< IANA name; empty: the account's
  std::vector<Period> except{};  ///< when it does not hold, whatever else is said
  [[nodiscard]] bool any_time() const noexcept { return !from && !until && times.empty() && except.empty(); }
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

}  // namespace tandem
