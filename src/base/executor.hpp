// The executor: one queue of runnables, one heap of timers, one clock. Everything of a shard runs on it, one after
// another, so call logic needs no locks.
//
// All functions but post_from_any_thread() and stop() belong to the thread that runs the executor.
#pragma once

#include "base/link.hpp"

#include <tandem/clock.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace tandem {

/// Something that can stand in the run queue. Destroying it takes it out.
class Runnable : public Link {
 public:
  Runnable() = default;
  Runnable(Runnable&&) noexcept = default;
  virtual void run() = 0;

 protected:
  ~Runnable() = default;
};

class Executor;

/// A timer is a member of its owner; it is taken out of the heap, in O(log n), when that dies. A timer that has fired
/// has left its target in the run queue: cancelling an action means the timer and the target.
class Timer {
 public:
  Timer() = default;
  Timer(Timer&& other) noexcept { assert(!other.armed()), (void)other; }
  Timer& operator=(Timer&&) = delete;
  ~Timer() { cancel(); }
  [[nodiscard]] bool armed() const noexcept { return slot_ != none; }
  void cancel() noexcept;

 private:
  friend class Executor;
  static constexpr std::size_t none = ~std::size_t{0};
  Executor* executor_ = nullptr;
  Time when_{};
  std::uint64_t sequence_ = 0;
  std::size_t slot_ = none;
  Runnable* target_ = nullptr;
};

enum class ClockKind : std::uint8_t { virtual_time, real_time };

class Executor {
 public:
  explicit Executor(ClockKind kind, Time virtual_start = Time{});
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// The time at which the present round of the loop began.
  [[nodiscard]] Time now() const noexcept { return now_; }

  /// At the end of the queue; no effect if it is queued already.
  void post(Runnable& runnable) noexcept {
    if (!runnable.linked()) runnable.push_before(queue_);
  }
  void post_front(Runnable& runnable) noexcept {
    runnable.unlink();
    runnable.push_before(*queue_.next());
  }
  /// Timers of one instant fire in the order they were started.
  void start(Timer& timer, Time when, Runnable& target);

  /// The only door for other threads. Functions run in the order of arrival, between runnables.
  void post_from_any_thread(std::function<void()> function);
  /// The same; but when run() sleeps, the calling thread takes the loop's turn itself, for waking the other one costs more
  /// than most work. What it runs it runs before this returns; never two threads at once.
  void post_and_help(std::function<void()> function);

  /// Runs what is ready. False if nothing was.
  bool drain();
  /// For tests: one runnable, or one leap of the virtual clock. False when nothing is left.
  bool step();
  /// Virtual clock: leaps from timer to timer until nothing is left or `end` is reached, where the clock then stands.
  void run_until(Time end);
  void run_for(Duration span) { run_until(now_ + span); }
  /// Virtual clock: until nothing is left, at most up to `end`; the clock stands at the last thing that happened.
  void run_all(Time end = Time::max());
  /// Real clock: runs until stop(). Any number of times.
  void run();
  /// Any thread. run() returns soon.
  void stop();

  /// For a host that owns the loop: runs what is due and says when to come again (at the latest).
  std::optional<Time> poll();

  [[nodiscard]] bool idle() const noexcept { return !queue_.linked() && heap_.empty(); }
  [[nodiscard]] std::size_t timers() const noexcept { return heap_.size(); }
  [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }
  /// How late the loop took up the oldest piece of work from another thread, last round.
  [[nodiscard]] Duration lag() const noexcept { return Duration(lag_.load(std::memory_order_relaxed)); }

  /// A busy loop on the virtual clock is a silent hang: after this many steps at one instant `on_livelock` is called,
  /// which should report and abort.
  std::uint64_t max_steps_per_instant = 10'000'000;
  std::function<void()> on_livelock;
  /// Real clock: told how late the loop is, after each round in which other threads had work for it, and 0 when it goes to
  /// sleep after having been late.
  std::function<void(Duration)> on_lag;

 private:
  friend class Timer;
  struct Head final : Runnable {
    void run() override {}
  };
  struct Door {
    std::function<void()> function;
    Time posted;
  };

  static bool before(const Timer& a, const Timer& b) noexcept {
    return a.when_ != b.when_ ? a.when_ < b.when_ : a.sequence_ < b.sequence_;
  }
  void remove(Timer& timer) noexcept;
  void up(std::size_t slot) noexcept;
  void down(std::size_t slot) noexcept;
  void put(std::size_t slot, Timer* timer) noexcept;
  void fire_due() noexcept;
  bool take_inbox();
  bool push(std::function<void()> function);
  void take_turn();
  void set_lag(Duration lag);
  void run_one();
  [[nodiscard]] Time read_clock() const;

  const ClockKind kind_;
  const Time wall_at_start_;
  const std::chrono::steady_clock::time_point steady_at_start_;
  Time now_;
  Head queue_;
  std::vector<Timer*> heap_;  // 4-ary, by (time, sequence)
  std::uint64_t sequence_ = 0;
  std::uint64_t steps_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Door> inbox_;     // guarded by mutex_
  std::vector<Door> draining_;  // the executor's half of the double buffer
  bool sleeping_ = false;       // guarded by mutex_: whoever posts has to wake run()
  Time due_ = Time::max();      // guarded by mutex_: the first timer, after the last turn
  Time sleeps_until_{};         // guarded by mutex_
  std::mutex turn_;             // held by the thread that runs the loop; taken before mutex_
  std::atomic<bool> stop_{false};
  std::atomic<std::int64_t> lag_{0};
};

inline void Timer::cancel() noexcept {
  if (armed()) executor_->remove(*this);
}

}  // namespace tandem
