// Task: owns an outermost flow and alone destroys it, from the run loop, never in place.
#pragma once

#include "base/source.hpp"

#include <functional>

namespace tandem {

/// Make it the last member of the object that its flow refers to: members die in reverse, so the frames die first.
class Task final : Runnable {
 public:
  using Done = std::function<void(std::exception_ptr)>;
  /// `done` is called from the run loop when the flow ended, by itself or cancelled; it may destroy the task.
  explicit Task(Executor& executor, Done done = {}) : context_(executor), done_(std::move(done)) {}
  ~Task() { flow_.reset(); }

  /// Posts: the flow does not run on the caller's stack, so even a destructor may start one.
  void start(Flow<Unit> flow) {
    flow_ = std::move(flow);
    fresh_ = true;
    context_.executor.post(*this);
  }
  /// Always safe, also from inside the flow, which then runs on to its next wait. A flow that was queued does not run.
  void cancel() {
    cancelled_ = true;
    context_.executor.post_front(*this);
  }
  [[nodiscard]] bool cancelled() const { return cancelled_; }
  [[nodiscard]] const FlowContext& context() const { return context_; }

 private:
  void run() override {
    if (!flow_) return;
    if (std::exchange(fresh_, false) && !cancelled_) {
      flow_.start(context_, this);
      return;
    }
    std::exception_ptr error;
    if (flow_.started() && flow_.finished()) {
      try {
        (void)flow_.take();
      } catch (...) {
        error = std::current_exception();
        flow_.reset();
      }
    } else {
      flow_.reset();
    }
    if (done_) {
      const Done done = std::move(done_);
      done(error);
    }
  }

  FlowContext context_;
  Flow<Unit> flow_;
  Done done_;
  bool cancelled_ = false;
  bool fresh_ = false;
};

}  // namespace tandem
