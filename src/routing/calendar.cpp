#include "routing/calendar.hpp"

#include "routing/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::routing {

using std::chrono::days;
using std::chrono::local_days;

CompiledCalendar::CompiledCalendar(const ProductionCalendar& calendar) {
  weekend_ = 0;
  for (const auto& day : calendar.weekend) weekend_ = static_cast<std::uint8_t>(weekend_ | 1U << day.c_encoding());
  for (const Holiday& holiday : calendar.holidays) {
    for (local_days day(holiday.first); day <= local_days(holiday.last); day += days(1)) {
      special(day).working = false;
      special(day).holiday = true;
    }
  }
  for (const auto& day : calendar.days_off) special(local_days(day)).working = false;
  for (const auto& day : calendar.working_days) special(local_days(day)).working = true;
  for (const auto& day : calendar.pre_holidays) special(local_days(day)).pre_holiday = true;
}

CompiledCalendar::Day CompiledCalendar::usual(local_days day) const {
  const unsigned weekday = std::chrono::weekday(day).c_encoding();
  return {(weekend_ >> weekday & 1) == 0, false, false};
}

CompiledCalendar::Day CompiledCalendar::at(local_days day) const {
  const auto found = std::lower_bound(specials_.begin(), specials_.end(), day,
                                      [](const Special& special, local_days key) { return special.day < key; });
  return found != specials_.end() && found->day == day ? found->is : usual(day);
}

CompiledCalendar::Day& CompiledCalendar::special(local_days day) {
  const auto found = std::lower_bound(specials_.begin(), specials_.end(), day,
                                      [](const Special& special, local_days key) { return special.day < key; });
  if (found != specials_.end() && found->day == day) return found->is;
  return specials_.insert(found, {day, usual(day)})->is;
}

}  // namespace tandem::routing

namespace tandem {
namespace {

using Dates = std::vector<std::chrono::year_month_day>;

void check_date(const std::chrono::year_month_day& date, const std::string& path, routing::Problems& problems) {
  if (date.ok()) return;
  problems.add({errc::invalid_argument, "there is no such date; write year, month and day of one that exists"}, path);
}

void check_dates(const Dates& dates, std::string_view field, routing::Problems& problems) {
  for (std::size_t i = 0; i < dates.size(); ++i) check_date(dates[i], fmt::format("{}[{}]", field, i), problems);
}

}  // namespace

Result<void> check_calendar(const ProductionCalendar& calendar) {
  routing::Problems problems;
  const auto add = [&](std::string message, const std::string& path) {
    problems.add({errc::invalid_argument, std::move(message)}, path);
  };
  unsigned weekend = 0;
  for (std::size_t i = 0; i < calendar.weekend.size(); ++i) {
    if (!calendar.weekend[i].ok()) add("there is no such day of the week", fmt::format("weekend[{}]", i));
    weekend |= 1U << calendar.weekend[i].c_encoding();
  }
  if ((weekend & 0x7f) == 0x7f) add("every day of the week is off; leave a working day", "weekend");
  for (std::size_t i = 0; i < calendar.holidays.size(); ++i) {
    const Holiday& holiday = calendar.holidays[i];
    check_date(holiday.first, fmt::format("holidays[{}].first", i), problems);
    check_date(holiday.last, fmt::format("holidays[{}].last", i), problems);
    if (!holiday.first.ok() || !holiday.last.ok()) continue;
    const auto length = std::chrono::local_days(holiday.last) - std::chrono::local_days(holiday.first);
    if (length < std::chrono::days(0)) add("the holiday ends before it begins", fmt::format("holidays[{}].last", i));
    if (length > std::chrono::days(366)) add("a holiday lasts a year at most", fmt::format("holidays[{}].last", i));
  }
  check_dates(calendar.days_off, "days_off", problems);
  check_dates(calendar.working_days, "working_days", problems);
  check_dates(calendar.pre_holidays, "pre_holidays", problems);
  for (std::size_t i = 0; i < calendar.days_off.size(); ++i) {
    const Dates& worked = calendar.working_days;
    if (std::find(worked.begin(), worked.end(), calendar.days_off[i]) == worked.end()) continue;
    add("this day is among the working days, too; leave it in one of the two", fmt::format("days_off[{}]", i));
  }
  const auto checked = problems.or_else(true);
  if (!checked) return std::unexpected(checked.error());
  return {};
}

std::vector<Holiday> holidays_near(const ProductionCalendar& calendar, std::chrono::local_days today,
                                   std::chrono::days ahead) {
  std::vector<Holiday> near;
  for (const Holiday& holiday : calendar.holidays) {
    const bool soon = std::chrono::local_days(holiday.first) - ahead <= today;
    if (soon && today <= std::chrono::local_days(holiday.last)) near.push_back(holiday);
  }
  return near;
}

}  // namespace tandem
