// How much an account may store, and who is warned before it is full (specification 04, area STO).
#pragma once

#include <tandem/export.hpp>

#include <cstdint>
#include <string>

namespace tandem TANDEM_API {

/// One space for voicemail, faxes, recordings and audio files of the account's own. Megabytes are of 1,000,000 bytes.
/// What is used is not counted by the engine yet, nor does it warn: both are the host's, by these settings.
struct StorageQuota {
  int included_mb = 100;  ///< with the plan; the host's
  int purchased_mb = 0;   ///< 0 to 100,000 (STO-03)
  int warn_free_mb = 0;   ///< warned when no more is free than that; at 5 in any case (STO-04, STO-05)
  bool warn_email = true;  ///< STO-06
  bool warn_sms = false;
  std::string warn_email_address{};  ///< empty: AccountSettings::email
  std::string warn_phone{};          ///< a mobile that such SMS go to (MSG-30); needed with `warn_sms`
  friend bool operator==(const StorageQuota&, const StorageQuota&) = default;
};
/// STO-02, in bytes.
[[nodiscard]] std::int64_t total_space(const StorageQuota& quota) noexcept;
/// What is left of it; less than nothing where the space was made smaller.
[[nodiscard]] std::int64_t free_space(const StorageQuota& quota, std::int64_t used) noexcept;
/// How full the space is when the warning comes, in percent (STO-07).
[[nodiscard]] double warning_fill(const StorageQuota& quota) noexcept;

}  // namespace tandem
