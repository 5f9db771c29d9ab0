// What an account has and may use: services, capacities, SIM cards and SMS; fields, in the order of the document, with
// their rules.
#pragma once

#include "model/describe.hpp"
#include "model/rules.hpp"
#include "model/rules_services.hpp"

#include <tandem/account.hpp>

namespace tandem::model {

template <class V>
constexpr void describe(V& v, As<ServiceTerms>) {
  v.required("service", &ServiceTerms::service);
  v.optional("quantity", &ServiceTerms::quantity, Range{0, 1'000'000'000, "a quantity is 0 to 1000000000"});
  v.optional("monthly_cost", &ServiceTerms::monthly_cost, Length{64, "a cost has at most 64 characters"});
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
  v.optional("auto_secretary", &Services::auto_secretary);
  v.optional("srtp", &Services::srtp);
  v.optional("tls", &Services::tls);
  v.optional("media_proxy", &Services::media_proxy);
  v.optional("announced_wait_time", &Services::announced_wait_time);
  v.optional("announced_position", &Services::announced_position);
  v.optional("ring_modes", &Services::ring_modes);
  v.optional("incoming_announcement", &Services::incoming_announcement);
  v.optional("category_sms_name", &Services::category_sms_name);
  v.optional("voicemail_speech", &Services::voicemail_speech);
  v.optional("callback_widgets", &Services::callback_widgets);
  v.optional("multichannel_widgets", &Services::multichannel_widgets);
  v.optional("call_recording", &Services::call_recording);
  v.optional("monitoring", &Services::monitoring);
  v.optional("fax_broadcast", &Services::fax_broadcast);
  v.optional("speech_analytics", &Services::speech_analytics);
  v.optional("file_mailing", &Services::file_mailing);
  v.optional("integrations", &Services::integrations);
  v.optional("conference_extension", &Services::conference_extension);
  v.optional("caller_forwarding", &Services::caller_forwarding);
  v.optional("strategies_off", &Services::strategies_off);
  v.optional("locked_rights", &Services::locked_rights, Once{"this right"});
  v.optional("plan", &Services::plan);
  v.optional("max_employees", &Services::max_employees, Range{0, 1000000, "0 to 1000000 employees (EMP-65)"});
  v.optional("max_schemes", &Services::max_schemes, Range{0, 1000000, "0 to 1000000 schemes (SCH-06)"});
  v.optional("rooms", &Services::rooms);
  v.optional("max_rooms", &Services::max_rooms, Range{0, 1000000, "0 to 1000000 rooms (CNF-46)"});
  v.optional("max_room_seats", &Services::max_room_seats, Range{1, 1000000, "1 to 1000000 seats (CNF-36)"});
  v.optional("max_numbers", &Services::max_numbers, Range{0, 1000000, "0 to 1000000 numbers (NUM-53)"});
  v.optional("prompt_megabytes", &Services::prompt_megabytes, Range{0, 1'000'000'000, "0 to 1000000000 megabytes"});
  v.optional("terms", &Services::terms, TermsFit{});
}

template <class V>
constexpr void describe(V& v, As<TextConversations>) {
  v.optional("auto_distribute", &TextConversations::auto_distribute);
  v.optional("algorithm", &TextConversations::algorithm);
  v.optional("max_per_employee", &TextConversations::max_per_employee,
             Range{0, 1000, "an employee has 1 to 1000 open conversations, or 0 for no limit (DEF-48, DEF-50)"});
  v.optional("first_reply_timeout", &TextConversations::first_reply_timeout,
             Range{0, 86400, "the time for the first reply is 1 to 86400 seconds, or 0 for none (DEF-51)"});
  v.optional("cooldown", &TextConversations::cooldown,
             Range{0, 86400, "the pause between conversations is 1 to 86400 seconds, or 0 for none (DEF-52)"});
  v.optional("skip_in_group_call", &TextConversations::skip_in_group_call);
  v.optional("to_responsible", &TextConversations::to_responsible);
  v.whole(CooldownFits{});
}

template <class V>
constexpr void describe(V& v, As<ConferenceSettings>) {
  v.optional("max_participants", &ConferenceSettings::max_participants, ConferenceSize{});
  v.optional("max_total", &ConferenceSettings::max_total,
             Range{0, 1000000, "0 to 1000000 people confer at one moment (CNF-11)"});
  v.optional("included", &ConferenceSettings::included, Range{0, 1000000, "a plan covers 0 to 1000000 people (CNF-13)"});
  v.optional("max_conferences", &ConferenceSettings::max_conferences,
             Range{0, 1000000, "0 to 1000000 conferences, or null for no limit (CNF-12)"});
}

template <class V>
constexpr void describe(V& v, As<VideoSettings>) {
  v.optional("one_to_one_enabled", &VideoSettings::one_to_one_enabled,
             AlwaysOn{"video calls of two are always on (VID-01)"});
  v.optional("group_enabled", &VideoSettings::group_enabled);
  v.optional("group_licences", &VideoSettings::group_licences, Range{0, 1000000, "0 to 1000000 licences (VID-02)"});
  v.whole(VideoFits{});
}

template <class V>
constexpr void describe(V& v, As<StorageQuota>) {
  v.optional("included_mb", &StorageQuota::included_mb, Range{0, 1'000'000'000, "0 to 1000000000 megabytes (STO-02)"});
  v.optional("purchased_mb", &StorageQuota::purchased_mb, Range{0, 100'000, "0 to 100000 megabytes (STO-03)"});
  v.optional("warn_free_mb", &StorageQuota::warn_free_mb, Range{0, 1'000'000'000, "0 to 1000000000 megabytes (STO-04)"});
  v.optional("warn_email", &StorageQuota::warn_email);
  v.optional("warn_sms", &StorageQuota::warn_sms);
  v.optional("warn_email_address", &StorageQuota::warn_email_address, Email{});
  v.optional("warn_phone", &StorageQuota::warn_phone, NotifiedPhone{});
  v.whole(QuotaFits{});
}

template <class V>
constexpr void describe(V& v, As<FmcNumber>) {
  v.required("number", &FmcNumber::number,
             Digits{7, 15, "a SIM card's number has 7 to 15 international digits, without a plus (FMC-08)"});
  v.required("carrier", &FmcNumber::carrier, Refers<Kind::trunk>{});
}

template <class V>
constexpr void describe(V& v, As<FmcSettings>) {
  v.optional("enabled", &FmcSettings::enabled);
  v.optional("numbers", &FmcSettings::numbers, FmcNumbersOnce{});
}

template <class V>
constexpr void describe(V& v, As<SenderName>) {
  v.required("name", &SenderName::name);
  v.optional("kind", &SenderName::kind);
  v.optional("state", &SenderName::state);
  v.optional("contact", &SenderName::contact, Length{255, "a contact has at most 255 characters"});
  v.optional("documents", &SenderName::documents, Texts{0, "a document's name is not empty"});
  v.whole(SenderFits{});
}

template <class V>
constexpr void describe(V& v, As<SmsSettings>) {
  v.optional("send_all_via_platform", &SmsSettings::send_all_via_platform);
  v.optional("sender_name", &SmsSettings::sender_name);
  v.optional("names", &SmsSettings::names, SendersOnce{});
  v.whole(ActiveSender{});
}

template <class V>
constexpr void describe(V& v, As<SmsReplySettings>) {
  v.optional("enabled", &SmsReplySettings::enabled);
  v.optional("sender_name", &SmsReplySettings::sender_name);
  v.optional("message", &SmsReplySettings::message, Length{1000, "a text has at most 1000 characters"});
  v.optional("no_repeat_days", &SmsReplySettings::no_repeat_days,
             Range{1, 7, "the same client gets no other SMS for 1 to 7 days (SMS-05)"});
  v.optional("daily_limit", &SmsReplySettings::daily_limit,
             Range{0, 1000000, "a day's limit is 0 to 1000000, or null for none (SMS-06)"});
  v.optional("report_delivery", &SmsReplySettings::report_delivery);
  v.whole(SmsFits{});
  v.whole(ActiveSender{});
}

}  // namespace tandem::model
