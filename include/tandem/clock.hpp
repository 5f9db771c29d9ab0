// Time in Tandem: one clock per engine, which may be virtual.
#pragma once

#include <tandem/export.hpp>

#include <chrono>

namespace tandem TANDEM_API {

/// All spans inside the engine, in microseconds.
using Duration = std::chrono::microseconds;
/// A point in UTC. The real clock is the wall clock at the engine's start carried on by the steady clock, so it never
/// jumps; the virtual clock stands wherever a simulation put it.
using Time = std::chrono::sys_time<Duration>;

}  // namespace tandem
