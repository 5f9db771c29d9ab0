// The tables, and how a file made by an older version becomes one of this version.
#pragma once

#include "adapters/sqlite/connection.hpp"

#include <span>

namespace tandem::sqlite {

/// Marks the file as ours: "TNDM".
inline constexpr int application_id = 0x544E444D;

/// The steps of this version. Step n turns version n into n + 1; a step that was released never changes.
[[nodiscard]] std::span<const char* const> schema_steps();

/// Carries out the steps the file has not seen, each in a transaction of its own. Errors: `storage`, also for files of
/// other programs and of newer versions.
[[nodiscard]] Result<void> migrate(Connection& connection, std::span<const char* const> steps);

}  // namespace tandem::sqlite
