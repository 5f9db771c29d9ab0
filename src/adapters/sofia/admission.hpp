// Shall the door take new calls now? Past saturation retransmissions feed on themselves and a SIP element collapses;
// work that has begun goes on, new work is refused early and cheaply.
#pragma once

#include <tandem/clock.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>

namespace tandem::sofia {

class Admission {
 public:
  explicit Admission(Duration limit) : limit_(limit) {}

  /// The lag of what is behind the sink; stands until the next report. Any thread.
  void report(Duration lag) noexcept { reported_.store(lag.count(), std::memory_order_relaxed); }
  /// How long a command waited in the inbox.
  void waited(Duration lag) noexcept { inbox_ = lag; }
  /// How long a packet that arrives now will wait in the sockets.
  void queued(Duration lag) noexcept { sockets_ = lag; }

  /// Refuses above the limit, and goes on refusing until the lag has fallen to half of it: without this hysteresis the
  /// door would flutter at the limit.
  [[nodiscard]] bool refuses() noexcept {
    const Duration lag = std::max({Duration(reported_.load(std::memory_order_relaxed)), inbox_, sockets_});
    refusing_ = refusing_ ? lag > limit_ / 2 : lag > limit_;
    return refusing_;
  }

 private:
  Duration limit_;
  std::atomic<Duration::rep> reported_{0};
  Duration inbox_{};
  Duration sockets_{};
  bool refusing_ = false;
};

/// Estimates how long a packet waits in the listening sockets: what is queued there, by what was handled lately.
class SocketLag {
 public:
  using Clock = std::chrono::steady_clock;

  /// Is it time to measure again? Measuring is a system call, so not for every packet.
  [[nodiscard]] bool due(Clock::time_point now) const noexcept { return now - last_ >= every; }
  /// `queued` is in bytes as the kernel counts them, `handled` in messages so far.
  [[nodiscard]] Duration measure(std::size_t queued, std::size_t handled, Clock::time_point now);

 private:
  static constexpr std::chrono::milliseconds every{5};

  Clock::time_point last_{};
  std::size_t handled_ = 0;
  bool was_queued_ = false;
  double seconds_per_message_ = 40e-6;  ///< until it is known better
};

}  // namespace tandem::sofia
