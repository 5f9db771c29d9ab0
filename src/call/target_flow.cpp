// Targets of forwards: whatever a scheme, an integration or a rule may send a call to.
#include "call/flows.hpp"

namespace tandem::call {
namespace {

/// A target's employee, group or scheme, after extensions are looked up.
routing::Internal internal_of(const Call& c, const ForwardTo& to) {
  if (const auto* group = std::get_if<ToGroup>(&to)) {
    if (const Group* found = c.plan->group(group->group)) return found;
  } else if (const auto* employee = std::get_if<ToEmployee>(&to)) {
    if (const Employee* found = c.plan->employee(employee->employee)) return found;
  } else if (const auto* scheme = std::get_if<ToScheme>(&to)) {
    if (const Scheme* found = c.plan->scheme(scheme->scheme)) return found;
  } else if (const auto* extension = std::get_if<ToExtension>(&to)) {
    return c.plan->extension(extension->extension);
  }
  return {};
}

/// SCH-75, SCH-77: an outside target without a time of its own takes the default ring time.
Duration outside_wait(const Call& c, std::optional<Duration> wait) {
  return wait ? *wait : Duration(c.plan->defaults().employee_ring_time);
}

Flow<Reached> to_number(Call& c, const ToNumber* to, std::optional<Duration> wait) {
  const Number* line = c.caller_side.employee != nullptr ? line_by_rules(c, *c.caller_side.employee, to->number) : nullptr;
  const Number* onward = line == nullptr && to->trunk.empty() ? onward_line(c) : nullptr;
  const Number* by = line != nullptr ? line : onward;
  const Trunk* trunk = by != nullptr ? c.plan->carrier_of(*by) : c.plan->trunk(to->trunk);
  if (trunk == nullptr) {
    c.decide<Reason::forward_without_trunk>(to->number);
    co_return Reached(PartResult::unavailable);
  }
  c.decide<Reason::forward_to_number>(to->number, trunk->id.text);
  Party from = c.caller_side.shown;  // TRK-54: the caller's number is carried over
  if (line != nullptr || (onward != nullptr && onward != c.line)) from = Party{by->number, ""};  // NUM-22
  std::vector<routing::TrunkWay> ways = c.plan->ways_through(*trunk, to->number);
  Reached reached = co_await ways_flow(c, std::move(ways), from, outside_wait(c, wait));
  co_return std::move(reached);
}

Flow<Reached> to_trunk(Call& c, const ToTrunk* to, std::optional<Duration> wait) {
  const Trunk* trunk = c.plan->trunk(to->trunk);
  if (trunk == nullptr) {
    c.decide<Reason::forward_without_trunk>(c.log.record.dialled);
    co_return Reached(PartResult::unavailable);
  }
  c.decide<Reason::forward_to_trunk>(c.log.record.dialled, trunk->id.text);
  // TRK-54: the caller's number and the dialled one are both carried over.
  std::vector<routing::TrunkWay> ways = c.plan->ways_through(*trunk, c.log.record.dialled);
  Reached reached = co_await ways_flow(c, std::move(ways), c.caller_side.shown, outside_wait(c, wait));
  co_return std::move(reached);
}

Flow<Reached> outside(Call& c, const ForwardTo* to, std::optional<Duration> wait) {
  Reached reached;
  if (const auto* number = std::get_if<ToNumber>(to)) {
    reached = co_await to_number(c, number, wait);
  } else if (const auto* trunk = std::get_if<ToTrunk>(to)) {
    reached = co_await to_trunk(c, trunk, wait);
  } else {
    const ToSip* address = std::get_if<ToSip>(to);
    c.decide<Reason::forward_to_sip>(address->address);
    reached = co_await sip_address_flow(c, address, outside_wait(c, wait));
  }
  co_return std::move(reached);
}

bool is_outside(const ForwardTo& to) {
  return std::holds_alternative<ToNumber>(to) || std::holds_alternative<ToTrunk>(to) ||
         std::holds_alternative<ToSip>(to);
}

}  // namespace

Flow<TargetEnd> reach_target(Call& c, const ForwardTo* to, std::optional<Duration> wait) {
  TargetEnd end;
  Reached reached;
  const routing::Internal target = internal_of(c, *to);
  if (is_outside(*to)) {
    reached = co_await outside(c, to, wait);
  } else if (const auto* scheme = std::get_if<const Scheme*>(&target)) {
    end.scheme = *scheme;
  } else if (const auto* group = std::get_if<const Group*>(&target)) {
    reached = co_await group_flow(c, *group, wait);
  } else if (const auto* employee = std::get_if<const Employee*>(&target)) {
    reached = co_await employee_flow(c, *employee, wait, std::get_if<ToEmployee>(to));
    if (!reached.party) end.absent = *employee;
  } else {
    end.nothing = true;
  }
  end.party = std::move(reached.party);
  end.result = reached.result;
  co_return std::move(end);
}

Flow<Unit> divert_flow(Call& c, const ForwardTo* to, std::optional<Duration> wait) {
  TargetEnd end = co_await reach_target(c, to, wait);
  if (end.party) {
    co_await talk_flow(c, std::move(end.party));
  } else if (end.scheme != nullptr) {
    co_await scheme_flow(c, end.scheme);
  } else if (end.absent != nullptr) {
    co_await no_answer_flow(c, end.absent);
  } else {
    co_await busy_flow(c, std::string("not answered"));
  }
  co_return Unit{};
}

std::string label_of(const ForwardTo& to) {
  if (const auto* group = std::get_if<ToGroup>(&to)) return "group " + group->group.text;
  if (const auto* employee = std::get_if<ToEmployee>(&to)) return "employee " + employee->employee.text;
  if (const auto* extension = std::get_if<ToExtension>(&to)) return "extension " + extension->extension;
  if (const auto* scheme = std::get_if<ToScheme>(&to)) return "scheme " + scheme->scheme.text;
  if (const auto* number = std::get_if<ToNumber>(&to)) return number->number;
  if (const auto* sip = std::get_if<ToSip>(&to)) return sip->address;
  if (const auto* trunk = std::get_if<ToTrunk>(&to)) return "trunk " + trunk->trunk.text;
  return "nothing";
}

}  // namespace tandem::call
