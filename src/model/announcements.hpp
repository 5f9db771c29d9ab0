// Announcements to waiting callers depend on callers being held (QUE-21..QUE-26, DEF-45).
#pragma once

#include <tandem/error.hpp>
#include <tandem/group.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tandem::model {

struct Announcement {
  std::string_view name;
  bool Group::*flag;
};
inline constexpr Announcement announcements[] = {{"announce_position", &Group::announce_position},
                                                 {"announce_wait_time", &Group::announce_wait_time}};
inline constexpr std::string_view no_announcement =
    "callers who wait can be told something only where they are held: switch on \"hold_when_busy\" first (QUE-22)";

/// Are callers of the group held when all operators are busy? `common` is the account's flag (QUE-21).
[[nodiscard]] inline bool holds(const Group& group, bool common) {
  return group.queue ? group.queue->hold_when_busy : common;
}

struct SettledAnnouncements {
  std::vector<std::string> switched_off{};  ///< "sales.announce_position": they cannot go on (QUE-23, QUE-24)
  std::vector<std::string> refused{};       ///< fields that cannot be switched on (QUE-22)
};
/// A group that is about to be saved: what worked and cannot go on is switched off. `before` is null for a new one.
/// What lies idle since the common flag was cleared stays as it is (QUE-26).
[[nodiscard]] SettledAnnouncements settle_announcements(const Group* before, Group& after, bool common);

}  // namespace tandem::model
