// Settings of the account about incoming calls: what the called see, announcements before the connection, faxes and
// callbacks (specification 01, areas NUM, DEF; 04, FAX, ACB).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <chrono>
#include <cstdint>
#include <string>
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

/// What is said before an employee and a caller are connected (NUM-39..NUM-45); needs the service `incoming_announcement`.
struct ReceptionSettings {
  bool announce_caller_number = false;  ///< to the employee, digit by digit; skipped when it is unknown (01 OP-48)
  bool warnings_enabled = false;        ///< off: no line has a warning, whatever is listed (NUM-42)
  Audience audience = Audience::caller;
  std::vector<LineWarning> warnings{};  ///< a line stands once
  friend bool operator==(const ReceptionSettings&, const ReceptionSettings&) = default;
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
  std::string email{};                ///< where no scheme says otherwise (FAX-09); empty: AccountSettings::email (FAX-10)
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

}  // namespace TANDEM_API
