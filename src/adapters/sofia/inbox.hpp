// Commands from any thread to the root thread.
#pragma once

#include <tandem/signaling.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

namespace tandem::sofia {

struct InviteCommand {
  OutgoingCall call;
};
struct RingCommand {
  std::string sdp;
};
struct NameCalledCommand {
  Party called;
};
struct AnswerCommand {
  std::string sdp;
};
struct RejectCommand {
  int status = 0;
  std::chrono::seconds retry_after{};
};
struct HangupCommand {
  std::string reason;
};
struct AnswerOfferCommand {
  std::string sdp;
};
struct RefuseOfferCommand {};
struct ReportTransferCommand {
  int status = 0;
};
struct RegisterCommand {
  ClientRegistration registration;
};
struct UnregisterCommand {
  AccountId account;
  std::string aor;
};
struct ProbeCommand {
  Probe probe;
};
struct StopCommand {};

struct Command {
  LegId leg;
  std::variant<InviteCommand, RingCommand, NameCalledCommand, AnswerCommand, RejectCommand, HangupCommand,
               AnswerOfferCommand, RefuseOfferCommand, ReportTransferCommand, RegisterCommand, UnregisterCommand,
               ProbeCommand, StopCommand>
      what;
};

/// Many writers, one reader. The reader takes everything at once, so a burst costs one wake-up and one lock.
class Inbox {
 public:
  Inbox();
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  void push(Command command);
  /// Swaps the waiting commands into `batch`, which must be empty. Returns how long the oldest of them has waited.
  std::chrono::microseconds take(std::vector<Command>& batch);
  /// Readable when a command came in while nothing waited, until silence().
  [[nodiscard]] int descriptor() const noexcept { return event_; }
  void silence() noexcept;
  /// The thread that calls take(): commands of its own need no wake-up.
  void belongs_to_this_thread() noexcept;

 private:
  int event_ = -1;
  std::atomic<bool> waiting_{false};
  std::atomic<std::size_t> reader_{0};
  std::mutex mutex_;
  std::vector<Command> commands_;
  std::chrono::steady_clock::time_point oldest_{};
};

}  // namespace tandem::sofia
