// The flows of call logic and what they hand each other. Each stands in a file of its own; the order of an incoming call
// is entry -> scheme -> (menu input) -> group or employee or external -> talk, or voicemail.
#pragma once

#include "call/call.hpp"
#include "queue/roster.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem::call {

/// The party that took the call: its leg, and what is busy because of it.
struct Connected {
  std::unique_ptr<Leg> leg;
  queue::AgentClaim claim;
  queue::AgentClaim owner;  ///< of the phone, where a SIP account is forwarded to somebody else's (DEV-35)
  TrunkLine line;
  const Employee* employee = nullptr;  ///< none: an external number
  std::string device;
  std::string group;
  std::string number;
};

/// What an attempt to reach somebody came to; `party` is set only with PartResult::answered.
struct Reached {
  Reached() = default;
  explicit Reached(PartResult r) : result(r) {}
  explicit Reached(std::unique_ptr<Connected> p) : party(std::move(p)), result(PartResult::answered) {}
  std::unique_ptr<Connected> party;
  PartResult result = PartResult::no_answer;
};

// entry_flow.cpp
/// The whole call, from the door to the end.
Flow<Unit> call_flow(Call& c);
/// What an extension names: rings it with the account's default settings, and does what follows when nobody answers.
Flow<Unit> internal_flow(Call& c, routing::Internal target);

// scheme_flow.cpp
/// Runs a scheme, and those it forwards to, to the end of the call.
Flow<Unit> scheme_flow(Call& c, const Scheme* scheme);

// employee_flow.cpp
/// A direct call to an employee; `wait` is a ring time set on the scheme's step (DEV-26).
Flow<Reached> employee_flow(Call& c, const Employee* employee, std::optional<Duration> wait);
/// Rings an employee's devices. `claim` is his, and goes with the party who answers.
Flow<Reached> ring_employee(Call& c, const Employee* employee, queue::AgentClaim claim, ReceptionMode mode,
                            std::string group, std::optional<Duration> wait, RingParty* party);
/// The account's default for an unanswered employee: message, then hang-up, voicemail or an extension (DEF-23, DEF-24).
Flow<Unit> no_answer_flow(Call& c, const Employee* employee);
/// The devices that ring now under a reception mode, in order (DEV-02..DEV-17, DEV-24).
[[nodiscard]] std::vector<const Device*> ringable(const Call& c, const Employee& employee, ReceptionMode mode);

// group_flow.cpp
Flow<Reached> group_flow(Call& c, const Group* group, std::optional<Duration> wait);

// external_flow.cpp
/// A number through a trunk; `from` is what the far end sees.
Flow<Reached> external_flow(Call& c, const Trunk* trunk, std::string number, Party& from,
                             std::optional<Duration> wait);
/// A call from one of our phones to the outside: the trunk's prefix, else the employee's line (TRK-42).
Flow<Unit> outgoing_flow(Call& c);
/// The trunk whose prefix the dialled number begins with (TRK-46), or null.
[[nodiscard]] const Trunk* trunk_by_prefix(const routing::AccountPlan& plan, std::string_view dialled);

// talk_flow.cpp
/// Bridges the caller and the party until one hangs up.
Flow<Unit> talk_flow(Call& c, std::unique_ptr<Connected> party);
/// Busy: 486 to a caller who was not answered, the tone for a while and then the end to one who was.
Flow<Unit> busy_flow(Call& c, std::string cause);

// voicemail_flow.cpp
Flow<Unit> voicemail_flow(Call& c, const Employee* employee, std::vector<std::string> email);

}  // namespace tandem::call
