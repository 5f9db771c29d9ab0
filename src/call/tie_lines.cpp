#include "call/tie_lines.hpp"

#include "model/text.hpp"

#include <utility>

namespace tandem::call {

using model::lower;

// Which trunks are linked.

void TieLines::change(AccountId account, const model::ObjectSet<Trunk>& before,
                      const model::ObjectSet<Trunk>& after) {
  const std::lock_guard lock(mutex_);
  const auto each_change = [&](auto visit) { model::ObjectSet<Trunk>::differences(before, after, visit); };
  // All leave before any comes: a code may go from one trunk to another.
  each_change([&](const Trunk* old, const Trunk*) {
    if (old != nullptr && is_internal(*old)) leave(account, *old);
  });
  each_change([&](const Trunk*, const Trunk* fresh) {
    if (fresh != nullptr && is_internal(*fresh)) enter(account, *fresh);
  });
}

void TieLines::leave(AccountId account, const Trunk& trunk) {
  const auto at = sides_.find(lower(trunk.link_code));
  if (at == sides_.end() || at->second.account != account) return;  // somebody else has it by now
  sides_.erase(at);
  tell_other(account, trunk);
}

void TieLines::enter(AccountId account, const Trunk& trunk) {
  if (trunk.link_code.empty()) return;
  sides_[lower(trunk.link_code)] = {account, trunk.id.text, lower(trunk.peer_code), trunk.enabled};
  tell_other(account, trunk);
}

void TieLines::tell_other(AccountId account, const Trunk& trunk) const {
  const auto other = sides_.find(lower(trunk.peer_code));
  if (other == sides_.end() || other->second.account == account) return;
  if (other->second.peer_code == lower(trunk.link_code)) doors_.relinked(other->second.account);
}

const TieLines::Side* TieLines::side_of(AccountId account, const Trunk& trunk) const {
  const auto at = sides_.find(lower(trunk.link_code));
  const bool its = at != sides_.end() && at->second.account == account && at->second.trunk == trunk.id.text;
  return its ? &at->second : nullptr;
}

// Each has the other's code, and they are of two accounts.
const TieLines::Side* TieLines::other_side(AccountId account, const Trunk& trunk) const {
  const Side* mine = side_of(account, trunk);
  if (mine == nullptr) return nullptr;
  const auto other = sides_.find(mine->peer_code);
  const bool linked = other != sides_.end() && other->second.account != account &&
                      other->second.peer_code == lower(trunk.link_code);
  return linked ? &other->second : nullptr;
}

TieState TieLines::state(AccountId account, const Trunk& trunk) const {
  const std::lock_guard lock(mutex_);
  if (const Side* other = other_side(account, trunk)) return other->enabled ? TieState::ready : TieState::peer_off;
  const Side* mine = side_of(account, trunk);
  const bool stood_in_for = outside_stands_in_ && mine != nullptr && !mine->peer_code.empty();
  return stood_in_for ? TieState::ready : TieState::unlinked;
}

// Calls.

LegId TieLines::next_leg() { return LegId{(std::uint64_t{1} << 63U) | ++last_}; }

LegId TieLines::invite_over(const Trunk& trunk, OutgoingCall call) {
  std::unique_lock lock(mutex_);
  const LegId ours = next_leg();
  const Side* other = other_side(call.account, trunk);
  const Side* mine = side_of(call.account, trunk);
  if (other == nullptr && outside_stands_in_ && mine != nullptr && !mine->peer_code.empty()) {
    std::get<ToAddress>(call.to).host = "linked";
    lock.unlock();
    return outside_.invite(std::move(call));
  }
  if (other == nullptr || !other->enabled) {
    doors_.deliver(call.account, ours, LegFailed{503, "not linked"});
    return ours;
  }
  const LegId theirs = next_leg();
  ends_[ours] = {theirs, other->account, false, false, {}};
  ends_[theirs] = {ours, call.account, true, false, {}};
  doors_.deliver(call.account, ours, LegTrying{});  // before anything that the other account may say
  IncomingCall incoming;
  incoming.origin = FromTrunk{other->trunk};
  incoming.from = std::move(call.from);
  incoming.dialled = std::move(std::get<ToAddress>(call.to).user);
  incoming.sdp = std::move(call.sdp);
  incoming.from_domain = std::move(call.from_domain);
  incoming.hops = call.hops;
  doors_.deliver(other->account, theirs, std::move(incoming));
  return ours;
}

TieLines::End* TieLines::find(LegId leg) {
  const auto at = ends_.find(leg);
  return at == ends_.end() ? nullptr : &at->second;
}

TieLines::End* TieLines::unanswered(LegId leg) {
  End* end = find(leg);
  return end != nullptr && end->incoming && !end->answered ? end : nullptr;
}

void TieLines::finish(LegId leg, LegEvent told) {
  const End end = ends_.at(leg);
  ends_.erase(leg);
  ends_.erase(end.other);
  doors_.deliver(end.other_account, end.other, std::move(told));
}

void TieLines::ring(LegId leg, std::string sdp) {
  if (!is_tie(leg)) return outside_.ring(leg, std::move(sdp));
  const std::lock_guard lock(mutex_);
  const End* end = unanswered(leg);
  const int status = sdp.empty() ? 180 : 183;
  if (end != nullptr) doors_.deliver(end->other_account, end->other, LegRinging{status, std::move(sdp), end->called});
}

void TieLines::name_called(LegId leg, Party called) {
  if (!is_tie(leg)) return outside_.name_called(leg, std::move(called));
  const std::lock_guard lock(mutex_);
  if (End* end = unanswered(leg)) end->called = std::move(called);
}

void TieLines::answer(LegId leg, std::string sdp) {
  if (!is_tie(leg)) return outside_.answer(leg, std::move(sdp));
  const std::lock_guard lock(mutex_);
  End* end = unanswered(leg);
  if (end == nullptr) return;
  end->answered = find(end->other)->answered = true;
  doors_.deliver(end->other_account, end->other, LegAnswered{std::move(sdp), end->called});
}

void TieLines::reject(LegId leg, int status, std::chrono::seconds retry_after) {
  if (!is_tie(leg)) return outside_.reject(leg, status, retry_after);
  const std::lock_guard lock(mutex_);
  if (unanswered(leg) != nullptr) finish(leg, LegFailed{status, "refused"});
}

void TieLines::hangup(LegId leg, std::string reason) {
  if (!is_tie(leg)) return outside_.hangup(leg, std::move(reason));
  const std::lock_guard lock(mutex_);
  const End* end = find(leg);
  if (end == nullptr) return;
  if (unanswered(leg) != nullptr) return finish(leg, LegFailed{480, "refused"});
  finish(leg, LegHungUp{end->answered ? "bye" : "cancel"});
}

// Nobody offers anew over a tie line, and nobody asks for a transfer: a party's own leg settles both with its account.

void TieLines::answer_offer(LegId leg, std::string sdp) {
  if (!is_tie(leg)) outside_.answer_offer(leg, std::move(sdp));
}

void TieLines::refuse_offer(LegId leg) {
  if (!is_tie(leg)) outside_.refuse_offer(leg);
}

void TieLines::report_transfer(LegId leg, int status) {
  if (!is_tie(leg)) outside_.report_transfer(leg, status);
}

}  // namespace tandem::call
