// What the caller's number decides before the scheme of the line: the lists, and forwarding by caller (01, 4.1).
#include "call/flows.hpp"

namespace tandem::call {
namespace {

/// Who calls from outside. Whoever shows no number is unknown, whatever else his name says.
routing::Caller caller_of(const Call& c) {
  routing::Caller caller;
  const std::string& shown = c.incoming.from.number;
  const Trunk* trunk = c.plan->trunk(TrunkKey{c.log.record.trunk});
  const bool on_line = std::holds_alternative<FromLine>(c.incoming.origin);
  if ((trunk == nullptr && !on_line) || shown.empty() || shown == "anonymous") return caller;
  caller.number = c.log.record.caller.number;
  const std::string& domain = !c.incoming.from_domain.empty() || trunk == nullptr ? c.incoming.from_domain : trunk->host;
  caller.address = routing::lower(shown + "@" + domain);
  caller.source = trunk != nullptr && leads_to_pbx(*trunk) ? CallerSource::sip_trunk : CallerSource::phone;
  return caller;
}

}  // namespace

bool refused_by_list(Call& c) {
  const routing::ListDecision decision = c.plan->list_decision(caller_of(c));
  if (decision.accepted) return false;
  if (decision.entry) {
    c.decide<Reason::caller_blacklisted>(c.plan->list_entry(*decision.entry).pattern);
  } else if (decision.verdict == routing::ListVerdict::unidentified) {
    c.decide<Reason::caller_unidentified>();
  } else {
    c.decide<Reason::caller_not_whitelisted>(c.log.record.caller.number);
  }
  return true;
}

Flow<bool> caller_forward_flow(Call& c) {
  const CallerRule* rule = c.plan->forwarding_rule(caller_of(c));
  if (rule == nullptr) co_return false;
  c.decide<Reason::caller_forwarded>(rule->pattern, label_of(rule->forward.to));
  std::optional<Duration> wait;
  if (rule->forward.wait) wait = *rule->forward.wait;
  co_await divert_flow(c, &rule->forward.to, wait);
  co_return true;
}

}  // namespace tandem::call
