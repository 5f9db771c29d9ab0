#include "model/account_edit.hpp"

#include <utility>

namespace tandem::model {

Edited replace(const AccountData& before, AccountDocument document) {
  AccountData fresh(std::move(document));
  Edited edited{AccountData(fresh.id(), fresh.settings())};
  each_object_kind([&]<class T>(As<T>) {
    fresh.all<T>().each([&](const Stored<T>& stored) {
      const Stored<T>* old = before.all<T>().find(ObjectKind<T>::key(stored.object));
      const bool same = old != nullptr && old->position == stored.position && old->object == stored.object;
      const std::uint64_t version = same ? old->version : old != nullptr ? old->version + 1 : 1;
      if (!same) edited.touched.push_back({ref_of(stored.object), old != nullptr ? old->version : 0, version});
      edited.after.put(stored.object, version, stored.position);
    });
    before.all<T>().each([&](const Stored<T>& stored) {
      if (fresh.find<T>(ObjectKind<T>::key(stored.object)) != nullptr) return;
      edited.touched.push_back({ref_of(stored.object), stored.version, 0});
    });
  });
  if (!(before.settings() == fresh.settings())) edited.touched.push_back({{Kind::settings, ""}, 1, 2});
  edited.asked = edited.touched.size();
  return edited;
}

}  // namespace tandem::model
