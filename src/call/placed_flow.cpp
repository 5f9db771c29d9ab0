// A call that the host places for an employee: he is rung first, and goes on as if he had dialled (EMP-81).
#include "call/flows.hpp"

namespace tandem::call {

Flow<Unit> placed_call_flow(Call& c, const Employee* employee, queue::AgentClaim claim) {
  c.decide<Reason::call_placed>(employee->id.text, c.log.record.dialled);
  std::vector<const Device*> devices = ringable(c.exchange, *c.plan, *employee, employee->reception_mode);
  auto ringing = ring_employee(c, employee, std::move(claim), std::move(devices), employee->reception_mode,
                               std::string(), std::nullopt, nullptr);
  auto woken = co_await any_of(std::move(ringing), timeout(longest_unasked_ring));
  Reached reached;
  if (woken.index() == 0) reached = std::move(std::get<0>(woken));
  if (!reached.party) {
    c.log.record.result = CallResult::refused;
    c.log.record.end_cause = "the caller did not answer";
    c.log.record.ended_by = EndedBy::caller;
    co_return Unit{};
  }
  c.swap_sides(*reached.party);  // he calls from here on
  co_await dialled_on_flow(c);
  co_return Unit{};
}

}  // namespace tandem::call
