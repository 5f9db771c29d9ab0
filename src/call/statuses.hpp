// The statuses of an account's employees while it runs: chosen, set by log-in, log-out and wrap-up, and what they were
// (PRS-02, PRS-13 to PRS-17).
#pragma once

#include "queue/agent.hpp"

#include <tandem/error.hpp>
#include <tandem/status.hpp>

#include <optional>
#include <string>
#include <unordered_map>

namespace tandem::call {

class Exchange;

class Statuses {
 public:
  explicit Statuses(Exchange& exchange) : exchange_(exchange) {}
  Statuses(const Statuses&) = delete;

  /// By hand: ends a wrap-up, and stays (PRS-29). Errors, of all: `not_found` for the employee or the status.
  Result<void> choose(const EmployeeKey& employee, const StatusKey& status);
  /// Ready for work: ends a wrap-up, if one runs (PRS-24).
  Result<void> end_wrap_up(const EmployeeKey& employee);
  /// PRS-15; none: "do not change".
  Result<void> log_in(const EmployeeKey& employee, const std::optional<StatusKey>& status);
  Result<void> log_out(const EmployeeKey& employee);
  [[nodiscard]] Result<StatusHistory> of(const EmployeeKey& employee) const;

  /// Sets it and tells of it (PRS-17).
  void change(queue::Agent& agent, const AgentStatus& status, std::string cause);
  /// As the account has it now: with another base, or, where it is gone, the base alone (PRS-14).
  [[nodiscard]] AgentStatus current(const AgentStatus& status) const;
  /// Statuses of the account's own may have changed under those who are in them.
  void account_changed();
  void forget(const EmployeeKey& employee) { known_.erase(employee); }

 private:
  [[nodiscard]] Result<AgentStatus> find(const StatusKey& status) const;
  /// Errors: `not_found`.
  [[nodiscard]] Result<queue::Agent*> agent(const EmployeeKey& employee) const;

  Exchange& exchange_;
  std::unordered_map<EmployeeKey, StatusHistory> known_;  ///< of those whose status has changed
};

}  // namespace tandem::call
