// The roster: the agents of an account and the lines of callers that wait for them. Decides who is offered to whom.
//
// Tickets of all groups stand in one order, that of arrival; whenever an agent becomes free or a ticket wants somebody,
// the tickets are served in that order, each from its own group. So callers of one group are served first come, first
// served (DST-28), and between groups that share an agent the longest waiting caller is served first. Nobody overtakes
// a caller of his group who waits for the next pass, though agents whom that one has tried already are free meanwhile.
#pragma once

#include "base/executor.hpp"
#include "base/random.hpp"
#include "base/source.hpp"
#include "queue/agent.hpp"
#include "queue/strategy.hpp"

#include <tandem/group.hpp>
#include <tandem/record.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem::queue {

class Roster;

/// A caller's place in a group, from arrival to leaving. What was offered and not taken goes back with it.
class Ticket : Link {
 public:
  /// Why `agent` cannot be rung for this ticket's call as far as devices go; none when he can. Agent-level reasons
  /// (busy, status, suspension) are the roster's own.
  using WhyNot = std::function<std::optional<Reason>(const Agent&)>;
  struct Operator {
    Agent* agent;
    int priority;
    bool honour_status;
  };

  Ticket(Roster& roster, const Group& group, std::vector<Operator> operators, WhyNot why_not);
  ~Ticket();
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  /// Asks for operators to ring. `assigned` may be set before this returns.
  void want();
  /// The operators to ring now; `tried` grows by them. Empties `assigned`.
  [[nodiscard]] std::vector<AgentClaim> take();
  /// If he can be rung at the next distribution, it is him alone (GRP-24, GRP-25). False: he is no operator of the
  /// group.
  bool prefer(Agent& agent);
  /// A new pass may try everybody again (02 OP-06).
  void forget_tried() { tried_.clear(); }
  [[nodiscard]] bool tried_any() const { return !tried_.empty(); }
  /// Is there an operator who might be rung if he were not busy or tried? (02 OP-36)
  [[nodiscard]] bool has_operators() const { return !operators_.empty(); }

  /// Counts as waiting for the group's max_length (QUE-07).
  void enqueue() { queued_ = true; }
  [[nodiscard]] bool queued() const { return queued_; }
  /// Among those who wait for the group, from 1 (QUE-29).
  [[nodiscard]] int position() const;
  /// Operators who take the group's calls at present, busy ones too (02 OP-10).
  [[nodiscard]] int serving() const;

  /// Who was left out by the last distribution, and why (explain).
  [[nodiscard]] std::vector<Decision::Left> left_out() const;

  Signal assigned;

 private:
  friend class Roster;
  [[nodiscard]] std::optional<Reason> why_not(const Operator& op) const;

  Roster& roster_;
  const Group& group_;
  std::vector<Operator> operators_;
  WhyNot device_why_not_;
  std::vector<Agent*> tried_;
  Agent* preferred_ = nullptr;
  std::vector<AgentClaim> got_;
  bool wants_ = false;
  bool queued_ = false;
};

class Roster : Runnable {
 public:
  Roster(Executor& executor, Random& random) : executor_(executor), random_(random) {}
  Roster(const Roster&) = delete;
  ~Roster() = default;

  /// The agent of an employee, made at the first question.
  Agent& agent(const EmployeeKey& key);
  /// Of one who is new, though somebody before him may have had his key, and still be in calls: nothing is left of that one
  /// but these.
  void renew(const EmployeeKey& key, const AgentStatus& status);
  [[nodiscard]] Agent* find(const EmployeeKey& key);
  [[nodiscard]] const Agent* find(const EmployeeKey& key) const;
  /// Called whenever an agent has more or fewer legs.
  std::function<void(Agent&)> when_legs_change;

  void set_status(Agent& agent, const AgentStatus& status);
  void suspend(Agent& agent, Time until);

  /// Somebody may have become eligible: distribution runs soon, from the run loop (DST-27).
  void changed() noexcept { executor_.post(*this); }

  /// Callers of the group that wait now (QUE-07, QUE-30).
  [[nodiscard]] int waiting(const GroupKey& group) const;
  [[nodiscard]] Executor& executor() const { return executor_; }

 private:
  friend class Ticket;
  void run() override { distribute(); }
  void distribute();
  bool serve(Ticket& ticket);

  Executor& executor_;
  Random& random_;
  std::unordered_map<EmployeeKey, std::unique_ptr<Agent>> agents_;
  Link line_;  // Tickets in order of arrival
  Timer wake_;
};

}  // namespace tandem::queue
