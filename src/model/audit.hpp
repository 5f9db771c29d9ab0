// How the audit journal is searched, the same in every store (LOG-08, LOG-09).
#pragma once

#include <tandem/audit.hpp>

#include <string>

namespace tandem::model {

/// The fields of an entry that are searched, case folded, each between two line feeds.
[[nodiscard]] std::string searched_text(const AuditEntry& entry);
/// What has to stand in the searched text of an entry; empty: anything.
[[nodiscard]] std::string search_text(const AuditQuery& query);
/// But for `before` and `limit`.
[[nodiscard]] bool matches(const AuditQuery& query, const AuditEntry& entry);

}  // namespace tandem::model
