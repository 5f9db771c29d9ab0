#include "model/week_cover.hpp"

namespace tandem::model {
namespace {

/// Does the class mean this weekday (0: Monday), working or not?
bool means(DayClass days, int weekday, bool working) {
  switch (days) {
    case DayClass::working_days: return working;
    case DayClass::non_working_days: return !working;
    case DayClass::every_day: return true;
    default: return static_cast<int>(days) - static_cast<int>(DayClass::monday) == weekday;
  }
}

}  // namespace

void WeekCover::add_span(int weekday, bool working, std::size_t from, std::size_t to) {
  const std::size_t begin = (static_cast<std::size_t>(weekday) * 2 + (working ? 1 : 0)) * day_minutes;
  for (std::size_t minute = from; minute <= to && minute < day_minutes; ++minute) minutes_.set(begin + minute);
}

void WeekCover::add_times(const DayTimes& times, bool certainly) {
  const auto from = static_cast<std::size_t>(times.from.count());
  const auto to = static_cast<std::size_t>(times.to.count());
  // Whether the day after a working day works, nobody knows.
  const bool calendar = times.days == DayClass::working_days || times.days == DayClass::non_working_days;
  for (int weekday = 0; weekday < 7; ++weekday) {
    for (const bool working : {false, true}) {
      if (!means(times.days, weekday, working)) continue;
      add_span(weekday, working, from, from <= to ? to : day_minutes - 1);
      if (from <= to || (certainly && calendar)) continue;
      add_span((weekday + 1) % 7, false, 0, to);  // 01 OP-16
      add_span((weekday + 1) % 7, true, 0, to);
    }
  }
}

WeekCover WeekCover::certain(const std::optional<Schedule>& schedule) {
  if (schedule && (schedule->from || schedule->until)) return {};
  WeekCover cover;
  if (!schedule || schedule->times.empty()) cover.minutes_.set();
  if (schedule) {
    for (const DayTimes& times : schedule->times) cover.add_times(times, true);
  }
  return cover;
}

WeekCover WeekCover::possible(const std::optional<Schedule>& schedule) {
  WeekCover cover;
  if (!schedule || schedule->times.empty()) cover.minutes_.set();
  if (schedule) {
    for (const DayTimes& times : schedule->times) cover.add_times(times, false);
  }
  return cover;
}

}  // namespace tandem::model
