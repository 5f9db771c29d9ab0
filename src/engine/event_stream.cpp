#include "engine/event_stream.hpp"

#include "base/reuse.hpp"

#include <chrono>
#include <utility>

namespace tandem::engine {

// After each delivery the thread naps this long, so that a busy engine wakes it a hundred times a second, not thousands.
constexpr std::chrono::milliseconds nap(10);

void EventStream::set_sink(std::function<void(const Event&)> sink) {
  stop();
  sink_ = std::move(sink);
  start();
}

void EventStream::start() {
  if (!sink_ || thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    listening_ = true;
  }
  thread_ = std::thread([this] { run(); });
}

void EventStream::publish(Event event) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (!listening_) return;
    wake = std::exchange(idle_, false);
    queue_.push_back(std::move(event));
  }
  if (wake) wake_.notify_one();
}

void EventStream::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    listening_ = false;
  }
  wake_.notify_one();
  thread_.join();
}

void EventStream::run() {
  std::vector<Event> batch;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      idle_ = queue_.empty();
      wake_.wait(lock, [&] { return !listening_ || !queue_.empty(); });
      idle_ = false;
      if (queue_.empty()) return;
      std::swap(batch, queue_);
    }
    for (const Event& event : batch) sink_(event);
    empty_for_reuse(batch);
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, nap, [&] { return !listening_; });
  }
}

}  // namespace tandem::engine
