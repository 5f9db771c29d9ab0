// The settings of an account: fields, in the order of the document, with their rules.
#pragma once

#include "model/describe.hpp"
#include "model/describe_services.hpp"
#include "model/rules.hpp"

#include <tandem/account.hpp>

namespace tandem::model {

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
  v.whole(AnnouncementOn{});
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
  v.optional("auto_secretary_on_any_status", &Defaults::auto_secretary_on_any_status);
  v.optional("group_ring_melody", &Defaults::group_ring_melody, Sound{});
  v.optional("no_answer_suspension", &Defaults::no_answer_suspension,
             Range{0, 86400, "the suspension is 0 to 86400 seconds (DEF-30)"});
  v.optional("queue", &Defaults::queue);
  v.optional("announcement_interval", &Defaults::announcement_interval,
             Range{10, 3600, "announcements come every 10 to 3600 seconds"});
  v.optional("wrap_up_after_group_calls_only", &Defaults::wrap_up_after_group_calls_only);
  v.optional("password_prompt", &Defaults::password_prompt, Sound{});
  v.optional("route_to_responsible", &Defaults::route_to_responsible);
  v.optional("incoming_display", &Defaults::incoming_display);
  v.optional("voicemail_notice", &Defaults::voicemail_notice, Sound{});
  v.optional("voicemail_max", &Defaults::voicemail_max, Range{1, 3600, "a message lasts 1 to 3600 seconds (VM-07)"});
  v.optional("voicemail_email", &Defaults::voicemail_email, Email{});
  v.optional("duplicate_to_default", &Defaults::duplicate_to_default);
  v.optional("voicemail_mail", &Defaults::voicemail_mail);
  v.optional("voicemail_transcript", &Defaults::voicemail_transcript);
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
  v.optional("text_conversations", &Defaults::text_conversations);
  v.optional("services", &Defaults::services);
  v.whole(DefaultsFit{});
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
constexpr void describe(V& v, As<AllowedDestinations>) {
  v.optional("all", &AllowedDestinations::all);
  v.optional("classes", &AllowedDestinations::classes, Texts{0, "a destination class is named by its id"});
}

template <class V>
constexpr void describe(V& v, As<CallerLists>) {
  v.optional("enabled", &CallerLists::enabled);
  v.optional("mode", &CallerLists::mode);
  v.optional("accept_unidentified", &CallerLists::accept_unidentified);
}

template <class V>
constexpr void describe(V& v, As<CallerForwarding>) {
  v.optional("active", &CallerForwarding::active);
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
constexpr void describe(V& v, As<SipEncryption>) {
  v.optional("srtp", &SipEncryption::srtp);
  v.optional("tls", &SipEncryption::tls);
  v.whole(EncryptionFits{});
}

template <class V>
constexpr void describe(V& v, As<MediaProxy>) {
  v.optional("enabled", &MediaProxy::enabled);
  v.optional("apply_mode", &MediaProxy::apply_mode);
  v.optional("relays", &MediaProxy::relays, Relays{});
  v.optional("key", &MediaProxy::key, RelayKey{});
  v.optional("fallback_to_builtin", &MediaProxy::fallback_to_builtin);
  v.whole(MediaProxyFits{});
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
  v.optional("sip_encryption", &AccountSettings::sip_encryption);
  v.optional("media_proxy", &AccountSettings::media_proxy);
  v.optional("conferences", &AccountSettings::conferences);
  v.optional("video", &AccountSettings::video);
  v.optional("storage", &AccountSettings::storage);
  v.optional("fmc", &AccountSettings::fmc);
  v.optional("sms", &AccountSettings::sms);
  v.optional("customer", &AccountSettings::customer, Length{255, "a customer's name has at most 255 characters"});
  v.optional("state", &AccountSettings::state);
  v.optional("email", &AccountSettings::email, Email{});
  v.optional("standard_number", &AccountSettings::standard_number);
}

}  // namespace tandem::model
