// Schedules at both edges, across changes of the clocks, leap days and year ends, in zones of all kinds.
#include "routing/calendar.hpp"
#include "routing/schedule.hpp"
#include "routing/zone_table.hpp"

#include <date/tz.h>
#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace tandem;
using namespace tandem::routing;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

/// "2026-03-29 01:00:00" in UTC.
Time utc(const char* text) {
  std::istringstream in(text);
  date::sys_time<std::chrono::seconds> at;
  in >> date::parse("%F %T", at);
  REQUIRE_FALSE(in.fail());
  return Time(at.time_since_epoch());
}
Schedule weekly(DayClass days, minutes from, minutes to, std::string zone) {
  Schedule schedule;
  schedule.times.push_back({days, from, to});
  schedule.time_zone = std::move(zone);
  return schedule;
}

/// A schedule holds from `first` to `last`, both in it, and not a second before or after.
struct Row {
  const char* what;
  const char* zone;
  DayClass days;
  minutes from;
  minutes to;
  const char* first;
  const char* last;
};
constexpr minutes day_end = 23h + 59min;

}  // namespace

TEST_CASE("[SCH-25][SCH-26] both edges by the clocks of the zone, whatever those do") {
  const Row rows[] = {
      {"Moscow, an ordinary day", "Europe/Moscow", DayClass::friday, 9h, 18h + 59min, "2026-03-06 06:00:00", "2026-03-06 15:59:59"},
      {"Moscow, clocks back for good in 2014", "Europe/Moscow", DayClass::sunday, 0h, day_end, "2014-10-25 20:00:00", "2014-10-26 20:59:59"},
      {"Berlin, short day of spring", "Europe/Berlin", DayClass::sunday, 0h, day_end, "2026-03-28 23:00:00", "2026-03-29 21:59:59"},
      {"Berlin, edge inside the hour that is left out", "Europe/Berlin", DayClass::sunday, 2h + 30min, 4h, "2026-03-29 01:00:00", "2026-03-29 02:00:59"},
      {"Berlin, end inside the hour that is left out", "Europe/Berlin", DayClass::sunday, 1h, 2h + 30min, "2026-03-29 00:00:00", "2026-03-29 00:59:59"},
      {"Berlin, long day of autumn", "Europe/Berlin", DayClass::sunday, 0h, day_end, "2026-10-24 22:00:00", "2026-10-25 22:59:59"},
      {"Berlin, the hour that comes twice", "Europe/Berlin", DayClass::sunday, 2h, 2h + 59min, "2026-10-25 00:00:00", "2026-10-25 01:59:59"},
      {"New York, spring", "America/New_York", DayClass::sunday, 0h, day_end, "2026-03-08 05:00:00", "2026-03-09 03:59:59"},
      {"New York, from the hour that is left out", "America/New_York", DayClass::sunday, 2h, 5h, "2026-03-08 07:00:00", "2026-03-08 09:00:59"},
      {"New York, autumn", "America/New_York", DayClass::sunday, 1h, 1h + 59min, "2026-11-01 05:00:00", "2026-11-01 06:59:59"},
      {"Lord Howe, half an hour back", "Australia/Lord_Howe", DayClass::sunday, 1h + 30min, 1h + 59min, "2026-04-04 14:30:00", "2026-04-04 15:29:59"},
      {"Lord Howe, half an hour on", "Australia/Lord_Howe", DayClass::sunday, 2h, 3h, "2026-10-03 15:30:00", "2026-10-03 16:00:59"},
      {"Kathmandu, three quarters of an hour", "Asia/Kathmandu", DayClass::monday, 0h, 9h, "2026-03-01 18:15:00", "2026-03-02 03:15:59"},
      {"Sao Paulo, a day that begins at one", "America/Sao_Paulo", DayClass::sunday, 0h, day_end, "2018-11-04 03:00:00", "2018-11-05 01:59:59"},
      {"Sao Paulo, a day that ends twice", "America/Sao_Paulo", DayClass::saturday, 23h, day_end, "2019-02-17 01:00:00", "2019-02-17 02:59:59"},
      {"Apia, a Friday that never was: Saturday follows Thursday", "Pacific/Apia", DayClass::thursday, 0h, day_end, "2011-12-29 10:00:00", "2011-12-30 09:59:59"},
      {"Apia, Saturday", "Pacific/Apia", DayClass::saturday, 0h, day_end, "2011-12-30 10:00:00", "2011-12-31 09:59:59"},
      {"Tehran, the last summer time", "Asia/Tehran", DayClass::wednesday, 0h, day_end, "2022-09-20 19:30:00", "2022-09-21 20:29:59"},
      {"Kiritimati, furthest ahead", "Pacific/Kiritimati", DayClass::friday, 0h, day_end, "2026-12-31 10:00:00", "2027-01-01 09:59:59"},
      {"a leap day", "Europe/Moscow", DayClass::tuesday, 0h, day_end, "2028-02-28 21:00:00", "2028-02-29 20:59:59"},
      {"over midnight into a leap day", "Asia/Tokyo", DayClass::monday, 22h, 6h, "2028-02-28 13:00:00", "2028-02-28 21:00:59"},
      {"over midnight out of a leap day", "America/New_York", DayClass::tuesday, 22h, 6h, "2028-03-01 03:00:00", "2028-03-01 11:00:59"},
      {"over the end of a year", "Europe/Berlin", DayClass::thursday, 20h, 4h, "2026-12-31 19:00:00", "2027-01-01 03:00:59"},
      {"over midnight into the short day", "Europe/Berlin", DayClass::saturday, 22h, 6h, "2026-03-28 21:00:00", "2026-03-29 04:00:59"},
      {"over midnight into the long day", "Europe/Berlin", DayClass::saturday, 22h, 6h, "2026-10-24 20:00:00", "2026-10-25 05:00:59"},
      {"beyond the table of offsets", "Europe/Berlin", DayClass::friday, 9h, 10h, "2100-01-01 08:00:00", "2100-01-01 09:00:59"},
      {"before it", "Europe/Berlin", DayClass::friday, 9h, 10h, "1999-01-01 08:00:00", "1999-01-01 09:00:59"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto schedule = CompiledSchedule::compile(weekly(row.days, row.from, row.to, row.zone), "UTC");
    REQUIRE(schedule);
    const Time first = utc(row.first);
    const Time last = utc(row.last);
    CHECK_FALSE(schedule->contains(first - 1us));
    CHECK(schedule->contains(first));
    CHECK(schedule->contains(first + (last - first) / 2));
    CHECK(schedule->contains(last));
    CHECK(schedule->contains(last + 999'999us));
    CHECK_FALSE(schedule->contains(last + 1s));
  }
}

TEST_CASE("[SCH-24][SCH-26] periods at both edges, across changes of the clocks and ends of years") {
  struct PeriodRow {
    const char* zone;
    LocalMinute from;
    LocalMinute until;
    const char* first;
    const char* last;
  };
  const auto at = [](int y, unsigned m, unsigned d, minutes time) { return local_days(year(y) / month(m) / day(d)) + time; };
  const PeriodRow rows[] = {
      {"Europe/Moscow", at(2021, 10, 1, 10h), at(2021, 10, 31, 18h), "2021-10-01 07:00:00", "2021-10-31 15:00:59"},
      {"Europe/Berlin", at(2026, 3, 1, 0h), at(2026, 3, 31, day_end), "2026-02-28 23:00:00", "2026-03-31 21:59:59"},
      {"America/New_York", at(2026, 10, 31, 0h), at(2026, 11, 1, 1h + 30min), "2026-10-31 04:00:00", "2026-11-01 05:30:59"},
      {"Asia/Kathmandu", at(2027, 12, 31, day_end), at(2028, 1, 1, 0h), "2027-12-31 18:14:00", "2027-12-31 18:15:59"},
      {"Australia/Lord_Howe", at(2028, 2, 28, 23h), at(2028, 3, 1, 0h), "2028-02-28 12:00:00", "2028-02-29 13:00:59"},
      {"Pacific/Apia", at(2011, 12, 30, 0h), at(2011, 12, 31, 1h), "2011-12-30 10:00:00", "2011-12-30 11:00:59"},
  };
  for (const PeriodRow& row : rows) {
    CAPTURE(row.zone);
    Schedule period;
    period.from = row.from;
    period.until = row.until;
    period.time_zone = row.zone;
    Schedule exception;
    exception.except.push_back({row.from, row.until});
    exception.time_zone = row.zone;
    // An exception is what a period is, the other way round.
    for (const auto& [schedule, inside] : {std::pair(period, true), std::pair(exception, false)}) {
      const CompiledSchedule compiled = CompiledSchedule::compile(schedule, "UTC").value();
      CHECK(compiled.contains(utc(row.first) - 1us) != inside);
      CHECK(compiled.contains(utc(row.first)) == inside);
      CHECK(compiled.contains(utc(row.last)) == inside);
      CHECK(compiled.contains(utc(row.last) + 1s) != inside);
    }
  }
}

TEST_CASE("an exception is stronger than a period and day times, and alone no limit but itself") {
  Schedule schedule = weekly(DayClass::working_days, 9h, 18h, "UTC");
  const LocalMinute noon = local_days(year(2026) / 3 / 6) + 12h;
  schedule.except.push_back({noon, noon + 59min});
  const CompiledSchedule compiled = CompiledSchedule::compile(schedule, "UTC").value();
  CHECK_FALSE(compiled.any_time());
  CHECK(compiled.contains(utc("2026-03-06 11:59:59")));
  CHECK_FALSE(compiled.contains(utc("2026-03-06 12:00:00")));
  CHECK_FALSE(compiled.contains(utc("2026-03-06 12:59:59")));
  CHECK(compiled.contains(utc("2026-03-06 13:00:00")));
  CHECK_FALSE(compiled.contains(utc("2026-03-07 13:00:00")));
}

TEST_CASE("[SCH-26] the table of offsets shows what the zone's own rules show, through sixty years") {
  std::minstd_rand random(1);
  for (const char* name : {"Europe/Moscow", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
                           "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "Asia/Tehran", "America/St_Johns"}) {
    CAPTURE(name);
    const auto table = ZoneTable::of(name);
    REQUIRE(table);
    const date::time_zone& zone = *date::locate_zone(name);
    const auto check = [&](Time at) {
      const auto local = zone.to_local(date::sys_time<microseconds>(at.time_since_epoch()));
      REQUIRE((*table)->local_minute(at).time_since_epoch() == floor<minutes>(local.time_since_epoch()));
    };
    // every change of the clocks, a microsecond before and after, and moments between
    const sys_seconds end{sys_days(year(2062) / 1 / 1)};
    for (sys_seconds at{sys_days(year(1998) / 1 / 1)}; at < end;) {
      const date::sys_info info = zone.get_info(at);
      check(at);
      check(Time(at) - 1us);
      check(Time(at) + microseconds(random()) * 1000);
      at = std::min(sys_seconds(info.end.time_since_epoch()), end);
    }
  }
  CHECK(ZoneTable::of("Mars/Base").error().code == errc::invalid_argument);
}

TEST_CASE("[SCH-27][DEV-23] working days come from the calendar; without one they are Monday to Friday") {
  ProductionCalendar calendar;
  calendar.holidays.push_back({"May Day", 2026y / 5 / 1, 2026y / 5 / 1});
  calendar.days_off.push_back(2026y / 5 / 11);
  calendar.working_days.push_back(2026y / 5 / 16);
  calendar.pre_holidays.push_back(2026y / 4 / 30);
  REQUIRE(check_calendar(calendar));
  const auto days = std::make_shared<const CompiledCalendar>(calendar);
  struct Day {
    const char* noon;
    bool working;
    bool holiday;
    bool pre_holiday;
    bool usually_working;
  };
  const Day table[] = {
      {"2026-04-30 12:00:00", true, false, true, true},   // Thursday
      {"2026-05-01 12:00:00", false, true, false, true},  // Friday
      {"2026-05-02 12:00:00", false, false, false, false},
      {"2026-05-04 12:00:00", true, false, false, true},
      {"2026-05-11 12:00:00", false, false, false, true},   // Monday, moved here
      {"2026-05-16 12:00:00", true, false, false, false},  // Saturday, worked
  };
  for (const Day& day : table) {
    CAPTURE(day.noon);
    const auto holds = [&](DayClass what, Calendar in) {
      return CompiledSchedule::compile(weekly(what, 0h, day_end, "UTC"), "UTC", std::move(in))->contains(utc(day.noon));
    };
    CHECK(holds(DayClass::working_days, days) == day.working);
    CHECK(holds(DayClass::non_working_days, days) == !day.working);
    CHECK(holds(DayClass::holidays, days) == day.holiday);
    CHECK(holds(DayClass::pre_holidays, days) == day.pre_holiday);
    CHECK(holds(DayClass::working_days, nullptr) == day.usually_working);
    CHECK(holds(DayClass::non_working_days, nullptr) == !day.usually_working);
    CHECK_FALSE(holds(DayClass::holidays, nullptr));
    CHECK_FALSE(holds(DayClass::pre_holidays, nullptr));
  }
  // What runs over midnight belongs to the day on which it starts, by the calendar too: the night after the holiday's eve.
  const CompiledSchedule night = CompiledSchedule::compile(weekly(DayClass::working_days, 22h, 6h, "UTC"), "UTC", days).value();
  CHECK(night.contains(utc("2026-05-01 05:00:00")));
  CHECK_FALSE(night.contains(utc("2026-05-01 23:00:00")));
  CHECK_FALSE(night.contains(utc("2026-05-02 05:00:00")));
}

TEST_CASE("[SCH-27] the Russian calendar: holidays, days moved by decree and by the code, shorter days") {
  const CompiledCalendar russia(russian_calendar(2023, 2027));
  CHECK(check_calendar(russian_calendar(2023, 2027)));
  struct Year {
    int number;
    std::vector<std::pair<unsigned, unsigned>> off;  ///< on days of Monday to Friday
    std::vector<std::pair<unsigned, unsigned>> worked;  ///< on weekends
    std::vector<std::pair<unsigned, unsigned>> shorter;
  };
  const Year years[] = {
      {2024,
       {{1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 8}, {2, 23}, {3, 8}, {4, 29}, {4, 30}, {5, 1}, {5, 9}, {5, 10}, {6, 12}, {11, 4}, {12, 30}, {12, 31}},
       {{4, 27}, {11, 2}, {12, 28}},
       {{2, 22}, {3, 7}, {5, 8}, {6, 11}, {11, 2}}},
      {2025,
       {{1, 1}, {1, 2}, {1, 3}, {1, 6}, {1, 7}, {1, 8}, {5, 1}, {5, 2}, {5, 8}, {5, 9}, {6, 12}, {6, 13}, {11, 3}, {11, 4}, {12, 31}},
       {{11, 1}},
       {{3, 7}, {4, 30}, {6, 11}, {11, 1}}},
      {2026,
       {{1, 1}, {1, 2}, {1, 5}, {1, 6}, {1, 7}, {1, 8}, {1, 9}, {2, 23}, {3, 9}, {5, 1}, {5, 11}, {6, 12}, {11, 4}, {12, 31}},
       {},
       {{4, 30}, {5, 8}, {6, 11}, {11, 3}}},
  };
  for (const Year& one : years) {
    std::vector<std::pair<unsigned, unsigned>> off;
    std::vector<std::pair<unsigned, unsigned>> worked;
    std::vector<std::pair<unsigned, unsigned>> shorter;
    for (local_days at(year(one.number) / 1 / 1); at < local_days(year(one.number + 1) / 1 / 1); at += days(1)) {
      const year_month_day date(at);
      const std::pair in_year{unsigned(date.month()), unsigned(date.day())};
      const bool weekend = weekday(at).iso_encoding() > 5;
      if (!weekend && !russia.working(at)) off.push_back(in_year);
      if (weekend && russia.working(at)) worked.push_back(in_year);
      if (russia.pre_holiday(at)) shorter.push_back(in_year);
    }
    CAPTURE(one.number);
    CHECK(off == one.off);
    CHECK(worked == one.worked);
    CHECK(shorter == one.shorter);
  }
  // A year without a decree in it: by the code alone, 23 February 2027 and the others that fall on weekends move on.
  CHECK_FALSE(russia.working(local_days(2027y / 2 / 23)));
  CHECK_FALSE(russia.working(local_days(2027y / 5 / 3)));   // for Saturday 1 May
  CHECK_FALSE(russia.working(local_days(2027y / 5 / 10)));  // for Sunday 9 May
  CHECK_FALSE(russia.working(local_days(2027y / 6 / 14)));  // for Saturday 12 June
}

TEST_CASE("[SCH-29] holidays that are on or begin within three days") {
  const ProductionCalendar russia = russian_calendar(2026, 2027);
  const auto near = [&](year_month_day today) {
    const auto found = holidays_near(russia, local_days(today));
    return found.empty() ? std::string() : found.front().name;
  };
  CHECK(near(2026y / 6 / 8) == "");
  CHECK(near(2026y / 6 / 9) == "День России");
  CHECK(near(2026y / 6 / 12) == "День России");
  CHECK(near(2026y / 6 / 13) == "");
  CHECK(near(2026y / 12 / 28) == "");
  CHECK(near(2026y / 12 / 29) == "Новогодние каникулы и Рождество Христово");
  CHECK(near(2027y / 1 / 8) == "Новогодние каникулы и Рождество Христово");
  CHECK(near(2027y / 1 / 9) == "");
}

TEST_CASE("what is wrong with a calendar is said, all of it") {
  ProductionCalendar calendar;
  calendar.weekend = {Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday};
  calendar.holidays = {{"never", 2026y / 2 / 30, 2026y / 3 / 1}, {"back", 2026y / 3 / 2, 2026y / 3 / 1}, {"long", 2026y / 1 / 1, 2030y / 1 / 1}};
  calendar.days_off = {2026y / 5 / 11};
  calendar.working_days = {2026y / 5 / 11, 2026y / 13 / 1};
  const auto checked = check_calendar(calendar);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().path == "weekend");
  std::string paths;
  for (const Error& error : checked.error().more) paths += error.path + " ";
  CHECK(paths == "holidays[0].first holidays[1].last holidays[2].last working_days[1] days_off[0] ");
}

TEST_CASE("[SCH-24][SCH-25] random schedules hold as a walk through the minutes of the zone says") {
  std::minstd_rand random(9);
  const auto pick = [&](unsigned below) { return static_cast<unsigned>(random()) % below; };
  const char* const zones[] = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Moscow", "Asia/Kathmandu", "America/Sao_Paulo"};
  const Time begin = utc("2018-10-27 00:00:00");
  for (int round = 0; round < 300; ++round) {
    Schedule schedule;
    schedule.time_zone = zones[pick(6)];
    const auto moment = [&] { return local_days(2018y / 10 / 20) + minutes(pick(30 * 24 * 60)); };
    if (pick(3) == 0) schedule.from = moment();
    if (pick(3) == 0) schedule.until = moment();
    for (unsigned n = pick(4); n > 0; --n) {
      schedule.times.push_back({static_cast<DayClass>(pick(10)), minutes(pick(1440)), minutes(pick(1440))});
    }
    for (unsigned n = pick(3); n > 0; --n) {
      const LocalMinute from = moment();
      schedule.except.push_back({from, from + minutes(pick(3000))});
    }
    const CompiledSchedule compiled = CompiledSchedule::compile(schedule, "UTC").value();
    const date::time_zone& zone = *date::locate_zone(schedule.time_zone);
    for (int i = 0; i < 200; ++i) {
      const Time at = begin + minutes(pick(14 * 24 * 60)) + seconds(pick(60));
      const auto shown = zone.to_local(date::sys_time<microseconds>(at.time_since_epoch()));
      const auto text = date::format("%F %H:%M", floor<minutes>(shown));  // compared as a person would read it
      const auto written = [](LocalMinute m) { return date::format("%F %H:%M", date::local_time<minutes>(m.time_since_epoch())); };
      const auto today = floor<date::days>(shown);
      const long minute = floor<minutes>(shown - today).count();
      const auto on = [&](date::local_days day, DayClass what) {
        const unsigned number = date::weekday(day).iso_encoding();
        if (what == DayClass::every_day) return true;
        if (what == DayClass::working_days) return number < 6;
        if (what == DayClass::non_working_days) return number > 5;
        return number == static_cast<unsigned>(what) - 1;
      };
      bool expected = schedule.times.empty();
      for (const DayTimes& times : schedule.times) {
        const long from = times.from.count();
        const long to = times.to.count();
        if (from <= to) {
          expected = expected || (on(today, times.days) && minute >= from && minute <= to);
        } else {
          expected = expected || (on(today, times.days) && minute >= from);
          expected = expected || (on(today - date::days(1), times.days) && minute <= to);
        }
      }
      if (schedule.from && text < written(*schedule.from)) expected = false;
      if (schedule.until && text > written(*schedule.until)) expected = false;
      for (const Period& period : schedule.except) {
        if (text >= written(period.from) && text <= written(period.until)) expected = false;
      }
      CAPTURE(text);
      REQUIRE(compiled.contains(at) == expected);
    }
  }
}
