// Whose SIP accounts go by the relays of the account's own network, as cards show and keep it (specification 03, MPX).
#pragma once

#include <tandem/account.hpp>
#include <tandem/error.hpp>

#include <optional>

namespace tandem::model {

/// SIP-04: is `SipAccount::external_media_proxy` shown, and to be set?
[[nodiscard]] bool chosen_by_account(const AccountSettings& settings) noexcept;
/// As a card is shown where it is not.
void hide_choices(Employee& employee);
/// What was hidden of a card is there again.
void show_choices(const Employee& before, Employee& after);
/// Where nothing is to be set, a card keeps what it had. `before` is null for a new one. Errors, with the path inside the
/// employee: `forbidden` for one that is switched on.
[[nodiscard]] std::optional<Error> keep_choices(const Employee* before, Employee& after);

}  // namespace tandem::model
