// The statuses of an account: the base ones and its own (PRS-01, PRS-13).
#pragma once

#include <tandem/status.hpp>

#include <optional>

namespace tandem::model {

class AccountData;

/// None: the account has no such status.
[[nodiscard]] std::optional<AgentStatus> find_status(const AccountData& data, const StatusKey& key);

}  // namespace tandem::model
