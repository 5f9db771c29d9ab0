// Taking a call that rings elsewhere: *8, *8 and a number, or the key that shows a line's state (LIM-13..LIM-20).
#include "call/flows.hpp"

#include <algorithm>

namespace tandem::call {
namespace {

bool is_member(const Group& group, const EmployeeKey& employee) {
  return std::ranges::any_of(group.members, [&](const Member& member) { return member.employee == employee; });
}

/// The one that rings longest; of equal ones that of the earliest call (03 OP-12).
template <class F>
const Offered* longest(const Call& c, F fits) {
  const Offered* best = nullptr;
  for (const Offered* offered : c.exchange.offered()) {
    const bool own = offered->call == &c || offered->employee == c.caller_side.employee->id;
    if (own || offered->call->consulting || !fits(*offered)) continue;
    const bool better = best == nullptr || offered->since < best->since ||
                        (offered->since == best->since && offered->call->log.record.id < best->call->log.record.id);
    if (better) best = offered;
  }
  return best;
}

/// *8: a call that came to a group of his and rings at a colleague (LIM-13, LIM-14).
const Offered* of_his_groups(const Call& c) {
  return longest(c, [&](const Offered& offered) {
    if (offered.employee.empty() || offered.group.empty()) return false;
    const Group* group = c.plan->group(offered.group);
    return group != nullptr && is_member(*group, c.caller_side.employee->id);
  });
}

/// *8<number>: what rings at the employee, or for the group; of a group also who waits there (LIM-15, 03 OP-12).
const Offered* of_number(const Call& c, const std::string& number) {
  const routing::Internal target = c.plan->extension(number);
  if (const auto* employee = std::get_if<const Employee*>(&target)) {
    return longest(c, [&](const Offered& offered) { return offered.employee == (*employee)->id; });
  }
  const auto* group = std::get_if<const Group*>(&target);
  if (group == nullptr) return nullptr;
  const auto here = [&](const Offered& offered) { return offered.group == (*group)->id; };
  const Offered* ringing =
      longest(c, [&](const Offered& offered) { return !offered.employee.empty() && here(offered); });
  return ringing != nullptr ? ringing : longest(c, here);
}

void refuse(Call& c, int status, std::string cause) {
  c.log.record.result = CallResult::refused;
  c.log.record.end_cause = std::move(cause);
  c.refusal = status;
}

/// The caller of `from` comes to this call, which goes on as that one's story; whoever dialled is the party he talks
/// to.
std::unique_ptr<Connected> take_caller(Call& c, Call& from) {
  c.borrow_from(from);
  auto picker = std::make_unique<Connected>();
  picker->leg = std::make_unique<Leg>(c.exchange);
  c.caller.answer(&from.caller);
  c.swap_sides(*picker);
  picker->placed = false;
  Connected caller;
  caller.leg = std::make_unique<Leg>(c.exchange);
  from.swap_sides(caller);
  c.swap_sides(caller);
  CallRecord& record = c.log.record;
  const CallRecord& before = from.log.record;
  record.direction = before.direction;
  record.caller = before.caller;
  record.caller_employee = before.caller_employee;
  record.dialled = before.dialled;
  record.line = before.line;
  record.trunk = before.trunk;
  c.line = from.line;
  c.scheme = from.scheme;
  c.secretaries = from.secretaries;  // SEC-23: they have had their turn with this caller
  return picker;
}

Flow<Unit> take(Call& c, const Offered* offered) {
  Call& from = *offered->call;
  const EmployeeKey picker = c.caller_side.employee->id;
  const std::string rang = offered->employee.text;
  c.decide<Reason::pickup_took>(picker.text, to_string(from.log.record.id));
  for (const Offered* other : c.exchange.offered()) {
    if (other->call == &from) other->taken(other == offered);
  }
  std::unique_ptr<Connected> party = take_caller(c, from);
  from.log.record.answered = c.now();
  from.log.record.answered_by = picker.text;  // LIM-20
  from.give_away("pickup");
  c.log.event(CallPickedUp{from.log.record.id, c.log.record.id, picker.text, rang});
  co_await talk_flow(c, std::move(party));
  co_return Unit{};
}

/// Takes what was found, if it may be.
Flow<Unit> take_if(Call& c, bool allowed, const Offered* offered, std::string what) {
  if (!allowed) {
    c.decide<Reason::pickup_forbidden>(what);
    refuse(c, 403, "pickup");
  } else if (offered == nullptr) {
    c.decide<Reason::pickup_nothing>(what);
    refuse(c, 480, "pickup");
  } else {
    co_await take(c, offered);
  }
  co_return Unit{};
}

}  // namespace

std::optional<std::string> pickup_code(const std::string& dialled) {
  if (!dialled.starts_with("*8")) return std::nullopt;
  std::string number = dialled.substr(2);
  if (number.starts_with('*')) number.erase(0, 1);  // LIM-16
  const bool digits = std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || (number.empty() && dialled.size() > 2)) return std::nullopt;
  return number;
}

Flow<Unit> pickup_flow(Call& c, std::string number) {
  const CallControl& control = c.plan->data().settings().call_control;
  const bool any = number.empty();
  const Offered* offered = any ? of_his_groups(c) : of_number(c, number);
  const bool allowed = any ? control.group_pickup : control.directed_pickup;
  co_await take_if(c, allowed, offered, "*8" + number);
  co_return Unit{};
}

Flow<Unit> lamp_pickup_flow(Call& c) {
  const Offered* offered = longest(c, [&](const Offered& each) { return each.leg == c.incoming.replaces; });
  co_await take_if(c, c.plan->data().settings().call_control.blf_pickup, offered, c.log.record.dialled);
  co_return Unit{};
}

}  // namespace tandem::call
