#include "base/executor.hpp"

#include "base/reuse.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace tandem {

using std::chrono::steady_clock;

namespace {

Time wall_now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

}  // namespace

Executor::Executor(ClockKind kind, Time virtual_start)
    : kind_(kind),
      wall_at_start_(wall_now()),
      steady_at_start_(steady_clock::now()),
      now_(kind == ClockKind::real_time ? wall_at_start_ : virtual_start) {}

// The wall clock at the start, carried on by the steady clock: it never jumps.
Time Executor::read_clock() const {
  if (kind_ == ClockKind::virtual_time) return now_;
  return wall_at_start_ + std::chrono::duration_cast<Duration>(steady_clock::now() - steady_at_start_);
}

void Executor::start(Timer& timer, Time when, Runnable& target) {
  assert(!timer.armed());
  timer.executor_ = this;
  timer.when_ = when;
  timer.sequence_ = ++sequence_;
  timer.target_ = &target;
  timer.slot_ = heap_.size();
  heap_.push_back(&timer);
  up(timer.slot_);
}

void Executor::remove(Timer& timer) noexcept {
  const std::size_t slot = std::exchange(timer.slot_, Timer::none);
  Timer* last = heap_.back();
  heap_.pop_back();
  if (last == &timer) return;
  put(slot, last);
  up(slot);
  down(last->slot_);
}

void Executor::put(std::size_t slot, Timer* timer) noexcept {
  heap_[slot] = timer;
  timer->slot_ = slot;
}

void Executor::up(std::size_t slot) noexcept {
  Timer* timer = heap_[slot];
  while (slot > 0) {
    const std::size_t parent = (slot - 1) / 4;
    if (!before(*timer, *heap_[parent])) break;
    put(slot, heap_[parent]);
    slot = parent;
  }
  put(slot, timer);
}

void Executor::down(std::size_t slot) noexcept {
  Timer* timer = heap_[slot];
  for (;;) {
    const std::size_t first = slot * 4 + 1;
    if (first >= heap_.size()) break;
    std::size_t least = first;
    for (std::size_t child = first + 1; child < std::min(first + 4, heap_.size()); ++child) {
      if (before(*heap_[child], *heap_[least])) least = child;
    }
    if (!before(*heap_[least], *timer)) break;
    put(slot, heap_[least]);
    slot = least;
  }
  put(slot, timer);
}

void Executor::fire_due() noexcept {
  while (!heap_.empty() && heap_.front()->when_ <= now_) {
    Timer& timer = *heap_.front();
    remove(timer);
    post(*timer.target_);
  }
}

void Executor::run_one() {
  auto& runnable = static_cast<Runnable&>(*queue_.next());
  runnable.unlink();
  ++steps_;
  runnable.run();
}

bool Executor::drain() {
  const std::uint64_t first = steps_;
  while (queue_.linked()) {
    run_one();
    if (steps_ - first > max_steps_per_instant) {
      if (on_livelock) on_livelock();
      std::fputs("tandem: the clock stands still while work goes on for ever\n", stderr);
      std::abort();
    }
  }
  return steps_ != first;
}

bool Executor::step() {
  if (take_inbox()) return true;
  if (!queue_.linked()) {
    if (heap_.empty()) return false;
    now_ = std::max(now_, heap_.front()->when_);
    fire_due();
    return true;
  }
  run_one();
  return true;
}

void Executor::run_all(Time end) {
  for (;;) {
    // What came in may have sent something in itself: both are empty before time goes on.
    for (bool more = true; more;) {
      more = take_inbox();
      more = drain() || more;
    }
    if (heap_.empty() || heap_.front()->when_ > end) return;
    now_ = std::max(now_, heap_.front()->when_);
    fire_due();
  }
}

void Executor::run_until(Time end) {
  run_all(end);
  now_ = std::max(now_, end);
}

bool Executor::take_inbox() {
  {
    const std::lock_guard lock(mutex_);
    if (inbox_.empty()) return false;
    std::swap(inbox_, draining_);
  }
  const Time started = read_clock();
  if (kind_ == ClockKind::real_time) set_lag(started - draining_.front().posted);
  for (Door& door : draining_) door.function();
  empty_for_reuse(draining_);
  return true;
}

void Executor::set_lag(Duration lag) {
  const Duration before(lag_.exchange(lag.count(), std::memory_order_relaxed));
  if (on_lag && (lag > Duration{} || before > Duration{})) on_lag(lag);
}

std::optional<Time> Executor::poll() {
  for (bool more = true; more;) {
    now_ = std::max(now_, read_clock());
    fire_due();
    more = take_inbox();
    more = drain() || more;
  }
  if (heap_.empty()) return std::nullopt;
  return heap_.front()->when_;
}

// With turn_ held.
void Executor::take_turn() {
  const std::optional<Time> next = poll();
  set_lag({});
  const std::lock_guard lock(mutex_);
  due_ = next.value_or(Time::max());
}

void Executor::run() {
  while (!stop_.load(std::memory_order_acquire)) {
    {
      const std::lock_guard turn(turn_);
      take_turn();
    }
    std::unique_lock lock(mutex_);
    sleeping_ = true;
    sleeps_until_ = due_;
    const auto ready = [&] { return !inbox_.empty() || due_ < sleeps_until_ || stop_.load(std::memory_order_acquire); };
    if (sleeps_until_ != Time::max()) {
      wake_.wait_until(lock, steady_at_start_ + (sleeps_until_ - wall_at_start_), ready);
    } else {
      wake_.wait(lock, ready);
    }
    sleeping_ = false;
  }
  stop_.store(false, std::memory_order_release);
}

void Executor::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_.store(true, std::memory_order_release);
  }
  wake_.notify_all();
}

// True if run() has to be woken for it.
bool Executor::push(std::function<void()> function) {
  const Time posted = kind_ == ClockKind::real_time ? read_clock() : Time{};
  const std::lock_guard lock(mutex_);
  inbox_.push_back({std::move(function), posted});
  return std::exchange(sleeping_, false);
}

void Executor::post_from_any_thread(std::function<void()> function) {
  if (push(std::move(function))) wake_.notify_one();
}

void Executor::post_and_help(std::function<void()> function) {
  if (!push(std::move(function))) return;
  if (const std::unique_lock turn(turn_, std::try_to_lock); turn) {
    take_turn();
    const std::lock_guard lock(mutex_);
    sleeping_ = true;  // still, or soon: nobody has woken it
    if (inbox_.empty() && due_ >= sleeps_until_) return;
    sleeping_ = false;
  }
  wake_.notify_one();
}

}  // namespace tandem
