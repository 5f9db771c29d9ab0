// A call at a group (02, 4.3): operators by the ring strategy, pass after pass, while the caller waits.
#include "call/flows.hpp"
#include "call/parallel.hpp"

#include <algorithm>

namespace tandem::call {
namespace {

constexpr Duration min_pass_interval = std::chrono::seconds(3);  // 02 OP-06

/// What the helpers of one visit share.
struct Visit {
  Call& c;
  const Group& group;
  const QueueSettings& queue;
  queue::Ticket& ticket;
  std::optional<Time> end;  ///< of the longest wait
  bool full = false;
  Signal entered{};  ///< the line
};

void explain_choice(Visit& v, const std::vector<queue::AgentClaim>& chosen, std::vector<Decision::Left> left) {
  std::string names;
  for (const queue::AgentClaim& claim : chosen) names += (names.empty() ? "" : ", ") + claim.agent()->key.text;
  v.c.log.decide(queue::reason_of(v.group.strategy), {v.group.id.text, std::move(names)}, std::move(left));
}

void explain_nobody(Visit& v) { v.c.log.decide(Reason::nobody_to_ring, {v.group.id.text}, v.ticket.left_out()); }

/// DST-21, DST-24: who let a group call ring out, or whose telephone is busy, is left alone for a while.
void suspend_after(Call& c, queue::Agent& agent, PartResult result, bool by_number) {
  Duration span{};
  if (result == PartResult::no_answer) span = c.plan->defaults().no_answer_suspension;
  if (result == PartResult::busy && by_number) span = std::max<Duration>(span, std::chrono::seconds(10));
  if (span > Duration{}) c.exchange.roster().suspend(agent, c.now() + span);
}

Flow<Reached> ring_operator(Call& c, const Group* group, queue::AgentClaim claim, RingParty* party) {
  queue::Agent& agent = *claim.agent();
  const Employee* employee = c.plan->employee(agent.key);
  const ReceptionMode mode = mode_of(*group, *employee);
  std::vector<const Device*> devices = ringable(c.exchange, *c.plan, *employee, mode);
  const bool by_number = !devices.empty() && !devices.front()->number.empty();
  // DST-13: the wait is the devices' own. The claim stays here until the suspension is set, so that the agent is not
  // offered to the next caller in between.
  queue::AgentClaim second(c.exchange.roster(), agent);
  Reached reached = co_await ring_employee(c, employee, std::move(claim), std::move(devices), mode, group->id.text,
                                           std::nullopt, party);
  if (!reached.party) suspend_after(c, agent, reached.result, by_number);
  co_return std::move(reached);
}

Flow<Reached> ring_operators(Call& c, const Group* group, std::vector<queue::AgentClaim> chosen) {
  if (chosen.size() == 1) {
    Reached reached = co_await ring_operator(c, group, std::move(chosen.front()), nullptr);
    co_return std::move(reached);
  }
  RingParty party;
  Parallel<Reached> ringing(c.exchange.ports().executor);
  for (queue::AgentClaim& claim : chosen) ringing.add(ring_operator(c, group, std::move(claim), &party));
  PartResult result = PartResult::no_answer;
  while (ringing.any_left()) {
    Reached reached = co_await ringing.next();
    ringing.count_taken();
    if (reached.party) co_return std::move(reached);  // DST-16: the first answer wins, the rest is cancelled
    result = reached.result;
  }
  co_return Reached(result);
}

/// Into the line, once: prompt, then music (QUE-15, QUE-16). False when the line is full (QUE-08).
bool enter_queue(Visit& v) {
  if (v.ticket.queued()) return true;
  const int waiting = v.c.exchange.roster().waiting(v.group.id);
  if (v.queue.max_length > 0 && waiting >= v.queue.max_length) {
    v.c.decide<Reason::queue_full>(v.group.id.text, waiting);
    v.full = true;
    return false;
  }
  v.ticket.enqueue();
  v.c.decide<Reason::queued>(v.group.id.text, waiting + 1);
  v.c.log.event(CallQueued{v.c.log.record.id, v.group.id.text, waiting + 1});
  v.c.caller.set_background(v.c.plan->sound(v.queue.hold_melody));
  if (v.queue.enqueue_prompt) v.c.caller.play(v.c.plan->sound(*v.queue.enqueue_prompt));
  v.entered.set();
  return true;
}

/// Everybody was tried. True: another pass begins, at once or three seconds after the last one began (02 OP-06). False:
/// there is none, or somebody who was not there before is assigned meanwhile (DST-27).
Flow<bool> await_pass(Visit& v, Time pass_began) {
  if (!v.queue.hold_when_busy || !enter_queue(v)) co_return false;
  const Time next_pass = pass_began + min_pass_interval;
  if (next_pass <= v.c.now()) co_return true;
  const auto woken = co_await any_of(v.ticket.assigned.wait(), timeout(next_pass - v.c.now()));
  co_return woken.index() == 1;
}

/// Pass after pass over the operators until somebody answers; without holding, one pass (QUE-32).
Flow<Reached> serve(Visit& v) {
  for (;;) {
    Time pass_began = v.c.now();
    v.ticket.forget_tried();
    for (;;) {
      if (v.end && v.c.now() >= *v.end) co_return Reached(PartResult::max_wait);  // no ring of no length
      v.ticket.want();
      if (!v.ticket.assigned.is_set() && v.ticket.tried_any()) {
        const bool another = co_await await_pass(v, pass_began);
        if (another) break;
        if (!v.ticket.assigned.is_set()) co_return Reached(PartResult::no_answer);
      }
      if (!v.ticket.assigned.is_set()) {
        if (!v.queue.hold_when_busy || !enter_queue(v)) {
          explain_nobody(v);
          co_return Reached(PartResult::no_operator);
        }
        co_await v.ticket.assigned.wait();
      }
      if (!v.ticket.tried_any()) pass_began = v.c.now();  // a pass begins with its first ring, however long that took
      std::vector<Decision::Left> left = v.ticket.left_out();
      std::vector<queue::AgentClaim> chosen = v.ticket.take();
      explain_choice(v, chosen, std::move(left));
      if (!v.ticket.queued()) {
        // QUE-17: the group's melody, else the account's, else ringback; a scheme's prompt goes on meanwhile.
        const auto& melody = v.group.ring_melody ? v.group.ring_melody : v.c.plan->defaults().group_ring_melody;
        if (melody) {
          v.c.caller.set_background(v.c.plan->sound(*melody));
        } else {
          v.c.ring_back();
        }
      }
      Reached reached = co_await ring_operators(v.c, &v.group, std::move(chosen));
      if (reached.party) co_return std::move(reached);
    }
  }
}

/// GRP-24: a client's first choice is whom he talked to today, if that is anybody.
void prefer_familiar(Call& c, const Group& group, queue::Ticket& ticket) {
  if (!group.familiar_first || !c.external()) return;
  const std::optional<EmployeeKey> familiar =
      c.exchange.familiar().of(group.id, c.caller_side.shown.number, c.plan->local_day(c.now()));
  if (!familiar) return;
  queue::Agent* agent = c.exchange.roster().find(*familiar);
  if (agent != nullptr && ticket.prefer(*agent)) c.decide<Reason::familiar_first>(group.id.text, familiar->text);
}

/// GRP-28: does the number tell who calls?
bool tells_client(const Call& c) {
  const auto& shared = c.plan->defaults().shared_numbers;
  return !c.caller_side.shown.number.empty() && std::ranges::find(shared, c.caller_side.shown.number) == shared.end();
}

/// GRP-33: thanks, and the call is over; the callback is arranged when it has ended.
Flow<Unit> thank_and_end(Call& c, const Group* group) {
  c.decide<Reason::callback_ordered>(group->id.text);
  c.callback_ordered = group;
  c.caller.play("standard:thank-you");
  co_await c.caller.played.wait();
  co_await end_here(c, std::string("callback ordered"));
  co_return Unit{};
}

/// From the arrival to the answer or the end of the visit. The place in the line ends with it: what follows, an
/// overflow prompt or a conversation, keeps no room and no operator.
Flow<Reached> visit_group(Call& c, const Group* group, const QueueSettings* queue, std::optional<Duration> wait) {
  queue::Ticket ticket(
      c.exchange.roster(), *group, operators_of(c.exchange, *c.plan, *group),
      [&c, group](const queue::Agent& agent) { return device_why_not(c.exchange, *c.plan, *group, agent); });
  if (!ticket.has_operators()) co_return Reached(PartResult::no_operator);  // 02 OP-36
  if (tells_client(c)) prefer_familiar(c, *group, ticket);
  // QUE-14: the wait counts from the arrival, ringing included. A time on the scheme's step comes first (01, 4.2).
  std::optional<Duration> limit = wait;
  if (!limit && queue->max_wait > std::chrono::seconds{0}) limit = queue->max_wait;
  Visit visit{c, *group, *queue, ticket, {}, false, {}};
  if (limit) visit.end = c.now() + *limit;
  auto serving = serve(visit);
  auto callback = tell_waiting(c, group, &ticket, &visit.entered);
  auto woken = co_await any_of(std::move(serving), timeout_if(limit), std::move(callback));
  if (woken.index() == 1) co_return Reached(PartResult::max_wait);
  if (woken.index() == 2) co_return Reached(PartResult::callback_ordered);
  if (visit.full) co_return Reached(PartResult::max_length);
  co_return std::move(std::get<0>(woken));
}

}  // namespace

ReceptionMode mode_of(const Group& group, const Employee& employee) {
  switch (group.reception) {
    case GroupReception::as_in_card: return employee.reception_mode;  // GRP-22
    case GroupReception::main_only: return ReceptionMode::main_only;  // GRP-23
    case GroupReception::all_simultaneous: return ReceptionMode::all_simultaneous;
    case GroupReception::all_sequential: return ReceptionMode::all_sequential;
  }
  return ReceptionMode::main_only;
}

std::vector<queue::Ticket::Operator> operators_of(Exchange& exchange, const routing::AccountPlan& plan,
                                                  const Group& group) {
  std::vector<queue::Ticket::Operator> operators;
  int position = 0;
  for (const Member& member : group.members) {
    ++position;
    const Employee* employee = plan.employee(member.employee);
    if (!member.is_operator || employee == nullptr) continue;  // 02 OP-01
    queue::Agent& agent = exchange.roster().agent(member.employee);
    agent.turn_day(plan.local_day(exchange.now()));  // strategies count today only (02 OP-03)
    operators.push_back({&agent, member.priority != 0 ? member.priority : position, employee->honour_status});
  }
  return operators;
}

/// The device half of DST-01: is there anything to ring?
std::optional<Reason> device_why_not(const Exchange& exchange, const routing::AccountPlan& plan, const Group& group,
                                     const queue::Agent& agent) {
  const Employee* employee = plan.employee(agent.key);
  const auto devices = ringable(exchange, plan, *employee, mode_of(group, *employee));
  if (devices.empty()) return Reason::no_device_in_schedule;
  if (reachable(exchange, devices)) return std::nullopt;
  return Reason::no_device_registered;
}

Flow<Reached> group_flow(Call& c, const Group* group, std::optional<Duration> wait) {
  const QueueSettings& queue = group->queue ? *group->queue : c.plan->defaults().queue;  // QUE-01
  CallPart part;
  part.kind = PartKind::group;
  part.subject = group->id.text;
  part.name = group->name;
  PartScope scope(c.log, c.exchange, std::move(part));
  scope.when_caller_leaves = PartResult::caller_hangup;
  c.log.event(GroupEntered{c.log.record.id, group->id.text});
  scope.when_finished = [&c](const CallPart& ended) {
    c.log.event(GroupLeft{c.log.record.id, ended.subject, ended.result});
  };
  const auto taken = [&scope](bool) {
    scope.when_cancelled = PartResult::picked_up;
    scope.when_caller_leaves = PartResult::picked_up;
  };
  OfferScope offer(c.exchange, Offered{&c, EmployeeKey{}, group->id, LegId{}, c.now(), taken});
  Reached reached = co_await visit_group(c, group, &queue, wait);
  if (reached.result == PartResult::max_wait) {
    c.decide<Reason::longest_wait_over>(group->id.text);
  }
  scope.finish(reached.result);
  if (reached.party) {
    if (group->familiar_first && c.external() && tells_client(c)) {  // GRP-29
      const Employee& met = *reached.party->employee;
      c.exchange.familiar().met(group->id, c.caller_side.shown.number, met.id, c.plan->local_day(c.now()));
    }
    co_return std::move(reached);
  }
  c.caller.set_background(std::nullopt);
  if (reached.result == PartResult::callback_ordered) co_await thank_and_end(c, group);
  if (queue.overflow_prompt) {  // QUE-13
    c.caller.play(c.plan->sound(*queue.overflow_prompt));
    co_await c.caller.played.wait();
  }
  co_return Reached(reached.result);
}

}  // namespace tandem::call
