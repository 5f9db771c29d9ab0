// Two parties talk.
#include "call/flows.hpp"

namespace tandem::call {
namespace {

CallPart talk_part(const Connected& party, std::string detail) {
  CallPart part;
  part.kind = party.employee != nullptr ? PartKind::talk : PartKind::external;
  part.subject = party.employee != nullptr ? party.employee->id.text : "";
  part.name = party.employee != nullptr ? party.employee->full_name : party.name;
  part.via = party.device;
  part.group = party.group;
  part.detail = detail.empty() ? party.number : std::move(detail);
  return part;
}

Flow<Unit> play_all(Leg& leg, std::vector<std::string> sounds) {
  for (const std::string& sound : sounds) {
    leg.play(sound);
    co_await leg.played.wait();
  }
  co_return Unit{};
}

Flow<Unit> play_both(Leg& a, std::vector<std::string> to_a, Leg& b, std::vector<std::string> to_b) {
  auto first = play_all(a, std::move(to_a));
  auto second = play_all(b, std::move(to_b));
  co_await all_of(std::move(first), std::move(second));
  co_return Unit{};
}

/// What each side hears before they are connected.
struct Announcements {
  std::vector<std::string> to_caller;
  std::vector<std::string> to_employee;
};

/// Calls from outside that an employee takes (NUM-39..NUM-43, 01 OP-27, OP-48).
Announcements announcements_for(Call& c, const Connected& party) {
  Announcements said;
  const ReceptionSettings& reception = c.plan->defaults().reception;
  if (!c.external() || party.employee == nullptr || is_robot(*party.employee)) return said;  // NUM-40
  const std::string& number = c.log.record.caller.number;
  if (reception.announce_caller_number && !number.empty()) {
    c.decide<Reason::caller_announced>();
    for (const char digit : number) said.to_employee.push_back(std::string("standard:digit-") + digit);
  }
  if (!reception.warnings_enabled) return said;  // NUM-42
  for (const LineWarning& warning : reception.warnings) {
    if (warning.line != c.log.record.line || warning.prompt.empty()) continue;  // NUM-43
    c.decide<Reason::warning_played>(warning.line);
    const std::string sound = c.plan->sound(warning.prompt);
    if (reception.audience != Audience::employee) said.to_caller.push_back(sound);
    if (reception.audience != Audience::caller) said.to_employee.push_back(sound);
  }
  return said;
}

/// Plays them; the caller hears on what he heard meanwhile, if nothing is for him. False: the employee hung up.
Flow<bool> announce(Call& c, Connected& party) {
  Announcements said = announcements_for(c, party);
  if (said.to_caller.empty() && said.to_employee.empty()) co_return true;
  auto both = play_both(c.caller, std::move(said.to_caller), *party.leg, std::move(said.to_employee));
  auto woken = co_await any_of(std::move(both), party.leg->ended.wait());
  co_return woken.index() == 0;
}

/// SIP-33: who calls from a PBX by an internal number is told which colleague he reached; who calls otherwise is not.
void name_called(Call& c, const Connected& party) {
  const auto* from = std::get_if<FromTrunk>(&c.incoming.origin);
  const Trunk* trunk = from != nullptr ? c.plan->trunk(TrunkKey{from->trunk}) : nullptr;
  const bool internal = trunk != nullptr && leads_to_pbx(*trunk) && c.line == nullptr;
  if (!internal || party.employee == nullptr) return;
  c.caller.name_called(present(c.plan->settings().sip_presentation, shown_party(*party.employee)));
}

}  // namespace

ShownParty shown_party(const Employee& employee) {
  const std::string aor = employee.sip_accounts.empty() ? std::string() : employee.sip_accounts.front().aor;
  return {employee.full_name, employee.extension, aor.substr(0, aor.find('@')), employee.outgoing_number};
}

Talk::Talk(Call& c, Connected& party, std::string detail, bool again)
    : call_(c),
      party_(party),
      began_(c.now()),
      index_(c.log.record.parts.size()),
      part_(c.log, c.exchange, talk_part(party, std::move(detail))) {
  part_.when_caller_leaves = PartResult::caller_hangup;
  c.talk = this;
  CallRecord& record = c.log.record;
  if (!record.answered) record.answered = began_;
  if (party.employee != nullptr && record.answered_by.empty()) record.answered_by = party.employee->id.text;
  if (again) return;
  // 04 OP-15: whoever was talked to need not be called back.
  if (party.employee == nullptr) c.exchange.callbacks().talked_to(c.plan->normalise(party.number));
  if (c.external()) c.exchange.callbacks().talked_to(c.caller_side.shown.number);
  c.log.event(CallAnswered{record.id, part_.part().subject, party.number, party.group});
  if (queue::Agent* agent = party.claim.agent(); agent != nullptr && c.external()) {
    agent->turn_day(c.plan->local_day(began_));
    ++agent->answered_incoming;
  }
}

Talk::~Talk() {
  call_.talk = nullptr;
  count();
}

void Talk::finish(PartResult result) {
  count();
  part_.finish(result);
}

void Talk::count() {
  if (std::exchange(counted_, true)) return;
  if (queue::Agent* agent = party_.claim.agent()) count(*agent);
  if (call_.caller_side.employee != nullptr) count(call_.exchange.roster().agent(call_.caller_side.employee->id));
}

void Talk::callee_left() {
  part_.finish(PartResult::callee_hangup);
  call_.log.record.ended_by = EndedBy::callee;
  call_.log.record.end_cause = party_.leg->end_reason;
}

// 02 OP-03: every conversation counts, also one that the agent himself began.
void Talk::count(queue::Agent& agent) const {
  const Time now = call_.now();
  agent.turn_day(call_.plan->local_day(now));
  agent.talked += now - began_;
  agent.last_talk_ended = now;
  agent.talked_now = true;
  if (party_.claim.agent() == &agent) {
    agent.talked_for = GroupKey{party_.group};
    if (!party_.group.empty()) call_.exchange.pace().talked(agent.talked_for, now - began_);
  }
  call_.exchange.conversation_over(agent);
}

Flow<Unit> talk_flow(Call& c, std::unique_ptr<Connected> party) {
  const bool connected = co_await announce(c, *party);
  if (!connected) {
    c.log.record.ended_by = EndedBy::callee;
    c.log.record.end_cause = party->leg->end_reason;
    co_return Unit{};
  }
  name_called(c, *party);
  c.caller.answer(party->leg.get());
  const Connected* last = nullptr;
  while (party) {
    const bool again = last == party.get();
    last = party.get();
    c.passed_on = false;
    std::unique_ptr<Wish> wish = co_await converse(c, *party, again);
    if (wish->kind == Wish::Kind::over) co_return Unit{};
    party = co_await grant(c, std::move(party), std::move(wish));
  }
  co_return Unit{};
}

Flow<Unit> busy_for(Leg& leg, Duration span) {
  leg.set_background("tone:busy");
  co_await any_of(leg.ended.wait(), timeout(span));
  leg.set_background(std::nullopt);
  co_return Unit{};
}

Flow<Unit> end_here(Call& c, std::string cause) {
  c.stop(std::move(cause));
  Signal never;
  co_await never.wait();
  co_return Unit{};
}

// DEF-26, QUE-11, ACL-11: "the busy signal". A trunk makes its own tone from 486; a caller who is answered already
// hears ours for four seconds.
Flow<Unit> busy_flow(Call& c, std::string cause) {
  c.log.record.end_cause = std::move(cause);
  c.refusal = 486;
  if (c.caller.is_answered()) {
    c.caller.set_background("tone:busy");
    co_await timeout(std::chrono::seconds(4));
  }
  co_return Unit{};
}

}  // namespace tandem::call
