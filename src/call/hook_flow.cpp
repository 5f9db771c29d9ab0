// What comes between the lists and the scheme (01, 4.1): the host's integration, and the responsible employee.
#include "call/flows.hpp"
#include "call/inbox.hpp"

namespace tandem::call {
namespace {

/// Does the account have what the integration names?
bool exists(const Call& c, const ForwardTo& to) {
  if (const auto* group = std::get_if<ToGroup>(&to)) return c.plan->group(group->group) != nullptr;
  if (const auto* employee = std::get_if<ToEmployee>(&to)) return c.plan->employee(employee->employee) != nullptr;
  if (const auto* extension = std::get_if<ToExtension>(&to))
    return c.plan->extension(extension->extension).index() != 0;
  if (const auto* scheme = std::get_if<ToScheme>(&to)) return c.plan->scheme(scheme->scheme) != nullptr;
  if (const auto* trunk = std::get_if<ToTrunk>(&to)) return c.plan->trunk(trunk->trunk) != nullptr;
  return true;
}

/// The answer within the deadline, if one comes.
Flow<std::optional<RoutingAnswer>> ask(Call& c, RoutingHook* hook) {
  Inbox<RoutingAnswer> inbox(c.exchange.ports().executor);
  RoutingQuestion question;
  question.account = c.exchange.key();
  question.call = c.log.record.id;
  question.caller = c.log.record.caller;
  question.line = c.log.record.line;
  if (c.line != nullptr) question.scheme = c.line->scheme.text;
  hook->ask(std::move(question), inbox.door());
  const auto deadline = hook->deadline();
  c.caller.ring();
  auto woken = co_await any_of(inbox.next(), timeout(deadline));
  if (woken.index() == 0) co_return std::optional(std::move(std::get<0>(woken)));
  c.decide<Reason::hook_silent>(deadline.count());
  co_return std::nullopt;
}

/// Whom the host's book of clients names, else the account's own address book (DEF-01, ADR-22).
EmployeeKey responsible_for(const Call& c, const std::string& number) {
  if (const ClientBook* clients = c.exchange.ports().helpers.clients) {
    EmployeeKey named = clients->responsible_for(c.exchange.key(), number);
    if (!named.empty()) return named;
  }
  for (const model::ObjectRef& user : c.plan->data().users(model::Kind::client_phone, number)) {
    const Contact* contact = c.plan->data().find<Contact>(user.key);
    if (contact != nullptr && !contact->responsible.empty()) return contact->responsible;
  }
  return {};
}

}  // namespace

Flow<bool> hook_flow(Call& c) {
  RoutingHook* hook = c.exchange.ports().helpers.hook;
  if (hook == nullptr || !hook->is_set(c.exchange.key())) co_return false;
  const std::optional<RoutingAnswer> answer = co_await ask(c, hook);
  if (!answer) co_return false;
  if (answer->refuse) {
    c.decide<Reason::hook_refuses>();
    c.log.record.result = CallResult::refused;
    co_await busy_flow(c, std::string("integration"));
    co_return true;
  }
  if (std::holds_alternative<std::monostate>(answer->to)) co_return false;
  if (!exists(c, answer->to)) {
    c.decide<Reason::hook_target_unknown>(label_of(answer->to));
    co_return false;
  }
  c.decide<Reason::hook_forwards>(label_of(answer->to));
  std::optional<Duration> wait;
  if (answer->wait) wait = *answer->wait;
  co_await divert_flow(c, &answer->to, wait);
  co_return true;
}

Flow<bool> responsible_flow(Call& c) {
  const Defaults& defaults = c.plan->defaults();
  if (!defaults.services.contact_centre || !defaults.route_to_responsible) co_return false;
  const std::string& number = c.log.record.caller.number;
  if (number.empty()) co_return false;
  const Employee* employee = c.plan->employee(responsible_for(c, number));
  if (employee == nullptr) co_return false;
  // DEF-02: only if he can take it at this moment.
  const queue::Agent& agent = c.exchange.roster().agent(employee->id);
  const bool able = agent.free() && queue::may_ring(agent.status.base, queue::CallKind::direct) &&
                    reachable(c.exchange, ringable(c.exchange, *c.plan, *employee, employee->reception_mode));
  if (!able) {
    c.decide<Reason::responsible_unable>(employee->id.text);
    co_return false;
  }
  c.decide<Reason::responsible_first>(employee->id.text);
  Reached reached = co_await employee_flow(c, employee, std::nullopt);
  if (!reached.party) co_return false;  // 01, 4.1: on no answer the scheme goes on
  co_await talk_flow(c, std::move(reached.party));
  co_return true;
}

}  // namespace tandem::call
