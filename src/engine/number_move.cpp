#include "model/number_move.hpp"

#include "engine/asker.hpp"

#include <fmt/format.h>

#include <utility>

namespace tandem {
namespace {

using engine::Asker;
using engine::Registry;

/// Both accounts as they stand, and what the move comes to.
struct Move {
  Asker asker;
  Registry::Entry to;
  model::MoveSheet sheet;
};

/// NUM-46
Result<Asker> mover(const AccountHandle& handle) {
  Result<Asker> asker = Asker::of(handle);
  if (!asker) return asker;
  if (auto allowed = asker->need(Right::numbers_move); !allowed) return std::unexpected(allowed.error());
  return asker;
}

Result<Move> work_out(const AccountHandle& handle, const NumberMove& wanted) {
  Result<Asker> asker = mover(handle);
  if (!asker) return std::unexpected(asker.error());
  if (!wanted.connect.empty() || wanted.extend_allowance) {  // the other account's services are switched on with it
    if (auto allowed = asker->need(Right::services_edit); !allowed) return std::unexpected(allowed.error());
  }
  if (wanted.to == handle.id) {
    return fail(errc::invalid_argument, fmt::format("the numbers are in account '{}' already", handle.id), "to");
  }
  Result<Registry::Entry> to = asker->core().registry.find(wanted.to);
  // What is somebody else's is told from what is not there by nobody.
  if (!to || !model::may_exchange(asker->data(), to->data())) {
    return fail(errc::not_found,
                fmt::format("'{}' is no account in work of the same customer as '{}', in work itself (NUM-47)",
                            wanted.to, handle.id),
                "to");
  }
  model::MoveSheet sheet = model::work_out(asker->data(), to->data(), wanted);
  return Move{std::move(*asker), std::move(*to), std::move(sheet)};
}

std::string note(const model::MoveSheet& sheet, std::string_view direction, const std::string& other) {
  std::string text = fmt::format("move {} number{} {} {}:", sheet.done.numbers.size(),
                                 sheet.done.numbers.size() == 1 ? "" : "s", direction, other);
  for (const MovedNumber& moved : sheet.done.numbers) text += " " + moved.number;
  return text;
}

Result<std::vector<Saved>> carry_out(const Move& move, const AccountHandle& handle, bool dry_run) {
  const std::string& to = move.to.plan->id();
  return move.asker.core().registry.move_numbers(
      {{{handle.id, move.sheet.here, move.asker.entry().revision, note(move.sheet, "to", to)},
        {to, move.sheet.there, move.to.revision, note(move.sheet, "from", handle.id)}}},
      handle.actor, dry_run);
}

}  // namespace

Result<std::vector<std::string>> NumberMoves::destinations() const {
  const Result<Asker> asker = mover(account_);
  if (!asker) return std::unexpected(asker.error());
  std::vector<std::string> found;
  for (std::string& id : asker->core().registry.list()) {
    const auto entry = asker->core().registry.find(id);
    if (id != account_.id && entry && model::may_exchange(asker->data(), entry->data())) found.push_back(std::move(id));
  }
  return found;
}

Result<MovePlan> NumberMoves::plan(const NumberMove& wanted) const {
  Result<Move> move = work_out(account_, wanted);
  if (!move) return std::unexpected(move.error());
  MovePlan plan = move->sheet.plan;
  if (!plan.problems.empty()) return plan;
  if (const auto judged = carry_out(*move, account_, true); !judged) {
    Error first = judged.error();
    plan.problems = std::exchange(first.more, {});
    plan.problems.insert(plan.problems.begin(), std::move(first));
  }
  return plan;
}

Result<NumbersMoved> NumberMoves::move(const NumberMove& wanted) const {
  Result<Move> move = work_out(account_, wanted);
  if (!move) return std::unexpected(move.error());
  if (std::vector<Error>& problems = move->sheet.plan.problems; !problems.empty()) {
    return std::unexpected(joined(std::move(problems)));
  }
  const auto saved = carry_out(*move, account_, false);
  if (!saved) return std::unexpected(saved.error());
  NumbersMoved done = std::move(move->sheet.done);
  done.revision = saved->front().revision;
  done.revision_there = saved->back().revision;
  return done;
}

}  // namespace tandem
