#include "call/wrap_ups.hpp"

#include "call/exchange.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace tandem::call {
namespace {

/// What applies to him, of all groups whose operator he is: the longest; of equal ones that of the group whose call it
/// was, then that of the lower key (PRS-25, 02 OP-18). None: there is no wrap-up.
const WrapUp* wrap_up_of(const routing::AccountPlan& plan, const EmployeeKey& employee, const GroupKey& talked_for) {
  const Group* best = nullptr;
  plan.data().all<Group>().each([&](const model::Stored<Group>& stored) {
    const Group& group = stored.object;
    const bool his = std::ranges::any_of(
        group.members, [&](const Member& member) { return member.is_operator && member.employee == employee; });
    if (!his || group.wrap_up.duration == std::chrono::seconds{}) return;
    const auto rank = [&](const Group& each) {
      return std::tuple(-each.wrap_up.duration.count(), each.id != talked_for, std::string_view(each.id.text));
    };
    if (best == nullptr || rank(group) < rank(*best)) best = &group;
  });
  return best == nullptr ? nullptr : &best->wrap_up;
}

}  // namespace

void WrapUps::look_at(queue::Agent& agent) {
  if (!agent.free()) return;
  if (std::exchange(agent.talked_now, false)) begin(agent);
  const auto at = running_.find(agent.key);
  if (at != running_.end() && at->second->is_over) over(agent, "wrap_up");
}

void WrapUps::time_is_up(Running& running) {
  running.is_over = true;
  if (running.agent.free()) over(running.agent, "wrap_up");
}

void WrapUps::begin(queue::Agent& agent) {
  const routing::AccountPlan& plan = *exchange_.plan();
  const GroupKey talked_for = std::exchange(agent.talked_for, {});
  const Employee* employee = plan.employee(agent.key);
  if (!plan.defaults().services.contact_centre) return;                              // DEF-03
  if (employee == nullptr || !employee->honour_status) return;                       // PRS-26
  if (plan.defaults().wrap_up_after_group_calls_only && talked_for.empty()) return;  // 02 OP-18
  if (agent.status.base == Status::offline && !agent.wrapping_up) return;            // he works no more
  const WrapUp* policy = wrap_up_of(plan, agent.key, talked_for);
  if (policy == nullptr) return;
  std::unique_ptr<Running>& running = running_[agent.key];
  if (running == nullptr) running = std::make_unique<Running>(*this, agent);
  agent.wrapping_up = true;
  running->is_over = false;
  running->timer.cancel();
  exchange_.ports().executor.start(running->timer, exchange_.now() + policy->duration, *running);
  exchange_.statuses().change(agent, plan.status(policy->status).value_or(Status::on_break), "wrap_up");
}

void WrapUps::end(queue::Agent& agent) { over(agent, "user"); }

void WrapUps::over(queue::Agent& agent, const char* cause) {
  const auto at = running_.find(agent.key);
  if (at == running_.end()) return;
  const std::unique_ptr<Running> ended = std::move(at->second);
  running_.erase(at);
  agent.wrapping_up = false;
  exchange_.statuses().change(agent, exchange_.statuses().current(ended->back), cause);
}

AgentStatus WrapUps::behind(const queue::Agent& agent) const {
  const auto at = running_.find(agent.key);
  return at != running_.end() ? at->second->back : agent.status;
}

void WrapUps::forget(queue::Agent& agent) {
  running_.erase(agent.key);
  agent.wrapping_up = false;
}

}  // namespace tandem::call
