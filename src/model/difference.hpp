// What two states of an account differ in.
#pragma once

#include "model/account_data.hpp"

#include <tandem/event.hpp>

namespace tandem::model {

/// What the host is told when `after` takes the place of `before`. Costs what differs.
[[nodiscard]] ConfigurationChanged difference(const AccountData& before, const AccountData& after, std::uint64_t version);

}  // namespace tandem::model
