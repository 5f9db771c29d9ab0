// When something is in force: weekly times, dates, any time.
#pragma once

#include <tandem/export.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// Which days an entry means. The first two use the production calendar: Monday to Friday by default (SCH-27).
enum class DayClass : std::uint8_t {
  working_days, non_working_days, monday, tuesday, wednesday, thursday, friday, saturday, sunday, every_day
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

/// Both the period and one of the day times must hold; a missing part is no limit (01 OP-17). Empty means any time.
struct Schedule {
  std::optional<LocalMinute> from{};
  std::optional<LocalMinute> until{};
  std::vector<DayTimes> times{};
  std::string time_zone{};  ///< IANA name; empty: the account's
  [[nodiscard]] bool any_time() const noexcept { return !from && !until && times.empty(); }
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

}  // namespace tandem
