// An employee passes his call on without asking first: by his phone's key (REFER), or through an integration.
#include "call/flows.hpp"
#include "call/parallel.hpp"

namespace tandem::call {
namespace {

/// A number outside, by the lines of the one who passes the call on (03, 4 point 6, CID-24, 04 OP-13).
std::unique_ptr<Leaving> outside_of(Call& c, const Employee& by, const std::string& target) {
  if (!c.plan->data().settings().call_control.external_transfer) {  // LIM-09
    c.decide<Reason::transfer_inside_only>(by.id.text, target);
    return nullptr;
  }
  const Employee* other = c.caller_side.employee;
  const bool substitution = by.caller_id_substitution || (other != nullptr && other->caller_id_substitution);
  const bool has_line = !by.outgoing_number.empty() || other == nullptr;
  Result<std::unique_ptr<Leaving>> leaving = way_out(c, has_line ? by : *other, target, substitution);
  return leaving ? std::move(*leaving) : nullptr;
}

/// What the employee's phone is told about a target that was not reached.
int status_of(PartResult result) {
  switch (result) {
    case PartResult::busy: return 486;
    case PartResult::rejected: return 603;
    case PartResult::no_answer: return 408;
    default: return 480;
  }
}

void told_transferred(Call& c, const Connected& by, const std::string& target, std::size_t part) {
  c.log.record.parts[part].result = PartResult::transferred;
  c.log.event(CallTransferred{c.log.record.id, by.employee->id.text, target});
}

}  // namespace

std::unique_ptr<Onward> onward_of(Call& c, const Connected& by, const std::string& target) {
  auto onward = std::make_unique<Onward>();
  onward->target = target;
  onward->internal = c.plan->extension(target);
  const auto* employee = std::get_if<const Employee*>(&onward->internal);
  const auto is = [&](const Employee* one) {
    return one != nullptr && employee != nullptr && one->id == (*employee)->id;
  };
  const bool himself = is(by.employee) || is(c.caller_side.employee);
  if (onward->internal.index() == 0 && !target.empty()) onward->leaving = outside_of(c, *by.employee, target);
  if (!himself && (onward->internal.index() != 0 || onward->leaving)) return onward;
  c.decide<Reason::transfer_nowhere>(by.employee->id.text, target);
  return nullptr;
}

Flow<TargetEnd> reach_onward(Call& c, const Onward* onward) {
  TargetEnd end;
  if (onward->leaving) {
    std::vector<routing::TrunkWay> ways = onward->leaving->ways;
    Reached reached = co_await ways_flow(c, std::move(ways), onward->leaving->from, std::nullopt);
    end.party = std::move(reached.party);
    end.result = reached.result;
  } else {
    end = co_await reach_internal(c, onward->internal, std::nullopt);
  }
  co_return std::move(end);
}

Flow<Unit> lost_flow(Call& c, const Employee* absent) {
  if (absent != nullptr) {
    co_await no_answer_flow(c, absent);
  } else {
    co_await busy_flow(c, std::string("not reached"));
  }
  co_return Unit{};
}

Flow<std::unique_ptr<Connected>> hand_over(Call& c, std::unique_ptr<Connected> by, std::unique_ptr<Connected> to,
                                           const Onward* onward, std::size_t part) {
  c.decide<Reason::transfer_joined>(by->employee->id.text, onward->target);
  told_transferred(c, *by, onward->target, part);
  const Employee* colleague = to->employee;
  const Defaults& defaults = c.plan->defaults();
  const bool anew = defaults.consult_display == ConsultDisplay::external_party && defaults.services.contact_centre;
  if (!anew || (colleague == nullptr && !onward->leaving)) co_return std::move(to);  // DEF-11
  // DEF-09: the calls of both end, and the caller calls him, on behalf of the one who asked.
  c.decide<Reason::transfer_shown_anew>(onward->target);
  c.redirecting = {by->employee->extension, by->employee->full_name};
  by.reset();
  to.reset();
  Onward again;
  if (colleague != nullptr) again.internal = colleague;
  const Onward* way = colleague != nullptr ? &again : onward;
  TargetEnd end = co_await reach_onward(c, way);
  c.redirecting = {};
  if (!end.party) co_await lost_flow(c, end.absent);  // DEF-12: delivery is not guaranteed
  co_return std::move(end.party);
}

Flow<std::unique_ptr<Connected>> pass_on_flow(Call& c, std::unique_ptr<Connected> by, std::string target,
                                              std::size_t part) {
  const std::unique_ptr<Onward> onward = onward_of(c, *by, target);
  if (!onward) {
    by->leg->report_transfer(403);
    co_return std::move(by);
  }
  c.decide<Reason::transfer_asked>(by->employee->id.text, target);
  c.caller.part();
  c.passed_on = true;
  c.caller.set_background(c.plan->sound(c.plan->defaults().transfer_music));  // DEF-04
  Signal never;
  Parallel<TargetEnd> reaching(c.exchange.ports().executor);
  reaching.add(reach_onward(c, onward.get()));
  const std::string who = by->employee->id.text;
  TargetEnd end;
  for (;;) {
    Signal& gone = by ? by->leg->ended : never;
    auto woken = co_await any_of(reaching.next(), gone.wait());
    if (woken.index() == 1) {
      by.reset();  // he is free, and the caller goes on
      continue;
    }
    end = std::move(std::get<0>(woken));
    break;
  }
  c.caller.set_background(std::nullopt);
  if (end.party || end.scheme != nullptr) {
    if (by) {
      told_transferred(c, *by, target, part);
      by->leg->report_transfer(200);
    } else {
      c.log.record.parts[part].result = PartResult::transferred;
      c.log.event(CallTransferred{c.log.record.id, who, target});
    }
    c.onward = end.scheme;
    co_return std::move(end.party);
  }
  if (by) {  // he is still there: the call stays with him (LIM-09)
    c.decide<Reason::transfer_came_back>(who, target);
    by->leg->report_transfer(status_of(end.result));
    co_return std::move(by);
  }
  c.log.record.parts[part].result = PartResult::transferred;
  co_await lost_flow(c, end.absent);
  co_return nullptr;
}

}  // namespace tandem::call
