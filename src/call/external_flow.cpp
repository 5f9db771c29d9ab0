// The outside: numbers through trunks.
#include "call/flows.hpp"

namespace tandem::call {
namespace {

PartResult result_of_outside(int status) {
  if (status == 486 || status == 600) return PartResult::busy;
  if (status == 603 || status == 403) return PartResult::rejected;
  return PartResult::unavailable;
}

/// 03 OP-23: what says that a trunk is not available; busy, declined and unknown numbers are the far end's last word.
bool is_trunk_fault(int status) { return status == 503 || status == 500 || status == 408; }

/// SIP-33: a colleague behind a PBX is named to the employee who calls him, as the PBX names him; nobody else is.
void name_called(Call& c, const Leg& leg, const Trunk* trunk) {
  const bool internal = c.caller_side.employee != nullptr && trunk != nullptr && leads_to_pbx(*trunk);
  if (internal && !leg.called.number.empty()) c.caller.name_called(leg.called);
}

/// Rings until the far end answers; its own ringback or announcement is passed on (early media).
Flow<bool> await_answer(Call& c, Leg& leg, const Trunk* trunk, std::optional<Duration> wait) {
  const std::optional<Time> end = wait ? std::optional(c.now() + *wait) : std::nullopt;
  for (;;) {
    const std::optional<Duration> left = end ? std::optional<Duration>(*end - c.now()) : std::nullopt;
    const auto woken = co_await any_of(leg.answered.wait(), leg.ended.wait(), leg.ringing.wait(), timeout_if(left));
    name_called(c, leg, trunk);
    if (woken.index() != 2) co_return woken.index() == 0;
    leg.ringing.clear();
    if (leg.early_media) {
      c.caller.hear_early(leg);
    } else if (!c.caller.playing()) {
      c.ring_back();
    }
  }
}

/// 03 OP-23: a peer that says nothing at all for so long is not there.
constexpr std::chrono::seconds silence{5};

/// True: the other side has said something, if only that it has the call; or the wait is over.
Flow<bool> heard_of(Leg& leg, std::optional<Duration> wait) {
  const bool shorter = wait && *wait < Duration(silence);
  const Duration patience = shorter ? *wait : Duration(silence);
  const auto woken = co_await any_of(leg.heard.wait(), leg.ended.wait(), timeout(patience));
  co_return woken.index() != 2 || shorter;
}

/// An outside leg about to be placed.
struct Placing {
  OutgoingCall call;
  MediaOptions media;
  TrunkLine line;
  CallPart part;
  const Trunk* trunk = nullptr;  ///< none: an address
  std::string via;  ///< how the part of the conversation calls it
};

Flow<Reached> place(Call& c, std::unique_ptr<Placing> placing, std::optional<Duration> wait) {
  PartScope scope(c.log, c.exchange, placing->part);
  auto connected = std::make_unique<Connected>();
  connected->line = std::move(placing->line);
  connected->leg = std::make_unique<Leg>(c.exchange);
  connected->number = placing->part.detail;
  connected->device = placing->via;
  connected->name = placing->part.name;
  placing->call.redirecting = c.redirecting;
  const Result<void> sent = connected->leg->invite(std::move(placing->call), placing->media, c.caller, placing->trunk);
  if (!sent) {
    c.decide<Reason::no_leg>(placing->part.detail, sent.error().message);
    scope.finish(PartResult::failed);
    Reached failed(PartResult::failed);
    failed.trunk_down = true;
    co_return std::move(failed);
  }
  const Time began = c.now();
  const bool there = placing->trunk == nullptr || co_await heard_of(*connected->leg, wait);
  if (!there) {
    c.decide<Reason::trunk_silent>(placing->trunk->id.text, silence.count());
    scope.finish(PartResult::unavailable);
    Reached silent(PartResult::unavailable);
    silent.trunk_down = silent.trunk_silent = true;
    co_return std::move(silent);
  }
  if (wait) *wait -= c.now() - began;
  const bool answered = co_await await_answer(c, *connected->leg, placing->trunk, wait);
  if (answered) {
    scope.finish(PartResult::answered);
    co_return Reached(std::move(connected));
  }
  const PartResult result =
      connected->leg->is_ended() ? result_of_outside(connected->leg->status) : PartResult::no_answer;
  scope.finish(result);
  c.caller.set_background(std::nullopt);
  Reached reached(result);
  reached.trunk_down = connected->leg->is_ended() && is_trunk_fault(connected->leg->status);
  co_return std::move(reached);
}

}  // namespace

std::optional<PartResult> barred(Call& c, const Trunk& trunk) {
  if (!trunk.enabled) {
    c.decide<Reason::trunk_switched_off>(trunk.id.text);
    return PartResult::busy;
  }
  if (!c.exchange.line_free(trunk)) {  // TRK-22
    c.decide<Reason::trunk_lines_taken>(trunk.id.text);
    return PartResult::busy;
  }
  if (!is_internal(trunk)) return std::nullopt;
  if (c.incoming.hops >= most_hops) {
    c.decide<Reason::too_many_hops>(c.incoming.hops, trunk.id.text);
    return PartResult::failed;
  }
  switch (c.exchange.ports().signaling.state(c.exchange.id(), trunk)) {
    case TieState::ready: return std::nullopt;
    case TieState::unlinked: c.decide<Reason::trunk_unlinked>(trunk.id.text); break;
    case TieState::peer_off: c.decide<Reason::trunk_peer_off>(trunk.id.text); break;
  }
  return PartResult::unavailable;
}

MediaOptions media_over(const Trunk& trunk) {
  const bool inband = trunk.dtmf_mode == DtmfMode::inband;
  return {trunk.codecs, !inband, inband};
}

OutgoingCall call_over(const Call& c, const Trunk& trunk, std::string number, Party from) {
  OutgoingCall call;
  const std::uint16_t port = trunk.ports.empty() ? std::uint16_t{5060} : trunk.ports.front();
  call.to = ToAddress{std::move(number), trunk.host, port, trunk.transport};
  call.from = std::move(from);
  call.hops = c.incoming.hops + 1;
  if (const Number* line = c.plan->line_behind(trunk)) {
    const std::string address = line_address(*line, c.plan->data().settings().domains);
    call.from = Party{address.substr(0, address.find('@')), ""};
    call.from_domain = address.substr(address.find('@') + 1);
    call.credentials = Credentials{line->login, line->password};
  }
  return call;
}

Flow<Reached> external_flow(Call& c, const Trunk* trunk, std::string number, Party& from,
                            std::optional<Duration> wait) {
  auto placing = std::make_unique<Placing>();
  placing->part.kind = PartKind::external;
  placing->part.subject = trunk->id.text;
  placing->part.name = trunk->name;
  placing->part.detail = number;
  placing->via = trunk->id.text;
  placing->trunk = trunk;
  if (const std::optional<PartResult> why = barred(c, *trunk)) {
    PartScope scope(c.log, c.exchange, placing->part);
    scope.finish(*why);
    Reached not_tried(*why);
    not_tried.trunk_down = *why == PartResult::unavailable;
    co_return std::move(not_tried);
  }
  if (is_internal(*trunk)) c.decide<Reason::internal_trunk>(trunk->id.text, number);
  placing->line = TrunkLine(c.exchange, *trunk);
  placing->media = media_over(*trunk);
  placing->call = call_over(c, *trunk, std::move(number), from);
  Reached reached = co_await place(c, std::move(placing), wait);
  if (reached.trunk_down) {
    c.exchange.trunks().failed(*trunk);
  } else {
    c.exchange.trunks().works(*trunk);
  }
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
  placing->call.from = c.caller_side.shown;
  if (!to->password.empty()) placing->call.credentials = Credentials{user, to->password};  // SCH-83, 01 OP-58
  Reached reached = co_await place(c, std::move(placing), wait);
  co_return std::move(reached);
}

}  // namespace tandem::call
