// The auto-secretary of an employee (02, SEC): which rule watches a call to him, and what it does with a call that he does
// not take.
#include "call/flows.hpp"
#include "model/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::call {
namespace {

constexpr int most_redirects = 10;  ///< of one call, from employee to employee

/// How the record and `explain` call what becomes of the call.
std::string label_of(const SecretaryAction& action) {
  if (const auto* group = std::get_if<ToGroup>(&action)) return "group " + group->group.text;
  if (const auto* employee = std::get_if<ToEmployee>(&action)) return "employee " + employee->employee.text;
  if (const auto* number = std::get_if<SecretaryNumber>(&action)) return "number " + number->number;
  return std::holds_alternative<Voicemail>(action) ? "voicemail" : "hangup";
}

/// SEC-02..SEC-04, 02 OP-13, OP-14: who works in the contact centre has rules for its breaks, everybody else for always.
bool watches(const Call& c, const Employee& employee, const queue::Agent& agent) {
  if (!employee.honour_status) return true;
  switch (agent.status.base) {
    case Status::offline:
    case Status::on_break: return true;  // PRS-12
    case Status::dnd: return false;
    default: return c.plan->defaults().auto_secretary_on_any_status;
  }
}

/// SEC-07..SEC-09
bool fits(const Call& c, const Employee& employee, const SecretaryRule& rule) {
  const CallOrigin origin = c.external() ? CallOrigin::external_incoming : CallOrigin::internal;
  return rule.enabled && std::ranges::find(rule.directions, origin) != rule.directions.end() &&
         c.plan->in_force(rule.schedule, c.now(), employee);
}

/// The notice of a missed call, in the language of the account's country (SEC-26, SEC-27).
struct Notice {
  std::string subject;
  std::string text;
};
Notice notice_of(const Call& c, const Employee& employee) {
  constexpr std::string_view russian_speaking[] = {"RU", "BY", "KZ", "KG"};
  const LocalMinute at = c.plan->local_minute(c.now(), employee);
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned dom = static_cast<unsigned>(date.day());
  const Employee* colleague = c.caller_side.employee;
  const std::string& number = colleague != nullptr ? colleague->extension : c.caller_side.shown.number;
  if (std::ranges::find(russian_speaking, c.plan->data().settings().country) != std::end(russian_speaking)) {
    const std::string when =
        fmt::format("{:02}.{:02}.{} {:02}:{:02}", dom, month, year, time.hours().count(), time.minutes().count());
    const std::string whose = number.empty() ? "со скрытого номера" : "с номера " + number;
    return {"пропущенный звонок " + when, fmt::format("{}: {}, пропущен звонок {}", when, employee.full_name, whose)};
  }
  const std::string when =
      fmt::format("{}-{:02}-{:02} {:02}:{:02}", year, month, dom, time.hours().count(), time.minutes().count());
  const std::string whose = number.empty() ? "a hidden number" : number;
  return {"missed call of " + when, fmt::format("{}: {} missed a call from {}", when, employee.full_name, whose)};
}

/// SEC-30: once, when the rule acts, whatever comes of it. Returns who was sent an SMS.
std::string notify(Call& c, const Employee& employee, const SecretaryRule& rule) {
  Notice notice = notice_of(c, employee);
  const std::string& sender = c.exchange.plan()->settings().sms.sender_name;  // MSG-28
  const bool sent = rule.notify_sms && c.exchange.send_sms({.call = c.log.record.id, .sender = sender,
                                                            .to = rule.sms_number, .text = notice.text});
  if (rule.notify_email) {
    c.log.event(MailWanted{MailReason::auto_secretary, employee.id.text, employee.full_name, employee.extension,
                           rule.email_address, c.log.record.id, std::move(notice.subject), std::move(notice.text)});
  }
  return sent ? rule.sms_number : std::string();
}

/// SEC-35
void write_down(Call& c, const Employee& employee, const Secretary& secretary, std::string sms) {
  const std::string action = label_of(secretary.rule->action);
  c.decide<Reason::secretary_fires>(employee.id.text, secretary.position, action);
  CallPart part;
  part.kind = PartKind::secretary;
  part.subject = employee.id.text;
  part.name = employee.full_name;
  part.via = std::to_string(secretary.position);
  part.detail = action;
  PartScope(c.log, c.exchange, std::move(part)).finish(PartResult::done);
  c.log.event(SecretaryFired{c.log.record.id, employee.id.text, secretary.position, action, std::move(sms)});
}

/// SEC-24: he calls the number, by his line and where he may call.
Flow<Reached> call_number(Call& c, const Employee* employee, const SecretaryNumber* to) {
  Result<std::unique_ptr<Leaving>> leaving = way_out(c, *employee, to->number, employee->caller_id_substitution);
  if (!leaving) co_return Reached(PartResult::unavailable);
  std::unique_ptr<Leaving> way = std::move(*leaving);
  const std::optional<Duration> wait = to->wait.value_or(c.plan->defaults().employee_ring_time);
  Reached reached = co_await ways_flow(c, std::move(way->ways), way->from, wait);
  co_return std::move(reached);
}

/// The call ends with the rule; a consultation alone, where an employee asks for somebody else's caller.
Flow<Unit> end_with(Call& c, const Employee* employee, const Voicemail* mail) {
  if (c.consulting) co_return Unit{};
  if (mail != nullptr) co_await voicemail_flow(c, employee, mail->email);  // SEC-18
  co_await end_here(c, std::string("auto-secretary"));
  co_return Unit{};
}

}  // namespace

std::optional<Time> Secretary::patience(const Call& c) const {
  if (rule == nullptr) return std::nullopt;
  const bool own = rule->no_answer_after.count() > 0;  // SEC-12
  return c.now() + (own ? rule->no_answer_after : c.plan->defaults().employee_ring_time);
}

Secretary secretary_of(Call& c, const Employee& employee) {
  if (!c.plan->defaults().services.auto_secretary) return {};                                     // SEC-01
  if (std::ranges::find(c.secretaries, employee.id, &Call::Acted::employee) != c.secretaries.end()) return {};  // SEC-22
  const auto rule = std::ranges::find_if(employee.auto_secretary,
                                         [&](const SecretaryRule& each) { return fits(c, employee, each); });  // SEC-06
  if (rule == employee.auto_secretary.end()) return {};
  const queue::Agent& agent = c.exchange.roster().agent(employee.id);
  if (employee.honour_status && !agent.free()) return {};  // 02 OP-14: busy is no matter of rules there
  if (!watches(c, employee, agent)) {
    c.decide<Reason::secretary_not_in_status>(employee.id.text, agent.status.key.text);
    return {};
  }
  return {&*rule, static_cast<int>(rule - employee.auto_secretary.begin()) + 1};
}

Flow<Reached> secretary_flow(Call& c, const Employee* employee, Secretary secretary) {
  const SecretaryRule* rule = secretary.rule;
  if (static_cast<int>(c.secretaries.size()) >= most_redirects) {
    c.decide<Reason::forward_loop>(most_redirects);
    co_return Reached(PartResult::no_answer);
  }
  c.secretaries.push_back({employee->id, rule->notify_email ? rule->email_address : std::string()});
  std::string sms = notify(c, *employee, *rule);
  write_down(c, *employee, secretary, std::move(sms));
  if (rule->prompt) {  // SEC-14, SEC-15
    c.caller.play(c.plan->sound(*rule->prompt));
    co_await c.caller.played.wait();
  }
  Reached reached(PartResult::no_answer);
  if (const auto* group = std::get_if<ToGroup>(&rule->action)) {  // SEC-19
    const Group* found = c.plan->group(group->group);
    if (found != nullptr) reached = co_await group_flow(c, found, std::nullopt);
  } else if (const auto* other = std::get_if<ToEmployee>(&rule->action)) {  // SEC-21
    const Employee* found = c.plan->employee(other->employee);
    if (found != nullptr) reached = co_await employee_flow(c, found, std::nullopt, other);
  } else if (const auto* number = std::get_if<SecretaryNumber>(&rule->action)) {
    reached = co_await call_number(c, employee, number);
  } else {
    co_await end_with(c, employee, std::get_if<Voicemail>(&rule->action));  // SEC-17
  }
  co_return std::move(reached);
}

}  // namespace tandem::call
