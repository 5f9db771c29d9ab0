// Presence statuses: what an employee is ready for (specification 02, area PRS).
#pragma once

#include <tandem/clock.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tandem TANDEM_API {

/// Base statuses (PRS-01).
enum class Status : std::uint8_t { online, on_break, outbound, all_calls, dnd, offline };

/// A status of the account's own making, for all its employees (PRS-13). What it permits, and what it counts as, is its
/// base's (PRS-14).
struct CustomStatus {
  StatusKey id{};       ///< no name of a base status
  std::string title{};  ///< for people
  Status base = Status::on_break;
  friend bool operator==(const CustomStatus&, const CustomStatus&) = default;
};

/// A status as somebody has it: a base one, or one of the account's with its base.
struct AgentStatus {
  StatusKey key{"online"};  ///< "break" of Status::on_break, else the base's own name
  Status base = Status::online;
  AgentStatus() = default;
  AgentStatus(Status of_base);  // NOLINT: a base status is one
  AgentStatus(StatusKey own, Status of_base);
  friend bool operator==(const AgentStatus&, const AgentStatus&) = default;
};

/// How an employee's status stands and came about (02, 2.5). Kept while the engine runs.
struct StatusHistory {
  AgentStatus now{};
  std::optional<AgentStatus> before{};  ///< none: it has not changed since the engine began
  std::optional<Time> changed_at{};
  std::string changed_by{};  ///< "user", "wrap_up", "login", "logout", "system"
  /// What he was in when he logged out last, wrap-ups aside: where "do not change" takes him at the next log-in (PRS-15).
  std::optional<AgentStatus> at_logout{};
  friend bool operator==(const StatusHistory&, const StatusHistory&) = default;
};

}  // namespace tandem
