// Why a decision came out as it did, typed: every decision of a call names one of these reasons and carries its
// arguments; the words are made only when somebody reads them, in the language he reads.
#pragma once

#include <tandem/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

enum class Language : std::uint8_t { english, russian };

/// What each means, with its rule and its words, stands in src/model/reason_table.hpp; text_of() says it. Behind each
/// stand its arguments in order. New ones may come with every version: a reader of records keeps those it does not know.
enum class Reason : std::uint16_t {
  free_text,  ///< a sentence as it is: from records of older versions, or by a reason this version does not know; text

  // Why a call could not be taken at all.
  media_unusable,      ///< message
  unknown_number,      ///< number
  trunk_lines_taken,   ///< trunk
  trunk_all_lines,     ///< lines, trunk
  trunk_switched_off,  ///< trunk
  no_leg,              ///< where to, message

  // Entry.
  internal_number,        ///< number
  internal_number_trunk,  ///< number, trunk
  line_without_scheme,    ///< line
  line_to_scheme,         ///< line, scheme
  hook_forwards,          ///< where to
  hook_refuses,
  hook_silent,            ///< milliseconds
  hook_target_unknown,    ///< where to
  responsible_first,      ///< employee
  responsible_unable,     ///< employee

  // Schemes and menus.
  branch_taken,           ///< scheme, branch, of how many
  next_scheme,            ///< scheme
  scheme_loop,            ///< hops
  menu_loop,              ///< returns
  forward_without_target,
  prompt_not_chosen,
  forward_without_trunk,  ///< number
  forward_to_number,      ///< number, trunk
  forward_to_sip,         ///< address
  forward_to_trunk,       ///< number, trunk
  region_matched,         ///< region
  region_otherwise,
  region_unmatched,
  menu_item_chosen,       ///< digits of all levels
  menu_item_closed,       ///< digits
  wrong_password,         ///< digits, attempt
  extension_dialled,      ///< digits
  prefix_dialled,         ///< prefix, trunk
  spoken_digits,          ///< words, digits
  spoken_person,          ///< words, who
  spoken_topic,           ///< words, digits of the item
  nothing_entered,
  entry_unmatched,        ///< digits, how many wrong entries, how many are forgiven
  entry_errors_exceeded,  ///< digits, how many wrong entries, how many are forgiven
  scheme_voicemail,
  scheme_fax,
  fax_tone_handled,
  fax_tone_unhandled,
  fax_failed,             ///< message
  scheme_hangup,

  // Employees.
  sip_account_forwarded,  ///< AOR, AOR
  sip_forwarding_circle,
  no_active_device,       ///< employee
  status_forbids_ring,    ///< employee, status
  employee_busy,          ///< employee
  rings_employee,         ///< employee
  rings_default_number,   ///< employee
  rings_contact,          ///< employee, contact
  no_such_contact,        ///< employee, contact
  warning_played,         ///< line
  caller_announced,
  unanswered_voicemail,   ///< employee
  unanswered_extension,   ///< extension
  unanswered_busy,
  forward_loop,           ///< hops

  // After the call.
  sms_reply,              ///< client
  sms_repeated,           ///< client, days
  sms_limit_reached,      ///< limit
  sms_not_mobile,         ///< client
  callback_wanted,        ///< client, group
  callback_there,         ///< client
  callback_not_for,       ///< number
  callback_ordered,       ///< group
  callback_calls,         ///< client, attempt, of how many
  call_placed,            ///< employee, number
  familiar_first,         ///< group, employee

  // Auto-secretaries.
  secretary_fires,          ///< employee, position of the rule, what becomes of the call
  secretary_not_in_status,  ///< employee, status

  // Employees who dial through from outside.
  dial_through_by_number,  ///< employee
  dial_through_by_pin,     ///< employee
  dial_through_wrong_pin,  ///< extension, attempt

  // Groups; the eight strategies in the order of RingStrategy.
  rings_sequential,       ///< group, employees
  rings_random,           ///< group, employees
  rings_tier,             ///< group, employees
  rings_all,              ///< group, employees
  rings_longest_idle,     ///< group, employees
  rings_least_talk_time,  ///< group, employees
  rings_fewest_answered,  ///< group, employees
  rings_longest_idle_in_priority,  ///< group, employees
  nobody_to_ring,         ///< group
  queue_full,             ///< group, callers that wait
  queued,                 ///< group, place
  position_told,          ///< group, place
  wait_told,              ///< group, minutes
  longest_wait_over,      ///< group

  // Calls of employees to the outside.
  trunk_by_prefix,   ///< prefix, trunk
  own_line,          ///< employee, line
  no_outgoing_line,  ///< employee
  trunk_by_mask,        ///< mask, trunk, number as it is sent
  trunk_not_available,  ///< trunk
  trunk_replaced,       ///< backup, trunk
  caller_id_rule,       ///< line, what the rule says
  destination_refused,  ///< number, class
  pbx_to_network,       ///< number, line
  pbx_without_caller_id,  ///< trunk

  // Passing calls on, and taking them where they ring.
  transfer_asked,       ///< employee, where to
  transfer_consults,    ///< employee, where to
  transfer_inside_only, ///< employee, number
  transfer_nowhere,     ///< employee, where to
  transfer_came_back,   ///< employee, where to
  transfer_joined,      ///< employee, where to
  transfer_shown_anew,  ///< where to
  keys_ignored,         ///< employee
  pickup_forbidden,     ///< what was dialled
  pickup_nothing,       ///< what was dialled
  pickup_took,          ///< employee, call

  // What the caller's number decides.
  caller_blacklisted,    ///< the entry
  caller_not_whitelisted,  ///< number
  caller_unidentified,
  caller_forwarded,      ///< the rule's pattern, target

  // Why somebody was left out.
  tried_in_pass,
  busy,
  status_forbids,        ///< status
  suspended,
  wrapping_up,
  no_device_in_schedule,
  no_device_registered,
  not_looked_at,         ///< how many

  trunk_silent,  ///< trunk, seconds

  internal_trunk,   ///< trunk, number as sent
  trunk_unlinked,   ///< trunk
  trunk_peer_off,   ///< trunk
  too_many_hops,    ///< internal trunks crossed, trunk

  fmc_caller,  ///< employee, number
};

/// Its name in records: "rings_employee".
[[nodiscard]] std::string_view name_of(Reason reason) noexcept;
/// The rule it stands for: "DST-02"; empty for what is no rule of its own.
[[nodiscard]] std::string_view rule_of(Reason reason) noexcept;
/// Its words, with {0}, {1}, ... where the arguments stand; {0:w} for one that is a word of the model and is translated.
[[nodiscard]] std::string_view template_of(Reason reason, Language language) noexcept;
/// How many arguments it has.
[[nodiscard]] std::size_t arguments_of(Reason reason) noexcept;
/// The reason of this name, if this version knows it.
[[nodiscard]] std::optional<Reason> find_reason(std::string_view name) noexcept;
/// The sentence. Arguments that are missing are shown as "?".
[[nodiscard]] std::string text_of(Reason reason, const std::vector<std::string>& arguments, Language language);

}  // namespace tandem
