// A time zone's offsets as a table.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/schedule.hpp>

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace tandem::routing {

/// What the clocks of a zone show. Asking the zone itself takes hundreds of times as long as this table.
class ZoneTable {
 public:
  explicit ZoneTable(const date::time_zone& zone);
  ZoneTable(const ZoneTable&) = delete;
  ZoneTable& operator=(const ZoneTable&) = delete;

  /// The table of a zone by its IANA name, made once in a process and kept: like the zones themselves it never changes.
  /// Any thread. Errors: `invalid_argument` if this machine does not know the zone.
  [[nodiscard]] static Result<const ZoneTable*> of(std::string_view name);

  /// Where clocks go back, two moments show the same minute; the minutes that are left out where they go forward never
  /// come.
  [[nodiscard]] LocalMinute local_minute(Time utc) const;

 private:
  struct Offset {
    std::int64_t since;  ///< seconds since 1970, UTC
    std::int32_t seconds;
  };
  [[nodiscard]] std::chrono::seconds offset(std::chrono::sys_seconds at) const;

  const date::time_zone& zone_;
  std::vector<Offset> offsets_;
};

}  // namespace tandem::routing
