// Operators who wrap up after a conversation (PRS-21..PRS-30).
#pragma once

#include "base/executor.hpp"
#include "queue/agent.hpp"

#include <tandem/ids.hpp>

#include <memory>
#include <unordered_map>

namespace tandem::call {

class Exchange;

class WrapUps {
 public:
  explicit WrapUps(Exchange& exchange) : exchange_(exchange) {}
  WrapUps(const WrapUps&) = delete;

  /// An agent has more or fewer legs: if he has talked and is free now, his wrap-up begins, or begins anew (PRS-28).
  void look_at(queue::Agent& agent);
  /// He is ready for work (PRS-24).
  void end(queue::Agent& agent);
  /// The last status that no wrap-up set (PRS-28).
  [[nodiscard]] AgentStatus behind(const queue::Agent& agent) const;
  /// His status was chosen by hand and stays (PRS-29).
  void forget(queue::Agent& agent);

 private:
  struct Running final : Runnable {
    Running(WrapUps& owner, queue::Agent& of) : all(owner), agent(of), back(of.status) {}
    void run() override { all.time_is_up(*this); }
    WrapUps& all;
    queue::Agent& agent;
    AgentStatus back;      ///< the last status not set by a wrap-up
    bool is_over = false;  ///< but he talks or is rung: it ends, or begins anew, when he is free
    Timer timer;
  };
  void begin(queue::Agent& agent);
  void time_is_up(Running& running);
  void over(queue::Agent& agent, const char* cause);

  Exchange& exchange_;
  std::unordered_map<EmployeeKey, std::unique_ptr<Running>> running_;
};

}  // namespace tandem::call
