// A hash table of numbers in one piece of memory: what is asked for every call meets one cache line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tandem::routing {

/// Keys are those of number_key(): never 0.
template <class T>
class NumberMap {
 public:
  /// The first value of a key stays.
  void add(std::uint64_t key, T value) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place_of(key)];
    if (slot.key == key) return;
    slot = {key, std::move(value)};
    ++size_;
  }
  /// Null when there is none.
  [[nodiscard]] const T* find(std::uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place_of(key)];
    return slot.key == key ? &slot.value : nullptr;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;  ///< 0: free
    T value{};
  };
  /// Where the key is, or would be: at most half of the slots are taken, so there is a free one.
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;  // scatters numbers that follow one another
    std::size_t place = static_cast<std::size_t>(key * golden >> shift_);
    while (slots_[place].key != key && slots_[place].key != 0) place = (place + 1) & (slots_.size() - 1);
    return place;
  }
  void grow() {
    std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 16 : 2 * slots_.size()));
    shift_ = old.empty() ? 60 : shift_ - 1;
    for (Slot& slot : old) {
      if (slot.key != 0) slots_[place_of(slot.key)] = std::move(slot);
    }
  }

  std::vector<Slot> slots_;  ///< a power of two, of which `shift_` leaves the bits
  std::size_t size_ = 0;
  int shift_ = 60;
};

}  // namespace tandem::routing
