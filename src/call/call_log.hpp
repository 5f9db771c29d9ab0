// The story of one call as it is written down: its record, its decisions, its events.
#pragma once

#include <tandem/event.hpp>
#include <tandem/record.hpp>

#include <functional>
#include <string>
#include <vector>

namespace tandem::call {

class Exchange;

class CallLog {
 public:
  CallLog(Exchange& exchange, CallId id);

  CallRecord record;

  /// Adds to `explain`.
  void decide(Reason reason, std::vector<std::string> arguments, std::vector<Decision::Left> left_out = {});
  void event(Happening what);

  /// Opens the record in the store; again when it has changed enough to matter after a crash.
  void save_open();
  /// Closes the record, once.
  void close();

 private:
  Exchange& exchange_;
};

/// A part of the record that is open while this lives. If nobody said how it ended, it was cancelled: by the caller who
/// hung up, or by the engine.
class PartScope {
 public:
  PartScope(CallLog& log, Exchange& exchange, CallPart part);
  ~PartScope();
  PartScope(const PartScope&) = delete;
  PartScope& operator=(const PartScope&) = delete;

  void finish(PartResult result);
  CallPart& part();
  /// What the part ends with if it is destroyed before finish() and the caller did not hang up.
  PartResult when_cancelled = PartResult::cancelled;
  /// ... and if the caller did.
  PartResult when_caller_leaves = PartResult::cancelled;
  /// Called once, when the part has ended, however it did. May not throw.
  std::function<void(const CallPart&)> when_finished;

 private:
  CallLog& log_;
  Exchange& exchange_;
  std::size_t index_;
  bool finished_ = false;
};

}  // namespace tandem::call
