// The flows of call logic and what they hand each other. Each stands in a file of its own; the order of an incoming
// call is entry -> scheme -> (menu input) -> group or employee or external -> talk, or voicemail.
#pragma once

#include "call/call.hpp"
#include "queue/roster.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem::call {

/// The party that took the call.
struct Connected : Side {
  std::unique_ptr<Leg> leg;
  /// Both change places; who waits at either leg goes on waiting there.
  void swap(Connected& other);
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

/// What reaching for a target of a forward came to. At most one of the first three is set.
struct TargetEnd {
  TargetEnd() = default;
  std::unique_ptr<Connected> party;
  const Scheme* scheme = nullptr;    ///< the target is a scheme: it is for the one who asked to run it
  const Employee* absent = nullptr;  ///< an employee who did not answer
  bool nothing = false;              ///< there is no such target
  PartResult result = PartResult::no_answer;
};

// entry_flow.cpp
/// The whole call, from the door to the end.
Flow<Unit> call_flow(Call& c);
/// Where the employee at the caller's place goes by what he dialled, to the end of the call.
Flow<Unit> dialled_flow(Call& c);
/// The same for an employee whose phone is connected already: where the call is refused, he hears it.
Flow<Unit> dialled_on_flow(Call& c);
/// Rings what an extension names: employee or group.
Flow<TargetEnd> reach_internal(Call& c, routing::Internal target, std::optional<Duration> wait);
/// What an extension names: rings it with the account's default settings, and does what follows when nobody answers.
Flow<Unit> internal_flow(Call& c, routing::Internal target);

// scheme_flow.cpp
/// Runs a scheme, and those it forwards to, to the end of the call.
Flow<Unit> scheme_flow(Call& c, const Scheme* scheme);

// target_flow.cpp
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
/// Rings devices of an employee, `until` then at the longest. `claim` is his, and goes with the party who answers.
Flow<Reached> ring_employee(Call& c, const Employee* employee, queue::AgentClaim claim,
                            std::vector<const Device*> devices, ReceptionMode mode, std::string group,
                            std::optional<Duration> wait, RingParty* party, std::optional<Time> until = std::nullopt);
/// The account's default for an unanswered employee: message, then hang-up, voicemail or an extension (DEF-23, DEF-24).
Flow<Unit> no_answer_flow(Call& c, const Employee* employee);
/// The devices that ring now under a reception mode, in order (DEV-02..DEV-17, DEV-24).
[[nodiscard]] std::vector<const Device*> ringable(const Exchange& exchange, const routing::AccountPlan& plan,
                                                  const Employee& employee, ReceptionMode mode);
/// Is one of them a telephone, or a SIP phone that is registered?
[[nodiscard]] bool reachable(const Exchange& exchange, const std::vector<const Device*>& devices);

// secretary_flow.cpp
/// The rule of an employee's auto-secretary that watches a call to him.
struct Secretary {
  const SecretaryRule* rule = nullptr;  ///< none does
  int position = 0;                     ///< in the card, from 1
  /// Until when his devices may ring (SEC-13).
  [[nodiscard]] std::optional<Time> patience(const Call& c) const;
};
/// As the call arrives at him; why there is none has been decided.
[[nodiscard]] Secretary secretary_of(Call& c, const Employee& employee);
/// The rule acts. Returns where it sent the call to somebody; not reached: the call goes on as without the rule (02 OP-15).
Flow<Reached> secretary_flow(Call& c, const Employee* employee, Secretary secretary);

// waiting_flow.cpp
/// What is said to a caller from outside who waits, once he has `entered` the line. Ends when he wants to be called back.
Flow<Unit> tell_waiting(Call& c, const Group* group, const queue::Ticket* ticket, Signal* entered);

// group_flow.cpp
Flow<Reached> group_flow(Call& c, const Group* group, std::optional<Duration> wait);
/// The operators of a group, as a ticket needs them.
[[nodiscard]] std::vector<queue::Ticket::Operator> operators_of(Exchange& exchange, const routing::AccountPlan& plan,
                                                                const Group& group);
/// The device half of DST-01: why there is nothing to ring.
[[nodiscard]] std::optional<Reason> device_why_not(const Exchange& exchange, const routing::AccountPlan& plan,
                                                   const Group& group, const queue::Agent& agent);
[[nodiscard]] ReceptionMode mode_of(const Group& group, const Employee& employee);

// external_flow.cpp
/// Why no call goes over the trunk now, told as a decision; nothing: one may (TRK-22, 03 OP-32).
[[nodiscard]] std::optional<PartResult> barred(Call& c, const Trunk& trunk);
/// What a leg over the trunk may use (TRK-14, TRK-15, TRK-18).
[[nodiscard]] MediaOptions media_over(const Trunk& trunk);
/// A call of `number` over the trunk, shown as `from`; through what stands for an active line's operator it is made as
/// our account there (NUM-27).
[[nodiscard]] OutgoingCall call_over(const Call& c, const Trunk& trunk, std::string number, Party from);
/// A number through a trunk; `from` is what the far end sees.
Flow<Reached> external_flow(Call& c, const Trunk* trunk, std::string number, Party& from, std::optional<Duration> wait);
/// A SIP address outside (SCH-43).
Flow<Reached> sip_address_flow(Call& c, const ToSip* to, std::optional<Duration> wait);

// outgoing_flow.cpp
/// The line that calls go on by which came in on the call's line: itself, or the one it names (NUM-22); null: none.
[[nodiscard]] const Number* onward_line(const Call& c);
/// By the first way whose trunk is available; the next one where a trunk turns out not to be (TRK-48, TRK-50).
Flow<Reached> ways_flow(Call& c, std::vector<routing::TrunkWay> ways, Party& from, std::optional<Duration> wait);
/// How a call is about to go out.
struct Leaving {
  std::vector<routing::TrunkWay> ways;
  const Number* line = nullptr;
  Party from;
  std::string number;
};
/// How `employee` calls `dialled`. `substitution`: caller-id rules may apply (CID-11, CID-24). Errors: `forbidden`,
/// with the cause as the message; why has been decided.
[[nodiscard]] Result<std::unique_ptr<Leaving>> way_out(Call& c, const Employee& employee, const std::string& dialled,
                                                       bool substitution);
/// The line that caller-id rules give for a call that `employee` forwards to `number`; null: none, or they are not for
/// him (CID-25, 04 OP-13).
[[nodiscard]] const Number* line_by_rules(Call& c, const Employee& employee, const std::string& number);
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
/// Its address for faxes; empty: it has none (FAX-10).
[[nodiscard]] const std::string& fax_address(const AccountSettings& settings);

// talk_flow.cpp
/// Bridges the caller and the party until one hangs up; passes the call on where an employee wants that. A scheme that
/// it was passed on to stands in Call::onward and is for call_flow() to run.
Flow<Unit> talk_flow(Call& c, std::unique_ptr<Connected> party);
/// The music and the end of a party that is told it was not reached: busy for a moment.
Flow<Unit> busy_for(Leg& leg, Duration span);
/// Busy: 486 to a caller who was not answered, the tone for a while and then the end to one who was.
Flow<Unit> busy_flow(Call& c, std::string cause);
/// The call is over, from the middle of whatever it is in. Does not return.
Flow<Unit> end_here(Call& c, std::string cause);
/// What may be shown of an employee (SIP-32).
[[nodiscard]] ShownParty shown_party(const Employee& employee);
/// Tells a talk part of its own, such as that of a consultation.
class Talk {
 public:
  /// `again`: the two have talked before, and nobody answered anew.
  Talk(Call& c, Connected& party, std::string detail, bool again);
  ~Talk();
  Talk(const Talk&) = delete;
  void finish(PartResult result);
  void callee_left();
  [[nodiscard]] Connected& party() const { return party_; }
  /// The place of its part in the record.
  [[nodiscard]] std::size_t part() const { return index_; }

 private:
  void count();
  void count(queue::Agent& agent) const;
  Call& call_;
  Connected& party_;
  Time began_;
  bool counted_ = false;
  std::size_t index_;
  PartScope part_;
};

// in_call.cpp
/// What somebody wants in a conversation.
struct Wish {
  enum class Kind : std::uint8_t { over, consult, pass_on, join, fax };
  Wish(Kind k, bool caller) : kind(k), by_caller(caller) {}
  Kind kind;
  bool by_caller;        ///< the one at the caller's place wants it
  std::string target;    ///< pass_on
  LegId joins;           ///< join: another leg of the same party
  std::size_t part = 0;  ///< the conversation, in the record
};
/// Both talk until one hangs up or wants something.
Flow<std::unique_ptr<Wish>> converse(Call& c, Connected& party, bool again);
/// ## was pressed.
Flow<Unit> double_hash(Leg& leg);
/// Does what was wanted. The party that the caller goes on talking with; null: the conversation is over.
Flow<std::unique_ptr<Connected>> grant(Call& c, std::unique_ptr<Connected> party, std::unique_ptr<Wish> wish);

// transfer_flow.cpp
/// Where a call is passed on to.
struct Onward {
  std::string target;
  routing::Internal internal;
  std::unique_ptr<Leaving> leaving;  ///< outside
};
/// Where `target` leads when `by` passes the call on; null: nowhere, or he may not, and why has been decided.
[[nodiscard]] std::unique_ptr<Onward> onward_of(Call& c, const Connected& by, const std::string& target);
/// Passes the caller on without asking. `by` is the employee, `part` his conversation in the record. Returns as
/// grant().
Flow<std::unique_ptr<Connected>> pass_on_flow(Call& c, std::unique_ptr<Connected> by, std::string target,
                                              std::size_t part);
/// `to` takes the caller from `by`, who consulted him or rang him: what he is shown is settled here (DEF-09, DEF-11).
Flow<std::unique_ptr<Connected>> hand_over(Call& c, std::unique_ptr<Connected> by, std::unique_ptr<Connected> to,
                                           const Onward* onward, std::size_t part);
/// Rings where a call is passed on to.
Flow<TargetEnd> reach_onward(Call& c, const Onward* onward);
/// The caller was passed on, nobody took the call, and the employee is gone.
Flow<Unit> lost_flow(Call& c, const Employee* absent);

// consult_flow.cpp
/// What is dialled while `sound` plays: to '#', or until no key comes; empty: nothing, or '#' alone.
Flow<std::string> dialled_at(Call& c, Leg& leg, std::string sound);
/// ## : the caller waits while `by` dials and talks to somebody. Returns as grant().
Flow<std::unique_ptr<Connected>> consult_flow(Call& c, std::unique_ptr<Connected> by, std::size_t part);

// join_flow.cpp
/// An employee's phone joins two calls of his, of which this is one. Returns as grant().
Flow<std::unique_ptr<Connected>> join_flow(Call& c, std::unique_ptr<Connected> by, LegId other, std::size_t part);

// pickup_flow.cpp
/// What was dialled for a pickup: nothing if it is none; "" is any group's, otherwise an internal number (LIM-13..16).
[[nodiscard]] std::optional<std::string> pickup_code(const std::string& dialled);
/// Takes a call that rings elsewhere.
Flow<Unit> pickup_flow(Call& c, std::string number);
/// Takes the ringing call of the leg that the caller's INVITE replaces (LIM-17).
Flow<Unit> lamp_pickup_flow(Call& c);

// dial_through_flow.cpp
/// The whole rest of the call: who it is, what he dials, and that call.
Flow<Unit> dial_through_flow(Call& c);

// callback_flow.cpp, placed_flow.cpp
/// A device that rings for ever does not do so where no caller waits: no longer than a default may be (DEF-17).
inline constexpr Duration longest_unasked_ring = std::chrono::seconds(120);
/// The whole of a callback.
Flow<Unit> callback_call_flow(Call& c, std::unique_ptr<CallbackOrder> order);
/// The whole of a call that was placed for an employee.
Flow<Unit> placed_call_flow(Call& c, const Employee* employee, queue::AgentClaim claim);

// after_call.cpp
/// What a missed call brings about when it is over: an SMS, a callback (01, 4.1 step 11). Decides and starts, does not
/// wait.
void after_call(Call& c);

// voicemail_flow.cpp
Flow<Unit> voicemail_flow(Call& c, const Employee* employee, std::vector<std::string> email);

}  // namespace tandem::call
