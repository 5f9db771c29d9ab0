#include "model/announcements.hpp"

namespace tandem::model {

SettledAnnouncements settle_announcements(const Group* before, Group& after, bool common) {
  SettledAnnouncements settled;
  if (holds(after, common)) return settled;
  for (const Announcement& each : announcements) {
    if (!(after.*each.flag)) continue;
    if (before == nullptr || !(before->*each.flag)) {
      settled.refused.emplace_back(each.name);
    } else if (before->queue || after.queue) {
      after.*each.flag = false;
      settled.switched_off.push_back(after.id.text + "." + std::string(each.name));
    }
  }
  return settled;
}

}  // namespace tandem::model
