#include "call/call.hpp"

#include "base/log.hpp"
#include "call/flows.hpp"
#include "model/fmc.hpp"

#include <algorithm>
#include <exception>

namespace tandem::call {

Call::Call(Exchange& x, CallId id, IncomingCall in)
    : exchange(x),
      plan(x.plan()),
      incoming(std::move(in)),
      log(x, id),
      caller(x),
      watch_(*this),
      caller_ended_(caller.ended),
      watch_context_(x.ports().executor),
      task_(x.ports().executor, [this](std::exception_ptr error) { finish(error); }) {
  caller_side.placed = true;
}

Call::Call(Exchange& x, CallId id, LegId leg, IncomingCall in) : Call(x, id, std::move(in)) {
  CallRecord& record = log.record;
  caller.attach(leg, incoming.sdp);
  record.dialled = incoming.dialled;
  record.caller = incoming.from;
  if (const auto* device = std::get_if<FromDevice>(&incoming.origin)) {
    caller_side.employee = plan->owner_of(device->aor);
  } else {
    const auto* from = std::get_if<FromTrunk>(&incoming.origin);
    const TrunkKey trunk{from != nullptr ? from->trunk : std::string()};
    record.trunk = trunk.text;
    record.caller.number = plan->normalise(incoming.from.number);
    if (const Trunk* known = plan->trunk(trunk)) {
      caller_side.line = TrunkLine(x, *known);
      record.trunk_name = known->name;
      record.from_account = is_internal(*known);
    }
    caller_side.employee = model::fmc_caller(plan->data(), record.caller.number, trunk);
    caller_side.by_sim_card = caller_side.employee != nullptr;
  }
  if (caller_side.employee != nullptr) {
    record.caller_employee = caller_side.employee->id.text;
    record.direction = Direction::internal;  // until it turns out to leave the account
    caller_side.claim = queue::AgentClaim(x.roster(), x.roster().agent(caller_side.employee->id));
  }
  caller_side.shown = record.caller;
  const auto* named = std::get_if<FromLine>(&incoming.origin);
  if (named != nullptr) record.dialled = named->line;  // its address stands for it (NUM-18)
  line = plan->number(named != nullptr ? named->line : plan->normalise(incoming.dialled));
  if (named == nullptr && line != nullptr && line->use == LineUse::widget) line = nullptr;  // reached by its address alone
  if (line != nullptr && (external() || caller_side.by_sim_card)) record.line = line->number;
  begin(call_flow(*this));
}

Call::Call(Exchange& x, CallId id, std::unique_ptr<CallbackOrder> order) : Call(x, id, IncomingCall()) {
  CallRecord& record = log.record;
  record.direction = Direction::outgoing;
  record.callback = true;
  record.dialled = order->client;
  record.line = order->line;
  caller_side.shown = {order->client, ""};
  begin(callback_call_flow(*this, std::move(order)));
}

Call::Call(Exchange& x, CallId id, const EmployeeKey& key, std::string to, queue::AgentClaim claim)
    : Call(x, id, IncomingCall()) {
  CallRecord& record = log.record;
  const Employee& employee = *plan->employee(key);
  record.direction = Direction::internal;  // until it turns out to leave the account
  record.caller_employee = employee.id.text;
  record.caller = {employee.extension, employee.full_name};
  record.dialled = std::move(to);
  caller_side.shown = {record.dialled, ""};
  begin(placed_call_flow(*this, &employee, std::move(claim)));
}

void Call::begin(Flow<Unit> flow) {
  const CallRecord& record = log.record;
  CallArrived arrived{record.id, record.direction, record.caller, record.dialled, record.line,
                      line != nullptr ? line->comment : std::string{}};
  if (const Employee* employee = plan->employee({record.caller_employee})) {
    arrived.employee = employee->id.text;
    arrived.position = employee->position;
    arrived.department = employee->department;
  }
  log.event(std::move(arrived));
  log.save_open();
  caller_ended_.arm(watch_context_, watch_);
  task_.start(std::move(flow));
}

void Call::caller_left() {
  log.record.ended_by = EndedBy::caller;
  log.record.end_cause = caller.end_reason;
  task_.cancel();
}

void Call::stop(std::string cause) {
  log.record.ended_by = EndedBy::engine;
  log.record.end_cause = std::move(cause);
  task_.cancel();
}

void Call::swap_sides(Connected& other) {
  if (other.shown.number.empty() && other.employee == nullptr) other.shown = {other.number, ""};
  caller.swap(*other.leg);
  std::swap(caller_side, static_cast<Side&>(other));
}

void Connected::swap(Connected& other) {
  leg->swap(*other.leg);
  std::swap(static_cast<Side&>(*this), static_cast<Side&>(other));
}

void Call::give_away(std::string cause) {
  log.record.ended_by = EndedBy::callee;
  log.record.end_cause = std::move(cause);
  if (log.record.result == CallResult::open) log.record.result = CallResult::answered;
  task_.cancel();
}

bool Call::any_part(PartKind kind) const {
  return std::ranges::any_of(log.record.parts, [&](const CallPart& part) { return part.kind == kind; });
}

// SCH-69..SCH-71: what the call came to, from what happened in it.
void Call::settle_result() {
  CallRecord& record = log.record;
  if (record.result != CallResult::open) return;
  const bool outside_answered = std::ranges::any_of(record.parts, [](const CallPart& part) {
    return part.kind == PartKind::external && part.result != PartResult::open && !part.via.empty();
  });
  if (record.direction == Direction::outgoing) {
    record.result = outside_answered ? CallResult::answered : CallResult::missed;
  } else if (!record.answered_by.empty()) {
    record.result = CallResult::answered;
  } else if (any_part(PartKind::fax)) {
    record.result = CallResult::fax;
  } else if (any_part(PartKind::voicemail)) {
    record.result = CallResult::voicemail;
  } else if (outside_answered) {
    record.result = CallResult::external;
  } else if (gave_up_on_input) {
    record.result = CallResult::input_error;
  } else if (any_part(PartKind::attempt) || any_part(PartKind::group) || any_part(PartKind::external)) {
    record.result = CallResult::missed;
  } else {
    record.result = CallResult::menu;
  }
}

void Call::finish(const std::exception_ptr& error) {
  CallRecord& record = log.record;
  if (error) {
    record.result = CallResult::failed;
    record.ended_by = EndedBy::engine;
    record.end_cause = "internal error";
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& e) {
      log_error(exchange.ports().log, "call", "call {} failed: {}", to_string(record.id), e.what());
    } catch (...) {
      log_error(exchange.ports().log, "call", "call {} failed with an unknown exception", to_string(record.id));
    }
  }
  if (record.ended_by == EndedBy::nobody) record.ended_by = EndedBy::engine;
  caller.reject(refusal != 0 ? refusal : 480);
  settle_result();
  if (!error) after_call(*this);
  log.close();
  exchange.release(record.id);
}

}  // namespace tandem::call
