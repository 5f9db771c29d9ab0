// Is a schedule in force at a moment? Pure: the moment is given, nothing is asked of a clock.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/schedule.hpp>

#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace tandem::routing {

/// A schedule with its time zone looked up. Small to copy; may be used by many threads.
class CompiledSchedule {
 public:
  /// Any time.
  CompiledSchedule() = default;
  /// Errors: `invalid_argument` for a time zone this machine does not know.
  [[nodiscard]] static Result<CompiledSchedule> compile(const Schedule& schedule, std::string_view account_zone);

  [[nodiscard]] bool contains(Time utc) const;
  [[nodiscard]] bool any_time() const noexcept { return zone_ == nullptr; }

 private:
  Schedule schedule_;
  const date::time_zone* zone_ = nullptr;  ///< belongs to the process's table, which is never reloaded; null: any time
};

/// The same in one go, for tools and tests. `account_zone` holds where the schedule names none; a zone that is unknown
/// (documents with one are refused) counts as UTC.
[[nodiscard]] bool contains(const Schedule& schedule, Time utc, std::string_view account_zone);

/// Does this day belong to the class? Working days are Monday to Friday (SCH-27).
[[nodiscard]] bool belongs(std::chrono::weekday day, DayClass days) noexcept;

}  // namespace tandem::routing
