// SIPp scenarios, put together from the few messages that calls are made of.
#pragma once

#include <string>
#include <string_view>

namespace tandem::test {

/// One side of a call. Steps are added in order; text() is SIPp's XML.
class Script {
 public:
  [[nodiscard]] static Script caller() { return Script(true); }
  [[nodiscard]] static Script callee() { return Script(false); }

  // The caller's.
  Script& invite();
  Script& cancel();
  /// The final answer that is no 2xx, and its ACK.
  Script& refused(int status);
  // The callee's.
  Script& expect_invite();
  Script& ring();
  Script& pick_up();
  Script& refuse(int status);
  /// CANCEL, its answer, 487 and the ACK for it.
  Script& expect_cancel();
  // Both sides'.
  Script& expect(int status);
  Script& maybe(int status);
  Script& ack();
  Script& expect_request(std::string_view method);
  Script& maybe_request(std::string_view method);
  /// A new offer; the answer's direction must be one of `answer` ("sendrecv" is also meant by none).
  Script& offer(std::string_view direction, std::string_view answer);
  Script& hang_up();
  Script& expect_hang_up();
  /// Hangs up after a while, unless the other side did, or does so at the same time.
  Script& hang_up_after(int milliseconds);
  Script& pause(int milliseconds);
  /// Of the messages added since the last such line, this share is lost: of all, or of those that come in.
  Script& lose(int percent);
  Script& lose_incoming(int percent);

  [[nodiscard]] std::string text() const;

 private:
  explicit Script(bool calls) : calls_(calls) {}
  Script& send(const std::string& message, bool repeats);
  Script& mark_lost(std::string_view step, int percent);
  [[nodiscard]] std::string request(std::string_view method, std::string_view more = "", std::string_view body = "");
  [[nodiscard]] std::string reply(std::string_view status, std::string_view more = "", std::string_view body = "") const;

  bool calls_;
  int sequence_ = 0;
  std::string steps_;
};

}  // namespace tandem::test
