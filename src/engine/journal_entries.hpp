// What a change of an account leaves in the audit journal (LOG-01 to LOG-05).
#pragma once

#include "model/account_edit.hpp"

#include <tandem/audit.hpp>

#include <vector>

namespace tandem::engine {

/// One entry for every object that was touched. `before` is null for a new account.
[[nodiscard]] std::vector<AuditEntry> journal_entries(const model::AccountData* before, const model::Edited& edited,
                                                      const Actor& actor, Time now);
/// One entry about the account as a whole: "remove account".
[[nodiscard]] AuditEntry journal_entry(const model::AccountData& data, std::string operation, const Actor& actor, Time now);
/// One entry of the section "numbers" about several, or about one that is gone.
[[nodiscard]] AuditEntry number_entry(const model::AccountData& data, std::string operation, const Actor& actor, Time now);
/// By whoever signed `like`, perhaps in another account, whose employee has no key in this one.
void signed_as(AuditEntry& entry, const AuditEntry& like);
/// One entry of the section "Login" (LOG-03).
[[nodiscard]] AuditEntry login_entry(const model::AccountData& data, std::string operation, const Actor& actor, Time now);

}  // namespace tandem::engine
