// Where a call enters: from a phone of ours, or on a line (01, 4.1).
#include "base/log.hpp"
#include "call/flows.hpp"
#include "model/fmc.hpp"

#include <algorithm>

namespace tandem::call {
namespace {

/// Ends the call before it began; the decision just taken says why.
void refuse(Call& c, int status, std::string cause) {
  log_info(c.exchange.ports().log, "call", "call {} refused with {}: {}", to_string(c.log.record.id), status,
           text_of(c.log.record.decisions.back()));
  c.log.record.result = CallResult::refused;
  c.log.record.end_cause = std::move(cause);
  c.refusal = status;
}

/// The caller's codecs: a trunk's own, or all.
MediaOptions media_of(const Call& c) {
  MediaOptions media;
  if (const auto* from = std::get_if<FromTrunk>(&c.incoming.origin)) {
    if (const Trunk* trunk = c.plan->trunk(TrunkKey{from->trunk})) media = media_over(*trunk);
  }
  return media;
}

/// The colleague whose SIM card, and active device, the number is (FMC-01).
const Employee* holder_of(const Call& c, const std::string& number) {
  const Employee* owner = model::fmc_owner(c.plan->data(), number);
  if (owner == nullptr || owner == c.caller_side.employee) return nullptr;
  const auto rings = [&](const Device& device) { return device.active && device.number == number; };
  return std::ranges::any_of(owner->devices, rings) ? owner : nullptr;
}

/// Whom an internal call has reached talks; otherwise the account says what comes.
Flow<Unit> internal_end_flow(Call& c, TargetEnd end) {
  if (end.party) {
    co_await talk_flow(c, std::move(end.party));
  } else if (end.absent != nullptr) {
    co_await no_answer_flow(c, end.absent);  // DEF-25
  } else {
    co_await busy_flow(c, std::string("not answered by the group"));  // QUE-11, DEF-43
  }
  co_return Unit{};
}

/// That one of his devices rings, and the call is internal.
Flow<Unit> sim_card_flow(Call& c, const Employee* owner, std::string number) {
  const ForwardTo to = ToEmployee{owner->id, EmployeeBy::contact, std::move(number)};
  TargetEnd end = co_await reach_target(c, &to, std::nullopt);
  co_await internal_end_flow(c, std::move(end));
  co_return Unit{};
}

/// From a phone of ours: an internal number first, then the outside (TRK-42).
Flow<Unit> from_device(Call& c) {
  if (c.incoming.replaces) {
    co_await lamp_pickup_flow(c);
    co_return Unit{};
  }
  if (std::optional<std::string> pickup = pickup_code(c.log.record.dialled)) {
    co_await pickup_flow(c, std::move(*pickup));
    co_return Unit{};
  }
  const routing::Internal target = c.plan->extension(c.log.record.dialled);
  if (target.index() != 0) {
    c.decide<Reason::internal_number>(c.log.record.dialled);
    co_await internal_flow(c, target);
    co_return Unit{};
  }
  std::string number = c.plan->normalise(c.log.record.dialled);
  if (const Employee* owner = holder_of(c, number)) {
    co_await sim_card_flow(c, owner, std::move(number));
    co_return Unit{};
  }
  co_await outgoing_flow(c);
  co_return Unit{};
}

/// What comes before the scheme of the line, in this order (01, 4.1, 01 OP-01). True: the call has been dealt with. Nothing
/// does for an employee's call.
Flow<bool> decided_before_scheme(Call& c) {
  if (!c.external()) co_return false;
  const bool by_caller = co_await caller_forward_flow(c);
  if (by_caller) co_return true;
  const bool by_hook = co_await hook_flow(c);
  if (by_hook) co_return true;
  const bool by_responsible = co_await responsible_flow(c);
  co_return by_responsible;
}

/// On a line of ours, or from a SIM card of ours, for a line or an extension (TRK-34, TRK-35, FMC-01).
Flow<Unit> from_trunk(Call& c) {
  const std::string& dialled = c.log.record.dialled;
  if (!c.external()) {
    c.decide<Reason::fmc_caller>(c.caller_side.employee->id.text, c.log.record.caller.number);
  } else if (refused_by_list(c)) {  // ACL-11, ACL-19
    refuse(c, 486, "caller list");
    c.log.record.result = CallResult::blacklisted;
    co_return Unit{};
  }
  if (c.line == nullptr || !c.line->incoming || c.line->reserved) {  // NUM-04
    const routing::Internal target = c.plan->extension(dialled);
    if (target.index() != 0) {
      c.decide<Reason::internal_number_trunk>(dialled, c.log.record.trunk);
      co_await internal_flow(c, target);
      co_return Unit{};
    }
    const Trunk* from = c.plan->trunk(TrunkKey{c.log.record.trunk});
    const bool closed = c.line != nullptr && c.line->trunk.text == c.log.record.trunk;  // theirs, but it takes no calls
    if (from != nullptr && !closed && is_for_network(c, *from)) {
      co_await network_flow(c, from);
      co_return Unit{};
    }
    c.decide<Reason::unknown_number>(dialled);
    refuse(c, 404, "unknown number");
    co_return Unit{};
  }
  const bool decided = co_await decided_before_scheme(c);
  if (decided) co_return Unit{};
  const Scheme* scheme = c.plan->scheme(c.line->scheme);
  if (scheme == nullptr) {  // 01 OP-20
    c.decide<Reason::line_without_scheme>(c.line->number);
    c.log.record.result = CallResult::missed;
    c.log.record.end_cause = "no scheme";
    c.refusal = 486;
    co_return Unit{};
  }
  c.decide<Reason::line_to_scheme>(c.line->number, scheme->id.text);
  co_await scheme_flow(c, scheme);
  co_return Unit{};
}

/// Into the schemes that the call was passed on to (SCH-11).
Flow<Unit> onward_flow(Call& c) {
  while (const Scheme* scheme = std::exchange(c.onward, nullptr)) {
    c.log.record.end_cause.clear();
    co_await scheme_flow(c, scheme);
  }
  co_return Unit{};
}

bool too_many_lines(Call& c) {
  const Trunk* trunk = c.plan->trunk(TrunkKey{c.log.record.trunk});
  if (trunk == nullptr || c.exchange.lines_used(*trunk) <= trunk->max_lines) return false;
  c.decide<Reason::trunk_all_lines>(trunk->max_lines, trunk->id.text);
  refuse(c, 486, "line busy");
  return true;
}

}  // namespace

Flow<TargetEnd> reach_internal(Call& c, routing::Internal target, std::optional<Duration> wait) {
  TargetEnd end;
  Reached reached;
  if (const auto* scheme = std::get_if<const Scheme*>(&target)) {
    end.scheme = *scheme;
  } else if (const auto* group = std::get_if<const Group*>(&target)) {  // GRP-02
    reached = co_await group_flow(c, *group, wait);
  } else if (const auto* employee = std::get_if<const Employee*>(&target)) {
    reached = co_await employee_flow(c, *employee, wait);
    if (!reached.party) end.absent = *employee;
  } else {
    end.nothing = true;
  }
  end.party = std::move(reached.party);
  end.result = reached.result;
  co_return std::move(end);
}

Flow<Unit> internal_flow(Call& c, routing::Internal target) {
  if (const auto* scheme = std::get_if<const Scheme*>(&target)) {  // SCH-10
    co_await scheme_flow(c, *scheme);
    co_return Unit{};
  }
  TargetEnd end = co_await reach_internal(c, target, std::nullopt);
  co_await internal_end_flow(c, std::move(end));
  co_return Unit{};
}

Flow<Unit> dialled_flow(Call& c) {
  co_await from_device(c);
  co_await onward_flow(c);
  co_return Unit{};
}

Flow<Unit> dialled_on_flow(Call& c) {
  co_await dialled_flow(c);
  const bool not_told = c.refusal != 0 && c.log.record.direction == Direction::outgoing;
  if (not_told) co_await busy_for(c.caller, std::chrono::seconds(2));
  co_return Unit{};
}

Flow<Unit> call_flow(Call& c) {
  const Result<void> offer = c.caller.read_offer(media_of(c));
  if (!offer) {
    const int status = offer.error().code == errc::protocol ? 400 : offer.error().code == errc::exhausted ? 503 : 488;
    c.decide<Reason::media_unusable>(offer.error().message);
    refuse(c, status, "media");
    co_return Unit{};
  }
  if (too_many_lines(c)) co_return Unit{};
  if (!c.external() && std::holds_alternative<FromDevice>(c.incoming.origin)) {
    co_await dialled_flow(c);
  } else {
    co_await from_trunk(c);
    co_await onward_flow(c);
  }
  co_return Unit{};
}

}  // namespace tandem::call
