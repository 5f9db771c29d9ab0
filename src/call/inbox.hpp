// What comes from other threads into one executor, also when the one it was for, or the engine, is no longer there.
#pragma once

#include "base/executor.hpp"
#include "base/source.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace tandem::call {

/// `take` runs on the executor's thread, for as long as this lives.
template <class T>
class LateDoor {
 public:
  LateDoor(Executor& executor, std::function<void(T)> take) : state_(std::make_shared<State>()) {
    state_->executor = &executor;
    state_->take = std::move(take);
  }
  ~LateDoor() {
    state_->take = nullptr;
    const std::lock_guard lock(state_->mutex);
    state_->executor = nullptr;
  }
  LateDoor(const LateDoor&) = delete;
  LateDoor& operator=(const LateDoor&) = delete;

  /// May be called from any thread, at any time, any number of times.
  [[nodiscard]] std::function<void(T)> key() const {
    return [state = state_](T value) {
      const std::lock_guard lock(state->mutex);
      if (state->executor == nullptr) return;
      state->executor->post_from_any_thread([state, value = std::move(value)]() mutable {
        if (state->take) state->take(std::move(value));
      });
    };
  }

 private:
  struct State {
    std::mutex mutex;
    Executor* executor = nullptr;  ///< guarded by mutex; null: nobody is there any more
    std::function<void(T)> take;   ///< of the executor's thread alone
  };
  std::shared_ptr<State> state_;
};

/// A door behind which a flow waits.
template <class T>
class Inbox {
 public:
  explicit Inbox(Executor& executor) : door_(executor, [this](T value) { arrived_.push(std::move(value)); }) {}
  auto next() { return arrived_.next(); }
  [[nodiscard]] std::function<void(T)> door() const { return door_.key(); }

 private:
  Channel<T> arrived_;
  LateDoor<T> door_;
};

}  // namespace tandem::call
