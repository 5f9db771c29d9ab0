// The outside: numbers through trunks.
#include "call/flows.hpp"

namespace tandem::call {
namespace {

PartResult result_of_outside(int status) {
  if (status == 486 || status == 600) return PartResult::busy;
  if (status == 603 || status == 403) return PartResult::rejected;
  return PartResult::unavailable;
}

/// Rings until the far end answers; its own ringback or announcement is passed on (early media).
Flow<bool> await_answer(Call& c, Leg& leg, std::optional<Duration> wait) {
  const std::optional<Time> end = wait ? std::optional(c.now() + *wait) : std::nullopt;
  for (;;) {
    const std::optional<Duration> left = end ? std::optional<Duration>(*end - c.now()) : std::nullopt;
    const auto woken =
        co_await any_of(leg.answered.wait(), leg.ended.wait(), leg.ringing.wait(), timeout_if(left));
    if (woken.index() != 2) co_return woken.index() == 0;
    leg.ringing.clear();
    if (leg.early_media) {
      c.caller.hear_early(leg);
    } else if (!c.caller.playing()) {
      c.caller.set_background("tone:ringback");
    }
  }
}

}  // namespace

const Trunk* trunk_by_prefix(const routing::AccountPlan& plan, std::string_view dialled) {
  const Trunk* found = nullptr;
  plan.data().all<Trunk>().each_after(0, [&](const model::Stored<Trunk>& stored) {
    const Trunk& trunk = stored.object;
    if (trunk.enabled && !trunk.prefix.empty() && dialled.size() > trunk.prefix.size() &&
        dialled.starts_with(trunk.prefix)) {
      found = &trunk;
    }
    return found == nullptr;
  });
  return found;
}

namespace {

/// An outside leg about to be placed.
struct Placing {
  OutgoingCall call;
  MediaOptions media;
  TrunkLine line;
  CallPart part;
  std::string via;  ///< how the part of the conversation calls it
};

Flow<Reached> place(Call& c, std::unique_ptr<Placing> placing, std::optional<Duration> wait) {
  PartScope scope(c.log, c.exchange, placing->part);
  auto connected = std::make_unique<Connected>();
  connected->line = std::move(placing->line);
  connected->leg = std::make_unique<Leg>(c.exchange);
  connected->number = placing->part.detail;
  connected->device = placing->via;
  const Result<void> sent = connected->leg->invite(std::move(placing->call), placing->media, c.caller);
  if (!sent) {
    c.decide<Reason::no_leg>(placing->part.detail, sent.error().message);
    scope.finish(PartResult::failed);
    co_return Reached(PartResult::failed);
  }
  const bool answered = co_await await_answer(c, *connected->leg, wait);
  if (answered) {
    scope.finish(PartResult::answered);
    co_return Reached(std::move(connected));
  }
  const PartResult result =
      connected->leg->is_ended() ? result_of_outside(connected->leg->status) : PartResult::no_answer;
  scope.finish(result);
  c.caller.set_background(std::nullopt);
  co_return Reached(result);
}

}  // namespace

Flow<Reached> external_flow(Call& c, const Trunk* trunk, std::string number, Party& from,
                             std::optional<Duration> wait) {
  auto placing = std::make_unique<Placing>();
  placing->part.kind = PartKind::external;
  placing->part.subject = trunk->id.text;
  placing->part.name = trunk->name;
  placing->part.detail = number;
  placing->via = trunk->id.text;
  if (!trunk->enabled || !c.exchange.line_free(*trunk)) {  // TRK-22
    PartScope scope(c.log, c.exchange, placing->part);
    if (trunk->enabled) {
      c.decide<Reason::trunk_lines_taken>(trunk->id.text);
    } else {
      c.decide<Reason::trunk_switched_off>(trunk->id.text);
    }
    scope.finish(PartResult::busy);
    co_return Reached(PartResult::busy);
  }
  placing->line = TrunkLine(c.exchange, *trunk);
  placing->media.codecs = trunk->codecs;  // TRK-18
  placing->call.to = ToAddress{std::move(number), trunk->host,
                               trunk->ports.empty() ? std::uint16_t{5060} : trunk->ports.front(), trunk->transport};
  placing->call.from = from;
  Reached reached = co_await place(c, std::move(placing), wait);
  co_return std::move(reached);
}

Flow<Reached> sip_address_flow(Call& c, const ToSip* to, std::optional<Duration> wait) {
  auto placing = std::make_unique<Placing>();
  placing->part.kind = PartKind::external;
  placing->part.detail = to->address;
  placing->via = "sip";
  const std::size_t at = to->address.find('@');
  const std::string user = to->address.substr(0, at);
  placing->call.to = ToAddress{user, to->address.substr(at + 1), to->port, to->transport};
  placing->call.from = c.log.record.caller;
  if (!to->password.empty()) placing->call.credentials = Credentials{user, to->password};  // SCH-83, 01 OP-58
  Reached reached = co_await place(c, std::move(placing), wait);
  co_return std::move(reached);
}

Flow<Unit> outgoing_flow(Call& c) {
  CallRecord& record = c.log.record;
  const Employee& employee = *c.caller_employee;
  record.direction = Direction::outgoing;
  const Number* line = c.plan->number(employee.outgoing_number);
  const Trunk* trunk = trunk_by_prefix(*c.plan, record.dialled);
  std::string number = record.dialled;
  if (trunk != nullptr) {  // TRK-46, before the employee's own line (TRK-43)
    number.erase(0, trunk->prefix.size());
    c.decide<Reason::trunk_by_prefix>(trunk->prefix, trunk->id.text);
  } else if (line != nullptr) {
    trunk = c.plan->trunk(line->trunk);
    number = c.plan->normalise(record.dialled);
    c.decide<Reason::own_line>(employee.id.text, line->number);
  }
  // EMP-13, ruling 17: without an outgoing number there are no external calls, by prefix neither.
  if (trunk == nullptr || line == nullptr) {
    c.decide<Reason::no_outgoing_line>(employee.id.text);
    record.result = CallResult::refused;
    record.end_cause = "no outgoing line";
    c.refusal = 403;
    co_return Unit{};
  }
  record.line = line->number;
  Party from{line->number, ""};  // EMP-16
  Reached reached = co_await external_flow(c, trunk, std::move(number), from, std::nullopt);
  if (reached.party) {
    co_await talk_flow(c, std::move(reached.party));
    co_return Unit{};
  }
  record.end_cause = "not reached";
  record.ended_by = EndedBy::callee;
  c.refusal = reached.result == PartResult::busy ? 486 : reached.result == PartResult::rejected ? 603 : 480;
  co_return Unit{};
}

}  // namespace tandem::call
