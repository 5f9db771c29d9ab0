// Events: the JSON of each is defined here and nowhere else. Every field is always written.
#pragma once

#include "model/describe.hpp"
#include "model/describe_record.hpp"

#include <tandem/event.hpp>

namespace tandem::model {

template <class V>
constexpr void describe(V& v, As<CallArrived>) {
  v.required("call", &CallArrived::call);
  v.required("direction", &CallArrived::direction);
  v.required("from", &CallArrived::from);
  v.required("dialled", &CallArrived::dialled);
  v.required("line", &CallArrived::line);
  v.required("comment", &CallArrived::comment);
  v.required("employee", &CallArrived::employee);
  v.required("position", &CallArrived::position);
  v.required("department", &CallArrived::department);
}
template <class V>
constexpr void describe(V& v, As<DigitPressed>) {
  v.required("call", &DigitPressed::call);
  v.required("digit", &DigitPressed::digit);
}
template <class V>
constexpr void describe(V& v, As<MenuEntered>) {
  v.required("call", &MenuEntered::call);
  v.required("scheme", &MenuEntered::scheme);
  v.required("digits", &MenuEntered::digits);
}
template <class V>
constexpr void describe(V& v, As<GroupEntered>) {
  v.required("call", &GroupEntered::call);
  v.required("group", &GroupEntered::group);
}
template <class V>
constexpr void describe(V& v, As<CallQueued>) {
  v.required("call", &CallQueued::call);
  v.required("group", &CallQueued::group);
  v.required("waiting", &CallQueued::waiting);
}
template <class V>
constexpr void describe(V& v, As<GroupLeft>) {
  v.required("call", &GroupLeft::call);
  v.required("group", &GroupLeft::group);
  v.required("exit", &GroupLeft::exit);
}
template <class V>
constexpr void describe(V& v, As<EmployeeRinging>) {
  v.required("call", &EmployeeRinging::call);
  v.required("employee", &EmployeeRinging::employee);
  v.required("device", &EmployeeRinging::device);
  v.required("group", &EmployeeRinging::group);
}
template <class V>
constexpr void describe(V& v, As<EmployeeMissed>) {
  v.required("call", &EmployeeMissed::call);
  v.required("employee", &EmployeeMissed::employee);
  v.required("device", &EmployeeMissed::device);
  v.required("result", &EmployeeMissed::result);
}
template <class V>
constexpr void describe(V& v, As<CallAnswered>) {
  v.required("call", &CallAnswered::call);
  v.required("employee", &CallAnswered::employee);
  v.required("number", &CallAnswered::number);
  v.required("group", &CallAnswered::group);
}
template <class V>
constexpr void describe(V& v, As<VoicemailLeft>) {
  v.required("call", &VoicemailLeft::call);
  v.required("employee", &VoicemailLeft::employee);
  v.required("blob", &VoicemailLeft::blob);
  v.required("length_ms", &VoicemailLeft::length);
  v.required("recipients", &VoicemailLeft::recipients);
  v.required("mail", &VoicemailLeft::mail);
  v.required("transcript", &VoicemailLeft::transcript);
}
template <class V>
constexpr void describe(V& v, As<CallEnded>) {
  v.required("call", &CallEnded::call);
  v.required("result", &CallEnded::result);
  v.required("ended_by", &CallEnded::ended_by);
  v.required("cause", &CallEnded::cause);
}
template <class V>
constexpr void describe(V& v, As<StatusChanged>) {
  v.required("employee", &StatusChanged::employee);
  v.required("before", &StatusChanged::before);
  v.required("now", &StatusChanged::now);
  v.required("base_before", &StatusChanged::base_before);
  v.required("base", &StatusChanged::base);
  v.required("cause", &StatusChanged::cause);
}
template <class V>
constexpr void describe(V& v, As<DeviceRegistered>) {
  v.required("aor", &DeviceRegistered::aor);
  v.required("registered", &DeviceRegistered::registered);
  v.required("contact", &DeviceRegistered::contact);
}
template <class V>
constexpr void describe(V& v, As<ChangedObject>) {
  v.required("kind", &ChangedObject::kind);
  v.required("key", &ChangedObject::key);
  v.required("change", &ChangedObject::change);
}
template <class V>
constexpr void describe(V& v, As<ConfigurationChanged>) {
  v.required("version", &ConfigurationChanged::version);
  v.required("objects", &ConfigurationChanged::objects);
  v.required("total", &ConfigurationChanged::total);
}
template <class V>
constexpr void describe(V& v, As<StorageTrouble>) {
  v.required("message", &StorageTrouble::message);
  v.required("waiting", &StorageTrouble::waiting);
}

template <class V>
constexpr void describe(V& v, As<FaxReceived>) {
  v.required("call", &FaxReceived::call);
  v.required("blob", &FaxReceived::blob);
  v.required("pages", &FaxReceived::pages);
  v.required("recipients", &FaxReceived::recipients);
  v.required("mail", &FaxReceived::mail);
}
template <class V>
constexpr void describe(V& v, As<CallbackWanted>) {
  v.required("call", &CallbackWanted::call);
  v.required("client", &CallbackWanted::client);
  v.required("scheme", &CallbackWanted::scheme);
  v.required("group", &CallbackWanted::group);
  v.required("line", &CallbackWanted::line);
}
template <class V>
constexpr void describe(V& v, As<SmsReplySent>) {
  v.required("call", &SmsReplySent::call);
  v.required("client", &SmsReplySent::client);
  v.required("parts", &SmsReplySent::parts);
}
template <class V>
constexpr void describe(V& v, As<SmsDelivery>) {
  v.required("call", &SmsDelivery::call);
  v.required("client", &SmsDelivery::client);
  v.required("status", &SmsDelivery::status);
}
template <class V>
constexpr void describe(V& v, As<SessionEnded>) {
  v.required("employee", &SessionEnded::employee);
  v.required("login", &SessionEnded::login);
  v.required("cause", &SessionEnded::cause);
}
template <class V>
constexpr void describe(V& v, As<MailWanted>) {
  v.required("reason", &MailWanted::reason);
  v.required("employee", &MailWanted::employee);
  v.required("full_name", &MailWanted::full_name);
  v.required("extension", &MailWanted::extension);
  v.required("email", &MailWanted::email);
  v.required("call", &MailWanted::call);
  v.required("subject", &MailWanted::subject);
  v.required("text", &MailWanted::text);
}
template <class V>
constexpr void describe(V& v, As<SmsSent>) {
  v.required("employee", &SmsSent::employee);
  v.required("to", &SmsSent::to);
  v.required("parts", &SmsSent::parts);
}
template <class V>
constexpr void describe(V& v, As<SecretaryFired>) {
  v.required("call", &SecretaryFired::call);
  v.required("employee", &SecretaryFired::employee);
  v.required("rule", &SecretaryFired::rule);
  v.required("action", &SecretaryFired::action);
  v.required("sms", &SecretaryFired::sms);
}
template <class V>
constexpr void describe(V& v, As<ContactChanged>) {
  v.required("contact", &ContactChanged::contact);
  v.required("full_name", &ContactChanged::full_name);
  v.required("removed", &ContactChanged::removed);
}

template <class V>
constexpr void describe(V& v, As<TrunkStateChanged>) {
  v.required("trunk", &TrunkStateChanged::trunk);
  v.required("state", &TrunkStateChanged::state);
  v.required("cause", &TrunkStateChanged::cause);
}
template <class V>
constexpr void describe(V& v, As<CallTransferred>) {
  v.required("call", &CallTransferred::call);
  v.required("by", &CallTransferred::by);
  v.required("to", &CallTransferred::to);
}
template <class V>
constexpr void describe(V& v, As<CallPickedUp>) {
  v.required("call", &CallPickedUp::call);
  v.required("next", &CallPickedUp::next);
  v.required("by", &CallPickedUp::by);
  v.required("from", &CallPickedUp::from);
}
template <class V>
constexpr void describe(V& v, As<LineStateChanged>) {
  v.required("employee", &LineStateChanged::employee);
  v.required("state", &LineStateChanged::state);
}

template <class V>
constexpr void describe(V& v, As<CallbackClosed>) {
  v.required("client", &CallbackClosed::client);
  v.required("how", &CallbackClosed::how);
  v.required("attempts", &CallbackClosed::attempts);
}
template <class V>
constexpr void describe(V& v, As<LineRegistrationChanged>) {
  v.required("line", &LineRegistrationChanged::line);
  v.required("registered", &LineRegistrationChanged::registered);
  v.required("status", &LineRegistrationChanged::status);
}

template <class V>
constexpr void describe(V& v, As<EncryptionWithdrawn>) {
  v.required("srtp", &EncryptionWithdrawn::srtp);
  v.required("tls", &EncryptionWithdrawn::tls);
}

/// The name of each kind, in the order of Happening.
inline constexpr std::string_view happening_names[] = {
    "call_arrived",   "digit_pressed",     "menu_entered",      "group_entered",         "call_queued",
    "group_left",     "employee_ringing",  "employee_missed",   "call_answered",         "voicemail_left",
    "call_ended",     "status_changed",    "device_registered", "configuration_changed", "storage_trouble",
    "fax_received",   "callback_wanted",   "sms_reply_sent",    "sms_delivery",          "call_transferred",
    "call_picked_up", "line_state_changed", "callback_closed", "session_ended", "mail_wanted", "contact_changed",
    "trunk_state_changed", "line_registration_changed", "secretary_fired", "encryption_withdrawn", "sms_sent"};
static_assert(std::size(happening_names) == std::variant_size_v<Happening>);

}  // namespace tandem::model
