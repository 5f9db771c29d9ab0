// Security settings of an account: who may enter the administrator's portal how, and for how long (specification 03, LIM).
#pragma once

#include <tandem/export.hpp>

#include <chrono>

namespace tandem TANDEM_API {

struct SecuritySettings {
  bool portal_login_by_sip = true;  ///< SIP accounts open the portal for employees whose card lets them (LIM-23)
  std::chrono::seconds session_lifetime{std::chrono::hours{24}};  ///< from log-in; 5 minutes to 365 days (LIM-26)
  std::chrono::seconds session_idle{0};  ///< without any use; 0: no limit, else as above (03 OP-15)
  /// A MailWanted event with the softphone's link whenever an empty e-mail address of an employee is filled (LIM-21).
  bool notify_softphone_by_email = false;
  /// No SIP password is kept, only its digests for the realm `sip_realm` (ruling 4, 03 OP-38).
  bool hash_only = false;
  friend bool operator==(const SecuritySettings&, const SecuritySettings&) = default;
};

/// The realm of SIP digests that are kept instead of passwords (`SecuritySettings::hash_only`). It is no domain, so that
/// digests stay good when a domain is renamed.
inline constexpr const char* sip_realm = "tandem";

}  // namespace tandem
