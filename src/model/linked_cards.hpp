// Employees whose role and memberships follow another's card (EMP-53).
#pragma once

#include "model/account_data.hpp"

#include <tandem/objects.hpp>

#include <set>
#include <vector>

namespace tandem::model {

/// Employees and groups that have to change after a change from `before` to `after`, which touched these objects: who follows a
/// card gets its role and memberships; whose own were changed by hand follows no more (02 OP-29).
[[nodiscard]] std::vector<AnyObject> linked_changes(const AccountData& before, const AccountData& after,
                                                    const std::set<ObjectRef>& touched);

}  // namespace tandem::model
