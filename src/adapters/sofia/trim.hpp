// When to give memory back. NTA keeps finished calls for 32 s in many small pieces, and glibc keeps the pieces.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace tandem::sofia {

/// Counts what takes memory, calls in progress and calls that ended a short time ago, and says when it has become so
/// much less that a trim pays. Under a steady load it never does: what is freed is used again at once.
class Trim {
 public:
  void finished() noexcept { ++seconds_[now_]; }
  /// Once a second. `open` calls are in progress.
  [[nodiscard]] bool due(std::size_t open) noexcept {
    std::size_t held = open;
    for (const std::size_t count : seconds_) held += count;
    now_ = (now_ + 1) % seconds_.size();
    seconds_[now_] = 0;
    most_ = std::max(most_, held);
    const bool much_less = most_ >= worthwhile && held <= most_ / 3 * 2;
    const bool all_gone = most_ >= worthwhile / 10 && held == 0;
    if (!much_less && !all_gone) return false;
    most_ = held;
    return true;
  }

 private:
  static constexpr std::size_t worthwhile = 100;
  std::array<std::size_t, 35> seconds_{};  ///< 64 T1 and a little (RFC 3261 17.2.2)
  std::size_t now_ = 0;
  std::size_t most_ = 0;  ///< since the last trim
};

}  // namespace tandem::sofia
