// Answers that come to one flow from other threads, also when the flow, or the engine, is no longer there.
#pragma once

#include "base/executor.hpp"
#include "base/source.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace tandem::call {

template <class T>
class Inbox {
 public:
  explicit Inbox(Executor& executor) : state_(std::make_shared<State>()) {
    state_->executor = &executor;
    state_->inbox = this;
  }
  ~Inbox() {
    state_->inbox = nullptr;
    const std::lock_guard lock(state_->mutex);
    state_->executor = nullptr;
  }
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  auto next() { return arrived_.next(); }
  /// May be called from any thread, at any time, any number of times.
  [[nodiscard]] std::function<void(T)> door() {
    return [state = state_](T value) {
      const std::lock_guard lock(state->mutex);
      if (state->executor == nullptr) return;
      state->executor->post_from_any_thread([state, value = std::move(value)]() mutable {
        if (state->inbox != nullptr) state->inbox->arrived_.push(std::move(value));
      });
    };
  }

 private:
  struct State {
    std::mutex mutex;
    Executor* executor = nullptr;  ///< guarded by mutex; null: nobody waits any more
    Inbox* inbox = nullptr;        ///< of the executor's thread alone
  };
  std::shared_ptr<State> state_;
  Channel<T> arrived_;
};

}  // namespace tandem::call
