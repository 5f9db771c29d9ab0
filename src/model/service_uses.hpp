// Which services schemes use, and schemes without what needs a service (NUM-54, NUM-55, NUM-63).
#pragma once

#include <tandem/account.hpp>

#include <set>

namespace tandem::model {

/// What the schemes of an account can need, and nothing else of it: these come and go with numbers.
[[nodiscard]] std::set<Service> services_used(const Scheme& scheme);
/// What the line itself needs.
[[nodiscard]] std::set<Service> services_used(const Number& number);

/// NUM-55: without menus, handlers and settings that need what the account does not have. True: something was left out.
bool leave_out(Scheme& scheme, const Services& services);
/// NUM-54: every line, menu item and handler, with the schedules that tell them apart; targets, prompts, addresses,
/// passwords, waits and what is switched on beside are cleared.
[[nodiscard]] Scheme skeleton_of(const Scheme& scheme);

}  // namespace tandem::model
