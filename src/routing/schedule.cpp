#include "routing/schedule.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

namespace tandem::routing {
namespace {

using std::chrono::minutes;

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::exception&) {  // the library's way of saying "no such zone"
    return nullptr;
  }
}

/// The wall clock in the zone. Where clocks go back, two moments show the same minute and both count; the minutes that
/// are left out where they go forward never come.
LocalMinute local_minute(Time utc, const date::time_zone& zone) {
  const auto second = std::chrono::floor<std::chrono::seconds>(utc);
  const auto shown = second.time_since_epoch() + zone.get_info(second).offset;
  return LocalMinute(std::chrono::floor<minutes>(shown));
}

bool in_period(const Schedule& schedule, LocalMinute now) {
  // SCH-25: the closing minute belongs to the period; `now` is a whole minute, so <= says so.
  return (!schedule.from || *schedule.from <= now) && (!schedule.until || now <= *schedule.until);
}

bool in_day_times(const DayTimes& times, std::chrono::local_days day, minutes now) {
  const std::chrono::weekday today(day);
  if (times.from <= times.to) return belongs(today, times.days) && times.from <= now && now <= times.to;
  // 01 OP-16: what runs over midnight belongs to the day on which it starts.
  const std::chrono::weekday yesterday(day - std::chrono::days(1));
  return (now >= times.from && belongs(today, times.days)) || (now <= times.to && belongs(yesterday, times.days));
}

bool holds(const Schedule& schedule, LocalMinute now) {
  if (!in_period(schedule, now)) return false;
  if (schedule.times.empty()) return true;
  const auto day = std::chrono::floor<std::chrono::days>(now);
  return std::any_of(schedule.times.begin(), schedule.times.end(),
                     [&](const DayTimes& times) { return in_day_times(times, day, now - day); });
}

}  // namespace

bool belongs(std::chrono::weekday day, DayClass days) noexcept {
  const unsigned number = day.iso_encoding();  // Monday is 1
  switch (days) {
    case DayClass::every_day: return true;
    case DayClass::working_days: return number <= 5;
    case DayClass::non_working_days: return number > 5;
    default: return number - 1 == static_cast<unsigned>(days) - static_cast<unsigned>(DayClass::monday);
  }
}

Result<CompiledSchedule> CompiledSchedule::compile(const Schedule& schedule, std::string_view account_zone) {
  CompiledSchedule compiled;
  if (schedule.any_time()) return compiled;
  // SCH-26: the schedule's own zone, else the account's
  const std::string_view name = schedule.time_zone.empty() ? account_zone : std::string_view(schedule.time_zone);
  compiled.zone_ = find_zone(name);
  if (compiled.zone_ == nullptr) {
    return fail(errc::invalid_argument, fmt::format("'{}' is not a time zone this machine knows", name));
  }
  compiled.schedule_ = schedule;
  return compiled;
}

bool CompiledSchedule::contains(Time utc) const {
  return zone_ == nullptr || holds(schedule_, local_minute(utc, *zone_));
}

bool contains(const Schedule& schedule, Time utc, std::string_view account_zone) {
  if (schedule.any_time()) return true;
  const auto compiled = CompiledSchedule::compile(schedule, account_zone);
  if (compiled) return compiled->contains(utc);
  return holds(schedule, LocalMinute(std::chrono::floor<minutes>(utc.time_since_epoch())));
}

}  // namespace tandem::routing
