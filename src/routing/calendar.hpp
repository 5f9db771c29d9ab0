// A production calendar made quick to ask.
#pragma once

#include <tandem/calendar.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace tandem::routing {

/// Immutable; any thread. The calendar must pass check_calendar().
class CompiledCalendar {
 public:
  /// Monday to Friday are worked, and nothing is a holiday.
  CompiledCalendar() = default;
  explicit CompiledCalendar(const ProductionCalendar& calendar);

  [[nodiscard]] bool working(std::chrono::local_days day) const { return at(day).working; }
  [[nodiscard]] bool holiday(std::chrono::local_days day) const { return at(day).holiday; }
  [[nodiscard]] bool pre_holiday(std::chrono::local_days day) const { return at(day).pre_holiday; }

 private:
  struct Day {
    bool working = true;
    bool holiday = false;
    bool pre_holiday = false;
  };
  struct Special {
    std::chrono::local_days day;
    Day is;
  };
  [[nodiscard]] Day usual(std::chrono::local_days day) const;
  [[nodiscard]] Day at(std::chrono::local_days day) const;
  Day& special(std::chrono::local_days day);

  std::uint8_t weekend_ = 0b0100'0001;  ///< a bit for each day, Sunday first
  std::vector<Special> specials_;       ///< days that are not as usual, sorted
};

}  // namespace tandem::routing
