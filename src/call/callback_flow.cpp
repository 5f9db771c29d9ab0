// A callback: a free operator of the group is rung, then the client (04 OP-14).
#include "call/flows.hpp"

namespace tandem::call {

Flow<Unit> callback_call_flow(Call& c, std::unique_ptr<CallbackOrder> order) {
  const Group* group = c.plan->group(order->group);
  const Employee* employee = c.plan->employee(order->operator_claim.agent()->key);
  const Number* line = c.plan->number(order->line);
  const Trunk* trunk = line != nullptr ? c.plan->carrier_of(*line) : nullptr;
  if (group == nullptr || employee == nullptr || trunk == nullptr) co_return Unit{};
  c.decide<Reason::callback_calls>(order->client, order->attempt, order->attempts);
  const ReceptionMode mode = mode_of(*group, *employee);
  std::vector<const Device*> devices = ringable(c.exchange, *c.plan, *employee, mode);
  auto ringing = ring_employee(c, employee, std::move(order->operator_claim), std::move(devices), mode, group->id.text,
                               std::nullopt, nullptr);
  auto woken = co_await any_of(std::move(ringing), timeout(longest_unasked_ring));
  Reached reached;
  if (woken.index() == 0) reached = std::move(std::get<0>(woken));
  if (!reached.party) {
    c.log.record.end_cause = "no operator";
    co_return Unit{};
  }
  c.log.record.caller_employee = employee->id.text;
  c.swap_sides(*reached.party);  // the operator calls from here on
  order->outcome->client_called = true;
  Party from{line->number, ""};
  std::vector<routing::TrunkWay> ways = c.plan->ways_through(*trunk, order->client);
  const Duration wait = order->answer_wait;
  Reached client = co_await ways_flow(c, std::move(ways), from, wait);  // ACB-07
  if (client.party) {
    co_await talk_flow(c, std::move(client.party));
    co_return Unit{};
  }
  c.log.record.end_cause = "not reached";
  c.log.record.ended_by = EndedBy::callee;
  co_await busy_for(c.caller, std::chrono::seconds(2));
  co_return Unit{};
}

}  // namespace tandem::call
