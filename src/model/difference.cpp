#include "model/difference.hpp"

namespace tandem::model {

ConfigurationChanged difference(const AccountData& before, const AccountData& after, std::uint64_t version) {
  constexpr std::size_t most = 100;
  ConfigurationChanged changed{version, {}, 0};
  const auto tell = [&](const ObjectRef& object, ObjectChange change) {
    ++changed.total;
    if (changed.objects.size() < most) changed.objects.push_back({std::string(noun(object.kind)), object.key, change});
  };
  if (!(before.settings() == after.settings())) tell({Kind::settings, ""}, ObjectChange::changed);
  each_object_kind([&]<class T>(As<T>) {
    ObjectSet<T>::differences(before.all<T>(), after.all<T>(), [&](const T* old, const T* fresh) {
      if (old == nullptr) return tell(ref_of(*fresh), ObjectChange::made);
      if (fresh == nullptr) return tell(ref_of(*old), ObjectChange::removed);
      const bool moved = before.all<T>().find(ObjectKind<T>::key(*old))->position !=
                         after.all<T>().find(ObjectKind<T>::key(*fresh))->position;
      if (moved || !(*old == *fresh)) tell(ref_of(*fresh), ObjectChange::changed);
    });
  });
  return changed;
}

}  // namespace tandem::model
