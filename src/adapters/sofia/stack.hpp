// What Sofia-SIP has once in a process: its start and its log.
#pragma once

#include <tandem/log.hpp>

namespace tandem::sofia {

/// The event loop's clock steps by this much.
inline constexpr int loop_step_ms = 10;

/// Starts the library and turns its logs away from standard error; once in a process, any thread.
void prepare_stack();
/// Lines the library writes on this thread go to `log` until it is replaced; null: nowhere.
void log_from_this_thread_to(const Log* log) noexcept;

}  // namespace tandem::sofia
