// Routing schemes: what happens to a call between its arrival and the one who takes it (specification 01, SCH and IVR).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/schedule.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tandem TANDEM_API {

struct PlayPrompt {
  PromptKey prompt{};
  bool wait_end = false;  ///< true: the next action waits for the end (IVR-36, IVR-37)
  friend bool operator==(const PlayPrompt&, const PlayPrompt&) = default;
};
struct ToGroup {
  GroupKey group{};
  friend bool operator==(const ToGroup&, const ToGroup&) = default;
};
struct ToEmployee {
  EmployeeKey employee{};
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
struct Forward {
  /// monostate: not specified; saved with a warning, skipped in a call (SCH-37, 01 OP-50)
  std::variant<std::monostate, ToGroup, ToEmployee, ToExtension, ToScheme, ToNumber> to{};
  std::optional<std::chrono::seconds> wait{};  ///< how long to wait for the answer; none: the target's own settings
  friend bool operator==(const Forward&, const Forward&) = default;
};
struct Voicemail {
  std::vector<std::string> email{};  ///< empty: next level of IVR-41
  friend bool operator==(const Voicemail&, const Voicemail&) = default;
};
struct Hangup {
  friend bool operator==(const Hangup&, const Hangup&) = default;
};
using Action = std::variant<PlayPrompt, Forward, Voicemail, Hangup>;

enum class HandlerKind : std::uint8_t {
  extension_dial, no_input, any_other_input, input_error_limit, wrong_password
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
  Block block;
  friend bool operator==(const MenuItem&, const MenuItem&);
};

struct Handler {
  HandlerKind kind = HandlerKind::no_input;
  std::optional<Schedule> schedule{};  ///< IVR-24
  int length = 0;                    ///< extension_dial: digits to take; 0: the account's range (01 OP-26)
  Block block;
  friend bool operator==(const Handler&, const Handler&);
};

struct Branch {
  std::optional<Schedule> schedule{};  ///< none: any (other) time
  Block block;
  friend bool operator==(const Branch&, const Branch&) = default;
};

struct Scheme {
  SchemeKey id{};
  std::string name{};
  std::string extension{};         ///< SCH-09; empty: none
  std::vector<Branch> branches{};  ///< tried in order; the last has no schedule (SCH-21, SCH-22)
  friend bool operator==(const Scheme&, const Scheme&) = default;
};

inline bool operator==(const MenuItem& a, const MenuItem& b) {
  return a.digits == b.digits && a.password == b.password && a.schedule == b.schedule && a.block == b.block;
}
inline bool operator==(const Handler& a, const Handler& b) {
  return a.kind == b.kind && a.schedule == b.schedule && a.length == b.length && a.block == b.block;
}
inline bool operator==(const Block& a, const Block& b) {
  return a.actions == b.actions && a.menu == b.menu && a.handlers == b.handlers && a.final_action == b.final_action;
}

}  // namespace tandem
