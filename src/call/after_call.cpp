// When a call from outside was missed in a scheme: the reply by SMS and the callback (SCH-63..SCH-65, SMS-01..SMS-06).
#include "base/log.hpp"
#include "call/flows.hpp"

#include <algorithm>

namespace tandem::call {
namespace {

/// 01 OP-31: an external call that ended unanswered. A message or a fax was taken by somebody.
bool missed(const Call& c) {
  const CallRecord& record = c.log.record;
  if (record.direction != Direction::incoming || record.caller.number.empty()) return false;  // SCH-64, GRP-34
  switch (c.log.record.result) {
    case CallResult::missed:
    case CallResult::menu:
    case CallResult::input_error: return true;
    default: return false;
  }
}

/// May this client be sent an SMS now? Says why not.
bool may_send(Call& c, const SmsReplySettings& settings, const std::string& client) {
  if (!c.exchange.ports().helpers.regions->is_mobile(client)) {
    c.decide<Reason::sms_not_mobile>(client);
    return false;
  }
  SmsBook& book = c.exchange.sms();
  const Time last = book.last_to(client);
  if (last != Time::min() && c.now() - last < std::chrono::days(settings.no_repeat_days)) {  // SMS-05
    c.decide<Reason::sms_repeated>(client, settings.no_repeat_days);
    return false;
  }
  if (!settings.daily_limit) return true;
  const auto day_of = [&](Time time) { return c.plan->local_day(time); };
  if (book.on_day(day_of(c.now()), day_of) >= *settings.daily_limit) {  // SMS-06
    c.decide<Reason::sms_limit_reached>(*settings.daily_limit);
    return false;
  }
  return true;
}

void reply_by_sms(Call& c) {
  const SmsReplySettings& settings = c.plan->defaults().sms_reply;
  const bool wanted = settings.enabled && c.external() && c.scheme->sms_on_missed;  // SMS-01, SMS-02
  if (!wanted || c.exchange.ports().helpers.sms == nullptr) return;
  const std::string client = c.log.record.caller.number;
  if (!may_send(c, settings, client)) return;
  c.decide<Reason::sms_reply>(client);
  if (const Result<void> kept = c.exchange.sms().add(c.now(), client); !kept) {
    log_error(c.exchange.ports().log, "call", "the SMS to {} is not written down: {}", client, kept.error().message);
  }
  c.log.event(SmsReplySent{c.log.record.id, client, static_cast<int>(size_of_sms(settings.message).parts)});
  const std::string& sender = c.exchange.plan()->defaults().sms_reply.sender_name;  // SMS-03, as it is now
  (void)c.exchange.send_sms({.call = c.log.record.id, .sender = sender, .to = client, .text = settings.message});
}

/// GRP-34: does one of our people call from his own telephone?
bool is_colleague(const Call& c, const std::string& number) {
  bool his = false;
  c.plan->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    const Employee& employee = stored.object;
    his = his || employee.mobile == number ||
          std::ranges::any_of(employee.devices, [&](const Device& device) { return device.number == number; });
  });
  return his;
}

/// The groups that missed the call and call back for it, in the order in which they had it (GRP-31, GRP-36, SCH-72).
std::vector<GroupKey> missed_by(const Call& c) {
  std::vector<GroupKey> groups;
  if (!c.plan->defaults().services.menu_callback) return groups;  // ACB-01
  for (const CallPart& part : c.log.record.parts) {
    if (part.kind != PartKind::group) continue;
    const Group* group = c.plan->group(GroupKey{part.subject});
    if (group == nullptr || !group->callback.enabled || std::ranges::find(groups, group->id) != groups.end()) continue;
    if (group->callback.when_missed || group == c.callback_ordered) groups.push_back(group->id);
  }
  return groups;
}

/// What calls back for a call that nobody took: its groups, or else the scheme it was lost in.
std::optional<CallbackTask> wanted_callback(const Call& c) {
  CallbackTask task;
  task.client = c.log.record.caller.number;
  task.groups = missed_by(c);
  if (!task.groups.empty()) return task;
  const bool in_menu =
      c.scheme != nullptr && c.scheme->auto_callback.enabled && c.plan->defaults().services.menu_callback;
  if (!in_menu) return std::nullopt;
  task.groups = {c.scheme->auto_callback.group};
  task.line = c.scheme->auto_callback.line;
  task.menu = true;
  return task;
}

void ask_for_callback(Call& c) {
  std::optional<CallbackTask> task = wanted_callback(c);
  if (!task) return;
  const std::string client = task->client;
  if (is_colleague(c, client)) return c.decide<Reason::callback_not_for>(client);
  if (c.exchange.callbacks().has(client)) return c.decide<Reason::callback_there>(client);
  c.decide<Reason::callback_wanted>(client, task->groups.front().text);
  const Group* group = c.plan->group(task->groups.front());
  const std::string line = task->menu || group == nullptr ? task->line : group->callback.line;
  const std::string scheme = c.scheme != nullptr ? c.scheme->id.text : std::string();
  c.log.event(CallbackWanted{c.log.record.id, client, scheme, task->groups.front().text, line});
  c.exchange.callbacks().add(std::move(*task));
}

/// SEC-27: his auto-secretary has written to him already.
bool told_by_rule(const Call& c, const Employee& employee) {
  return std::ranges::any_of(c.secretaries, [&](const Call::Acted& acted) {
    return acted.employee == employee.id && acted.mailed_to == employee.email;
  });
}

/// EMP-29: whoever was called himself, and not as one of a group, gets a letter about it.
void mail_missed(Call& c) {
  const CallRecord& record = c.log.record;
  if (record.result != CallResult::missed) return;
  std::vector<std::string> told{record.caller_employee};
  for (const CallPart& part : record.parts) {
    if (part.kind != PartKind::attempt || !part.group.empty()) continue;
    const Employee* employee = c.plan->employee({part.subject});
    if (employee == nullptr || employee->email.empty() || std::ranges::find(told, part.subject) != told.end()) continue;
    if (told_by_rule(c, *employee)) continue;
    told.push_back(part.subject);
    c.log.event(MailWanted{MailReason::missed_call, employee->id.text, employee->full_name, employee->extension,
                           employee->email, record.id, {}, {}});
  }
}

}  // namespace

void after_call(Call& c) {
  mail_missed(c);
  if (!missed(c)) return;
  if (c.scheme != nullptr) reply_by_sms(c);
  ask_for_callback(c);
}

}  // namespace tandem::call
