#include "routing/zone_table.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace tandem::routing {
namespace {

using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// Outside these years, in which a calendar's clock may stand too, the zone itself is asked.
constexpr sys_seconds table_begins{std::chrono::sys_days{std::chrono::year(2000) / 1 / 1}};
constexpr sys_seconds table_ends{std::chrono::sys_days{std::chrono::year(2060) / 1 / 1}};

}  // namespace

ZoneTable::ZoneTable(const date::time_zone& zone) : zone_(zone) {
  for (sys_seconds at = table_begins; at < table_ends;) {
    const date::sys_info info = zone.get_info(at);
    offsets_.push_back({at.time_since_epoch().count(), static_cast<std::int32_t>(info.offset.count())});
    at = info.end;
  }
}

Result<const ZoneTable*> ZoneTable::of(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<ZoneTable>, std::less<>> tables;
  const std::scoped_lock lock(mutex);
  if (const auto at = tables.find(name); at != tables.end()) return at->second.get();
  try {
    const date::time_zone* zone = date::locate_zone(std::string(name));
    return tables.emplace(name, std::make_unique<ZoneTable>(*zone)).first->second.get();
  } catch (const std::exception&) {  // the library's way of saying "no such zone"
    return fail(errc::invalid_argument, fmt::format("'{}' is not a time zone this machine knows", name));
  }
}

seconds ZoneTable::offset(sys_seconds at) const {
  if (at < table_begins || at >= table_ends) return zone_.get_info(at).offset;
  const auto after = std::upper_bound(offsets_.begin(), offsets_.end(), at.time_since_epoch().count(),
                                      [](std::int64_t key, const Offset& offset) { return key < offset.since; });
  return seconds(std::prev(after)->seconds);
}

LocalMinute ZoneTable::local_minute(Time utc) const {
  const auto second = floor<seconds>(utc);
  return LocalMinute(floor<std::chrono::minutes>(second.time_since_epoch() + offset(second)));
}

}  // namespace tandem::routing
