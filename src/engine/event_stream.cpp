#include "engine/event_stream.hpp"

#include <utility>

namespace tandem::engine {

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
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (!listening_) return;
    first = queue_.empty();
    queue_.push_back(std::move(event));
  }
  if (first) wake_.notify_one();
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
      wake_.wait(lock, [&] { return !listening_ || !queue_.empty(); });
      if (queue_.empty()) return;
      std::swap(batch, queue_);
    }
    for (const Event& event : batch) sink_(event);
    batch.clear();
  }
}

}  // namespace tandem::engine
