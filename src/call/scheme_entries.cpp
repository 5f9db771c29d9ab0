// What follows an entry in a scheme's block: a menu item, an extension, a trunk, or a handler (01, 3.3).
#include "call/scheme_run.hpp"

namespace tandem::call {
namespace {

/// An extension dialled in a menu rings with the default settings; the block is not resumed (IVR-20, 01 OP-51).
Flow<BlockEnd> dial_extension(Call& c, SchemeRun& run, const Block* block, const Entry* entry) {
  const routing::Internal target = entry->extension;
  if (!entry->digits.empty()) c.decide<Reason::extension_dialled>(entry->digits);
  if (const auto* scheme = std::get_if<const Scheme*>(&target)) {
    run.next = *scheme;
    co_return BlockEnd(Exit::scheme);
  }
  const Handler* disa = handler_of(c, *block, HandlerKind::extension_dial);
  if (disa == nullptr || disa->block.actions.empty()) {
    co_await internal_flow(c, target);
    co_return BlockEnd(Exit::over);
  }
  Reached reached;
  if (const auto* group = std::get_if<const Group*>(&target)) {
    reached = co_await group_flow(c, *group, std::nullopt);
  } else {
    reached = co_await employee_flow(c, std::get<const Employee*>(target), std::nullopt);
  }
  if (reached.party) co_return BlockEnd(std::move(reached.party));
  BlockEnd end = co_await run_block(c, run, &disa->block);
  co_return std::move(end);
}

Flow<BlockEnd> dial_trunk(Call& c, const Entry* entry) {
  const routing::TrunkWay& way = entry->ways.front();
  if (way.mask) {
    c.decide<Reason::trunk_by_mask>(way.main->masks[*way.mask].mask, way.main->id.text, way.number);
  } else {
    c.decide<Reason::prefix_dialled>(way.main->prefix, way.main->id.text);
  }
  Reached reached = co_await ways_flow(c, entry->ways, c.caller_side.shown, c.plan->defaults().employee_ring_time);
  if (reached.party) co_return BlockEnd(std::move(reached.party));
  co_await busy_flow(c, std::string("not reached"));
  co_return BlockEnd(Exit::over);
}

/// The item was not opened within the allowed attempts (IVR-08, IVR-31).
Flow<BlockEnd> keep_out(Call& c, SchemeRun& run, const Block* block, const MenuItem* item) {
  c.gave_up_on_input = true;
  const Handler* handler = handler_of(c, *block, HandlerKind::wrong_password);
  if (handler == nullptr) {
    c.log.record.end_cause = "wrong password";
    co_return BlockEnd(Exit::over);
  }
  c.decide<Reason::menu_item_closed>(item->digits);
  BlockEnd end = co_await run_block(c, run, &handler->block);
  co_return std::move(end);
}

Flow<BlockEnd> enter_item(Call& c, SchemeRun& run, const Block* block, const MenuItem* item, InputState& input) {
  const bool proven = !c.external() && !c.caller_side.by_sim_card;
  if (!item->password.empty() && !proven) {  // 01 OP-25: internal callers are not asked
    const bool known = co_await ask_password(c, item, input);
    if (!known) {
      BlockEnd end = co_await keep_out(c, run, block, item);
      co_return std::move(end);
    }
  }
  input.stop_listening();
  run.path += (run.path.empty() ? "" : ".") + item->digits;
  c.decide<Reason::menu_item_chosen>(run.path);
  CallPart part;
  part.kind = PartKind::menu;
  part.subject = run.scheme->id.text;
  part.name = run.scheme->name;
  part.detail = run.path;
  PartScope scope(c.log, c.exchange, std::move(part));
  scope.when_caller_leaves = PartResult::caller_hangup;
  c.log.event(MenuEntered{c.log.record.id, run.scheme->id.text, run.path});
  BlockEnd end = co_await run_block(c, run, &item->block);
  scope.finish(PartResult::done);
  co_return std::move(end);
}

/// An entry that means nothing here: forgiven up to the limit (01 OP-08).
Flow<BlockEnd> unmatched(Call& c, SchemeRun& run, const Block* block, const Entry* entry) {
  ++run.errors;
  const int limit = c.plan->defaults().menu.max_errors;
  const bool beyond = run.errors > limit;
  const std::string& given = entry->digits.empty() ? entry->said : entry->digits;
  const Handler* handler =
      handler_of(c, *block, beyond ? HandlerKind::input_error_limit : HandlerKind::any_other_input);
  if (beyond) {
    c.decide<Reason::entry_errors_exceeded>(given, run.errors, limit);
    c.gave_up_on_input = true;
  } else {
    c.decide<Reason::entry_unmatched>(given, run.errors, limit);
  }
  if (handler == nullptr) {
    if (!beyond) co_return BlockEnd(Exit::next);
    c.log.record.end_cause = "too many wrong entries";
    co_return BlockEnd(Exit::over);
  }
  BlockEnd end = co_await run_block(c, run, &handler->block);
  co_return std::move(end);
}

}  // namespace

Flow<BlockEnd> follow_entry(Call& c, SchemeRun& run, const Block* block, InputState& input) {
  const Entry* entry = &input.entry;
  if (entry->item != nullptr) {
    BlockEnd end = co_await enter_item(c, run, block, entry->item, input);
    co_return std::move(end);
  }
  input.stop_listening();
  if (entry->extension.index() != 0) {
    BlockEnd end = co_await dial_extension(c, run, block, entry);
    co_return std::move(end);
  }
  if (!entry->ways.empty()) {
    BlockEnd end = co_await dial_trunk(c, entry);
    co_return std::move(end);
  }
  BlockEnd end = co_await unmatched(c, run, block, entry);
  co_return std::move(end);
}

}  // namespace tandem::call
