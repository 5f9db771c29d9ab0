#include "model/text.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace tandem::model {
namespace {

using namespace std::chrono_literals;

/// Takes fixed-width numbers and separators off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  int digits(std::size_t count) {
    if (text_.size() < count || !all_digits(text_.substr(0, count))) {
      good_ = false;
      return 0;
    }
    int value = 0;
    for (const char c : text_.substr(0, count)) value = value * 10 + (c - '0');
    text_.remove_prefix(count);
    return value;
  }
  void literal(char c) {
    if (!take(c)) good_ = false;
  }
  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  /// Digits after the point as microseconds; further ones are cut off.
  std::chrono::microseconds fraction() {
    std::int64_t value = 0;
    std::int64_t scale = 100'000;
    good_ = good_ && !text_.empty() && all_digits(text_.substr(0, 1));
    while (!text_.empty() && all_digits(text_.substr(0, 1))) {
      value += scale * (text_.front() - '0');
      scale /= 10;
      text_.remove_prefix(1);
    }
    return std::chrono::microseconds(value);
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool done() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

std::optional<std::chrono::days> parse_date(Scanner& scan) {
  const int year = scan.digits(4);
  scan.literal('-');
  const int month = scan.digits(2);
  scan.literal('-');
  const int day = scan.digits(2);
  const auto date = std::chrono::year(year) / month / day;
  if (!scan.good() || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch();
}

std::optional<std::chrono::minutes> parse_clock(Scanner& scan) {
  const int hour = scan.digits(2);
  scan.literal(':');
  const int minute = scan.digits(2);
  if (!scan.good() || hour > 23 || minute > 59) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute);
}

void put_two(InstantText& text, std::size_t at, unsigned value) {
  text[at] = static_cast<char>('0' + value / 10);
  text[at + 1] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string day_minute_text(std::chrono::minutes time) {
  return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

std::optional<std::chrono::minutes> parse_day_minute(std::string_view text) {
  Scanner scan(text);
  const auto time = parse_clock(scan);
  return time && scan.done() ? time : std::nullopt;
}

std::string local_minute_text(LocalMinute time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02} {}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), day_minute_text(time - day));
}

std::optional<LocalMinute> parse_local_minute(std::string_view text) {
  Scanner scan(text);
  const auto date = parse_date(scan);
  scan.literal(' ');
  const auto time = parse_clock(scan);
  if (!date || !time || !scan.done()) return std::nullopt;
  return LocalMinute(*date + *time);
}

InstantText instant_text(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto year = static_cast<unsigned>(std::clamp(static_cast<int>(date.year()), 0, 9999));
  const auto millis = static_cast<unsigned>(std::chrono::floor<std::chrono::milliseconds>(time - day).count());
  InstantText text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
                   '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z'};
  put_two(text, 0, year / 100);
  put_two(text, 2, year % 100);
  put_two(text, 5, static_cast<unsigned>(date.month()));
  put_two(text, 8, static_cast<unsigned>(date.day()));
  put_two(text, 11, millis / 3'600'000);
  put_two(text, 14, millis / 60'000 % 60);
  put_two(text, 17, millis / 1000 % 60);
  put_two(text, 20, millis % 1000 / 10);
  text[22] = static_cast<char>('0' + millis % 10);
  return text;
}

std::optional<Time> parse_instant(std::string_view text) {
  Scanner scan(text);
  const auto date = parse_date(scan);
  scan.literal('T');
  const auto clock = parse_clock(scan);
  scan.literal(':');
  const int second = scan.digits(2);
  if (!date || !clock || second > 59) return std::nullopt;
  Duration time = *date + *clock + std::chrono::seconds(second);
  if (scan.take('.')) time += scan.fraction();
  if (!scan.take('Z')) {
    const bool east = scan.take('+');
    if (!east) scan.literal('-');
    const auto offset = parse_clock(scan);
    if (!offset) return std::nullopt;
    time += east ? -*offset : *offset;
  }
  if (!scan.done()) return std::nullopt;
  return Time(time);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

bool all_digits(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string mobile_of(std::string_view text) {
  if (text.starts_with("+7")) text.remove_prefix(1);
  if (text.size() != 11 || !all_digits(text)) return {};
  return text.starts_with("79") || text.starts_with("89") ? "7" + std::string(text.substr(1)) : std::string();
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t least = 3;  // two slips of the keyboard are near, three are another word
  if (name.size() > 64) return best;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least && distance < candidate.size()) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

bool time_zone_exists(const std::string& name) {
  try {
    return !name.empty() && date::locate_zone(name) != nullptr;
  } catch (const std::exception&) {  // the library's way of saying "no such zone"
    return false;
  }
}

}  // namespace tandem::model
