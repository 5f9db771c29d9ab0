// The account's document without its schemes: fields, in the order of the document, with their rules.
#pragma once

#include "model/describe.hpp"
#include "model/describe_scheme.hpp"
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
constexpr void describe(V& v, As<ExtensionDial>) {
  v.optional("enabled", &ExtensionDial::enabled);
  v.optional("min_length", &ExtensionDial::min_length,
             Range{1, 5, "the shortest extension has 1 to 5 digits (IVR-14)"});
  v.optional("max_length", &ExtensionDial::max_length, Range{3, 5, "the longest extension has 3 to 5 digits (IVR-14)"});
  v.whole(DialLengthsFit{});
}

template <class V>
constexpr void describe(V& v, As<MenuSettings>) {
  v.optional("input_wait", &MenuSettings::input_wait, Range{0, 600, "the wait for input is 0 to 600 seconds"});
  v.optional("digit_wait", &MenuSettings::digit_wait, Range{0, 600, "the wait between digits is 0 to 600 seconds"});
  v.optional("max_errors", &MenuSettings::max_errors, Range{0, 100, "0 to 100 wrong entries can be forgiven"});
  v.optional("password_attempts", &MenuSettings::password_attempts, Range{1, 100, "1 to 100 attempts can be given"});
}

template <class V>
constexpr void describe(V& v, As<QueueSettings>) {
  v.optional("hold_when_busy", &QueueSettings::hold_when_busy);
  v.optional("max_wait", &QueueSettings::max_wait,
             Range{0, 86400, "the longest wait is 1 to 86400 seconds, or 0 for no limit (QUE-05)"});
  v.optional("max_length", &QueueSettings::max_length,
             Range{0, 100000, "the queue holds 1 to 100000 calls, or 0 for no limit (QUE-06)"});
  v.optional("enqueue_prompt", &QueueSettings::enqueue_prompt, Sound{});
  v.optional("hold_melody", &QueueSettings::hold_melody, Sound{});
  v.optional("overflow_prompt", &QueueSettings::overflow_prompt, Sound{});
}

template <class V>
constexpr void describe(V& v, As<LineWarning>) {
  v.required("line", &LineWarning::line, Refers<Kind::number>{});
  v.optional("prompt", &LineWarning::prompt, OwnPrompt{});
}

template <class V>
constexpr void describe(V& v, As<ReceptionSettings>) {
  v.optional("announce_caller_number", &ReceptionSettings::announce_caller_number);
  v.optional("warnings_enabled", &ReceptionSettings::warnings_enabled);
  v.optional("audience", &ReceptionSettings::audience);
  v.optional("warnings", &ReceptionSettings::warnings);
  v.whole(WarningsOnce{});
}

template <class V>
constexpr void describe(V& v, As<SmsReplySettings>) {
  v.optional("enabled", &SmsReplySettings::enabled);
  v.optional("sender_name", &SmsReplySettings::sender_name, Length{11, "a sender's name has at most 11 characters"});
  v.optional("message", &SmsReplySettings::message, Length{1000, "a text has at most 1000 characters"});
  v.optional("no_repeat_days", &SmsReplySettings::no_repeat_days,
             Range{1, 7, "the same client gets no other SMS for 1 to 7 days (SMS-05)"});
  v.optional("daily_limit", &SmsReplySettings::daily_limit,
             Range{0, 1000000, "a day's limit is 0 to 1000000, or null for none (SMS-06)"});
  v.optional("report_delivery", &SmsReplySettings::report_delivery);
  v.whole(SmsFits{});
}

template <class V>
constexpr void describe(V& v, As<FaxSettings>) {
  v.optional("auto_detect", &FaxSettings::auto_detect);
  v.optional("in_call", &FaxSettings::in_call);
  v.optional("copy_to_employee", &FaxSettings::copy_to_employee);
  v.optional("email", &FaxSettings::email, Email{});
  v.optional("mail", &FaxSettings::mail);
  v.optional("longest", &FaxSettings::longest, Range{1, 3600, "a fax lasts 1 to 3600 seconds"});
}

template <class V>
constexpr void describe(V& v, As<MenuCallback>) {
  v.optional("attempts", &MenuCallback::attempts, Range{1, 10, "1 to 10 attempts are made (SCH-66)"});
  v.optional("pause", &MenuCallback::pause,
             Range{60, 86400, "the pause between attempts is at least 60 seconds (SCH-66)"});
  v.optional("answer_wait", &MenuCallback::answer_wait,
             Range{1, 60, "the wait for an answer is 1 to 60 seconds (SCH-66)"});
}

template <class V>
constexpr void describe(V& v, As<Services>) {
  v.optional("multi_level_menu", &Services::multi_level_menu);
  v.optional("speech_menu", &Services::speech_menu);
  v.optional("menu_callback", &Services::menu_callback);
  v.optional("fax_detect", &Services::fax_detect);
  v.optional("contact_centre", &Services::contact_centre);
  v.optional("roles", &Services::roles);
  v.optional("own_prompts", &Services::own_prompts);
  v.optional("foreign_numbers", &Services::foreign_numbers);
  v.optional("site_widgets", &Services::site_widgets);
  v.optional("caller_forwarding", &Services::caller_forwarding);
  v.optional("strategies_off", &Services::strategies_off);
  v.optional("locked_rights", &Services::locked_rights, Once{});
  v.optional("plan", &Services::plan);
  v.optional("max_employees", &Services::max_employees, Range{0, 1000000, "0 to 1000000 employees (EMP-65)"});
  v.optional("max_schemes", &Services::max_schemes, Range{0, 1000000, "0 to 1000000 schemes (SCH-06)"});
  v.optional("rooms", &Services::rooms);
  v.optional("max_rooms", &Services::max_rooms, Range{0, 1000000, "0 to 1000000 rooms (CNF-46)"});
  v.optional("max_room_seats", &Services::max_room_seats, Range{1, 1000000, "1 to 1000000 seats (CNF-36)"});
  v.optional("max_numbers", &Services::max_numbers, Range{0, 1000000, "0 to 1000000 numbers (NUM-53)"});
  v.optional("prompt_megabytes", &Services::prompt_megabytes, Range{0, 1'000'000'000, "0 to 1000000000 megabytes"});
}

template <class V>
constexpr void describe(V& v, As<CallControl>) {
  v.optional("external_transfer", &CallControl::external_transfer);
  v.optional("ignore_keys_in_call", &CallControl::ignore_keys_in_call);
  v.optional("group_pickup", &CallControl::group_pickup);
  v.optional("directed_pickup", &CallControl::directed_pickup);
  v.optional("blf_pickup", &CallControl::blf_pickup);
}

template <class V>
constexpr void describe(V& v, As<Defaults>) {
  v.optional("employee_ring_time", &Defaults::employee_ring_time,
             Range{1, 120, "an employee rings for 1 to 120 seconds (DEF-17)"});
  v.optional("employee_no_answer_prompt", &Defaults::employee_no_answer_prompt, Sound{});
  v.optional("employee_no_answer_action", &Defaults::employee_no_answer_action);
  v.optional("employee_forward_extension", &Defaults::employee_forward_extension,
             Digits{1, 7, "an extension has 1 to 7 digits"});
  v.optional("group_ring_melody", &Defaults::group_ring_melody, Sound{});
  v.optional("no_answer_suspension", &Defaults::no_answer_suspension,
             Range{0, 86400, "the suspension is 0 to 86400 seconds (DEF-30)"});
  v.optional("queue", &Defaults::queue);
  v.optional("password_prompt", &Defaults::password_prompt, Sound{});
  v.optional("route_to_responsible", &Defaults::route_to_responsible);
  v.optional("incoming_display", &Defaults::incoming_display);
  v.optional("voicemail_notice", &Defaults::voicemail_notice, Sound{});
  v.optional("voicemail_max", &Defaults::voicemail_max, Range{1, 3600, "a message lasts 1 to 3600 seconds (VM-07)"});
  v.optional("voicemail_email", &Defaults::voicemail_email, Email{});
  v.optional("duplicate_to_default", &Defaults::duplicate_to_default);
  v.optional("voicemail_mail", &Defaults::voicemail_mail);
  v.optional("extension_dial", &Defaults::extension_dial);
  v.optional("menu", &Defaults::menu);
  v.optional("reception", &Defaults::reception);
  v.optional("sms_reply", &Defaults::sms_reply);
  v.optional("fax", &Defaults::fax);
  v.optional("menu_callback", &Defaults::menu_callback);
  v.optional("group_callback", &Defaults::group_callback);
  v.optional("shared_numbers", &Defaults::shared_numbers, Texts{0, "a number is not empty"});
  v.optional("transfer_music", &Defaults::transfer_music, Sound{});
  v.optional("consult_display", &Defaults::consult_display);
  v.optional("services", &Defaults::services);
  v.whole(DefaultsFit{});
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
constexpr void describe(V& v, As<SipPresentation>) {
  v.optional("display_name", &SipPresentation::display_name);
  v.optional("identifier", &SipPresentation::identifier);
}

template <class V>
constexpr void describe(V& v, As<SecuritySettings>) {
  v.optional("portal_login_by_sip", &SecuritySettings::portal_login_by_sip);
  v.optional("session_lifetime", &SecuritySettings::session_lifetime,
             Range{300, 31'536'000, "a session lasts 5 minutes to 365 days (LIM-26)"});
  v.optional("session_idle", &SecuritySettings::session_idle, SessionIdle{});
  v.optional("notify_softphone_by_email", &SecuritySettings::notify_softphone_by_email);
  v.optional("two_factor", &SecuritySettings::two_factor);
  v.optional("hash_only", &SecuritySettings::hash_only);
}

template <class V>
constexpr void describe(V& v, As<Role>) {
  v.required("id", &Role::id, RoleName{});
  v.required("name", &Role::name, Length{255, "a name has at most 255 characters"});
  v.optional("description", &Role::description, Length{1000, "a description has at most 1000 characters"});
  v.optional("base", &Role::base, BaseOfRole{});
  v.optional("rights", &Role::rights, Once{});
  v.optional("controlled_groups", &Role::controlled_groups);
  v.whole(LockedRights{});
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
constexpr void describe(V& v, As<AllowedDestinations>) {
  v.optional("all", &AllowedDestinations::all);
  v.optional("classes", &AllowedDestinations::classes, Texts{0, "a destination class is named by its id"});
}

template <class V>
constexpr void describe(V& v, As<Employee>) {
  v.required("id", &Employee::id, Names<Kind::employee>{});
  v.required("full_name", &Employee::full_name, Length{255, "a name has at most 255 characters"});
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
  v.optional("reception_mode", &Employee::reception_mode);
  v.devices("devices", &Employee::devices);
  v.optional("sip_accounts", &Employee::sip_accounts);
  v.optional("honour_status", &Employee::honour_status);
  v.optional("status", &Employee::status);
  v.optional("supervised_groups", &Employee::supervised_groups, EachRefers<Kind::group>{});
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
constexpr void describe(V& v, As<Group>) {
  v.required("id", &Group::id, Names<Kind::group>{});
  v.required("name", &Group::name, Length{255, "a name has at most 255 characters"});
  v.optional("extension", &Group::extension, Extension{1, 5, "a group's extension has 1 to 5 digits (GRP-01)"});
  v.optional("description", &Group::description, Length{1000, "a description has at most 1000 characters"});
  v.optional("strategy", &Group::strategy, StrategyOn{});
  v.optional("reception", &Group::reception);
  v.optional("members", &Group::members);
  v.optional("ring_melody", &Group::ring_melody, Sound{});
  v.optional("queue", &Group::queue);
  v.optional("familiar_first", &Group::familiar_first);
  v.optional("callback", &Group::callback);
  v.whole(MembersOnce{});
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
constexpr void describe(V& v, As<CallerLists>) {
  v.optional("enabled", &CallerLists::enabled);
  v.optional("mode", &CallerLists::mode);
  v.optional("accept_unidentified", &CallerLists::accept_unidentified);
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
constexpr void describe(V& v, As<CallerForwarding>) {
  v.optional("active", &CallerForwarding::active);
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
  v.optional("pin", &Room::pin, Pin{});
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
constexpr void describe(V& v, As<CallerIdSettings>) {
  v.optional("enabled", &CallerIdSettings::enabled);
}

template <class V>
constexpr void describe(V& v, As<NetworkPolicy>) {
  v.optional("sip_access", &NetworkPolicy::sip_access);
  v.optional("addresses", &NetworkPolicy::addresses, AddressPatterns{});
  v.whole(PolicyFits{});
}
template <class V>
constexpr void describe(V& v, As<StandardNumber>) {
  v.optional("number", &StandardNumber::number,
             Digits{7, 15, "a number has 7 to 15 international digits, without a plus (NUM-60)"});
  v.optional("trunk", &StandardNumber::trunk, Refers<Kind::trunk>{});
  v.whole(StandardFits{});
}

template <class V>
constexpr void describe(V& v, As<AccountSettings>) {
  v.optional("name", &AccountSettings::name, Length{255, "a name has at most 255 characters"});
  v.optional("time_zone", &AccountSettings::time_zone, ZoneName{});
  v.optional("country", &AccountSettings::country, CountryCode{});
  v.whole(SettingsFit{});
  v.optional("domains", &AccountSettings::domains, Domains{});
  v.optional("root_domain", &AccountSettings::root_domain);
  v.optional("defaults", &AccountSettings::defaults);
  v.optional("caller_lists", &AccountSettings::caller_lists);
  v.optional("caller_forwarding", &AccountSettings::caller_forwarding);
  v.optional("caller_id", &AccountSettings::caller_id);
  v.optional("allowed_destinations", &AccountSettings::allowed_destinations);
  v.optional("call_control", &AccountSettings::call_control);
  v.optional("security", &AccountSettings::security);
  v.optional("sip_presentation", &AccountSettings::sip_presentation);
  v.optional("network", &AccountSettings::network);
  v.optional("customer", &AccountSettings::customer, Length{255, "a customer's name has at most 255 characters"});
  v.optional("state", &AccountSettings::state);
  v.optional("standard_number", &AccountSettings::standard_number);
}

template <class V>
constexpr void describe(V& v, As<AccountDocument>) {
  v.required("id", &AccountDocument::id, AccountName{});
  v.inherited(As<AccountSettings>{});
  each_object_kind([&]<class T>(As<T>) { v.optional(ObjectKind<T>::list, ObjectKind<T>::member); });
  v.whole(CountsFit{});
}

}  // namespace tandem::model
