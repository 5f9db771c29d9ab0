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
  std::string name;  ///< of the trunk that leads to it (TRK-71)
};

/// What an attempt to reach somebody came to; `party` is set only with PartResult::answered.
struct Reached {
  Reached() = default;
  explicit Reached(PartResult r) : result(r) {}
  explicit Reached(std::unique_ptr<Connected> p) : party(std::move(p)), result(PartResult::answered) {}
  std::unique_ptr<Connected> party;
  PartResult result = PartResult::no_answer;
  bool trunk_down = false;  ///< the trunk, not the far end, was at fault: a backup may do better (03 OP-23)
  bool trunk_silent = false;  ///< it said nothing at all
};

// entry_flow.cpp
/// The whole call, from the door to the end.
Flow<Unit> call_flow(Call& c);
/// What an extension names: rings it with the account's default settings, and does what follows when nobody answers.
Flow<Unit> internal_flow(Call& c, routing::Internal target);

// scheme_flow.cpp
/// Runs a scheme, and those it forwards to, to the end of the call.
Flow<Unit> scheme_flow(Call& c, const Scheme* scheme);

// target_flow.cpp
/// What reaching for a target of a forward came to. At most one of the first three is set.
struct TargetEnd {
  TargetEnd() = default;
  std::unique_ptr<Connected> party;
  const Scheme* scheme = nullptr;      ///< the target is a scheme: it is for the one who asked to run it
  const Employee* absent = nullptr;    ///< an employee who did not answer
  bool nothing = false;                ///< there is no such target
  PartResult result = PartResult::no_answer;
};
/// Rings whatever a forward names. `wait`: none takes the target's own time.
Flow<TargetEnd> reach_target(Call& c, const ForwardTo* to, std::optional<Duration> wait);
/// The call goes to `to` for good, with the account's default settings where nobody answers (01 OP-03).
Flow<Unit> divert_flow(Call& c, const ForwardTo* to, std::optional<Duration> wait);
/// How a target is named in explain: "group sales".
[[nodiscard]] std::string label_of(const ForwardTo& to);

// hook_flow.cpp
/// Asks the integration, if there is one (SCH-15). True: it has decided, and the call has been there.
Flow<bool> hook_flow(Call& c);
/// Rings the employee the caller belongs to (DEF-01, DEF-02). True: he took the call, and it is over.
Flow<bool> responsible_flow(Call& c);

// employee_flow.cpp
/// A direct call to an employee; `wait` is a ring time set on the scheme's step (DEV-26), `how` the forward that names
/// one of his contacts (SCH-39), or null.
Flow<Reached> employee_flow(Call& c, const Employee* employee, std::optional<Duration> wait,
                            const ToEmployee* how = nullptr);
/// Rings devices of an employee. `claim` is his, and goes with the party who answers.
Flow<Reached> ring_employee(Call& c, const Employee* employee, queue::AgentClaim claim,
                            std::vector<const Device*> devices, ReceptionMode mode, std::string group,
                            std::optional<Duration> wait, RingParty* party);
/// The account's default for an unanswered employee: message, then hang-up, voicemail or an extension (DEF-23, DEF-24).
Flow<Unit> no_answer_flow(Call& c, const Employee* employee);
/// The devices that ring now under a reception mode, in order (DEV-02..DEV-17, DEV-24).
[[nodiscard]] std::vector<const Device*> ringable(const Call& c, const Employee& employee, ReceptionMode mode);
/// Is one of them a telephone, or a SIP phone that is registered?
[[nodiscard]] bool reachable(const Call& c, const std::vector<const Device*>& devices);

// group_flow.cpp
Flow<Reached> group_flow(Call& c, const Group* group, std::optional<Duration> wait);

// external_flow.cpp
/// A number through a trunk; `from` is what the far end sees.
Flow<Reached> external_flow(Call& c, const Trunk* trunk, std::string number, Party& from,
                             std::optional<Duration> wait);
/// A SIP address outside (SCH-43).
Flow<Reached> sip_address_flow(Call& c, const ToSip* to, std::optional<Duration> wait);

// outgoing_flow.cpp
/// By the first way whose trunk is available; the next one where a trunk turns out not to be (TRK-48, TRK-50).
Flow<Reached> ways_flow(Call& c, std::vector<routing::TrunkWay> ways, Party& from, std::optional<Duration> wait);
/// A call from one of our phones to the outside: trunks' prefixes and masks, else the employee's line (TRK-42).
Flow<Unit> outgoing_flow(Call& c);
/// May a call from a PBX go on to the telephone network (TRK-36)? Otherwise its number is unknown.
[[nodiscard]] bool is_for_network(const Call& c, const Trunk& from);
/// A call from a PBX goes on to the telephone network (TRK-36..41).
Flow<Unit> network_flow(Call& c, const Trunk* from);

// caller_flow.cpp
/// Black and white list; true: the call is refused, and why has been decided (ACL).
[[nodiscard]] bool refused_by_list(Call& c);
/// Forwarding by caller. True: the call went there, and is over (FWD-02, 01 OP-03).
Flow<bool> caller_forward_flow(Call& c);

// fax_flow.cpp
/// Takes a fax from the caller and sends it to `email`, or to the account's address (IVR-43, FAX-09).
Flow<Unit> fax_flow(Call& c, const std::vector<std::string>* email);

// talk_flow.cpp
/// Bridges the caller and the party until one hangs up.
Flow<Unit> talk_flow(Call& c, std::unique_ptr<Connected> party);
/// Busy: 486 to a caller who was not answered, the tone for a while and then the end to one who was.
Flow<Unit> busy_flow(Call& c, std::string cause);

// after_call.cpp
/// What a missed call brings about when it is over: an SMS, a callback (01, 4.1 step 11). Decides and starts, does not wait.
void after_call(Call& c);

// voicemail_flow.cpp
Flow<Unit> voicemail_flow(Call& c, const Employee* employee, std::vector<std::string> email);

}  // namespace tandem::call
