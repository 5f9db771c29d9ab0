// Any number of flows at once, whose results come one by one. Destroying it cancels what is left.
#pragma once

#include "base/task.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace tandem::call {

template <class T>
class Parallel {
 public:
  explicit Parallel(Executor& executor) : executor_(executor) {}

  void add(Flow<T> flow) {
    ++left_;
    tasks_.push_back(std::make_unique<Task>(executor_));
    tasks_.back()->start(deliver(*this, std::move(flow)));
  }
  /// Results in the order in which flows ended.
  auto next() { return results_.next(); }
  /// Results that next() has still to give.
  [[nodiscard]] bool any_left() const { return left_ > taken_; }
  void count_taken() { ++taken_; }

 private:
  static Flow<Unit> deliver(Parallel& to, Flow<T> flow) {
    T result = co_await std::move(flow);
    to.results_.push(std::move(result));
    co_return Unit{};
  }
  Executor& executor_;
  Channel<T> results_;
  std::size_t left_ = 0;
  std::size_t taken_ = 0;
  std::vector<std::unique_ptr<Task>> tasks_;
};

}  // namespace tandem::call
