// Which relays the media of a call crosses (specification 03, MPX): decided here, carried out by whoever relays.
#pragma once

#include <tandem/account.hpp>

#include <cstdint>

namespace tandem::routing {

enum class MediaPath : std::uint8_t {
  built_in,
  external,  ///< the relay in the account's network alone
  both,      ///< one after the other
};

/// The two ends of a call in either order; null: no SIP account of an employee. `relays_up`: does any external relay
/// answer? MPX-03, MPX-07 to MPX-09, MPX-13.
[[nodiscard]] MediaPath media_path(const AccountSettings& settings, const SipAccount* one, const SipAccount* other,
                                   bool relays_up = true) noexcept;

}  // namespace tandem::routing
