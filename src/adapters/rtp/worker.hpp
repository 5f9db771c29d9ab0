// The one thread that may wait: for files, for the blob store, for decoding. Media threads hand it jobs.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace tandem::rtp {

class Worker {
 public:
  using Job = std::move_only_function<void()>;

  ~Worker() { stop(); }
  void start();
  /// Finishes the jobs it has, then ends the thread.
  void stop();
  /// From any thread. Jobs are done in order.
  void post(Job job);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tandem::rtp
