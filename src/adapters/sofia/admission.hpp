// Which new calls may come in. Past saturation retransmissions feed on themselves and a SIP element collapses; so work
// that has begun goes on, and no more new work is let in than there is time for: the rest is refused early and cheaply.
#pragma once

#include <tandem/clock.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::sofia {

/// Admits at a rate that the lag steers. A gate that opens and closes with the lag alone would let in far too much and
/// far too little by turns, because lag tells of work admitted long ago.
class Admission {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Admission(Duration limit);

  /// The lag of what is behind the sink; stands until the next report. Any thread.
  void report(Duration lag) noexcept { reported_.store(lag.count(), std::memory_order_relaxed); }
  /// How long a command waited in the inbox.
  void waited(Duration lag) noexcept { inbox_ = lag; }
  /// How long the oldest packet in the sockets has waited.
  void queued(Duration lag) noexcept { sockets_ = lag; }

  /// Is there a rate to be kept?
  [[nodiscard]] bool limiting() const noexcept { return limiting_; }
  /// May this INVITE come in? `name` identifies it: a repeated one gets the decision it got before (0: none is kept).
  /// One that answers a challenge of ours has had work put into it and is preferred.
  [[nodiscard]] bool admits(std::uint64_t name, bool challenged, Clock::time_point now);
  /// Adapts the rate to the lag, when it is time. Both admits() and a timer call it, so that a limit ends in silence,
  /// too.
  void step(Clock::time_point now);

 private:
  void begin_limit(double late, Clock::time_point now);
  [[nodiscard]] bool take_token(bool challenged, Clock::time_point now);
  [[nodiscard]] double lag() const noexcept;

  double limit_;  ///< seconds
  std::atomic<Duration::rep> reported_{0};
  Duration inbox_{};
  Duration sockets_{};

  bool limiting_ = false;
  double rate_ = 0;  ///< admitted a second, at most
  double tokens_ = 0;
  double admitted_ = 0;  ///< a second, of late
  int count_ = 0;        ///< since the last step
  double lag_before_ = 0;
  Clock::time_point stepped_{};
  Clock::time_point filled_{};
  Clock::time_point refused_{};
  std::optional<Clock::time_point> late_since_;  ///< since when the lag was seen past its limit each time

  /// Decisions by name: a table that forgets, its lowest bit the decision. A lost entry costs a second decision.
  std::vector<std::uint64_t> decisions_;
};

/// The name of an INVITE: its Via branch (RFC 3261 8.1.1.7), or 0 when it has none that is unique.
[[nodiscard]] std::uint64_t name_of_branch(std::string_view branch) noexcept;
/// When somebody refused may try again: some seconds, not the same for all, lest they all come back together.
[[nodiscard]] int retry_after(std::uint64_t name) noexcept;

}  // namespace tandem::sofia
