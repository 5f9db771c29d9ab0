// The auto-secretary of an employee: where his own calls go that he does not take (specification 02, area SEC).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/schedule.hpp>
#include <tandem/scheme.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tandem TANDEM_API {

/// From where a call comes (SEC-09).
enum class CallOrigin : std::uint8_t { external_incoming, internal };

/// A number outside, called as the employee himself would call it: by his line, where he may call (SEC-24).
struct SecretaryNumber {
  std::string number{};  ///< as he would dial it
  std::optional<std::chrono::seconds> wait{};  ///< for the answer, 1..120; none: Defaults::employee_ring_time
  friend bool operator==(const SecretaryNumber&, const SecretaryNumber&) = default;
};

/// What becomes of the call (SEC-17 to SEC-24). Voicemail without addresses goes to the employee's own (VM-20).
using SecretaryAction = std::variant<Voicemail, Hangup, ToGroup, ToEmployee, SecretaryNumber>;

/// One rule. The first that fits a call acts, once in a call (SEC-06, SEC-23); calls that a group distributes are none of
/// its business (SEC-25). What the target does not take goes on as if there had been no rule (02 OP-15).
struct SecretaryRule {
  bool enabled = true;  ///< SEC-07
  std::optional<Schedule> schedule{};  ///< when the call came; none: at any time (SEC-08)
  std::vector<CallOrigin> directions{CallOrigin::external_incoming, CallOrigin::internal};  ///< one at least
  /// How long his devices ring before it acts, 0..100; a device's own wait may end earlier. 0:
  /// Defaults::employee_ring_time (SEC-10 to SEC-13).
  std::chrono::seconds no_answer_after{0};
  std::optional<PromptKey> prompt{};  ///< the caller hears it to its end first (SEC-14, SEC-15)
  SecretaryAction action{};
  bool notify_sms = false;      ///< he missed a call: when, and whose (SEC-26)
  std::string sms_number{};     ///< a mobile. Left empty in a change: that of his card
  bool notify_email = false;    ///< the same by mail (SEC-27)
  std::string email_address{};  ///< left empty in a change: that of his card
  friend bool operator==(const SecretaryRule&, const SecretaryRule&) = default;
};
inline constexpr std::size_t most_secretary_rules = 5;  ///< of one employee (SEC-05)

}  // namespace tandem
