// Events on their way to the host: one queue, one thread, in order.
#pragma once

#include <tandem/event.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tandem::engine {

class EventStream {
 public:
  ~EventStream() { stop(); }
  /// Ends a start() that was before, having delivered what was queued for the earlier sink, and starts again.
  void set_sink(std::function<void(const Event&)> sink);
  /// Begins to deliver; no effect without a sink, or when it was done. What is published before is not kept.
  void start();
  void publish(Event event);
  /// Delivers what is queued, then ends the thread.
  void stop();

 private:
  void run();

  std::function<void(const Event&)> sink_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Event> queue_;  // guarded by mutex_
  bool listening_ = false;    // guarded by mutex_
  bool idle_ = false;         // guarded by mutex_: the thread waits for the first event
  std::thread thread_;
};

}  // namespace tandem::engine
