// The minutes of a week, each on a working and on a non-working day: what schedules hold, for comparing them.
#pragma once

#include <tandem/schedule.hpp>

#include <bitset>
#include <optional>

namespace tandem::model {

class WeekCover {
 public:
  /// All minutes at which the schedule certainly holds, whatever the date.
  [[nodiscard]] static WeekCover certain(const std::optional<Schedule>& schedule);
  /// All minutes at which it may hold.
  [[nodiscard]] static WeekCover possible(const std::optional<Schedule>& schedule);

  [[nodiscard]] bool holds_all_of(const WeekCover& other) const { return (other.minutes_ & ~minutes_).none(); }
  void add(const WeekCover& other) { minutes_ |= other.minutes_; }

 private:
  static constexpr std::size_t day_minutes = 24 * 60;
  void add_span(int weekday, bool working, std::size_t from, std::size_t to);
  void add_times(const DayTimes& times, bool certainly);

  std::bitset<7 * 2 * day_minutes> minutes_;
};

}  // namespace tandem::model
