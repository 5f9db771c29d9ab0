// The account's document: everything an administrator would keep in a file, in one JSON object.
#pragma once

#include <tandem/call_settings.hpp>
#include <tandem/caller_id.hpp>
#include <tandem/caller_rules.hpp>
#include <tandem/campaign.hpp>
#include <tandem/clock.hpp>
#include <tandem/conferencing.hpp>
#include <tandem/contact.hpp>
#include <tandem/destination.hpp>
#include <tandem/employee.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/fmc.hpp>
#include <tandem/group.hpp>
#include <tandem/network.hpp>
#include <tandem/party.hpp>
#include <tandem/role.hpp>
#include <tandem/room.hpp>
#include <tandem/scheme.hpp>
#include <tandem/security.hpp>
#include <tandem/services.hpp>
#include <tandem/sms_settings.hpp>
#include <tandem/status.hpp>
#include <tandem/storage_quota.hpp>
#include <tandem/text_conversations.hpp>
#include <tandem/trunk.hpp>
#include <tandem/widget.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// An audio file of the account's library. Wherever a prompt is asked for, a document may also write a reference of media.hpp directly
/// ("standard:...", "tone:...", "file:...", "blob:...").
struct Prompt {
  PromptKey id{};
  std::string source{};  ///< a reference as in media.hpp
  EmployeeKey owner{};   ///< who added it; empty: the account itself (AUD-13)
  std::string name{};    ///< for people; empty: the key (AUD-12)
  bool recorded = false;           ///< in the product, not brought as a file (AUD-09)
  std::optional<Time> added{};     ///< AUD-13
  int size = 0;                    ///< bytes as they were brought; counts against the quota (AUD-02)
  std::chrono::seconds length{0};  ///< begun seconds count
  friend bool operator==(const Prompt&, const Prompt&) = default;
};

/// Dialling of extensions in a menu (IVR-11, IVR-14; lengths: 01 OP-44).
struct ExtensionDial {
  bool enabled = true;
  int min_length = 2;  ///< 1..5
  int max_length = 5;  ///< 3..5
  friend bool operator==(const ExtensionDial&, const ExtensionDial&) = default;
};

/// Timers of menus (01 OP-06).
struct MenuSettings {
  std::chrono::seconds input_wait{5};  ///< after the prompts end, for the first digit
  std::chrono::seconds digit_wait{3};  ///< between digits
  int max_errors = 3;                  ///< wrong entries that are forgiven
  int password_attempts = 3;
  friend bool operator==(const MenuSettings&, const MenuSettings&) = default;
};

enum class NoAnswerAction : std::uint8_t { hangup, voicemail, forward_extension };

/// What holds where nothing more specific does (specification 01, 2.4, area DEF).
struct Defaults {
  std::chrono::seconds employee_ring_time{25};                           ///< 1..120 (DEF-17)
  std::optional<PromptKey> employee_no_answer_prompt{};                  ///< DEF-23
  NoAnswerAction employee_no_answer_action = NoAnswerAction::voicemail;  ///< DEF-24
  std::string employee_forward_extension = "1";                          ///< DEF-28
  /// Rules of an auto-secretary act for whoever works in the contact centre where he does not answer, and not only on a
  /// break and offline (02 OP-13).
  bool auto_secretary_on_any_status = false;
  std::optional<PromptKey> group_ring_melody{};                          ///< DEF-29
  std::chrono::seconds no_answer_suspension{0};                          ///< DST-21
  QueueSettings queue{};                                                 ///< QUE-02
  std::chrono::seconds announcement_interval{60};  ///< between those of groups, 10..3600 (02 OP-10)
  bool wrap_up_after_group_calls_only = false;     ///< and not after every conversation (02 OP-18)
  PromptKey password_prompt{"standard:enter-password"};                  ///< IVR-07
  bool route_to_responsible =
      true;  ///< first to the employee a client belongs to, where a contact centre is (DEF-01, DEF-02)
  IncomingDisplay incoming_display = IncomingDisplay::sip_caller_phone_line;        ///< DEF-06..DEF-08
  std::optional<PromptKey> voicemail_notice = PromptKey{"standard:leave-message"};  ///< VM-05, VM-06
  std::chrono::seconds voicemail_max{180};                                          ///< VM-07
  /// Where nothing nearer says (VM-10); empty: AccountSettings::email (VM-09).
  std::string voicemail_email{};
  bool duplicate_to_default = false;  ///< it gets every message as well (VM-11)
  MessageMail voicemail_mail = MessageMail::attach;  ///< VM-12 to VM-15
  bool voicemail_transcript = false;  ///< mails carry the words as well; needs the service `voicemail_speech` (VM-16)
  ExtensionDial extension_dial{};
  MenuSettings menu{};
  ReceptionSettings reception{};
  SmsReplySettings sms_reply{};
  FaxSettings fax{};
  MenuCallback menu_callback{};
  MenuCallback group_callback{};  ///< the same of all groups (GRP-40)
  std::vector<std::string> shared_numbers{};  ///< of providers, that many callers show: they tell nobody apart (GRP-28)
  PromptKey transfer_music{"standard:transfer-melody"};  ///< whoever waits for a transfer hears it (DEF-04)
  ConsultDisplay consult_display = ConsultDisplay::consulting_party;  ///< needs a contact centre (DEF-13)
  TextConversations text_conversations{};                             ///< DEF-46..DEF-55
  Services services{};
  friend bool operator==(const Defaults&, const Defaults&) = default;
};

/// What a phone shows as the name of the other party of an internal call (SIP-32, 03 OP-03).
enum class PartyName : std::uint8_t { employee_name, extension, name_and_extension, none };
/// And as its number.
enum class PartyIdentifier : std::uint8_t { extension, sip_user, outgoing_number };

struct SipPresentation {
  PartyName display_name = PartyName::employee_name;
  PartyIdentifier identifier = PartyIdentifier::extension;
  friend bool operator==(const SipPresentation&, const SipPresentation&) = default;
};
/// A party's data, as they can be shown.
struct ShownParty {
  std::string full_name{};
  std::string extension{};
  std::string sip_user{};  ///< takes the place of what is missing
  std::string outgoing_number{};
};
/// What is shown of a party; for a preview as well (SIP-34).
[[nodiscard]] Party present(const SipPresentation& settings, const ShownParty& party);

/// What may be done with an account (NUM-47).
enum class AccountState : std::uint8_t {
  in_work,
  suspended,  ///< numbers are not moved from it nor to it; calls go on as they are configured
};

/// The platform's own number, that employees call from where their account has none left (NUM-60, NUM-61, CID-06). The
/// same for as many accounts as the host likes.
struct StandardNumber {
  std::string number{};  ///< international digits; empty: the host gives none
  TrunkKey trunk{};      ///< of a carrier, which its calls go out by
  friend bool operator==(const StandardNumber&, const StandardNumber&) = default;
};

/// What an account is apart from its objects.
struct AccountSettings {
  std::string name{};
  std::string time_zone = "UTC";       ///< IANA name
  std::string country = "RU";          ///< ISO 3166 code; national numbers are read by its rules (ruling 5)
  std::vector<std::string> domains{};  ///< SIP domains, lower case
  std::string root_domain{};  ///< the one of them that is the host's own: it is neither renamed nor removed (SIP-15, SIP-38)
  Defaults defaults{};
  CallerLists caller_lists{};                  ///< which of the lists is in force (ACL)
  CallerForwarding caller_forwarding{};        ///< forwarding by caller (FWD)
  CallerIdSettings caller_id{};                ///< which number called parties see (CID)
  AllowedDestinations allowed_destinations{};  ///< where employees may call (LIM-04)
  CallControl call_control{};                  ///< transfers, commands in a call, pickup (LIM-08..LIM-17)
  SecuritySettings security{};
  SipPresentation sip_presentation{};
  NetworkPolicy network{};  ///< from where SIP phones may be used (NET)
  SipEncryption sip_encryption{};  ///< NET-01
  MediaProxy media_proxy{};        ///< MPX
  ConferenceSettings conferences{};
  VideoSettings video{};
  StorageQuota storage{};
  FmcSettings fmc{};
  SmsSettings sms{};
  // The host's own matters: no employee changes them.
  std::string customer{};  ///< whose account it is, as the host calls him; numbers move between accounts of one (NUM-47)
  AccountState state = AccountState::in_work;
  std::string email{};  ///< that the account was registered with; stands in where no address is set (VM-09, FAX-10)
  StandardNumber standard_number{};
  friend bool operator==(const AccountSettings&, const AccountSettings&) = default;
};

struct AccountDocument : AccountSettings {
  std::string id{};  ///< key of the account in its engine: letters, digits, '-' and '_'
  std::vector<Prompt> prompts{};
  std::vector<Role> roles{};
  std::vector<CustomStatus> statuses{};
  std::vector<Employee> employees{};
  std::vector<Group> groups{};
  std::vector<Trunk> trunks{};
  std::vector<Number> numbers{};
  std::vector<Scheme> schemes{};
  std::vector<Contact> contacts{};
  std::vector<ListEntry> list_entries{};        ///< the black and the white list (ACL)
  std::vector<CallerRule> caller_rules{};       ///< forwarding by caller, oldest first (FWD)
  std::vector<CallerIdRule> caller_id_rules{};  ///< in the order in which they are tried (CID)
  std::vector<Room> rooms{};
  std::vector<Campaign> campaigns{};
  std::vector<PlannedCall> planned_calls{};
  std::vector<Widget> widgets{};                ///< of web sites (WGT)
  friend bool operator==(const AccountDocument&, const AccountDocument&) = default;
};

/// Reads and validates a document. On failure the error's `more` holds every further problem found, each with its path.
/// Errors: `wrong_type`, `unknown_field`, `missing_field`, `invalid_argument`, `duplicate`, `dangling`.
[[nodiscard]] Result<AccountDocument> parse_account(std::string_view json);
/// The same, with `open` for what stands in the place of secrets.
[[nodiscard]] Result<AccountDocument> parse_account(std::string_view json,
                                                    std::function<Result<std::string>(std::string_view)> open);

/// The document as JSON, two blanks of indentation, fields in the model's order, defaults left out.
[[nodiscard]] std::string to_json(const AccountDocument& document);
/// The same, with what `seal` gives in the place of secrets.
[[nodiscard]] std::string to_json(const AccountDocument& document, std::function<std::string(std::string_view)> seal);

/// The JSON Schema (draft 2020-12) of account documents, for editors and other programs. What it refuses
/// parse_account() refuses; what only the whole account can tell (uniqueness, references, schedules that fit) it does
/// not know.
[[nodiscard]] std::string account_schema();

/// Every problem of a document, in document order; empty when it may be used.
[[nodiscard]] std::vector<Error> problems_of(const AccountDocument& document);
/// What is allowed but looks wrong: one-digit extensions, forwards to nothing, extensions the menu cannot dial, ...
[[nodiscard]] std::vector<Error> warnings_of(const AccountDocument& document);

}  // namespace TANDEM_API
