// Settings of the account about incoming calls: what the called see, announcements before the connection, replies by
// SMS, faxes, callbacks, and which services the account has (specification 01, areas NUM, DEF, SMS; 04, FAX, ACB, SVC).
#pragma once

#include <tandem/export.hpp>
#include <tandem/group.hpp>
#include <tandem/ids.hpp>
#include <tandem/role.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// What a called employee's device shows of a call from outside (DEF-06..DEF-08).
enum class IncomingDisplay : std::uint8_t {
  sip_caller_phone_line,  ///< SIP phones the caller's number, telephones the account's line
  caller_number,
  pbx_line,
};

/// Who hears a line's warning before the connection (01 OP-27).
enum class Audience : std::uint8_t { caller, employee, both };

struct LineWarning {
  std::string line{};  ///< number of the account
  PromptKey prompt{};  ///< one of the account's own prompts (NUM-44); empty: none for this line (NUM-43)
  friend bool operator==(const LineWarning&, const LineWarning&) = default;
};

/// What is said before an employee and a caller are connected (NUM-39..NUM-45).
struct ReceptionSettings {
  bool announce_caller_number = false;  ///< to the employee, digit by digit; skipped when it is unknown (01 OP-48)
  bool warnings_enabled = false;        ///< off: no line has a warning, whatever is listed (NUM-42)
  Audience audience = Audience::caller;
  std::vector<LineWarning> warnings{};  ///< a line stands once
  friend bool operator==(const ReceptionSettings&, const ReceptionSettings&) = default;
};

/// The answer by SMS to a client whose call was missed (SMS-01..SMS-06). A scheme has to ask for it as well (SMS-02).
struct SmsReplySettings {
  bool enabled = false;
  std::string sender_name = "COM-PRO";  ///< SMS-03
  std::string message{};
  int no_repeat_days = 1;  ///< 1..7: the same client gets none for so long after one (SMS-05)
  std::optional<int>
      daily_limit{};            ///< of the account, per day of its time zone; 0: none is sent; none: no limit (SMS-06)
  bool report_delivery = true;  ///< SmsDelivered events (SMS-10)
  friend bool operator==(const SmsReplySettings&, const SmsReplySettings&) = default;
};

/// What the mail about a message or a fax is to be; the host writes it (VM-12 to VM-15).
enum class MessageMail : std::uint8_t {
  attach,             ///< with the message
  notify_only,        ///< without it
  attach_and_delete,  ///< with it; then the host removes it from the store
  none,               ///< nobody is written to
};

/// Incoming faxes (IVR-25, IVR-26, FAX-05..FAX-09).
struct FaxSettings {
  bool auto_detect = true;            ///< off: the handler fax_detect never acts
  bool in_call = true;                ///< an employee takes one from whom he talks to with #0 (FAX-01)
  bool copy_to_employee = false;      ///< a fax taken with #0 goes to whoever took it as well (FAX-11)
  std::string email{};                ///< where no scheme says otherwise
  MessageMail mail = MessageMail::attach;
  std::chrono::seconds longest{600};  ///< a fax that has not ended by then is given up
  friend bool operator==(const FaxSettings&, const FaxSettings&) = default;
};

/// Callbacks for calls missed in a voice menu, or by a group; the same for all schemes and for all groups, and whatever
/// kept the client from being reached (SCH-66, SCH-67, GRP-40).
struct MenuCallback {
  int attempts = 7;                      ///< 1..10
  std::chrono::seconds pause{900};       ///< at least 60
  std::chrono::seconds answer_wait{30};  ///< 1..60
  friend bool operator==(const MenuCallback&, const MenuCallback&) = default;
};

/// What a consulted colleague sees when he is handed a caller (DEF-09..DEF-13).
enum class ConsultDisplay : std::uint8_t {
  consulting_party,  ///< the colleague who asked him, all the time
  external_party,    ///< the caller: the colleague's phone is called anew, on behalf of the one who hands over
};

/// What may be done with a call that rings or is talked on (LIM-08..LIM-17, 03 OP-12).
struct CallControl {
  bool external_transfer = true;     ///< calls may be passed on to numbers outside (LIM-08, LIM-09)
  bool ignore_keys_in_call = false;  ///< whoever answered gives no commands by keys (LIM-11, LIM-12)
  bool group_pickup = false;         ///< *8 (LIM-13)
  bool directed_pickup = false;      ///< *8 and an internal number (LIM-15)
  bool blf_pickup = false;           ///< by a key that shows a line's state (LIM-17)
  friend bool operator==(const CallControl&, const CallControl&) = default;
};

/// An account's plan, as far as the engine has to know it.
enum class Plan : std::uint8_t { full, virtual_number };

/// The services that are switched on and off one by one, as far as the engine has to know them (SVC-02).
enum class Service : std::uint8_t {
  multi_level_menu,
  speech_menu,
  menu_callback,
  fax_detect,
  contact_centre,
  caller_forwarding,
  roles,
  own_prompts,
  foreign_numbers,
  site_widgets,
  auto_secretary,
  srtp,
  tls,
  media_proxy,
};
inline constexpr std::size_t service_count = 14;
[[nodiscard]] std::string_view name_of(Service) noexcept;

/// What the account has. The host switches services on and off; settings that need one cannot be stored without it.
struct Services {
  bool multi_level_menu = true;  ///< IVR-05
  bool speech_menu = true;       ///< IVR-46, SCH-84
  bool menu_callback = true;     ///< SCH-84
  bool fax_detect = true;        ///< IVR-27
  bool contact_centre = false;   ///< DEF-02
  bool caller_forwarding = true;  ///< FWD-05; off: no rule may be on
  bool roles = true;             ///< the additional roles and those of the account's own making (ROL-04, ROL-05)
  bool own_prompts = true;         ///< audio files of one's own (AUD-19)
  bool foreign_numbers = true;     ///< lines of other operators: third-party SIP numbers (NUM-51)
  bool site_widgets = true;        ///< calls from sites, and the lines they come by (NUM-51)
  bool auto_secretary = true;      ///< off: no rule of an employee's acts, and none may be switched on (SEC-01)
  bool srtp = false;               ///< NET-02; taken away, encryption goes off with it (NET-03)
  bool tls = false;                ///< the same
  bool media_proxy = false;        ///< relays in the account's own network (MPX-01)
  std::vector<RingStrategy> strategies_off{};  ///< ring strategies that no group may be given (GRP-43)
  std::vector<Right> locked_rights{};  ///< what roles of the account's own making have of these, their base role has (ROL-18)
  Plan plan = Plan::full;              ///< virtual_number: three employees at the most (SCH-52); warns of SCH-51
  std::optional<int> max_employees{};  ///< EMP-65; none: no limit
  std::optional<int> max_schemes{};    ///< SCH-06
  bool rooms = true;                   ///< conference rooms (CNF-52)
  std::optional<int> max_rooms{};      ///< CNF-46; none: no limit
  std::optional<int> max_room_seats{};  ///< of one room (CNF-36)
  std::optional<int> max_numbers{};    ///< lines of all kinds but the standard number (NUM-53); none: no limit
  std::optional<int> prompt_megabytes{};  ///< of 1,000,000 bytes, for the library's own files together; none: no limit (AUD-02)
  friend bool operator==(const Services&, const Services&) = default;
};
[[nodiscard]] bool has_service(const Services& services, Service service) noexcept;
void set_service(Services& services, Service service, bool on) noexcept;

}  // namespace TANDEM_API
