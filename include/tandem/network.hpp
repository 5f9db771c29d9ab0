// From which addresses SIP phones may be used (specification 03, area NET).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

enum class SipAccess : std::uint8_t {
  any,           ///< from everywhere (NET-05)
  home_country,  ///< from addresses of the account's country; needs EngineOptions::country_of_address (NET-06)
  allow_list,    ///< from those that `addresses` names (NET-07)
};

/// Who may register and call, and is called, with a SIP phone; telephones are not concerned (NET-04).
struct NetworkPolicy {
  SipAccess sip_access = SipAccess::any;
  /// IPv4, "192.168.1.16-32", "10.1.20-30" or "172.16.*": four numbers, the last one written a range or, as what is left
  /// out behind it, anything (NET-08 to NET-13). An IPv6 address fits none.
  std::vector<std::string> addresses{};
  friend bool operator==(const NetworkPolicy&, const NetworkPolicy&) = default;
};

/// Errors: `invalid_argument` with what is wrong.
[[nodiscard]] Result<void> check_address_pattern(std::string_view pattern);
/// Is the address, "192.0.2.1", one of the pattern's? A pattern with mistakes has none.
[[nodiscard]] bool address_fits(std::string_view pattern, std::string_view address);

}  // namespace TANDEM_API
