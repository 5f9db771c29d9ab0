// How SIP phones reach an account: from which addresses, encrypted or not, and by whose relays their media goes
// (specification 03, areas NET and MPX).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <cstddef>
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

/// Encryption of the media of SIP phones (03 OP-04).
enum class Srtp : std::uint8_t { off, optional, required };
/// Encryption of their signalling.
enum class Tls : std::uint8_t { off, allowed, required };

/// What the account asks for; its own matter, not each SIP account's (NET-01, NET-15, DEV-43). Each half needs the
/// service of its name. A half whose service the host takes away goes `off` with it (NET-03, EncryptionWithdrawn).
///
/// No signaling or media port of this library encrypts: what is set here is kept and told, and calls go in clear as
/// they did. `required`, which would have to keep such calls out, is refused with `unsupported`. See Account::encryption().
struct SipEncryption {
  Srtp srtp = Srtp::off;
  Tls tls = Tls::off;
  friend bool operator==(const SipEncryption&, const SipEncryption&) = default;
};
/// How encryption stands in an account.
struct EncryptionState {
  bool srtp_available = false;  ///< the account has the service; settings are shown where it has either (NET-02)
  bool tls_available = false;
  SipEncryption wanted{};    ///< the settings
  SipEncryption in_force{};  ///< what calls are held to: both off, see SipEncryption
};

/// Whose internal calls go by the relays in the account's own network.
enum class ProxyScope : std::uint8_t {
  all_accounts,  ///< those of every SIP account, of later ones as well (MPX-07)
  per_account,   ///< those of SIP accounts with `external_media_proxy` (MPX-08)
};

/// Media relays in the account's own network, for calls between SIP phones of its employees (MPX-03). Needs the service
/// `media_proxy` (MPX-01), and of employees the right media_proxy_edit, to see it as well (MPX-02).
///
/// No such relay takes part in calls yet: what is set here is kept, and given out for the relays to be set up by
/// (Account::relay_kit()); with `enabled`, too, all media goes by the built-in relay.
struct MediaProxy {
  bool enabled = false;
  ProxyScope apply_mode = ProxyScope::all_accounts;
  std::vector<std::string> relays{};  ///< their addresses or host names; 2 at the most (MPX-10)
  /// By which relays prove whose they are: 32 small letters and digits, no other account's (MPX-05). Left empty in a
  /// change, it stays; one is made when the relays are first enabled. See Account::renew_relay_key().
  std::string key{};
  bool fallback_to_builtin = false;  ///< while no relay answers; off: such calls have no media (MPX-13, 03 OP-06)
  friend bool operator==(const MediaProxy&, const MediaProxy&) = default;
};
inline constexpr std::size_t most_relays = 2;

/// What a relay is set up with (MPX-11).
struct RelayKit {
  std::string account{};  ///< key
  std::string key{};
  std::vector<std::string> relays{};
};

/// Errors: `invalid_argument` with what is wrong.
[[nodiscard]] Result<void> check_address_pattern(std::string_view pattern);
/// Is the address, "192.0.2.1", one of the pattern's? A pattern with mistakes has none.
[[nodiscard]] bool address_fits(std::string_view pattern, std::string_view address);

}  // namespace TANDEM_API
