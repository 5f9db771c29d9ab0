// A sorted map whose copies share what they have in common: a copy costs one reference, a change of one entry copies one
// chunk of some dozen entries and the list of chunks. Snapshots of configuration are made of it.
//
// A map is a value: one thread at a time may change it, while other threads read (and drop) copies of their own.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace tandem {

/// A counted reference that knows whether it is the only one.
template <class T>
class Shared {
 public:
  Shared() = default;
  explicit Shared(T value) : node_(new Node{std::move(value)}) {}
  Shared(const Shared& other) noexcept : node_(other.node_) {
    if (node_ != nullptr) node_->count.fetch_add(1, std::memory_order_relaxed);
  }
  Shared(Shared&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Shared() {
    if (node_ != nullptr && node_->count.fetch_sub(1, std::memory_order_acq_rel) == 1) delete node_;
  }
  [[nodiscard]] explicit operator bool() const noexcept { return node_ != nullptr; }
  const T& operator*() const noexcept { return node_->value; }
  const T* operator->() const noexcept { return &node_->value; }
  [[nodiscard]] bool same_as(const Shared& other) const noexcept { return node_ == other.node_; }
  /// The value, to be changed; copied first if anybody else has it too.
  T& own() {
    if (node_->count.load(std::memory_order_acquire) != 1) *this = Shared(node_->value);
    return node_->value;
  }

 private:
  struct Node {
    T value;
    std::atomic<std::size_t> count{1};
  };
  Node* node_ = nullptr;
};

/// `Less` may be transparent; entries are found by whatever it compares with a key.
template <class Key, class Value, class Less = std::less<>>
class PersistentMap {
 public:
  using Entry = std::pair<Key, Value>;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// Do both share everything, so that they are certainly equal?
  [[nodiscard]] bool same_as(const PersistentMap& other) const noexcept {
    return size_ == other.size_ && (size_ == 0 || chunks_.same_as(other.chunks_));
  }

  /// Null when there is none. Valid while this map, or a copy that shares the entry, lives unchanged.
  template <class K>
  [[nodiscard]] const Value* find(const K& key) const {
    const Place at = lower_bound(key);
    const Entry* entry = entry_at(at);
    return entry != nullptr && !Less()(key, entry->first) ? &entry->second : nullptr;
  }

  /// Calls `f(key, value)` in order from the first key that is not less than `from`, until it gives false.
  template <class K, class F>
  void each_from(const K& from, F f) const {
    for (Place at = lower_bound(from); const Entry* entry = entry_at(at); step(at)) {
      if (!f(entry->first, entry->second)) return;
    }
  }
  template <class F>
  void each(F f) const {
    for (Place at; const Entry* entry = entry_at(at); step(at)) f(entry->first, entry->second);
  }

  void set(Key key, Value value) {
    if (!chunks_) chunks_ = Shared<Chunks>(Chunks{Shared<Chunk>(Chunk{})});
    Place at = lower_bound(key);
    Chunks& chunks = chunks_.own();
    if (at.chunk == chunks.size()) at = {chunks.size() - 1, chunks.back()->size()};
    Chunk& chunk = chunks[at.chunk].own();
    const auto here = chunk.begin() + static_cast<std::ptrdiff_t>(at.entry);
    if (here != chunk.end() && !Less()(key, here->first)) {
      here->second = std::move(value);
      return;
    }
    chunk.emplace(here, std::move(key), std::move(value));
    ++size_;
    if (chunk.size() > most) split(chunks, at.chunk);
  }

  /// Gives false when there was none.
  template <class K>
  bool erase(const K& key) {
    const Place at = lower_bound(key);
    const Entry* entry = entry_at(at);
    if (entry == nullptr || Less()(key, entry->first)) return false;
    Chunks& chunks = chunks_.own();
    Chunk& chunk = chunks[at.chunk].own();
    chunk.erase(chunk.begin() + static_cast<std::ptrdiff_t>(at.entry));
    if (chunk.empty() && chunks.size() > 1) chunks.erase(chunks.begin() + static_cast<std::ptrdiff_t>(at.chunk));
    --size_;
    return true;
  }

  /// What differs between two maps: `f(key, before, after)` with null for what one of them lacks. What they share is
  /// passed over chunk by chunk; `Value` is compared where it is not shared.
  template <class F>
  static void differences(const PersistentMap& before, const PersistentMap& after, F f) {
    if (before.same_as(after)) return;
    Place a;
    Place b;
    while (true) {
      if (a.entry == 0 && b.entry == 0 && skip_shared(before, a, after, b)) continue;
      const Entry* left = before.entry_at(a);
      const Entry* right = after.entry_at(b);
      if (left == nullptr && right == nullptr) return;
      if (right == nullptr || (left != nullptr && Less()(left->first, right->first))) {
        f(left->first, &left->second, static_cast<const Value*>(nullptr));
        before.step(a);
      } else if (left == nullptr || Less()(right->first, left->first)) {
        f(right->first, static_cast<const Value*>(nullptr), &right->second);
        after.step(b);
      } else {
        if (!(left->second == right->second)) f(left->first, &left->second, &right->second);
        before.step(a);
        after.step(b);
      }
    }
  }

 private:
  static constexpr std::size_t most = 48;  ///< entries of a chunk
  using Chunk = std::vector<Entry>;
  using Chunks = std::vector<Shared<Chunk>>;  ///< none is empty, but for the only one of an empty map
  struct Place {
    std::size_t chunk = 0;
    std::size_t entry = 0;
  };

  const Entry* entry_at(const Place& at) const {
    if (!chunks_ || at.chunk >= chunks_->size()) return nullptr;
    const Chunk& chunk = *(*chunks_)[at.chunk];
    return at.entry < chunk.size() ? &chunk[at.entry] : nullptr;
  }
  void step(Place& at) const {
    if (++at.entry < (*chunks_)[at.chunk]->size()) return;
    at = {at.chunk + 1, 0};
  }

  /// The first entry whose key is not less than `key`; behind the last chunk when there is none.
  template <class K>
  Place lower_bound(const K& key) const {
    if (!chunks_) return {};
    std::size_t low = 0;
    std::size_t high = chunks_->size();
    while (low < high) {  // the first chunk whose last key is not less
      const std::size_t middle = (low + high) / 2;
      const Chunk& chunk = *(*chunks_)[middle];
      if (!chunk.empty() && Less()(chunk.back().first, key)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == chunks_->size()) return {low, 0};
    const Chunk& chunk = *(*chunks_)[low];
    std::size_t first = 0;
    std::size_t last = chunk.size();
    while (first < last) {
      const std::size_t middle = (first + last) / 2;
      if (Less()(chunk[middle].first, key)) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    return {low, first};
  }

  // The last chunk is left nearly full: keys often arrive in order.
  static void split(Chunks& chunks, std::size_t at) {
    Chunk& chunk = chunks[at].own();
    const std::size_t keep = at + 1 == chunks.size() ? most - 4 : most / 2;
    const auto middle = chunk.begin() + static_cast<std::ptrdiff_t>(keep);
    Chunk right(std::make_move_iterator(middle), std::make_move_iterator(chunk.end()));
    chunk.erase(middle, chunk.end());
    chunks.insert(chunks.begin() + static_cast<std::ptrdiff_t>(at) + 1, Shared<Chunk>(std::move(right)));
  }

  static bool skip_shared(const PersistentMap& before, Place& a, const PersistentMap& after, Place& b) {
    if (!before.chunks_ || !after.chunks_) return false;
    if (a.chunk >= before.chunks_->size() || b.chunk >= after.chunks_->size()) return false;
    if (!(*before.chunks_)[a.chunk].same_as((*after.chunks_)[b.chunk])) return false;
    ++a.chunk;
    ++b.chunk;
    return true;
  }

  Shared<Chunks> chunks_;
  std::size_t size_ = 0;
};

}  // namespace tandem
