// The enumerators' names in documents and records. One table for each enum, in the enum's order.
#pragma once

#include <tandem/account.hpp>
#include <tandem/event.hpp>
#include <tandem/record.hpp>
#include <tandem/sms.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tandem::model {

template <class E>
inline constexpr std::array<std::string_view, 0> names_of{};  // specialised for every enum of the model

template <>
inline constexpr std::array<std::string_view, 12> names_of<DayClass>{
    "working_days", "non_working_days", "monday", "tuesday",   "wednesday", "thursday",
    "friday",       "saturday",         "sunday", "every_day", "holidays",  "pre_holidays"};
template <>
inline constexpr std::array<std::string_view, 9> names_of<BaseRole>{
    "no_access",     "employee", "senior_employee", "group_supervisor", "marketer", "accountant", "company_head",
    "administrator", "robot"};
template <>
inline constexpr std::array<std::string_view, section_count> names_of<Section>{"lists",
                                                                               "employees_and_groups",
                                                                               "analytics",
                                                                               "monitoring",
                                                                               "call_history",
                                                                               "call_recording",
                                                                               "contact_centre",
                                                                               "messages",
                                                                               "callback_orders",
                                                                               "call_tracking",
                                                                               "sip_settings",
                                                                               "audio_files",
                                                                               "security",
                                                                               "conferencing",
                                                                               "additional_settings",
                                                                               "services",
                                                                               "api"};
template <>
inline constexpr std::array<std::string_view, right_count> names_of<Right>{
    "lists_edit",
    "employees_view",
    "employees_view_groups",
    "employees_edit",
    "own_reception_edit",
    "controlled_reception_edit",
    "controlled_distribution_edit",
    "controlled_members_edit",
    "call_rules_edit",
    "own_membership_edit",
    "avatar_edit",
    "analytics_view",
    "monitoring_view",
    "history_own",
    "history_member_groups",
    "history_controlled_groups",
    "history_all",
    "recordings_own",
    "recordings_member_groups",
    "recordings_controlled_groups",
    "recordings_all",
    "recording_settings_edit",
    "contact_centre_use",
    "address_book_read",
    "address_book_edit",
    "messages_read",
    "callback_orders_read",
    "call_tracking_edit",
    "widgets_edit",
    "sip_accounts_edit",
    "trunks_view",
    "trunks_edit",
    "network_policy_edit",
    "media_proxy_edit",
    "audio_own",
    "audio_controlled",
    "audio_any",
    "security_settings_edit",
    "audit_read",
    "roles_edit",
    "rooms_manage",
    "call_processing_edit",
    "numbers_move",
    "finance_view",
    "services_edit",
    "api_edit"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<ControlledGroups>{"own_memberships", "all_groups",
                                                                            "individual_list"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<ReceptionMode>{"main_only", "all_simultaneous",
                                                                         "all_sequential"};
template <>
inline constexpr std::array<std::string_view, 6> names_of<Status>{"online",    "break", "outbound",
                                                                  "all_calls", "dnd",   "offline"};
template <>
inline constexpr std::array<std::string_view, 8> names_of<RingStrategy>{
    "sequential",   "random",          "parallel_by_priority", "ring_all",
    "longest_idle", "least_talk_time", "fewest_answered",      "longest_idle_in_priority"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<GroupReception>{"as_in_card", "main_only", "all_simultaneous",
                                                                          "all_sequential"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<Transport>{"udp", "tcp"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<Codec>{"pcma", "pcmu", "opus", "g729"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<LineMode>{"trunk", "passive", "active"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<LineUse>{"ordinary", "widget", "standard"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<AccountState>{"in_work", "suspended"};
template <>
inline constexpr std::array<std::string_view, service_count> names_of<Service>{
    "multi_level_menu",
    "speech_menu",
    "menu_callback",
    "fax_detect",
    "contact_centre",
    "caller_forwarding",
    "roles",
    "own_prompts",
    "foreign_numbers",
    "site_widgets",
    "auto_secretary",
    "srtp",
    "tls",
    "media_proxy",
    "rooms",
    "announced_wait_time",
    "announced_position",
    "ring_modes",
    "incoming_announcement",
    "category_sms_name",
    "voicemail_speech",
    "callback_widgets",
    "multichannel_widgets",
    "call_recording",
    "monitoring",
    "fax_broadcast",
    "speech_analytics",
    "file_mailing",
    "integrations",
    "conference_extension",
    "extra_employees",
    "extra_numbers",
    "group_strategies",
    "caller_id_rules",
    "storage",
    "group_video",
    "fmc"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<TextAlgorithm>{"least_loaded", "even"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<SenderKind>{"default", "category", "unique"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<SenderState>{"available", "pending", "approved", "rejected"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<TrunkDtmf>{"process_here", "pass_through"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<DtmfMode>{"rfc2833", "inband"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<TrunkState>{"connected", "no_connection", "disabled"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<TrunkPeer>{"carrier", "pbx", "account"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<AddressKind>{"phone", "sip"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<CallerSource>{"phone", "sip_trunk"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<CallerList>{"blacklist", "whitelist"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<CallerIdRuleType>{"prefix", "mask", "region"};
template <>
inline constexpr std::array<std::string_view, 6> names_of<CampaignState>{"draft",  "scheduled", "running",
                                                                         "paused", "stopped",   "completed"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<RoomAccess>{"external_and_employees", "external_only",
                                                                      "employees_only"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<PinScope>{"everyone", "external_only"};
template <>
inline constexpr std::array<std::string_view, 6> names_of<HandlerKind>{
    "extension_dial", "fax_detect", "no_input", "any_other_input", "input_error_limit", "wrong_password"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<PlayMode>{"always", "first_time_only"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<EmployeeBy>{"card", "default_number", "contact"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<IncomingDisplay>{"sip_caller_phone_line", "caller_number",
                                                                           "pbx_line"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<ConsultDisplay>{"consulting_party", "external_party"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<LineState>{"idle", "ringing", "busy"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<Audience>{"caller", "employee", "both"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<FinalAction>{"hangup", "return_to_main_menu"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<MessageMail>{"attach", "notify_only", "attach_and_delete",
                                                                       "none"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<SipAccess>{"any", "home_country", "allow_list"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<Srtp>{"off", "optional", "required"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<Tls>{"off", "allowed", "required"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<ProxyScope>{"all_accounts", "per_account"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<TwoFactor>{"off", "email", "sms"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<Plan>{"full", "virtual_number"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<PartyName>{"employee_name", "extension", "name_and_extension",
                                                                     "none"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<PartyIdentifier>{"extension", "sip_user", "outgoing_number"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<NoAnswerAction>{"hangup", "voicemail", "forward_extension"};

template <>
inline constexpr std::array<std::string_view, 2> names_of<CallOrigin>{"external_incoming", "internal"};
template <>
inline constexpr std::array<std::string_view, 5> names_of<MailReason>{"registration", "welcome", "softphone", "missed_call",
                                                                      "auto_secretary"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<ObjectChange>{"made", "changed", "removed"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<Direction>{"incoming", "outgoing", "internal"};
template <>
inline constexpr std::array<std::string_view, 12> names_of<CallResult>{
    "open",     "answered", "missed",      "menu",   "input_error", "voicemail",
    "external", "refused",  "interrupted", "failed", "fax",         "blacklisted"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<EndedBy>{"nobody", "caller", "callee", "engine"};
template <>
inline constexpr std::array<std::string_view, 9> names_of<PartKind>{
    "scheme", "menu", "group", "attempt", "talk", "external", "voicemail", "fax", "secretary"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<SmsStatus>{"sent", "delivered", "failed"};
template <>
inline constexpr std::array<std::string_view, 18> names_of<PartResult>{
    "open",          "done",        "answered",           "no_answer",   "busy",
    "rejected",      "unavailable", "answered_elsewhere", "cancelled",   "caller_hangup",
    "callee_hangup", "max_wait",    "max_length",         "no_operator", "failed",
    "transferred",   "picked_up",   "callback_ordered"};

template <class E>
[[nodiscard]] constexpr std::string_view enum_name(E value) noexcept {
  const auto index = static_cast<std::size_t>(value);
  return index < names_of<E>.size() ? names_of<E>[index] : std::string_view("?");
}
template <class E>
[[nodiscard]] constexpr std::optional<E> enum_value(std::string_view name) noexcept {
  for (std::size_t i = 0; i < names_of<E>.size(); ++i) {
    if (names_of<E>[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace tandem::model
