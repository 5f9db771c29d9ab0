// An employee at run time: one resource for all groups and calls (DST-20). A plain state machine without I/O.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/employee.hpp>

#include <optional>
#include <utility>

namespace tandem::queue {

class Roster;

/// The kinds of call that a status tells apart (02, 2.5).
enum class CallKind : std::uint8_t { group, direct, internal };

/// PRS-04..PRS-11: may an employee in this status be rung for such a call? Only asked when `honour_status` is on.
[[nodiscard]] bool may_ring(Status status, CallKind kind) noexcept;

struct Agent {
  EmployeeKey key;
  AgentStatus status{};
  /// Legs that ring at him or that he talks on, his own outgoing calls included; he is free at 0 (PRS-31).
  int legs = 0;
  /// Out of distribution until then (DST-21, DST-24); direct calls still ring (DST-26).
  Time suspended_until{};
  bool wrapping_up = false;  ///< no group call meanwhile, whatever his status (PRS-27)
  /// He has talked since he was free last (PRS-30), and with a caller of this group, if it was one.
  bool talked_now = false;
  GroupKey talked_for{};
  std::optional<Time> last_talk_ended;  ///< longest_idle: none counts as idle for ever (02 OP-03)
  /// Of the account's day `day` (02 OP-03); stale values count as 0.
  int day = 0;
  Duration talked{};
  int answered_incoming = 0;

  [[nodiscard]] bool free() const noexcept { return legs == 0; }
  /// Counters begin again at local midnight.
  void turn_day(int today) noexcept {
    if (day == today) return;
    day = today;
    talked = {};
    answered_incoming = 0;
  }
};

/// While one is alive the agent is busy. Movable; its end tells the roster, which distributes waiting calls (DST-27).
class AgentClaim {
 public:
  AgentClaim() = default;
  AgentClaim(Roster& roster, Agent& agent);
  AgentClaim(AgentClaim&& other) noexcept
      : roster_(std::exchange(other.roster_, nullptr)), agent_(std::exchange(other.agent_, nullptr)) {}
  AgentClaim& operator=(AgentClaim&& other) noexcept {
    if (this != &other) {
      release();
      roster_ = std::exchange(other.roster_, nullptr);
      agent_ = std::exchange(other.agent_, nullptr);
    }
    return *this;
  }
  ~AgentClaim() { release(); }
  void release() noexcept;
  [[nodiscard]] Agent* agent() const noexcept { return agent_; }
  explicit operator bool() const noexcept { return agent_ != nullptr; }

 private:
  Roster* roster_ = nullptr;
  Agent* agent_ = nullptr;
};

}  // namespace tandem::queue
