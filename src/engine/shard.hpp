// A shard: one thread, one executor, the exchanges of its accounts.
#pragma once

#include "base/executor.hpp"
#include "base/random.hpp"
#include "call/exchange.hpp"

#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <unordered_map>

namespace tandem::engine {

class Shard {
 public:
  explicit Shard(std::uint64_t seed) : executor_(ClockKind::real_time), random_(seed) {}
  ~Shard() { stop(); }

  void start() {
    thread_ = std::thread([this] { executor_.run(); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    executor_.stop();
    thread_.join();
  }

  /// Runs on the shard's thread, later.
  void post(std::function<void()> work) { executor_.post_from_any_thread(std::move(work)); }
  /// Runs on the shard's thread, later, or on the caller's, now.
  void post_and_help(std::function<void()> work) { executor_.post_and_help(std::move(work)); }
  /// Runs on the shard's thread and waits for it. Not from the shard itself.
  template <class F>
  auto call(F work) -> decltype(work()) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto result = task.get_future();
    executor_.post_from_any_thread([&task] { task(); });
    return result.get();
  }

  Executor& executor() { return executor_; }
  Random& random() { return random_; }
  /// The shard's thread alone.
  std::unordered_map<AccountId, std::unique_ptr<call::Exchange>> exchanges;

 private:
  Executor executor_;
  Random random_;
  std::thread thread_;
};

}  // namespace tandem::engine
