// The objects of an account but its schemes, and the document they make up: fields, in the order of the document, with
// their rules.
#pragma once

#include "model/describe.hpp"
#include "model/describe_scheme.hpp"
#include "model/describe_settings.hpp"
#include "model/object_kinds.hpp"
#include "model/rules.hpp"

#include <tandem/account.hpp>

namespace tandem::model {

template <class V>
constexpr void describe(V& v, As<Prompt>) {
  v.required("id", &Prompt::id, Names<Kind::prompt>{});
  v.required("source", &Prompt::source, AudioReference{});
  v.optional("owner", &Prompt::owner, Refers<Kind::employee>{});
  v.optional("name", &Prompt::name, Length{255, "a name has at most 255 characters"});
  v.optional("recorded", &Prompt::recorded);
  v.optional("added", &Prompt::added);
  v.optional("size", &Prompt::size, Range{0, 20 * 1024 * 1024, "an audio file has 20 MB at the most (AUD-08)"});
  v.optional("length", &Prompt::length, Range{0, 86400, "an audio file lasts a day at the most"});
  v.whole(RecordedFits{});
}

template <class V>
constexpr void describe(V& v, As<Device>) {
  v.optional("sip", &Device::sip, RefersToAor{});
  v.optional("address", &Device::address, ForeignAddress{});
  v.optional(
      "number", &Device::number,
      Digits{7, 15, "a telephone number is its country code and number, 7 to 15 digits without a plus (EMP-10)"});
  v.optional("wait", &Device::wait, Range{0, 3600, "a device rings for 1 to 3600 seconds, or 0 for ever (DEV-09)"});
  v.optional("active", &Device::active);
  v.optional("schedule", &Device::schedule);
  v.optional("temporary_schedule", &Device::temporary_schedule, LimitedInTime{});
  v.whole(OneAddress{});
}

template <class V>
constexpr void describe(V& v, As<SipAccount>) {
  v.required("aor", &SipAccount::aor, Aor{});
  v.optional("password", &SipAccount::password, SipPassword{});
  v.optional("ha1", &SipAccount::ha1, Ha1{});
  v.optional("ha1_sha256", &SipAccount::ha1_sha256, Ha1{64});
  v.optional("realm", &SipAccount::realm, Length{255, "a realm has at most 255 characters"});
  v.optional("forward_to", &SipAccount::forward_to, RefersToAor{});
  v.optional("external_media_proxy", &SipAccount::external_media_proxy);
  v.whole(OneSecret{});
}

template <class V>
constexpr void describe(V& v, As<PortalLogin>) {
  v.optional("enabled", &PortalLogin::enabled);
  v.optional("name", &PortalLogin::name, LoginName{});
  v.optional("password", &PortalLogin::password, PortalPassword{});
  v.optional("by_sip", &PortalLogin::by_sip);
}

template <class V>
constexpr void describe(V& v, As<Role>) {
  v.required("id", &Role::id, RoleName{});
  v.required("name", &Role::name, Length{255, "a name has at most 255 characters"});
  v.optional("description", &Role::description, Length{1000, "a description has at most 1000 characters"});
  v.optional("base", &Role::base, BaseOfRole{});
  v.optional("rights", &Role::rights, Once{"this right"});
  v.optional("controlled_groups", &Role::controlled_groups);
  v.whole(LockedRights{});
}

template <class V>
constexpr void describe(V& v, As<CustomStatus>) {
  v.required("id", &CustomStatus::id, StatusName{});
  v.required("title", &CustomStatus::title, Length{100, "the title of a status has at most 100 characters"});
  v.optional("base", &CustomStatus::base);
}

template <class V>
constexpr void describe(V& v, As<ContactPhone>) {
  v.required("number", &ContactPhone::number, ClientPhone{});
  v.optional("comment", &ContactPhone::comment, Length{255, "a comment has at most 255 characters"});
  v.optional("primary", &ContactPhone::primary);
}

template <class V>
constexpr void describe(V& v, As<Contact>) {
  v.required("id", &Contact::id, Names<Kind::contact>{});
  v.required("full_name", &Contact::full_name, Length{255, "a name has at most 255 characters"});
  v.optional("position", &Contact::position, Length{255, "a position has at most 255 characters"});
  v.optional("company", &Contact::company, Length{255, "a company has at most 255 characters"});
  v.optional("description", &Contact::description, Length{4000, "a description has at most 4000 characters"});
  v.optional("phones", &Contact::phones);
  v.optional("emails", &Contact::emails, Emails{});
  v.optional("source", &Contact::source, Length{64, "the name of a source has at most 64 characters"});
  v.optional("responsible", &Contact::responsible, Refers<Kind::employee>{});
  v.whole(OnePrimary{});
}

template <class V>
constexpr void describe(V& v, As<PersonalProtection>) {
  v.optional("recordings", &PersonalProtection::recordings);
  v.optional("recording_push", &PersonalProtection::recording_push);
  v.optional("passwords", &PersonalProtection::passwords);
  v.optional("role", &PersonalProtection::role);
}

template <class V>
constexpr void describe(V& v, As<SecretaryNumber>) {
  v.required("number", &SecretaryNumber::number, Digits{3, 15, "a number to call has 3 to 15 digits"});
  v.optional("wait", &SecretaryNumber::wait, Range{1, 120, "the wait for an answer is 1 to 120 seconds (SEC-24)"});
}
template <class V>
constexpr void describe(V& v, As<SecretaryAction>) {
  v.one_of(As<Voicemail>{}, As<Hangup>{}, As<ToGroup>{}, As<ToEmployee>{}, As<SecretaryNumber>{});
}

template <class V>
constexpr void describe(V& v, As<SecretaryRule>) {
  v.optional("enabled", &SecretaryRule::enabled);
  v.optional("schedule", &SecretaryRule::schedule);
  v.optional("directions", &SecretaryRule::directions, Directions{"this direction"});
  v.optional("no_answer_after", &SecretaryRule::no_answer_after,
             Range{0, 100, "a rule waits 1 to 100 seconds for the answer, or 0 for the account's ring time (SEC-11)"});
  v.optional("prompt", &SecretaryRule::prompt, Sound{});
  v.optional("action", &SecretaryRule::action);
  v.optional("notify_sms", &SecretaryRule::notify_sms);
  v.optional("sms_number", &SecretaryRule::sms_number, SmsNumber{});
  v.optional("notify_email", &SecretaryRule::notify_email);
  v.optional("email_address", &SecretaryRule::email_address, Email{});
  v.whole(SecretaryFits{});
}

template <class V>
constexpr void describe(V& v, As<Employee>) {
  v.required("id", &Employee::id, Names<Kind::employee>{});
  v.required("full_name", &Employee::full_name, Length{255, "a name has at most 255 characters"});
  v.optional("avatar", &Employee::avatar, AvatarReference{});
  v.optional("extension", &Employee::extension, Extension{2, 7, "an employee's extension has 2 to 7 digits (EMP-04)"});
  v.optional("role", &Employee::role, KnownRole{});
  v.optional("position", &Employee::position, Length{255, "a position has at most 255 characters"});
  v.optional("department", &Employee::department, Length{255, "a department has at most 255 characters"});
  v.optional("email", &Employee::email, UniqueEmail{});
  v.optional("mobile", &Employee::mobile, UniqueMobile{});
  v.optional("login", &Employee::login);
  v.optional("region", &Employee::region, RegionCode{});
  v.optional("time_zone", &Employee::time_zone, ZoneName{});
  v.optional("outgoing_number", &Employee::outgoing_number, OutgoingNumber{});
  v.optional("reception_mode", &Employee::reception_mode, RingModeOn{});
  v.devices("devices", &Employee::devices);
  v.optional("sip_accounts", &Employee::sip_accounts);
  v.optional("honour_status", &Employee::honour_status);
  v.optional("status", &Employee::status, KnownStatus{});
  v.optional("accept_on_cc_numbers", &Employee::accept_on_cc_numbers);
  v.optional("auto_secretary", &Employee::auto_secretary, SecretaryRules{});
  v.optional("supervised_groups", &Employee::supervised_groups, EachRefers<Kind::group>{});
  v.optional("supervised_widgets", &Employee::supervised_widgets, Channels{"this channel"});
  v.optional("favourite_employees", &Employee::favourite_employees, EachRefers<Kind::employee>{});
  v.optional("favourite_groups", &Employee::favourite_groups, EachRefers<Kind::group>{});
  v.optional("auth_by_number", &Employee::auth_by_number);
  v.optional("pin", &Employee::pin, Pin{4, 10, "a PIN has 4 to 10 digits"});
  v.optional("protection", &Employee::protection);
  v.optional("caller_id_substitution", &Employee::caller_id_substitution);
  v.optional("allowed_destinations", &Employee::allowed_destinations);
  v.optional("access_source", &Employee::access_source, Refers<Kind::employee>{});
  v.whole(EmployeeFits{});
}

template <class V>
constexpr void describe(V& v, As<Member>) {
  v.required("employee", &Member::employee, Refers<Kind::employee>{});
  v.optional("operator", &Member::is_operator);
  v.optional("supervisor", &Member::supervisor);
  v.optional("priority", &Member::priority,
             Range{0, 1000000, "a priority is 1 (the highest) or more, 0 for the position in the list"});
}

template <class V>
constexpr void describe(V& v, As<GroupCallback>) {
  v.optional("enabled", &GroupCallback::enabled);
  v.optional("when_missed", &GroupCallback::when_missed);
  v.optional("on_key", &GroupCallback::on_key);
  v.optional("line", &GroupCallback::line, OutgoingNumber{});
  v.optional("by_rules", &GroupCallback::by_rules);
  v.whole(CallbackHasLine{});
}

template <class V>
constexpr void describe(V& v, As<WrapUp>) {
  v.optional("duration", &WrapUp::duration, Range{0, 3600, "a wrap-up lasts 1 to 3600 seconds, or 0 for none (PRS-21)"});
  v.optional("status", &WrapUp::status, KnownStatus{});
}

template <class V>
constexpr void describe(V& v, As<Group>) {
  v.required("id", &Group::id, Names<Kind::group>{});
  v.required("name", &Group::name, Length{255, "a name has at most 255 characters"});
  v.optional("extension", &Group::extension, Extension{1, 5, "a group's extension has 1 to 5 digits (GRP-01)"});
  v.optional("description", &Group::description, Length{1000, "a description has at most 1000 characters"});
  v.optional("strategy", &Group::strategy, StrategyOn{});
  v.optional("reception", &Group::reception, RingModeOn{});
  v.optional("members", &Group::members);
  v.optional("ring_melody", &Group::ring_melody, Sound{});
  v.optional("queue", &Group::queue);
  v.optional("familiar_first", &Group::familiar_first);
  v.optional("callback", &Group::callback);
  v.optional("announce_position", &Group::announce_position);
  v.optional("announce_wait_time", &Group::announce_wait_time);
  v.optional("wrap_up", &Group::wrap_up);
  v.whole(MembersOnce{});
  v.whole(RobotsOperate{});
  v.whole(AnnouncementsHeld{});
  v.whole(WaitingServices{});
}

template <class V>
constexpr void describe(V& v, As<MaskRule>) {
  v.required("mask", &MaskRule::mask);
  v.required("transform", &MaskRule::transform);
  v.optional("active", &MaskRule::active);
  v.whole(MaskFits{});
}

template <class V>
constexpr void describe(V& v, As<Trunk>) {
  v.required("id", &Trunk::id, Names<Kind::trunk>{});
  v.optional("name", &Trunk::name, Length{255, "a name has at most 255 characters"});
  v.optional("enabled", &Trunk::enabled);
  v.optional("host", &Trunk::host, HostAddress{});
  v.optional("ports", &Trunk::ports, Ports{});
  v.optional("split_addresses", &Trunk::split_addresses);
  v.optional("from_host", &Trunk::from_host, HostAddress{});
  v.optional("from_ports", &Trunk::from_ports, Ports{});
  v.optional("domain", &Trunk::domain, TrunkDomain{});
  v.optional("dtmf_commands", &Trunk::dtmf_commands);
  v.optional("dtmf_mode", &Trunk::dtmf_mode);
  v.optional("use_options", &Trunk::use_options);
  v.optional("transport", &Trunk::transport);
  v.optional("codecs", &Trunk::codecs, Codecs{});
  v.optional("max_lines", &Trunk::max_lines, Range{5, 100, "a trunk has 5 to 100 lines (TRK-21)"});
  v.optional("prefix", &Trunk::prefix, TrunkPrefix{});
  v.optional("peer", &Trunk::peer);
  v.optional("link_code", &Trunk::link_code, OwnLinkCode{});
  v.optional("peer_code", &Trunk::peer_code, PeerLinkCode{});
  v.optional("masks", &Trunk::masks);
  v.optional("backups", &Trunk::backups, Backups{});
  v.optional("default_caller_id", &Trunk::default_caller_id, CarrierNumber{});
  v.optional("allow_from_override", &Trunk::allow_from_override);
  v.whole(NotItsOwnBackup{});
  v.whole(SplitFits{});
  v.whole(OwnAddress{});
  v.whole(PeerFits{});
}

template <class V>
constexpr void describe(V& v, As<Number>) {
  v.required("number", &Number::number, UniqueNumber{});
  v.optional("mode", &Number::mode);
  v.optional("trunk", &Number::trunk, Refers<Kind::trunk>{});
  v.optional("sip", &Number::sip, Length{255, "a SIP address has at most 255 characters"});
  v.optional("via", &Number::via, OutgoingNumber{});
  v.optional("provider", &Number::provider, KnownProvider{});
  v.optional("login", &Number::login, Length{255, "a login has at most 255 characters"});
  v.optional("password", &Number::password, LinePassword{});
  v.optional("server", &Number::server, HostAddress{});
  v.optional("server_port", &Number::server_port);
  v.optional("scheme", &Number::scheme, Refers<Kind::scheme>{});
  v.optional("city", &Number::city, Length{100, "a city has at most 100 characters"});
  v.optional("comment", &Number::comment, Length{50, "a comment has at most 50 characters (TRK-28)"});
  v.optional("incoming", &Number::incoming);
  v.optional("outgoing", &Number::outgoing);
  v.optional("reserved", &Number::reserved);
  v.optional("purchased", &Number::purchased);
  v.optional("use", &Number::use);
  v.whole(LineFits{});
}

template <class V>
constexpr void describe(V& v, As<ListEntry>) {
  v.optional("id", &ListEntry::id, Names<Kind::list_entry>{});
  v.optional("list", &ListEntry::list);
  v.optional("kind", &ListEntry::kind);
  v.required("pattern", &ListEntry::pattern);
  v.optional("comment", &ListEntry::comment, Length{255, "a comment has at most 255 characters"});
  v.optional("created_by", &ListEntry::created_by, Length{255, "a name has at most 255 characters"});
  v.optional("created_at", &ListEntry::created_at);
  v.whole(CallerPatternFits{});
}

template <class V>
constexpr void describe(V& v, As<CallerRule>) {
  v.optional("id", &CallerRule::id, Names<Kind::caller_rule>{});
  v.required("pattern", &CallerRule::pattern);
  v.optional("enabled", &CallerRule::enabled);
  v.optional("source", &CallerRule::source);
  v.inlined(&CallerRule::forward);
  v.optional("comment", &CallerRule::comment, Length{255, "a comment has at most 255 characters"});
  v.whole(ForwardingOn{});
  v.whole(CallerPatternFits{});
}

template <class V>
constexpr void describe(V& v, As<CallerIdRule>) {
  v.optional("id", &CallerIdRule::id, Names<Kind::caller_id_rule>{});
  v.required("outgoing_number", &CallerIdRule::outgoing_number, OutgoingNumber{});
  v.optional("type", &CallerIdRule::type);
  v.required("value", &CallerIdRule::value);
  v.optional("comment", &CallerIdRule::comment, Length{255, "a comment has at most 255 characters"});
  v.optional("active", &CallerIdRule::active);
  v.whole(CallerIdValueFits{});
}

template <class V>
constexpr void describe(V& v, As<Room>) {
  v.required("id", &Room::id, Names<Kind::room>{});
  v.required("name", &Room::name, Length{255, "a name has at most 255 characters"});
  v.required("extension", &Room::extension, Extension{2, 7, "a room's number has 2 to 7 digits"});
  v.optional("seats", &Room::seats, Range{1, 1000000, "a room has a seat at least"});
  v.optional("access", &Room::access);
  v.optional("pin_required", &Room::pin_required);
  v.optional("pin", &Room::pin, Pin{4, 7, "a PIN has 4 to 7 digits (CNF-43)"});
  v.optional("pin_scope", &Room::pin_scope);
  v.whole(RoomFits{});
}

template <class V>
constexpr void describe(V& v, As<Campaign>) {
  v.required("id", &Campaign::id, Names<Kind::campaign>{});
  v.optional("name", &Campaign::name, Length{255, "a name has at most 255 characters"});
  v.optional("state", &Campaign::state);
  v.optional("outgoing_number", &Campaign::outgoing_number, OutgoingNumber{});
  v.optional("operators", &Campaign::operators, EachRefers<Kind::employee>{});
  v.optional("groups", &Campaign::groups, EachRefers<Kind::group>{});
}

template <class V>
constexpr void describe(V& v, As<PlannedCall>) {
  v.optional("id", &PlannedCall::id, Names<Kind::planned_call>{});
  v.required("employee", &PlannedCall::employee, Refers<Kind::employee>{});
  v.required("number", &PlannedCall::number, Digits{3, 15, "a number to call has 3 to 15 digits"});
  v.required("at", &PlannedCall::at);
  v.optional("comment", &PlannedCall::comment, Length{1000, "a comment has at most 1000 characters"});
}

template <class V>
constexpr void describe(V& v, As<Widget>) {
  v.required("id", &Widget::id, Names<Kind::widget>{});
  v.required("name", &Widget::name, Length{255, "a name has at most 255 characters"});
  v.required("line", &Widget::line, WidgetLine{});
  v.whole(WidgetFits{});
}

template <class V>
constexpr void describe(V& v, As<AccountDocument>) {
  v.required("id", &AccountDocument::id, AccountName{});
  v.inherited(As<AccountSettings>{});
  each_object_kind([&]<class T>(As<T>) { v.optional(ObjectKind<T>::list, ObjectKind<T>::member); });
  v.whole(CountsFit{});
}

}  // namespace tandem::model
