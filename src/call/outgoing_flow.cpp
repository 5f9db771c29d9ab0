// Calls to the outside: which trunks they may take, by which line, and whether they may be made at all.
#include "call/flows.hpp"
#include "routing/mask.hpp"

namespace tandem::call {
namespace {

/// Longer numbers are shown an outside line (03 OP-29).
constexpr std::size_t longest_short = 7;

void refuse(Call& c, std::string cause) {
  c.log.record.result = CallResult::refused;
  c.log.record.end_cause = std::move(cause);
  c.refusal = 403;
}

/// A number of the account that may be called from now (NUM-04, EMP-15), or null.
const Number* usable_line(const Call& c, std::string_view digits) {
  const Number* line = c.plan->number(digits);
  return line != nullptr && line->outgoing && !line->reserved && c.plan->carrier_of(*line) != nullptr ? line : nullptr;
}

/// By a trunk's prefix or mask, whatever the employee's own line is (TRK-43).
void leave_by_trunk(Call& c, const Employee& employee, Leaving& leaving) {
  const routing::TrunkWay& way = leaving.ways.front();
  if (way.mask) {
    c.decide<Reason::trunk_by_mask>(way.main->masks[*way.mask].mask, way.main->id.text, way.number);
  } else {
    c.decide<Reason::trunk_by_prefix>(way.main->prefix, way.main->id.text);
  }
  leaving.number = way.number;
  const bool internal = way.number.size() <= longest_short && !employee.extension.empty();  // 03 OP-29
  leaving.from = internal ? Party{employee.extension, employee.full_name} : Party{leaving.line->number, ""};
}

/// By the employee's line, or the one that a caller-id rule gives (TRK-42, CID-14).
void leave_by_line(Call& c, const Employee& employee, const std::string& dialled, bool substitution, Leaving& leaving) {
  const std::string digits = dialled.starts_with('+') ? dialled : routing::clean_dialled(dialled);
  routing::LineRequest request;
  request.dialled = digits.empty() ? dialled : digits;
  request.own = leaving.line->number;
  request.substitution = substitution;
  request.country = c.plan->data().settings().country;
  const routing::LineChoice choice = c.plan->line_for(request);
  const Number* chosen = usable_line(c, choice.line);
  if (choice.rule && chosen != nullptr) {
    leaving.line = chosen;
    c.decide<Reason::caller_id_rule>(chosen->number, choice.rule->value);
  } else {
    c.decide<Reason::own_line>(employee.id.text, leaving.line->number);
  }
  leaving.number = c.plan->normalise(choice.dialled);
  if (leaving.number.empty()) leaving.number = choice.dialled;
  leaving.ways = c.plan->ways_through(*c.plan->carrier_of(*leaving.line), leaving.number);
  leaving.from = Party{leaving.line->number, ""};  // EMP-16, CID-03
}

/// LIM-07: refused before there is a leg. True: it may be called.
bool destination_allowed(Call& c, const routing::DestinationDecision& decision, const std::string& number) {
  if (decision.allowed()) return true;
  c.decide<Reason::destination_refused>(number, decision.destination.empty() ? std::string("?") : decision.destination);
  return false;
}

Flow<Unit> leave(Call& c, std::unique_ptr<Leaving> leaving) {
  c.log.record.line = leaving->line->number;
  Reached reached = co_await ways_flow(c, std::move(leaving->ways), leaving->from, std::nullopt);
  if (reached.party) {
    co_await talk_flow(c, std::move(reached.party));
    co_return Unit{};
  }
  c.log.record.end_cause = "not reached";
  c.log.record.ended_by = EndedBy::callee;
  c.refusal = reached.result == PartResult::busy ? 486 : reached.result == PartResult::rejected ? 603 : 480;
  co_return Unit{};
}

/// The first way that may be tried; where all trunks are taken to be down, the first that is switched on: it may be
/// back.
bool may_try(const Call& c, const routing::TrunkWay& way, bool any_available) {
  return any_available ? c.exchange.trunks().available(*way.trunk) : way.trunk->enabled;
}

}  // namespace

const Number* onward_line(const Call& c) {
  if (c.line == nullptr || c.line->via.empty()) return c.line;
  return c.plan->number(c.line->via);
}

Flow<Reached> ways_flow(Call& c, std::vector<routing::TrunkWay> ways, Party& from, std::optional<Duration> wait) {
  Reached reached(PartResult::unavailable);
  bool any_available = false;
  for (const routing::TrunkWay& way : ways) any_available = any_available || c.exchange.trunks().available(*way.trunk);
  for (const routing::TrunkWay& way : ways) {
    if (!may_try(c, way, any_available)) {
      c.decide<Reason::trunk_not_available>(way.trunk->id.text);
      continue;
    }
    if (way.trunk != way.main) c.decide<Reason::trunk_replaced>(way.trunk->id.text, way.main->id.text);
    reached = co_await external_flow(c, way.trunk, way.number, from, wait);
    if (reached.party || !reached.trunk_down) break;
    if (!reached.trunk_silent) c.decide<Reason::trunk_not_available>(way.trunk->id.text);
  }
  co_return std::move(reached);
}

const Number* line_by_rules(Call& c, const Employee& employee, const std::string& number) {
  routing::LineRequest request;
  request.dialled = number;
  request.own = employee.outgoing_number.empty() ? std::string_view("-") : std::string_view(employee.outgoing_number);
  request.substitution = employee.caller_id_substitution;
  request.automatic = true;
  request.country = c.plan->data().settings().country;
  const routing::LineChoice choice = c.plan->line_for(request);
  const Number* line = choice.rule ? usable_line(c, choice.line) : nullptr;
  if (line != nullptr) {
    c.decide<Reason::caller_id_rule>(line->number, choice.rule->value);
  }
  return line;
}

Result<std::unique_ptr<Leaving>> way_out(Call& c, const Employee& employee, const std::string& dialled,
                                         bool substitution) {
  auto leaving = std::make_unique<Leaving>();
  leaving->line = usable_line(c, employee.outgoing_number);
  if (leaving->line == nullptr) {  // EMP-13, CID-02, ruling 17: by prefix neither
    c.decide<Reason::no_outgoing_line>(employee.id.text);
    return fail(errc::forbidden, "no outgoing line");
  }
  leaving->ways = c.plan->ways(dialled);
  if (leaving->ways.empty()) {
    leave_by_line(c, employee, dialled, substitution, *leaving);
  } else {
    leave_by_trunk(c, employee, *leaving);
  }
  if (!destination_allowed(c, c.plan->destination(employee, leaving->number), leaving->number)) {
    return fail(errc::forbidden, "destination_not_allowed");
  }
  return leaving;
}

Flow<Unit> outgoing_flow(Call& c) {
  c.log.record.direction = Direction::outgoing;
  const Employee& employee = *c.caller_side.employee;
  Result<std::unique_ptr<Leaving>> leaving =
      way_out(c, employee, c.log.record.dialled, employee.caller_id_substitution);
  if (!leaving) {
    refuse(c, leaving.error().message);
    co_return Unit{};
  }
  co_await leave(c, std::move(*leaving));
  co_return Unit{};
}

bool is_for_network(const Call& c, const Trunk& from) {
  return leads_to_pbx(from) && c.plan->in_network(c.log.record.dialled);
}

Flow<Unit> network_flow(Call& c, const Trunk* from) {
  c.log.record.direction = Direction::outgoing;
  auto leaving = std::make_unique<Leaving>();
  leaving->line = c.plan->caller_id_of(*from, c.incoming.from.number);
  if (leaving->line == nullptr) {  // TRK-41
    c.decide<Reason::pbx_without_caller_id>(from->id.text);
    refuse(c, "no caller id");
    co_return Unit{};
  }
  leaving->number = c.plan->normalise(c.log.record.dialled);
  leaving->from = Party{leaving->line->number, ""};
  c.decide<Reason::pbx_to_network>(leaving->number, leaving->line->number);
  if (!destination_allowed(c, c.plan->destination(leaving->number), leaving->number)) {
    refuse(c, "destination_not_allowed");
    co_return Unit{};
  }
  leaving->ways = c.plan->ways_through(*c.plan->carrier_of(*leaving->line), leaving->number);
  co_await leave(c, std::move(leaving));
  co_return Unit{};
}

}  // namespace tandem::call
