// An employee's phone joins two of his calls (REFER with Replaces): whoever waits in the first is handed to the far end
// of the second.
#include "call/flows.hpp"

namespace tandem::call {
namespace {

/// The far end of a conversation of which `mine` is a leg; that call ends. Null: there is no such conversation.
std::unique_ptr<Connected> take_far_end(Call& c, Call& other, LegId mine) {
  if (&other == &c || other.talk == nullptr || other.consulting) return nullptr;
  c.borrow_from(other);
  auto far = std::make_unique<Connected>();
  far->leg = std::make_unique<Leg>(c.exchange);
  Connected& party = other.talk->party();
  other.talk->finish(PartResult::transferred);
  if (party.leg->id() == mine) {
    other.swap_sides(*far);
  } else {
    far->swap(party);
  }
  other.give_away("transferred");
  return far;
}

/// What the far end is called by: the same way leads there again (DEF-09), if there is one.
std::unique_ptr<Onward> onward_to(Call& c, const Connected& by, const Connected& far) {
  if (far.employee == nullptr && !far.number.empty()) {
    if (std::unique_ptr<Onward> onward = onward_of(c, by, far.number)) return onward;
  }
  auto onward = std::make_unique<Onward>();
  onward->target = far.employee != nullptr ? far.employee->extension : far.shown.number;
  if (far.employee != nullptr) onward->internal = far.employee;
  return onward;
}

}  // namespace

Flow<std::unique_ptr<Connected>> join_flow(Call& c, std::unique_ptr<Connected> by, LegId mine, std::size_t part) {
  Call* other = c.exchange.call_of(mine);
  const Connected* with = other != nullptr && other->talk != nullptr ? &other->talk->party() : nullptr;
  const bool outside = with != nullptr && with->employee == nullptr && with->leg->id() != mine;
  if (outside && !c.plan->data().settings().call_control.external_transfer) {  // LIM-09
    c.decide<Reason::transfer_inside_only>(by->employee->id.text, with->number);
    other = nullptr;
  }
  std::unique_ptr<Connected> far = other != nullptr ? take_far_end(c, *other, mine) : nullptr;
  if (!far) {
    by->leg->report_transfer(403);
    co_return std::move(by);
  }
  const std::unique_ptr<Onward> onward = onward_to(c, *by, *far);
  by->leg->report_transfer(200);
  std::unique_ptr<Connected> next = co_await hand_over(c, std::move(by), std::move(far), onward.get(), part);
  co_return std::move(next);
}

}  // namespace tandem::call
