// Is a schedule in force at a moment? Pure: the moment is given, nothing is asked of a clock.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/schedule.hpp>

#include <memory>
#include <string_view>

namespace tandem::routing {

class CompiledCalendar;
class ZoneTable;
/// Shared by all schedules of an engine; null: Monday to Friday are worked, nothing is a holiday.
using Calendar = std::shared_ptr<const CompiledCalendar>;

/// A schedule with its time zone looked up. May be used by many threads.
class CompiledSchedule {
 public:
  /// Any time.
  CompiledSchedule() = default;
  /// Errors: `invalid_argument` for a time zone this machine does not know.
  [[nodiscard]] static Result<CompiledSchedule> compile(const Schedule& schedule, std::string_view account_zone,
                                                        Calendar calendar = nullptr);

  [[nodiscard]] bool contains(Time utc) const;
  [[nodiscard]] bool any_time() const noexcept { return zone_ == nullptr; }

 private:
  Schedule schedule_;
  Calendar calendar_;
  const ZoneTable* zone_ = nullptr;  ///< lives as long as the process; null: any time
};

/// The same in one go. `account_zone` holds where the schedule names none, or one that is unknown (documents with one
/// are refused); an unknown account's zone counts as UTC.
[[nodiscard]] bool contains(const Schedule& schedule, Time utc, std::string_view account_zone,
                            const CompiledCalendar* calendar = nullptr);

/// The same with the account's zone looked up already.
[[nodiscard]] bool contains(const Schedule& schedule, Time utc, const ZoneTable& account_zone,
                            const CompiledCalendar* calendar);

/// The same where the clocks already are looked at: `here` is a minute of the schedule's zone.
[[nodiscard]] bool contains(const Schedule& schedule, LocalMinute here, const CompiledCalendar* calendar);

/// Does this day belong to the class?
[[nodiscard]] bool belongs(std::chrono::local_days day, DayClass days, const CompiledCalendar& calendar);

}  // namespace tandem::routing
