// The production calendar of the Russian Federation: holidays by article 112 of the Labour Code, days off moved by the
// Government's yearly decrees, shorter days by article 95.
#include <tandem/calendar.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace tandem {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::month_day;
using std::chrono::year;
using std::chrono::year_month_day;
using std::chrono::January, std::chrono::February, std::chrono::March, std::chrono::April, std::chrono::May, std::chrono::June;
using std::chrono::November, std::chrono::December;
using namespace std::chrono_literals;

struct Named {
  const char* name;
  month_day first;
  month_day last;
};
constexpr std::array<Named, 7> holidays{{
    {"Новогодние каникулы и Рождество Христово", January / 1d, January / 8d},
    {"День защитника Отечества", February / 23d, February / 23d},
    {"Международный женский день", March / 8d, March / 8d},
    {"Праздник Весны и Труда", May / 1d, May / 1d},
    {"День Победы", May / 9d, May / 9d},
    {"День России", June / 12d, June / 12d},
    {"День народного единства", November / 4d, November / 4d},
}};

/// A day off of one date is taken at another.
struct Move {
  year_month_day from;
  year_month_day to;
};
/// Decrees 1314 of 10 August 2023, 1335 of 4 October 2024, 1466 of 24 September 2025.
constexpr std::array<Move, 12> decreed{{
    {2024y / January / 6d, 2024y / May / 10d},
    {2024y / January / 7d, 2024y / December / 31d},
    {2024y / April / 27d, 2024y / April / 29d},
    {2024y / November / 2d, 2024y / April / 30d},
    {2024y / December / 28d, 2024y / December / 30d},
    {2025y / January / 4d, 2025y / May / 2d},
    {2025y / January / 5d, 2025y / December / 31d},
    {2025y / February / 23d, 2025y / May / 8d},
    {2025y / March / 8d, 2025y / June / 13d},
    {2025y / November / 1d, 2025y / November / 3d},
    {2026y / January / 3d, 2026y / January / 9d},
    {2026y / January / 4d, 2026y / December / 31d},
}};

bool weekend(local_days day) {
  const std::chrono::weekday weekday(day);
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}
bool holiday(local_days day) {
  const year_month_day date(day);
  const month_day in_year = date.month() / date.day();
  return std::any_of(holidays.begin(), holidays.end(),
                     [&](const Named& named) { return named.first <= in_year && in_year <= named.last; });
}

/// Where each day off of a year was moved, by the date it is taken at.
using Moves = std::map<local_days, local_days>;

/// A holiday on a weekend gives the next working day off, those of January apart (article 112).
void move_by_code(year in, Moves& moves) {
  for (const Named& named : holidays) {
    const local_days day(in / named.first);
    const bool moved = std::any_of(moves.begin(), moves.end(), [&](const auto& move) { return move.second == day; });
    if (named.first.month() == January || !weekend(day) || moved) continue;
    local_days next = day;
    while (weekend(next) || holiday(next) || moves.contains(next)) next += days(1);
    moves.emplace(next, day);
  }
}

/// The working day before a holiday is shorter; if it was moved, that goes with it (article 95).
void shorten(local_days before, const Moves& moves, ProductionCalendar& calendar) {
  if (weekend(before) || holiday(before)) return;
  const auto moved = moves.find(before);
  if (moved == moves.end()) {
    calendar.pre_holidays.emplace_back(before);
  } else if (!holiday(moved->second)) {
    calendar.pre_holidays.emplace_back(moved->second);
  }
}

void add_year(year in, ProductionCalendar& calendar) {
  Moves moves;
  for (const Move& move : decreed) {
    if (move.to.year() == in) moves.emplace(local_days(move.to), local_days(move.from));
  }
  move_by_code(in, moves);
  for (const Named& named : holidays) {
    calendar.holidays.push_back({named.name, in / named.first, in / named.last});
    if (named.first.month() != January) shorten(local_days(in / named.first) - days(1), moves, calendar);
  }
  shorten(local_days(in / December / 31d), moves, calendar);
  for (const auto& [to, from] : moves) {
    calendar.days_off.emplace_back(to);
    if (!holiday(from)) calendar.working_days.emplace_back(from);
  }
}

}  // namespace

ProductionCalendar russian_calendar(int first_year, int last_year) {
  ProductionCalendar calendar;
  for (int number = first_year; number <= last_year; ++number) add_year(year(number), calendar);
  return calendar;
}

}  // namespace tandem
