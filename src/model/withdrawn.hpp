// What goes with a service that is taken away.
#pragma once

#include <tandem/account.hpp>

namespace tandem::model {

/// Encryption goes off with its service, and relays with theirs, unless the change says something else of them itself
/// (NET-03, MPX-01).
void withdraw(const AccountSettings& before, AccountSettings& after);

}  // namespace tandem::model
