// Reaching an employee: his devices by his reception mode, and what the account does when nobody answers.
#include "call/flows.hpp"
#include "call/parallel.hpp"

#include <algorithm>
#include <utility>

namespace tandem::call {
namespace {

constexpr int most_forward_hops = 10;

/// DEV-35..DEV-37: an account's forwarding is followed, each account once, five hops at the most; empty: unavailable.
std::string follow_forwarding(Call& c, std::string aor) {
  for (int hop = 0; hop <= 5; ++hop) {
    const SipAccount* account = c.plan->sip_account(aor);
    if (account == nullptr || account->forward_to.empty()) return aor;
    c.decide<Reason::sip_account_forwarded>(aor, account->forward_to);
    aor = account->forward_to;
  }
  c.decide<Reason::sip_forwarding_circle>();
  return {};
}

/// Who the called device sees. Of a call from outside the account decides (DEF-06..DEF-08); a colleague is seen as such
/// on a phone of ours, and as the account's line on a telephone.
Party shown_to(const Call& c, const Device& device, const Employee& employee, const Number* by_rules) {
  const CallRecord& record = c.log.record;
  const std::string& own = record.line.empty() ? employee.outgoing_number : record.line;
  const Party line{by_rules != nullptr ? by_rules->number : own, ""};
  if (c.caller_side.employee != nullptr) {
    if (!device.number.empty()) return line;
    return present(c.plan->settings().sip_presentation, shown_party(*c.caller_side.employee));
  }
  switch (c.plan->defaults().incoming_display) {
    case IncomingDisplay::sip_caller_phone_line: return !device.number.empty() ? line : c.caller_side.shown;
    case IncomingDisplay::caller_number: return c.caller_side.shown.number.empty() ? line : c.caller_side.shown;
    case IncomingDisplay::pbx_line: return line;
  }
  return line;
}

/// The trunk for an employee's telephone number: that of the line the call came in on, else of his outgoing number.
const Trunk* trunk_for(const Call& c, const Employee& employee, const Number* by_rules) {
  if (by_rules != nullptr) return c.plan->carrier_of(*by_rules);
  const Number* own = c.plan->number(employee.outgoing_number);
  const Number* line = c.line != nullptr ? onward_line(c) : own;
  return line != nullptr ? c.plan->carrier_of(*line) : nullptr;
}

PartResult result_of(int status) {
  switch (status) {
    case 486:
    case 600: return PartResult::busy;
    case 404:
    case 408:
    case 480:
    case 488:
    case 500:
    case 502:
    case 503: return PartResult::unavailable;
    default: return PartResult::rejected;
  }
}

/// Where a device's leg goes.
struct Route {
  OutgoingCall call;
  MediaOptions media;
  TrunkLine line;
  queue::AgentClaim owner;  ///< of the account a SIP account is forwarded to, where that is somebody else
  const Trunk* trunk = nullptr;  ///< a telephone's
};

std::unique_ptr<Route> route_to(Call& c, const Employee& employee, const Device& device, bool follow) {
  auto route = std::make_unique<Route>();
  if (!device.sip.empty()) {
    const std::string aor = follow ? follow_forwarding(c, device.sip) : device.sip;
    if (aor.empty() || !c.exchange.ports().signaling.registered(aor)) return nullptr;
    if (const Employee* owner = c.plan->owner_of(aor); owner != nullptr && owner != &employee) {
      // Whoever takes the calls of another is busy with them like with his own (PRS-31, 02 OP-33).
      queue::Agent& agent = c.exchange.roster().agent(owner->id);
      if (!agent.free()) return nullptr;
      route->owner = queue::AgentClaim(c.exchange.roster(), agent);
    }
    route->call.to = ToDevice{aor};
    route->call.from = shown_to(c, device, employee, nullptr);
    return route;
  }
  if (const std::size_t at = device.address.find('@'); at != std::string::npos) {  // SIP-30
    route->call.to = ToAddress{device.address.substr(0, at), device.address.substr(at + 1)};
    route->call.from = shown_to(c, device, employee, nullptr);
    return route;
  }
  const Number* by_rules = line_by_rules(c, employee, device.number);  // CID-25
  const Trunk* trunk = trunk_for(c, employee, by_rules);
  if (trunk == nullptr || barred(c, *trunk)) return nullptr;
  route->call = call_over(c, *trunk, device.number, shown_to(c, device, employee, by_rules));
  route->media = media_over(*trunk);
  route->line = TrunkLine(c.exchange, *trunk);
  route->trunk = trunk;
  return route;
}

/// One device's attempt as it is written down and told. Whoever ends it, the end of ringing is told too.
class Attempt {
 public:
  Attempt(Call& c, const Employee& employee, const std::string& via, const std::string& group, const RingParty* party)
      : call_(c), party_(party), scope_(c.log, c.exchange, part_of(employee, via, group)) {}
  ~Attempt() {
    if (party_ != nullptr && party_->won) scope_.when_cancelled = PartResult::answered_elsewhere;  // DST-16
  }
  /// `leg` rings; it outlives the attempt.
  void rings(Leg& leg, std::string group) {
    const CallPart& part = scope_.part();
    const auto taken = [this, &leg](bool here) {
      scope_.when_cancelled = here ? PartResult::picked_up : PartResult::answered_elsewhere;  // LIM-19
      scope_.when_caller_leaves = scope_.when_cancelled;
      leg.taken_elsewhere = true;
    };
    offer_.emplace(call_.exchange, Offered{&call_, EmployeeKey{part.subject}, GroupKey{std::move(group)}, leg.id(),
                                           call_.now(), taken});
    call_.log.event(EmployeeRinging{call_.log.record.id, part.subject, part.via, part.group});
    scope_.when_finished = [this](const CallPart& ended) {
      if (ended.result == PartResult::answered) return;
      call_.log.event(EmployeeMissed{call_.log.record.id, ended.subject, ended.via, ended.result});
    };
  }
  void finish(PartResult result) {
    offer_.reset();
    scope_.finish(result);
  }

 private:
  static CallPart part_of(const Employee& employee, const std::string& via, const std::string& group) {
    CallPart part;
    part.kind = PartKind::attempt;
    part.subject = employee.id.text;
    part.name = employee.full_name;
    part.via = via;
    part.group = group;
    return part;
  }
  Call& call_;
  const RingParty* party_;
  PartScope scope_;
  std::optional<OfferScope> offer_;
};

/// One device, until it answers, refuses, or has rung for `wait`.
Flow<Reached> ring_device(Call& c, const Employee* employee, const Device* device, std::string group,
                          std::optional<Duration> wait, RingParty* party) {
  const std::string via = address_of(*device);
  auto leg = std::make_unique<Leg>(c.exchange);
  Attempt attempt(c, *employee, via, group, party);
  std::unique_ptr<Route> route = route_to(c, *employee, *device, group.empty());
  if (!route) {
    attempt.finish(PartResult::unavailable);
    co_return Reached(PartResult::unavailable);
  }
  leg->party = party;
  route->call.redirecting = c.redirecting;
  const Result<void> sent = leg->invite(std::move(route->call), route->media, c.caller, route->trunk);
  if (!sent) {
    c.decide<Reason::no_leg>(via, sent.error().message);
    attempt.finish(PartResult::failed);
    co_return Reached(PartResult::failed);
  }
  attempt.rings(*leg, group);
  const auto woken = co_await any_of(leg->answered.wait(), leg->ended.wait(), timeout_if(wait));
  if (woken.index() != 0) {
    const PartResult result = woken.index() == 1 ? result_of(leg->status) : PartResult::no_answer;
    attempt.finish(result);
    co_return Reached(result);
  }
  if (party != nullptr && std::exchange(party->won, true)) {  // two answered at once: the second hears it and is free
    attempt.finish(PartResult::answered_elsewhere);
    co_return Reached(PartResult::answered_elsewhere);
  }
  leg->party = nullptr;  // the party ends with the ringing, this leg lives on
  attempt.finish(PartResult::answered);
  auto connected = std::make_unique<Connected>();
  connected->leg = std::move(leg);
  connected->line = std::move(route->line);
  connected->keys_pass = route->trunk != nullptr && route->trunk->dtmf_commands == TrunkDtmf::pass_through;  // TRK-13
  connected->owner = std::move(route->owner);
  connected->employee = employee;
  connected->device = via;
  connected->group = std::move(group);
  co_return Reached(std::move(connected));
}

/// What is left of a ring time that ends `until` then.
std::optional<Duration> within(const Call& c, std::optional<Duration> span, std::optional<Time> until) {
  if (!until) return span;
  const Duration left = *until - c.now();
  return span ? std::min(*span, left) : left;
}

/// The worst news of several devices, said as one: somebody who rang out weighs more than one who was not there.
PartResult worse(PartResult a, PartResult b) {
  const auto weight = [](PartResult r) {
    switch (r) {
      case PartResult::no_answer: return 4;
      case PartResult::busy: return 3;
      case PartResult::rejected: return 2;
      default: return 1;
    }
  };
  return weight(a) >= weight(b) ? a : b;
}

Flow<Reached> ring_all_devices(Call& c, const Employee* employee, std::vector<const Device*> devices, std::string group,
                               std::optional<Duration> wait, RingParty* outer, std::optional<Time> until) {
  RingParty own;
  RingParty* party = outer != nullptr ? outer : &own;
  Parallel<Reached> ringing(c.exchange.ports().executor);
  for (const Device* device : devices) {
    const std::optional<Duration> span = wait ? wait : routing::ring_time(*device, c.plan->defaults());
    ringing.add(ring_device(c, employee, device, group, within(c, span, until), party));
  }
  PartResult result = PartResult::unavailable;
  while (ringing.any_left()) {
    Reached reached = co_await ringing.next();
    ringing.count_taken();
    if (reached.party) co_return std::move(reached);
    result = worse(reached.result, result);
  }
  co_return Reached(result);
}

Flow<Reached> ring_in_turn(Call& c, const Employee* employee, std::vector<const Device*> devices, std::string group,
                           RingParty* party, std::optional<Time> until) {
  PartResult result = PartResult::unavailable;
  for (const Device* device : devices) {  // DEV-07, DEV-08
    if (until && c.now() >= *until) break;  // 02 OP-41
    const std::optional<Duration> span = within(c, routing::ring_time(*device, c.plan->defaults()), until);
    Reached reached = co_await ring_device(c, employee, device, group, span, party);
    if (reached.party) co_return std::move(reached);
    result = worse(reached.result, result);
  }
  co_return Reached(result);
}

}  // namespace

std::vector<const Device*> ringable(const Exchange& exchange, const routing::AccountPlan& plan, const Employee& employee,
                                    ReceptionMode mode) {
  std::vector<const Device*> devices;
  // DEV-30; where all of them are silent, the rest ring (EMP-85).
  for (const Device* device : exchange.chosen_devices().of(employee)) {
    if (exchange.softphones().silent(employee.id, device->sip)) continue;
    devices.push_back(device);
    if (mode == ReceptionMode::main_only) break;
  }
  if (!devices.empty()) return devices;
  for (const Device& device : employee.devices) {
    if (!device.active) continue;                                                        // DEV-14
    if (exchange.softphones().silent(employee.id, device.sip)) continue;                 // EMP-85
    if (plan.in_schedule(device, exchange.now(), employee)) devices.push_back(&device);  // DEV-17
    if (mode == ReceptionMode::main_only) break;  // DEV-02: the first active one, and only that one (DEV-03)
  }
  return devices;
}

bool reachable(const Exchange& exchange, const std::vector<const Device*>& devices) {
  return std::ranges::any_of(devices, [&](const Device* device) {
    return device->sip.empty() || exchange.ports().signaling.registered(device->sip);
  });
}

Flow<Reached> ring_employee(Call& c, const Employee* employee, queue::AgentClaim claim,
                            std::vector<const Device*> devices, ReceptionMode mode, std::string group,
                            std::optional<Duration> wait, RingParty* party, std::optional<Time> until) {
  if (devices.empty()) {
    c.decide<Reason::no_active_device>(employee->id.text);
    co_return Reached(PartResult::unavailable);
  }
  Reached reached;
  if (mode == ReceptionMode::all_sequential && devices.size() > 1) {
    // A ring time on the scheme's step bounds the whole round of devices, whose own waits stay (DEV-26).
    auto round = ring_in_turn(c, employee, std::move(devices), std::move(group), party, until);
    auto woken = co_await any_of(std::move(round), timeout_if(wait));
    if (woken.index() == 0) reached = std::move(std::get<0>(woken));
  } else if (devices.size() == 1) {
    const std::optional<Duration> span = wait ? wait : routing::ring_time(*devices.front(), c.plan->defaults());
    reached = co_await ring_device(c, employee, devices.front(), std::move(group), within(c, span, until), party);
  } else {
    reached = co_await ring_all_devices(c, employee, std::move(devices), std::move(group), wait, party, until);
  }
  if (reached.party) reached.party->claim = std::move(claim);
  co_return std::move(reached);
}

namespace {

/// The one device that a forward by default number or by contact means (SCH-39); the schedules of the card say nothing
/// there (SCH-40).
const Device* contact_of(const Employee& employee, const ToEmployee& how) {
  const auto at = std::ranges::find_if(employee.devices, [&](const Device& device) {
    const bool meant =
        how.by == EmployeeBy::default_number || device.sip == how.contact || device.number == how.contact;
    return device.active && meant;
  });
  return at == employee.devices.end() ? nullptr : &*at;
}

/// What rings for a forward, and says so; empty: nothing.
std::vector<const Device*> devices_for(Call& c, const Employee& employee, const ToEmployee* how) {
  if (how == nullptr || how->by == EmployeeBy::card) {
    c.decide<Reason::rings_employee>(employee.id.text);
    return ringable(c.exchange, *c.plan, employee, employee.reception_mode);
  }
  const Device* device = contact_of(employee, *how);
  if (device == nullptr) {
    c.decide<Reason::no_such_contact>(employee.id.text, how->contact);
    return {};
  }
  if (how->by == EmployeeBy::contact) {
    c.decide<Reason::rings_contact>(employee.id.text, how->contact);
  } else {
    c.decide<Reason::rings_default_number>(employee.id.text);
  }
  return {device};
}

/// Rings him as his card or the forward says, `until` then at the longest.
Flow<Reached> ring_directly(Call& c, const Employee* employee, std::optional<Duration> wait, const ToEmployee* how,
                            std::optional<Time> until) {
  queue::Agent& agent = c.exchange.roster().agent(employee->id);
  const queue::CallKind kind = c.external() ? queue::CallKind::direct : queue::CallKind::internal;
  if (employee->honour_status && !queue::may_ring(agent.status.base, kind)) {
    c.decide<Reason::status_forbids_ring>(employee->id.text, agent.status.key.text);
    co_return Reached(PartResult::unavailable);
  }
  if (!agent.free()) {  // 02 OP-33: no second call at once
    c.decide<Reason::employee_busy>(employee->id.text);
    co_return Reached(PartResult::busy);
  }
  std::vector<const Device*> devices = devices_for(c, *employee, how);
  if (!c.caller.playing()) c.ring_back();  // IVR-38
  queue::AgentClaim claim(c.exchange.roster(), agent);
  Reached reached = co_await ring_employee(c, employee, std::move(claim), std::move(devices), employee->reception_mode,
                                           std::string(), wait, nullptr, until);
  if (!reached.party) c.caller.set_background(std::nullopt);
  co_return std::move(reached);
}

}  // namespace

Flow<Reached> employee_flow(Call& c, const Employee* employee, std::optional<Duration> wait, const ToEmployee* how) {
  const Secretary secretary = secretary_of(c, *employee);
  Reached reached = co_await ring_directly(c, employee, wait, how, secretary.patience(c));
  if (reached.party || secretary.rule == nullptr) co_return std::move(reached);
  // 02 OP-16: his own rule before what the scheme would do next.
  reached = co_await secretary_flow(c, employee, secretary);
  co_return std::move(reached);
}

Flow<Unit> no_answer_flow(Call& c, const Employee* employee) {
  const Defaults& defaults = c.plan->defaults();
  if (defaults.employee_no_answer_prompt) {  // DEF-23
    c.caller.play(c.plan->sound(*defaults.employee_no_answer_prompt));
    co_await c.caller.played.wait();
  }
  if (defaults.employee_no_answer_action == NoAnswerAction::voicemail) {
    c.decide<Reason::unanswered_voicemail>(employee->id.text);
    co_await voicemail_flow(c, employee, std::vector<std::string>());
    co_return Unit{};
  }
  if (defaults.employee_no_answer_action == NoAnswerAction::forward_extension) {
    const routing::Internal target = c.plan->extension(defaults.employee_forward_extension);
    if (target.index() != 0 && ++c.forward_hops > most_forward_hops) {
      c.decide<Reason::forward_loop>(most_forward_hops);
      co_await busy_flow(c, std::string("forward loop"));
      co_return Unit{};
    }
    if (target.index() != 0) {  // 01 OP-47: an extension that is not there ends as busy
      c.decide<Reason::unanswered_extension>(defaults.employee_forward_extension);
      co_await internal_flow(c, target);
      co_return Unit{};
    }
  }
  c.decide<Reason::unanswered_busy>();
  co_await busy_flow(c, std::string("no answer"));
  co_return Unit{};
}

}  // namespace tandem::call
