#include "queue/agent.hpp"

#include "queue/roster.hpp"

namespace tandem::queue {

bool may_ring(Status status, CallKind kind) noexcept {
  switch (status) {
    case Status::online:                                    // PRS-04
    case Status::all_calls: return true;                    // PRS-05
    case Status::on_break:                                  // PRS-06, PRS-07
    case Status::outbound: return kind != CallKind::group;  // PRS-09, PRS-10
    case Status::dnd:                                       // PRS-11
    case Status::offline: return false;
  }
  return false;
}

AgentClaim::AgentClaim(Roster& roster, Agent& agent) : roster_(&roster), agent_(&agent) {
  ++agent.legs;
  if (roster.when_legs_change) roster.when_legs_change(agent);
}

void AgentClaim::release() noexcept {
  Roster* roster = std::exchange(roster_, nullptr);
  Agent* agent = std::exchange(agent_, nullptr);
  if (agent == nullptr) return;
  --agent->legs;
  if (roster->when_legs_change) roster->when_legs_change(*agent);
  if (agent->free()) roster->changed();
}

}  // namespace tandem::queue
