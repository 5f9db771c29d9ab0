// One call: the caller's leg, the story, and the flow that runs it.
#pragma once

#include "base/task.hpp"
#include "call/call_log.hpp"
#include "call/exchange.hpp"
#include "call/leg.hpp"
#include "model/reason_table.hpp"

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace tandem::call {

struct Connected;
class Talk;
struct CallbackOrder;

/// Who is at one end of a conversation, and what is busy because of it. Beside it stands his leg.
struct Side {
  queue::AgentClaim claim;
  queue::AgentClaim owner;  ///< of the phone, where a SIP account is forwarded to somebody else's (DEV-35)
  TrunkLine line;
  const Employee* employee = nullptr;  ///< none: an external number
  /// Known by the number of his SIM card alone, which proves nothing where a password or a PIN is asked for (FMC-01).
  bool by_sim_card = false;
  std::string device;
  std::string group;
  std::string number;
  std::string name;  ///< of the trunk that leads to it (TRK-71)
  bool keys_pass = false;  ///< its trunk's keys are no commands (TRK-13)
  Party shown;          ///< how it is presented to others, where it is no employee
  bool placed = false;  ///< it called; everybody else answered (LIM-11)
};

class Call {
 public:
  Call(Exchange& exchange, CallId id, LegId leg, IncomingCall incoming);
  /// A callback: nobody calls, an operator is rung and then the client.
  Call(Exchange& exchange, CallId id, std::unique_ptr<CallbackOrder> order);
  /// For an employee, who is rung first; then the call goes on as if he had dialled `to` (EMP-81).
  Call(Exchange& exchange, CallId id, const EmployeeKey& employee, std::string to, queue::AgentClaim claim);
  Call(const Call&) = delete;

  /// The caller hung up (or the leg broke): everything under way is undone, inside out. While he only consults, what
  /// follows is the flow's to decide.
  void caller_left();
  /// Ends the call from our side.
  void stop(std::string cause);
  [[nodiscard]] std::string dump() const { return tandem::dump(task_.context()); }

  Exchange& exchange;
  const routing::Plan plan;  ///< the one the call began with
  const IncomingCall incoming;
  CallLog log;
  Leg caller;
  Side caller_side;              ///< of whoever is at the caller's place
  const Number* line = nullptr;  ///< the account's number the call came in on

  // What flows keep about the call as a whole.
  int scheme_hops = 0;                        ///< forwards to schemes (01 OP-22)
  const Scheme* scheme = nullptr;             ///< the last one that ran
  std::vector<const PlayPrompt*> heard_once;  ///< prompts that are not played a second time (01 OP-15)
  int menu_returns = 0;                       ///< returns to the main menu (01 OP-13)
  int forward_hops = 0;  ///< default forwards to an extension, and dialling through; with scheme hops they cannot loop for ever
  /// An auto-secretary that has acted (SEC-23).
  struct Acted {
    EmployeeKey employee;
    std::string mailed_to;  ///< empty: nobody was written to
  };
  std::vector<Acted> secretaries;
  int refusal = 0;       ///< SIP status for a caller who was not answered; 0: 480
  bool gave_up_on_input = false;  ///< too many wrong entries or passwords

  const Group* callback_ordered = nullptr;  ///< the caller pressed 1 in this one's line (GRP-33)

  // Passing the call on.
  bool consulting = false;         ///< the one at the caller's place is an employee who asks a colleague
  bool passed_on = false;          ///< the caller was passed on, and hears the transfer music (DEF-04)
  Party redirecting;               ///< who passed him on, for the next one who rings (DEF-09)
  const Scheme* onward = nullptr;  ///< he was passed on to this scheme (SCH-11)
  Talk* talk = nullptr;            ///< while two talk
  /// What an integration asks for in a conversation: `by` passes it on.
  struct Order {
    EmployeeKey by;
    std::string target;
  };
  Channel<Order> orders;
  /// The caller and `other` change places.
  void swap_sides(Connected& other);
  /// Keeps alive what somebody who came from `other` refers to: that call began with a plan of its own.
  void borrow_from(const Call& other) {
    borrowed_.push_back(other.plan);
    borrowed_.insert(borrowed_.end(), other.borrowed_.begin(), other.borrowed_.end());
  }
  /// Who is wanted elsewhere went to another call; this one ends as `cause` says, for whoever is left.
  void give_away(std::string cause);
  /// The phone rings somewhere for the caller.
  void ring_back() {
    caller.set_background(passed_on ? plan->sound(plan->defaults().transfer_music) : "tone:ringback");
  }

  [[nodiscard]] Time now() const { return exchange.now(); }
  [[nodiscard]] bool external() const { return caller_side.employee == nullptr; }
  /// Adds to `explain`: texts and numbers, as many as the reason has.
  template <Reason R, class... A>
  void decide(const A&... arguments) {
    static_assert(sizeof...(A) == model::reason_arguments[static_cast<std::size_t>(R)], "not this reason's arguments");
    std::vector<std::string> given;
    given.reserve(sizeof...(A));
    (given.push_back(as_argument(arguments)), ...);
    log.decide(R, std::move(given));
  }

 private:
  template <class T>
  [[nodiscard]] static std::string as_argument(const T& value) {
    if constexpr (std::is_arithmetic_v<T>) {
      return std::to_string(value);
    } else {
      return std::string(value);
    }
  }
  struct Watch final : Runnable {
    explicit Watch(Call& c) : call(c) {}
    void run() override {
      if (call.caller.ended.is_set() && !call.consulting) call.caller_left();
    }
    Call& call;
  };
  Call(Exchange& exchange, CallId id, IncomingCall incoming);
  /// Told, written down and started.
  void begin(Flow<Unit> flow);
  void finish(const std::exception_ptr& error);
  void settle_result();
  [[nodiscard]] bool any_part(PartKind kind) const;

  std::vector<routing::Plan> borrowed_;
  Watch watch_;
  Signal::Wait caller_ended_;
  FlowContext watch_context_;
  Task task_;  // last: its frames refer to everything above
};

}  // namespace tandem::call
