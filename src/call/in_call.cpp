// What employees ask for while they talk: by keys, by their phones, or through an integration.
#include "call/flows.hpp"

namespace tandem::call {
namespace {

constexpr Duration between_keys = std::chrono::seconds(2);

/// May the party give commands by keys? Whoever answered may not, where the account says so (LIM-11, LIM-12, 03 OP-11).
bool may_command(const Call& c, const Employee* employee, bool placed) {
  return employee != nullptr && (placed || !c.plan->data().settings().call_control.ignore_keys_in_call);
}

/// The first command by keys: "##" or "#0". Never ends for a party that may give none.
Flow<char> command_by_keys(Leg& leg, bool may) {
  Signal never;
  if (!may) co_await never.wait();
  for (;;) {
    char key = co_await leg.digits.next();
    while (key == '#') {
      auto woken = co_await any_of(leg.digits.next(), timeout(between_keys));
      if (woken.index() == 1) break;
      key = std::get<0>(woken);
      if (key == '#' || key == '0') co_return key;
    }
  }
}

/// Music to the one whose counterpart has put the call on hold, until it takes it back.
void follow_hold(Call& c, Leg& holder, Leg& held) {
  holder.hold_changed.clear();
  if (holder.held) {
    held.set_background(c.plan->sound(c.plan->defaults().transfer_music));
  } else {
    held.set_background(std::nullopt);
  }
}

std::unique_ptr<Wish> wish_of(const LegTransfer& asked, bool by_caller) {
  auto wish = std::make_unique<Wish>(asked.replaces ? Wish::Kind::join : Wish::Kind::pass_on, by_caller);
  wish->target = asked.target;
  wish->joins = asked.replaces;
  return wish;
}

std::unique_ptr<Wish> wish_of(char key, bool by_caller) {
  return std::make_unique<Wish>(key == '0' ? Wish::Kind::fax : Wish::Kind::consult, by_caller);
}

/// Null: the order is of somebody who has left meanwhile.
std::unique_ptr<Wish> wish_of(const Call& c, const Connected& party, const Call::Order& order) {
  const bool by_caller = c.caller_side.employee != nullptr && c.caller_side.employee->id == order.by;
  if (!by_caller && (party.employee == nullptr || party.employee->id != order.by)) return nullptr;
  auto wish = std::make_unique<Wish>(Wish::Kind::pass_on, by_caller);
  wish->target = order.target;
  return wish;
}

/// While it stands somebody listens to what the leg's party wants of its call.
class TakesTransfers {
 public:
  explicit TakesTransfers(Leg& leg) : leg_(leg) { leg_.takes_transfers = true; }
  ~TakesTransfers() { leg_.takes_transfers = false; }
  TakesTransfers(const TakesTransfers&) = delete;
  TakesTransfers& operator=(const TakesTransfers&) = delete;

 private:
  Leg& leg_;
};

/// Waits for whatever happens next in a conversation; null: a hold, which has been followed.
Flow<std::unique_ptr<Wish>> next_wish(Call& c, Connected& party, Talk& talk) {
  Leg& other = *party.leg;
  const TakesTransfers callee_may(other);
  const TakesTransfers caller_may(c.caller);
  auto callee_keys = command_by_keys(other, !party.keys_pass && may_command(c, party.employee, party.placed));
  const Side& calling = c.caller_side;
  const bool caller_commands = !calling.keys_pass && may_command(c, calling.employee, calling.placed);
  auto caller_keys = command_by_keys(c.caller, caller_commands);
  auto woken = co_await any_of(other.ended.wait(), other.transfers.next(), c.caller.transfers.next(), c.orders.next(),
                               std::move(callee_keys), std::move(caller_keys), other.hold_changed.wait(),
                               c.caller.hold_changed.wait());
  switch (woken.index()) {
    case 0: talk.callee_left(); co_return std::make_unique<Wish>(Wish::Kind::over, false);
    case 1: co_return wish_of(std::get<1>(woken), false);
    case 2: co_return wish_of(std::get<2>(woken), true);
    case 3: co_return wish_of(c, party, std::get<3>(woken));
    case 4: co_return wish_of(std::get<4>(woken), false);
    case 5: co_return wish_of(std::get<5>(woken), true);
    case 6: follow_hold(c, other, c.caller); break;
    default: follow_hold(c, c.caller, other); break;
  }
  co_return nullptr;
}

/// #0: takes a fax from the party that the employee talks with; he hears music meanwhile, and the conversation goes on
/// (DEF-05, FAX-01..FAX-04).
Flow<std::unique_ptr<Connected>> fax_in_talk(Call& c, std::unique_ptr<Connected> by) {
  const FaxSettings& settings = c.plan->defaults().fax;
  if (!settings.in_call) co_return std::move(by);
  c.caller.part();
  by->leg->set_background(c.plan->sound(c.plan->defaults().transfer_music));
  std::vector<std::string> recipients;
  const std::string& address = fax_address(c.plan->settings());
  if (!address.empty()) recipients.push_back(address);  // FAX-10
  if (settings.copy_to_employee && by->employee != nullptr && !by->employee->email.empty()) {
    recipients.push_back(by->employee->email);  // FAX-11
  }
  auto fax = fax_flow(c, &recipients);
  auto woken = co_await any_of(std::move(fax), by->leg->ended.wait());
  c.log.record.end_cause.clear();
  if (woken.index() == 0) co_return std::move(by);
  c.log.record.ended_by = EndedBy::callee;
  c.log.record.end_cause = by->leg->end_reason;
  co_return nullptr;
}

/// The employee stands in the party's place, and the one he talks with in the caller's.
Flow<std::unique_ptr<Connected>> grant_to_callee(Call& c, std::unique_ptr<Connected> by, std::unique_ptr<Wish> wish) {
  std::unique_ptr<Connected> next;
  if (by->employee == nullptr) {  // only employees pass calls on
    by->leg->report_transfer(403);
    next = std::move(by);
  } else if (wish->kind == Wish::Kind::consult) {
    next = co_await consult_flow(c, std::move(by), wish->part);
  } else if (wish->kind == Wish::Kind::join) {
    next = co_await join_flow(c, std::move(by), wish->joins, wish->part);
  } else if (wish->kind == Wish::Kind::fax) {
    next = co_await fax_in_talk(c, std::move(by));
  } else {
    next = co_await pass_on_flow(c, std::move(by), std::move(wish->target), wish->part);
  }
  co_return std::move(next);
}

}  // namespace

Flow<Unit> double_hash(Leg& leg) {
  for (;;) {
    const char key = co_await command_by_keys(leg, true);
    if (key == '#') co_return Unit{};
  }
}

Flow<std::unique_ptr<Wish>> converse(Call& c, Connected& party, bool again) {
  c.caller.digits.clear();
  party.leg->digits.clear();
  c.caller.bridge(*party.leg);
  Talk talk(c, party, std::string(), again);
  std::unique_ptr<Wish> wish;
  while (!wish) wish = co_await next_wish(c, party, talk);
  if (wish->kind != Wish::Kind::over) talk.finish(PartResult::done);
  wish->part = talk.part();
  co_return std::move(wish);
}

Flow<std::unique_ptr<Connected>> grant(Call& c, std::unique_ptr<Connected> party, std::unique_ptr<Wish> wish) {
  const bool by_caller = wish->by_caller;
  if (by_caller) c.swap_sides(*party);
  const Connected* by = party.get();
  std::unique_ptr<Connected> next = co_await grant_to_callee(c, std::move(party), std::move(wish));
  if (by_caller && next.get() == by) c.swap_sides(*next);  // it came to nothing
  co_return std::move(next);
}

}  // namespace tandem::call
