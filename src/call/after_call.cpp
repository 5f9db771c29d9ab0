// When a call from outside was missed in a scheme: the reply by SMS and the callback (SCH-63..SCH-65, SMS-01..SMS-06).
#include "base/log.hpp"
#include "call/flows.hpp"

namespace tandem::call {
namespace {

/// 01 OP-31: an external call that ended unanswered in a scheme. A message or a fax was taken by somebody.
bool missed_in_scheme(const Call& c) {
  if (!c.external() || c.scheme == nullptr || c.log.record.caller.number.empty()) return false;  // SCH-64
  switch (c.log.record.result) {
    case CallResult::missed:
    case CallResult::menu:
    case CallResult::input_error: return true;
    default: return false;
  }
}

/// May this client be sent an SMS now? Says why not.
bool may_send(Call& c, const SmsReplySettings& settings, const std::string& client) {
  const RegionData* data = c.exchange.ports().helpers.regions;
  if (!(data != nullptr ? *data : plain_region_data()).is_mobile(client)) {
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

/// How the message stands comes long after the call, from any thread (SMS-10).
std::function<void(SmsStatus)> reporter(Call& c, const std::string& client) {
  return [door = c.exchange.late_events(), call = c.log.record.id, client](SmsStatus status) {
    door(SmsDelivery{call, client, status});
  };
}

void reply_by_sms(Call& c) {
  const SmsReplySettings& settings = c.plan->defaults().sms_reply;
  SmsSender* sender = c.exchange.ports().helpers.sms;
  if (sender == nullptr || !settings.enabled || !c.scheme->sms_on_missed) return;  // SMS-01, SMS-02
  const std::string client = c.log.record.caller.number;
  if (!may_send(c, settings, client)) return;
  c.decide<Reason::sms_reply>(client);
  if (const Result<void> kept = c.exchange.sms().add(c.now(), client); !kept) {
    log_error(c.exchange.ports().log, "call", "the SMS to {} is not written down: {}", client, kept.error().message);
  }
  c.log.event(SmsReplySent{c.log.record.id, client, static_cast<int>(size_of_sms(settings.message).parts)});
  std::function<void(SmsStatus)> report = [](SmsStatus) {};
  if (settings.report_delivery) report = reporter(c, client);
  sender->send({c.exchange.key(), c.log.record.id, settings.sender_name, client, settings.message}, std::move(report));
}

void ask_for_callback(Call& c) {
  const AutoCallback& callback = c.scheme->auto_callback;
  if (!callback.enabled || !c.plan->defaults().services.menu_callback) return;
  const std::string& client = c.log.record.caller.number;
  c.decide<Reason::callback_wanted>(client, callback.group.text);
  c.log.event(CallbackWanted{c.log.record.id, client, c.scheme->id.text, callback.group.text, callback.line});
}

}  // namespace

void after_call(Call& c) {
  if (!missed_in_scheme(c)) return;
  reply_by_sms(c);
  ask_for_callback(c);
}

}  // namespace tandem::call
