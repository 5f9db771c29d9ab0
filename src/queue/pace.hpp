// How long the last conversations of each group took: what the wait of callers is estimated by (02 OP-10).
#pragma once

#include <tandem/clock.hpp>
#include <tandem/ids.hpp>

#include <deque>
#include <map>
#include <numeric>
#include <optional>

namespace tandem::queue {

class Pace {
 public:
  static constexpr std::size_t remembered = 20;

  void talked(const GroupKey& group, Duration length) {
    std::deque<Duration>& last = last_[group];
    last.push_back(length);
    if (last.size() > remembered) last.pop_front();
  }
  /// None until somebody was answered.
  [[nodiscard]] std::optional<Duration> average(const GroupKey& group) const {
    const auto at = last_.find(group);
    if (at == last_.end()) return std::nullopt;
    const Duration sum = std::accumulate(at->second.begin(), at->second.end(), Duration{});
    return sum / static_cast<Duration::rep>(at->second.size());
  }

 private:
  std::map<GroupKey, std::deque<Duration>> last_;
};

/// The minutes that the caller in this place has to wait, at least 1.
[[nodiscard]] inline int minutes_to_wait(int position, Duration average, int serving) {
  const Duration wait = average * position / (serving > 0 ? serving : 1);
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(wait).count();
  return minutes < 1 ? 1 : static_cast<int>(minutes);
}

}  // namespace tandem::queue
