// ## : an employee asks a colleague before he hands the caller over (DEF-09..DEF-12, DEF-58).
//
// While he asks, he stands in the caller's place, so that every flow that reaches people rings for him and he hears
// what a caller would; the caller is held aside. Whoever leaves, the others change places back.
#include "call/flows.hpp"
#include "call/parallel.hpp"

namespace tandem::call {
namespace {

constexpr Duration first_key_wait = std::chrono::seconds(10);
constexpr std::size_t longest_dialled = 32;

/// One consultation.
class Consultation {
 public:
  Consultation(Call& c, std::unique_ptr<Connected> by, std::size_t talk_part)
      : call(c), held(std::move(by)), part(talk_part) {
    call.consulting = true;
    call.swap_sides(*held);
  }
  ~Consultation() {
    call.consulting = false;
    // Somebody who left while nobody looked has left now.
    if (call.caller.ended.is_set()) call.caller_left();
  }
  Consultation(const Consultation&) = delete;

  /// The caller comes back to his place; the employee is the party again, or gone.
  std::unique_ptr<Connected> change_back() {
    call.consulting = false;
    call.caller.set_background(std::nullopt);
    call.swap_sides(*held);
    return std::move(held);
  }

  Call& call;
  std::unique_ptr<Connected> held;  ///< the caller, who waits
  std::size_t part;
};

/// The number rings, the employee has hung up: the caller waits for it in his place.
std::unique_ptr<Connected> leave_to_ring(Consultation& consultation) {
  Call& c = consultation.call;
  const bool prompt = c.caller.playing();
  std::unique_ptr<Connected> by = consultation.change_back();
  if (prompt) c.caller.played.set();  // what he would have heard is over
  c.passed_on = true;
  c.caller.set_background(c.plan->sound(c.plan->defaults().transfer_music));
  return by;
}

Flow<std::unique_ptr<Connected>> back_to_caller(Consultation& consultation, const Onward* onward) {
  Call& c = consultation.call;
  c.decide<Reason::transfer_came_back>(c.caller_side.employee->id.text, onward->target);
  co_return consultation.change_back();
}

/// The employee and the colleague talk, the caller waits.
Flow<std::unique_ptr<Connected>> talk_to_colleague(Consultation& consultation, const Onward* onward,
                                                   std::unique_ptr<Connected> colleague) {
  Call& c = consultation.call;
  enum class End : std::uint8_t { handed_over, colleague_left, caller_left, given_up };
  End end = End::given_up;
  {
    c.caller.bridge(*colleague->leg);
    Talk talk(c, *colleague, "consultation", false);
    auto keys = double_hash(c.caller);
    const auto woken = co_await any_of(c.caller.ended.wait(), consultation.held->leg->ended.wait(),
                                       colleague->leg->ended.wait(), std::move(keys));
    constexpr End ends[] = {End::handed_over, End::caller_left, End::colleague_left, End::given_up};
    end = ends[woken.index()];
    talk.finish(PartResult::done);
  }
  if (end == End::caller_left) {  // the two go on
    consultation.held.reset();
    co_return std::move(colleague);
  }
  if (end != End::handed_over) {
    colleague.reset();
    std::unique_ptr<Connected> by = co_await back_to_caller(consultation, onward);
    co_return std::move(by);
  }
  std::unique_ptr<Connected> by = consultation.change_back();  // DEF-58
  std::unique_ptr<Connected> next =
      co_await hand_over(c, std::move(by), std::move(colleague), onward, consultation.part);
  co_return std::move(next);
}

/// The call was left to ring; whoever answers talks to the caller.
Flow<std::unique_ptr<Connected>> await_taker(Call& c, Parallel<TargetEnd>& reaching, const Onward* onward,
                                             std::string by, std::size_t part) {
  TargetEnd end = co_await reaching.next();
  c.log.record.parts[part].result = PartResult::transferred;
  if (end.party) {
    c.log.event(CallTransferred{c.log.record.id, by, onward->target});
  } else {
    co_await lost_flow(c, end.absent);
  }
  co_return std::move(end.party);
}

/// Rings the number for the employee.
Flow<std::unique_ptr<Connected>> ring_colleague(Call& c, std::unique_ptr<Connected> employee, const Onward* onward,
                                                std::size_t part) {
  const std::string by = employee->employee->id.text;
  Consultation consultation(c, std::move(employee), part);
  Parallel<TargetEnd> reaching(c.exchange.ports().executor);
  reaching.add(reach_onward(c, onward));
  auto keys = double_hash(c.caller);
  auto woken =
      co_await any_of(reaching.next(), c.caller.ended.wait(), consultation.held->leg->ended.wait(), std::move(keys));
  std::unique_ptr<Connected> next;
  if (woken.index() == 1) {
    leave_to_ring(consultation).reset();
    next = co_await await_taker(c, reaching, onward, by, part);
  } else if (woken.index() == 2) {
    c.log.record.ended_by = EndedBy::caller;
    c.log.record.end_cause = consultation.held->leg->end_reason;
  } else if (woken.index() == 0 && std::get<0>(woken).party) {
    next = co_await talk_to_colleague(consultation, onward, std::move(std::get<0>(woken).party));
  } else {
    if (woken.index() == 0) co_await busy_for(c.caller, std::chrono::seconds(2));
    next = co_await back_to_caller(consultation, onward);
  }
  co_return std::move(next);
}

}  // namespace

Flow<std::string> dialled_at(Call& c, Leg& leg, std::string sound) {
  std::string dialled;
  Duration wait = first_key_wait;
  leg.set_background(std::move(sound));
  for (;;) {
    auto woken = co_await any_of(leg.digits.next(), timeout(wait));
    leg.set_background(std::nullopt);
    if (woken.index() == 1) break;
    const char key = std::get<0>(woken);
    if (key == '#') break;
    dialled += key;
    if (dialled.size() >= longest_dialled) break;
    wait = c.plan->defaults().menu.digit_wait;
  }
  co_return std::move(dialled);
}

Flow<std::unique_ptr<Connected>> consult_flow(Call& c, std::unique_ptr<Connected> by, std::size_t part) {
  c.caller.part();
  c.caller.set_background(c.plan->sound(c.plan->defaults().transfer_music));  // DEF-04, CNF-20
  auto dialling = dialled_at(c, *by->leg, std::string("standard:enter-extension"));
  auto woken = co_await any_of(std::move(dialling), by->leg->ended.wait());
  if (woken.index() == 1) {
    c.log.record.ended_by = EndedBy::callee;
    c.log.record.end_cause = by->leg->end_reason;
    co_return nullptr;
  }
  const std::string target = std::move(std::get<0>(woken));
  if (target.empty()) co_return std::move(by);
  const std::unique_ptr<Onward> onward = onward_of(c, *by, target);
  if (!onward) {
    co_await busy_for(*by->leg, std::chrono::seconds(2));
    co_return std::move(by);
  }
  if (std::holds_alternative<const Scheme*>(onward->internal)) {  // nobody to ask there
    std::unique_ptr<Connected> next = co_await pass_on_flow(c, std::move(by), target, part);
    co_return std::move(next);
  }
  c.decide<Reason::transfer_consults>(by->employee->id.text, target);
  std::unique_ptr<Connected> next = co_await ring_colleague(c, std::move(by), onward.get(), part);
  co_return std::move(next);
}

}  // namespace tandem::call
