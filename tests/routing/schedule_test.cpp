#include "routing/schedule.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tandem;
using namespace tandem::routing;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

/// A moment in UTC.
Time utc(int y, unsigned m, unsigned d, int hour = 0, int minute = 0, int second = 0) {
  return Time(sys_days(year(y) / month(m) / day(d))) + hours(hour) + minutes(minute) + seconds(second);
}
/// A moment by Moscow's clocks (three hours ahead of UTC since 2014).
Time moscow(int y, unsigned m, unsigned d, int hour = 0, int minute = 0, int second = 0) {
  return utc(y, m, d, hour, minute, second) - 3h;
}
LocalMinute local(int y, unsigned m, unsigned d, int hour, int minute) {
  return local_days(year(y) / month(m) / day(d)) + hours(hour) + minutes(minute);
}
Schedule weekly(DayClass days, minutes from, minutes to, std::string zone = {}) {
  Schedule schedule;
  schedule.times.push_back({days, from, to});
  schedule.time_zone = std::move(zone);
  return schedule;
}
bool in_moscow(const Schedule& schedule, Time time) { return contains(schedule, time, "Europe/Moscow"); }

// The second of March 2026 is a Monday.

}  // namespace

TEST_CASE("an empty schedule holds at any time") {
  CHECK(contains(Schedule{}, utc(2026, 3, 7), "Europe/Moscow"));
  CHECK(CompiledSchedule().contains(Time{}));
  CHECK(CompiledSchedule::compile(Schedule{}, "no zone").value().any_time());
}

TEST_CASE("[SCH-25] minutes count whole, and the closing minute belongs to the interval") {
  const Schedule schedule = weekly(DayClass::every_day, 9h, 18h + 59min);
  CHECK_FALSE(in_moscow(schedule, moscow(2026, 3, 6, 8, 59, 59)));
  CHECK(in_moscow(schedule, moscow(2026, 3, 6, 9, 0, 0)));
  CHECK(in_moscow(schedule, moscow(2026, 3, 6, 18, 59, 59) + 999'999us));
  CHECK_FALSE(in_moscow(schedule, moscow(2026, 3, 6, 19, 0, 0)));
  const Schedule whole_day = weekly(DayClass::friday, 0min, 23h + 59min);
  CHECK(in_moscow(whole_day, moscow(2026, 3, 6, 0, 0, 0)));
  CHECK(in_moscow(whole_day, moscow(2026, 3, 6, 23, 59, 59)));
  CHECK_FALSE(in_moscow(whole_day, moscow(2026, 3, 5, 23, 59, 59)));
  CHECK_FALSE(in_moscow(whole_day, moscow(2026, 3, 7, 0, 0, 0)));
  const Schedule one_minute = weekly(DayClass::every_day, 12h, 12h);
  CHECK(in_moscow(one_minute, moscow(2026, 3, 6, 12, 0, 30)));
  CHECK_FALSE(in_moscow(one_minute, moscow(2026, 3, 6, 12, 1, 0)));
}

TEST_CASE("[SCH-27][DEV-23] working days are Monday to Friday, the others are not; single days are themselves") {
  const Schedule working = weekly(DayClass::working_days, 0min, 23h + 59min);
  const Schedule free = weekly(DayClass::non_working_days, 0min, 23h + 59min);
  for (unsigned i = 0; i < 7; ++i) {
    CAPTURE(i);
    const Time noon = moscow(2026, 3, 2 + i, 12);
    CHECK(in_moscow(working, noon) == (i < 5));
    CHECK(in_moscow(free, noon) == (i >= 5));
    for (unsigned k = 0; k < 7; ++k) {
      const auto single = static_cast<DayClass>(static_cast<unsigned>(DayClass::monday) + k);
      CHECK(in_moscow(weekly(single, 0min, 23h + 59min), noon) == (i == k));
    }
  }
}

TEST_CASE("[SCH-24] a period has an exact beginning and an end; either may be missing") {
  Schedule schedule;
  schedule.from = local(2021, 10, 1, 10, 0);
  schedule.until = local(2021, 10, 31, 18, 0);
  CHECK_FALSE(in_moscow(schedule, moscow(2021, 10, 1, 9, 59, 59)));
  CHECK(in_moscow(schedule, moscow(2021, 10, 1, 10, 0, 0)));
  CHECK(in_moscow(schedule, moscow(2021, 10, 31, 18, 0, 59)));
  CHECK_FALSE(in_moscow(schedule, moscow(2021, 10, 31, 18, 1, 0)));
  Schedule open = schedule;
  open.until.reset();
  CHECK(in_moscow(open, moscow(2035, 1, 1)));
  CHECK_FALSE(in_moscow(open, moscow(2021, 9, 30)));
  open = schedule;
  open.from.reset();
  CHECK(in_moscow(open, moscow(2000, 1, 1)));
  CHECK_FALSE(in_moscow(open, moscow(2021, 11, 1)));
}

TEST_CASE("[SCH-24] period and day times must both hold; of several day times one is enough") {
  Schedule schedule = weekly(DayClass::monday, 9h, 12h);
  schedule.times.push_back({DayClass::tuesday, 14h, 16h});
  schedule.from = local(2026, 3, 2, 0, 0);
  schedule.until = local(2026, 3, 8, 23, 59);
  CHECK(in_moscow(schedule, moscow(2026, 3, 2, 10)));
  CHECK(in_moscow(schedule, moscow(2026, 3, 3, 15)));
  CHECK_FALSE(in_moscow(schedule, moscow(2026, 3, 3, 10)));
  CHECK_FALSE(in_moscow(schedule, moscow(2026, 3, 2, 15)));
  CHECK_FALSE(in_moscow(schedule, moscow(2026, 3, 9, 10)));
}

TEST_CASE("what runs over midnight belongs to the day on which it starts (01 OP-16)") {
  const Schedule night = weekly(DayClass::friday, 22h, 6h);
  CHECK_FALSE(in_moscow(night, moscow(2026, 3, 6, 5, 59)));
  CHECK_FALSE(in_moscow(night, moscow(2026, 3, 6, 21, 59, 59)));
  CHECK(in_moscow(night, moscow(2026, 3, 6, 22, 0)));
  CHECK(in_moscow(night, moscow(2026, 3, 7, 0, 0)));
  CHECK(in_moscow(night, moscow(2026, 3, 7, 6, 0, 59)));
  CHECK_FALSE(in_moscow(night, moscow(2026, 3, 7, 6, 1)));
  CHECK_FALSE(in_moscow(night, moscow(2026, 3, 7, 22, 30)));
  const Schedule working_night = weekly(DayClass::working_days, 22h, 6h);
  CHECK(in_moscow(working_night, moscow(2026, 3, 7, 3)));        // Saturday, begun on Friday
  CHECK_FALSE(in_moscow(working_night, moscow(2026, 3, 9, 3)));  // Monday, begun on Sunday
}

TEST_CASE("[SCH-26] an interval is read in its own zone, else in the account's") {
  const Schedule own = weekly(DayClass::every_day, 9h, 17h + 59min, "Asia/Tokyo");
  CHECK(contains(own, utc(2026, 3, 6, 0, 0), "Europe/Moscow"));
  CHECK_FALSE(contains(own, utc(2026, 3, 6, 9, 0), "Europe/Moscow"));
  const Schedule none = weekly(DayClass::every_day, 9h, 17h + 59min);
  CHECK_FALSE(contains(none, utc(2026, 3, 6, 0, 0), "Europe/Moscow"));
  CHECK(contains(none, utc(2026, 3, 6, 9, 0), "Europe/Moscow"));
  // The weekday is the zone's as well: Friday evening in UTC is Saturday in Tokyo.
  CHECK(contains(weekly(DayClass::saturday, 0min, 23h + 59min, "Asia/Tokyo"), utc(2026, 3, 6, 20), "UTC"));
}

TEST_CASE("[SCH-26] summer time: the wall clock counts, on both sides of the change and in it") {
  const Schedule office = weekly(DayClass::every_day, 9h, 17h + 59min, "Europe/Berlin");
  CHECK_FALSE(contains(office, utc(2026, 3, 28, 7, 30), ""));  // 08:30, winter
  CHECK(contains(office, utc(2026, 3, 28, 8, 30), ""));        // 09:30
  CHECK(contains(office, utc(2026, 3, 29, 7, 30), ""));        // 09:30, summer
  CHECK_FALSE(contains(office, utc(2026, 3, 29, 16, 0), ""));  // 18:00

  // 25 October 2026: 03:00 becomes 02:00 again; 02:30 comes twice and both count.
  const Schedule twice = weekly(DayClass::sunday, 2h, 2h + 59min, "Europe/Berlin");
  CHECK_FALSE(contains(twice, utc(2026, 10, 24, 23, 59, 59), ""));
  CHECK(contains(twice, utc(2026, 10, 25, 0, 30), ""));
  CHECK(contains(twice, utc(2026, 10, 25, 1, 30), ""));
  CHECK_FALSE(contains(twice, utc(2026, 10, 25, 2, 0), ""));

  // 29 March 2026: 02:00 becomes 03:00; the hour between never comes, a period that begins in it begins at 03:00.
  const Schedule never = weekly(DayClass::sunday, 2h, 2h + 59min, "Europe/Berlin");
  CHECK_FALSE(contains(never, utc(2026, 3, 29, 0, 59, 59), ""));
  CHECK_FALSE(contains(never, utc(2026, 3, 29, 1, 0, 0), ""));
  Schedule period;
  period.from = local(2026, 3, 29, 2, 30);
  period.time_zone = "Europe/Berlin";
  CHECK_FALSE(contains(period, utc(2026, 3, 29, 0, 59, 59), ""));
  CHECK(contains(period, utc(2026, 3, 29, 1, 0, 0), ""));
}

TEST_CASE("a zone nobody knows is an error when compiled") {
  const auto compiled = CompiledSchedule::compile(weekly(DayClass::monday, 0min, 1h, "Mars/Base"), "UTC");
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().code == errc::invalid_argument);
  CHECK(compiled.error().message.find("Mars/Base") != std::string::npos);
}

TEST_CASE("moments before 1970 and far ahead have a local minute too") {
  const Schedule morning = weekly(DayClass::every_day, 9h, 9h, "UTC");
  CHECK(contains(morning, utc(1965, 1, 1, 9, 0, 59), ""));
  CHECK_FALSE(contains(morning, utc(1965, 1, 1, 9, 1), ""));
  CHECK(contains(weekly(DayClass::every_day, 9h, 9h, "Europe/Moscow"), utc(2300, 1, 1, 6), ""));
}
