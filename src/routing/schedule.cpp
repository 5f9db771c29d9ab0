#include "routing/schedule.hpp"

#include "routing/calendar.hpp"
#include "routing/zone_table.hpp"

#include <algorithm>

namespace tandem::routing {
namespace {

using std::chrono::local_days;
using std::chrono::minutes;

const CompiledCalendar& usual_calendar() {
  static const CompiledCalendar usual;
  return usual;
}

bool in_day_times(const DayTimes& times, local_days day, minutes now, const CompiledCalendar& calendar) {
  if (times.from <= times.to) return times.from <= now && now <= times.to && belongs(day, times.days, calendar);
  // 01 OP-16: what runs over midnight belongs to the day on which it starts.
  return (now >= times.from && belongs(day, times.days, calendar)) ||
         (now <= times.to && belongs(day - std::chrono::days(1), times.days, calendar));
}

// SCH-25: the closing minute belongs to a period; `now` is a whole minute, so <= says so.
bool in_period(const Period& period, LocalMinute now) { return period.from <= now && now <= period.until; }

bool holds(const Schedule& schedule, LocalMinute now, const CompiledCalendar& calendar) {
  if ((schedule.from && now < *schedule.from) || (schedule.until && *schedule.until < now)) return false;
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const auto in_one = [&](const DayTimes& times) { return in_day_times(times, day, now - day, calendar); };
  if (!schedule.times.empty() && std::none_of(schedule.times.begin(), schedule.times.end(), in_one)) return false;
  return std::none_of(schedule.except.begin(), schedule.except.end(),
                      [&](const Period& period) { return in_period(period, now); });
}

}  // namespace

bool belongs(local_days day, DayClass days, const CompiledCalendar& calendar) {
  switch (days) {
    case DayClass::every_day: return true;
    case DayClass::working_days: return calendar.working(day);
    case DayClass::non_working_days: return !calendar.working(day);
    case DayClass::holidays: return calendar.holiday(day);
    case DayClass::pre_holidays: return calendar.pre_holiday(day);
    default: break;
  }
  const unsigned number = std::chrono::weekday(day).iso_encoding();  // Monday is 1
  return number - 1 == static_cast<unsigned>(days) - static_cast<unsigned>(DayClass::monday);
}

Result<CompiledSchedule> CompiledSchedule::compile(const Schedule& schedule, std::string_view account_zone,
                                                   Calendar calendar) {
  CompiledSchedule compiled;
  if (schedule.any_time()) return compiled;
  // SCH-26: the schedule's own zone, else the account's
  const auto zone = ZoneTable::of(schedule.time_zone.empty() ? account_zone : std::string_view(schedule.time_zone));
  if (!zone) return std::unexpected(zone.error());
  compiled.zone_ = *zone;
  compiled.schedule_ = schedule;
  compiled.calendar_ = std::move(calendar);
  return compiled;
}

bool CompiledSchedule::contains(Time utc) const {
  return zone_ == nullptr || holds(schedule_, zone_->local_minute(utc), calendar_ ? *calendar_ : usual_calendar());
}

bool contains(const Schedule& schedule, LocalMinute here, const CompiledCalendar* calendar) {
  return holds(schedule, here, calendar != nullptr ? *calendar : usual_calendar());
}

bool contains(const Schedule& schedule, Time utc, const ZoneTable& account_zone, const CompiledCalendar* calendar) {
  if (schedule.any_time()) return true;
  if (schedule.time_zone.empty()) return contains(schedule, account_zone.local_minute(utc), calendar);
  const auto own = ZoneTable::of(schedule.time_zone);  // documents with an unknown one are refused
  return contains(schedule, (own ? **own : account_zone).local_minute(utc), calendar);
}

bool contains(const Schedule& schedule, Time utc, std::string_view account_zone, const CompiledCalendar* calendar) {
  const auto zone = ZoneTable::of(account_zone);
  return contains(schedule, utc, zone ? **zone : *ZoneTable::of("UTC").value(), calendar);
}

}  // namespace tandem::routing
