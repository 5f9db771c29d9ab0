// The programs by which an employee calls and is called, and all the ways to him (specification 02, EMP-71, EMP-85).
#pragma once

#include <tandem/employee.hpp>
#include <tandem/export.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

enum class SoftphoneKind : std::uint8_t { mobile, desktop };
enum class SoftphoneState : std::uint8_t {
  not_found,  ///< nobody has told of one: it is not installed
  offline,
  online,
};

/// How a program stands, as its host tells. Kept while the engine runs.
struct Softphone {
  SoftphoneState state = SoftphoneState::not_found;
  std::string sip{};  ///< the employee's SIP account that it registers; empty: it has none of its own
  /// He talks on another phone, a desk phone or a mobile: the program handles no audio, so its own SIP account is not
  /// rung, and calls ring the rest of his devices alone (EMP-85).
  bool external_phone = false;
  friend bool operator==(const Softphone&, const Softphone&) = default;
};

/// A SIP account among an employee's devices.
struct SipChannel {
  std::string aor{};
  bool registered = false;  ///< see SipAccountRow
  friend bool operator==(const SipChannel&, const SipChannel&) = default;
};
/// The ways to an employee, as a home page lists them (EMP-71).
struct Communications {
  std::vector<SipChannel> sip{};            ///< in the order of his devices
  std::optional<AgentStatus> contact_centre{};  ///< none: the account has no contact centre
  Softphone mobile{};
  Softphone desktop{};
  std::string extension{};  ///< empty: none
  bool telephone = false;   ///< is one of his devices a telephone number?
  std::string email{};      ///< empty: none
  friend bool operator==(const Communications&, const Communications&) = default;
};

}  // namespace tandem
