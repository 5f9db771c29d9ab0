// The tables, and how a schema made by an older version becomes one of this version.
#pragma once

#include "adapters/postgres/link.hpp"

#include <span>

namespace tandem::postgres {

/// The steps of this version. Step n turns version n into n + 1; a step that was released never changes.
[[nodiscard]] std::span<const char* const> schema_steps();

/// Makes the schema if there is none and carries out the steps it has not seen, all in one transaction. Errors:
/// `storage`, also for schemas of other programs and of newer versions.
[[nodiscard]] Result<void> migrate(Link& link, std::span<const char* const> steps);

/// Held by a transaction until its end: changes of the configuration follow one another, whichever engine makes them.
void lock_configuration(Work& transaction, const std::string& schema);

}  // namespace tandem::postgres
