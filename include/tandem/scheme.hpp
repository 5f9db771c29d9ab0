// Routing schemes: what happens to a call between its arrival and the one who takes it (specification 01, SCH and IVR).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/schedule.hpp>
#include <tandem/signaling.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tandem TANDEM_API {

/// When a prompt is heard (01 OP-15).
enum class PlayMode : std::uint8_t {
  always,
  first_time_only,  ///< once in a call: not again after a return to the main menu or a wrong entry
};

struct PlayPrompt {
  PromptKey prompt{};
  bool wait_end = false;  ///< true: the next action waits for the end (IVR-36, IVR-37)
  PlayMode mode = PlayMode::always;
  bool barge_in = true;   ///< keys and words cut it short; false: they act when it has ended (01 OP-09)
  friend bool operator==(const PlayPrompt&, const PlayPrompt&) = default;
};
struct ToGroup {
  GroupKey group{};
  friend bool operator==(const ToGroup&, const ToGroup&) = default;
};
/// Which contact of an employee a forward means (SCH-39).
enum class EmployeeBy : std::uint8_t {
  card,            ///< as the card says: reception mode, order, schedules (SCH-40)
  default_number,  ///< the main device alone
  contact,         ///< one device, named
};
struct ToEmployee {
  EmployeeKey employee{};
  EmployeeBy by = EmployeeBy::card;
  std::string contact{};  ///< with `contact`: the device's SIP account or number
  friend bool operator==(const ToEmployee&, const ToEmployee&) = default;
};
/// Whatever has this extension: employee, group or scheme.
struct ToExtension {
  std::string extension{};
  friend bool operator==(const ToExtension&, const ToExtension&) = default;
};
struct ToScheme {
  SchemeKey scheme{};  ///< must have an extension (SCH-42)
  friend bool operator==(const ToScheme&, const ToScheme&) = default;
};
/// An external telephone number, sent through `trunk`, or through the trunk of the line the call came in on.
struct ToNumber {
  std::string number{};
  TrunkKey trunk{};
  friend bool operator==(const ToNumber&, const ToNumber&) = default;
};
/// A SIP address outside. Without a password a server that asks for one refuses the attempt, and the next action runs
/// (SCH-43, SCH-73, SCH-74, SCH-83, 01 OP-58).
struct ToSip {
  std::string address{};     ///< "user@realm"; also who we are to a server that asks
  std::uint16_t port = 0;    ///< 0: the standard port (01 OP-56)
  Transport transport = Transport::udp;
  std::string password{};
  friend bool operator==(const ToSip&, const ToSip&) = default;
};
/// Into a trunk, with the caller's number and the number that was dialled (SCH-76, SCH-77, TRK-54).
struct ToTrunk {
  TrunkKey trunk{};
  friend bool operator==(const ToTrunk&, const ToTrunk&) = default;
};
/// monostate: not specified; saved with a warning, skipped in a call (SCH-37, 01 OP-50)
using ForwardTo =
    std::variant<std::monostate, ToGroup, ToEmployee, ToExtension, ToScheme, ToNumber, ToSip, ToTrunk>;

struct Forward {
  ForwardTo to{};
  std::optional<std::chrono::seconds> wait{};  ///< how long to wait for the answer; none: the target's own settings
  friend bool operator==(const Forward&, const Forward&) = default;
};
/// Where callers of some regions go. Regions are named as RegionData names them (regions.hpp).
struct RegionTarget {
  std::vector<std::string> regions{};
  ForwardTo to{};
  friend bool operator==(const RegionTarget&, const RegionTarget&) = default;
};
/// By the region of the caller's number: the first that fits, else `otherwise`; without either, the next action
/// (IVR-40, 01 OP-24).
struct ForwardByRegion {
  std::vector<RegionTarget> targets{};
  ForwardTo otherwise{};
  std::optional<std::chrono::seconds> wait{};  ///< as Forward::wait
  friend bool operator==(const ForwardByRegion&, const ForwardByRegion&) = default;
};
/// Takes a fax; the call ends with it (IVR-43, IVR-44).
struct ReceiveFax {
  std::vector<std::string> email{};  ///< empty: the account's
  friend bool operator==(const ReceiveFax&, const ReceiveFax&) = default;
};
struct Voicemail {
  std::vector<std::string> email{};  ///< empty: next level of IVR-41
  friend bool operator==(const Voicemail&, const Voicemail&) = default;
};
struct Hangup {
  friend bool operator==(const Hangup&, const Hangup&) = default;
};
/// An employee who calls from elsewhere dials on as if he sat at his desk: his number tells who he is, or he enters his
/// extension and his PIN; then he hears the dial tone. The call ends with it (EMP-80, EMP-86, 02 OP-27).
struct DialThrough {
  friend bool operator==(const DialThrough&, const DialThrough&) = default;
};
using Action = std::variant<PlayPrompt, Forward, ForwardByRegion, Voicemail, ReceiveFax, Hangup, DialThrough>;

enum class HandlerKind : std::uint8_t {
  extension_dial, fax_detect, no_input, any_other_input, input_error_limit, wrong_password
};

/// What a block does when its actions are finished (SCH-31, SCH-32, 01 OP-13).
enum class FinalAction : std::uint8_t { hangup, return_to_main_menu };

struct MenuItem;
struct Handler;

/// A list of actions with what the caller may press meanwhile.
struct Block {
  std::vector<Action> actions{};  ///< in order (SCH-30)
  std::vector<MenuItem> menu;  // no initialiser: MenuItem is not complete here
  std::vector<Handler> handlers;
  FinalAction final_action = FinalAction::hangup;
  friend bool operator==(const Block&, const Block&);
};

struct MenuItem {
  std::string digits{};    ///< 1 to 5 digits, unique in the block (IVR-01, 01 OP-11)
  std::string password{};  ///< 1 to 10 digits; empty: none (IVR-06)
  std::optional<Schedule> schedule{};  ///< outside it the item does not exist (IVR-09, 01 OP-19)
  std::vector<std::string> keywords{};  ///< words that choose it, where the scheme hears topics; "in quotes": exactly (IVR-51)
  Block block;
  friend bool operator==(const MenuItem&, const MenuItem&);
};

struct Handler {
  HandlerKind kind = HandlerKind::no_input;
  std::optional<Schedule> schedule{};  ///< IVR-24
  int length = 0;                    ///< extension_dial: digits to take; 0: the account's range (01 OP-26)
  std::vector<std::string> email{};  ///< fax_detect: where the fax goes; empty: the account's address (IVR-25)
  Block block;
  friend bool operator==(const Handler&, const Handler&);
};

struct Branch {
  std::optional<Schedule> schedule{};  ///< none: any (other) time
  Block block;
  friend bool operator==(const Branch&, const Branch&) = default;
};

/// What callers may say instead of pressing (IVR-46..IVR-53).
struct SpeechInput {
  bool enabled = false;
  std::string language = "ru";  ///< ISO 639-1
  bool digits = false;  ///< digits, for menu items, passwords and extensions
  bool people = false;  ///< names of employees and of groups
  bool topics = false;  ///< keywords of menu items
  friend bool operator==(const SpeechInput&, const SpeechInput&) = default;
};

/// Calls missed in the scheme are called back (SCH-63..SCH-67); how often, the account says for all schemes.
struct AutoCallback {
  bool enabled = false;
  GroupKey group{};    ///< whose operators call; required when enabled (SCH-65)
  std::string line{};  ///< the outgoing number; required when enabled
  friend bool operator==(const AutoCallback&, const AutoCallback&) = default;
};

struct Scheme {
  SchemeKey id{};
  std::string name{};
  std::string description{};
  std::string extension{};         ///< SCH-09; empty: none
  bool is_template = false;        ///< SCH-14
  bool sms_on_missed = false;      ///< SMS-02
  AutoCallback auto_callback{};
  SpeechInput speech{};
  std::vector<Branch> branches{};  ///< tried in order; the last has no schedule (SCH-21, SCH-22)
  friend bool operator==(const Scheme&, const Scheme&) = default;
};

inline bool operator==(const MenuItem& a, const MenuItem& b) {
  return a.digits == b.digits && a.password == b.password && a.schedule == b.schedule && a.keywords == b.keywords &&
         a.block == b.block;
}
inline bool operator==(const Handler& a, const Handler& b) {
  return a.kind == b.kind && a.schedule == b.schedule && a.length == b.length && a.email == b.email &&
         a.block == b.block;
}
inline bool operator==(const Block& a, const Block& b) {
  return a.actions == b.actions && a.menu == b.menu && a.handlers == b.handlers && a.final_action == b.final_action;
}

}  // namespace tandem
