// Who somebody is who wants in: log-in of employees and their sessions (specification 02, EMP-35 to EMP-44; 03, LIM-23 to
// LIM-27).
#pragma once

#include <tandem/audit.hpp>
#include <tandem/clock.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tandem TANDEM_API {

/// What somebody wants into; each takes other identities.
enum class Door : std::uint8_t {
  portal,          ///< of administrators: login, e-mail or mobile with the portal password; SIP account where allowed
  contact_centre,  ///< the agents' desktop: login, e-mail or mobile with the portal password; SIP account (EMP-42)
  softphone,       ///< e-mail or mobile with the portal password; SIP account, always (EMP-44, LIM-24)
};

/// Which identity was given.
enum class LoginBy : std::uint8_t { login, mobile, email, sip_account };

/// An employee who proved who he is.
struct Identity {
  EmployeeKey employee{};
  LoginBy by = LoginBy::login;
};

/// What a user gives. `login` is "acme/anna" or "anna" (EMP-37), a mobile number that begins with +79, 79 or 89 (EMP-43), an
/// e-mail address, or a SIP account's address.
struct LoginAttempt {
  Door door = Door::portal;
  std::string login{};
  std::string password{};
  std::string ip{};  ///< where from; the engine only writes it down
  /// Into the contact centre: the status to begin with; none: "do not change", what he was in when he logged out last
  /// (PRS-15).
  std::optional<StatusKey> status{};
};

/// Somebody is logged in. Lives in the engine's memory: a restart ends all sessions.
struct Session {
  std::string token{};  ///< secret; whoever has it is the employee
  Door door = Door::portal;
  LoginBy by = LoginBy::login;
  Actor actor{};  ///< for Account::as()
  Time started{};
  Time expires{};                    ///< by the settings of now (LIM-26); earlier, when it stands idle
  std::optional<Time> last_login{};  ///< the one before, if the audit journal knows it (EMP-72)
};

/// A random password that every rule of Tandem about passwords accepts (EMP-36, SIP-21).
[[nodiscard]] std::string generate_password();

}  // namespace tandem
