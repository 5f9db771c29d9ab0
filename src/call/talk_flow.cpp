// Two parties talk.
#include "call/flows.hpp"

namespace tandem::call {
namespace {

/// Writes down a conversation, whoever ends it.
class Talk {
 public:
  Talk(Call& c, Connected& party)
      : call_(c), party_(party), began_(c.now()),
        part_(c.log, c.exchange, part_of(party)) {
    part_.when_caller_leaves = PartResult::caller_hangup;
    CallRecord& record = c.log.record;
    if (!record.answered) record.answered = began_;
    if (party.employee != nullptr && record.answered_by.empty()) record.answered_by = party.employee->id.text;
    c.log.event(CallAnswered{record.id, part_.part().subject, party.number, party.group});
    if (queue::Agent* agent = party.claim.agent(); agent != nullptr && c.external()) {
      agent->turn_day(c.plan->local_day(began_));
      ++agent->answered_incoming;
    }
  }
  ~Talk() {
    if (queue::Agent* agent = party_.claim.agent()) count(*agent);
    if (call_.caller_employee != nullptr) count(call_.exchange.roster().agent(call_.caller_employee->id));
  }
  void callee_left() {
    part_.finish(PartResult::callee_hangup);
    call_.log.record.ended_by = EndedBy::callee;
    call_.log.record.end_cause = party_.leg->end_reason;
  }

 private:
  static CallPart part_of(const Connected& party) {
    CallPart part;
    part.kind = party.employee != nullptr ? PartKind::talk : PartKind::external;
    part.subject = party.employee != nullptr ? party.employee->id.text : "";
    part.name = party.employee != nullptr ? party.employee->full_name : "";
    part.via = party.device;
    part.group = party.group;
    part.detail = party.number;
    return part;
  }
  /// 02 OP-03: every conversation counts, also one that the agent himself began.
  void count(queue::Agent& agent) const {
    const Time now = call_.now();
    agent.turn_day(call_.plan->local_day(now));
    agent.talked += now - began_;
    agent.last_talk_ended = now;
  }
  Call& call_;
  Connected& party_;
  Time began_;
  PartScope part_;
};

}  // namespace

Flow<Unit> talk_flow(Call& c, std::unique_ptr<Connected> party) {
  Leg& other = *party->leg;
  c.caller.answer(&other);
  c.caller.bridge(other);
  Talk talk(c, *party);
  co_await other.ended.wait();
  talk.callee_left();
  co_return Unit{};
}

// DEF-26, QUE-11, ACL-11: "the busy signal". A trunk makes its own tone from 486; a caller who is answered already hears
// ours for four seconds.
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
