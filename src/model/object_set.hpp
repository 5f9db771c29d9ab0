// All objects of one kind: found by key, walked in the order in which they were made. Copies share.
#pragma once

#include "base/persistent_map.hpp"
#include "model/object_kinds.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tandem::model {

/// An object, its version in the store, and its place among those of its kind.
template <class T>
struct Stored {
  T object{};
  std::uint64_t version = 0;
  std::uint64_t position = 0;
};

template <class T>
class ObjectSet {
 public:
  using Item = std::shared_ptr<const Stored<T>>;

  [[nodiscard]] std::size_t size() const noexcept { return by_key_.size(); }
  [[nodiscard]] bool same_as(const ObjectSet& other) const noexcept { return by_key_.same_as(other.by_key_); }
  [[nodiscard]] const Stored<T>* find(std::string_view key) const {
    const Item* item = by_key_.find(key);
    return item != nullptr ? item->get() : nullptr;
  }
  /// `f(const Stored<T>&)`, oldest first.
  template <class F>
  void each(F f) const {
    by_position_.each([&](std::uint64_t, const Item& item) { f(*item); });
  }
  /// Those made after `position`, oldest first, until `f` gives false.
  template <class F>
  void each_after(std::uint64_t position, F f) const {
    by_position_.each_from(position + 1, [&](std::uint64_t, const Item& item) { return f(*item); });
  }
  /// `f(const T* before, const T* after)`, null for what is not there.
  template <class F>
  static void differences(const ObjectSet& before, const ObjectSet& after, F f) {
    Items::differences(before.by_key_, after.by_key_, [&](const std::string&, const Item* left, const Item* right) {
      f(left != nullptr ? &(*left)->object : nullptr, right != nullptr ? &(*right)->object : nullptr);
    });
  }

  /// Position 0: that of the object it replaces, else behind all others.
  void set(T object, std::uint64_t version, std::uint64_t position) {
    std::string key = ObjectKind<T>::key(object);
    const Stored<T>* old = find(key);
    if (position == 0) position = old != nullptr ? old->position : last_ + 1;
    if (old != nullptr && old->position != position) by_position_.erase(old->position);
    last_ = std::max(last_, position);
    Item item = std::make_shared<const Stored<T>>(Stored<T>{std::move(object), version, position});
    by_position_.set(position, item);
    by_key_.set(std::move(key), std::move(item));
  }
  void erase(std::string_view key) {
    if (const Stored<T>* old = find(key)) {
      by_position_.erase(old->position);
      by_key_.erase(key);
    }
  }

 private:
  using Items = PersistentMap<std::string, Item>;
  Items by_key_;
  PersistentMap<std::uint64_t, Item> by_position_;
  std::uint64_t last_ = 0;  ///< the highest position ever given
};

}  // namespace tandem::model
