// The scheme interpreter: branches, blocks of actions, menus and handlers (01, 3.2 and 3.3).
//
// A block runs its actions while the caller's keys are read beside them; a finished entry ends the actions and leads
// into a menu item, to an extension, or to a handler. The frames nest as the blocks do, six deep at the most; returns to
// the main menu and forwards to schemes unwind first, so a call cannot grow by walking in circles. So do handlers and
// the account's default action: what follows a block must not run beside the reader of the block's keys.
#include "call/flows.hpp"
#include "call/menu_input.hpp"

#include <fmt/core.h>

namespace tandem::call {
namespace {

constexpr int most_menu_returns = 10;  // 01 OP-13
constexpr int most_scheme_hops = 10;   // 01 OP-22

/// How a block ended.
enum class Exit : std::uint8_t {
  over,
  connected,
  main_menu,
  scheme,      ///< on to SchemeRun::next
  no_input,    ///< SchemeRun::silent runs now
  unanswered,  ///< the account's default action for SchemeRun::absent follows
};

struct BlockEnd {
  BlockEnd() = default;
  explicit BlockEnd(Exit e) : exit(e) {}
  explicit BlockEnd(std::unique_ptr<Connected> p) : exit(Exit::connected), party(std::move(p)) {}
  Exit exit = Exit::over;
  std::unique_ptr<Connected> party;
};

/// One run through a scheme.
struct SchemeRun {
  const Scheme* scheme = nullptr;
  const Scheme* next = nullptr;      ///< with Exit::scheme
  const Handler* silent = nullptr;   ///< with Exit::no_input
  const Employee* absent = nullptr;  ///< with Exit::unanswered
  int errors = 0;                ///< wrong entries (01 OP-08)
  std::string path;              ///< menu items entered, "2.1"
};

Flow<BlockEnd> run_block(Call& c, SchemeRun& run, const Block* block);

bool expects_input(const Call& c, const Block& block) {
  return !block.menu.empty() || handler_of(c, block, HandlerKind::no_input) != nullptr ||
         handler_of(c, block, HandlerKind::extension_dial) != nullptr;
}

bool reads_keys(const Call& c, const Block& block) {
  return expects_input(c, block) || c.plan->defaults().extension_dial.enabled ||
         handler_of(c, block, HandlerKind::any_other_input) != nullptr;
}

/// A forward's employee or group, after extensions are looked up.
routing::Internal target_of(const Call& c, const Forward& forward) {
  if (const auto* group = std::get_if<ToGroup>(&forward.to)) return c.plan->group(group->group);
  if (const auto* employee = std::get_if<ToEmployee>(&forward.to)) return c.plan->employee(employee->employee);
  if (const auto* scheme = std::get_if<ToScheme>(&forward.to)) return c.plan->scheme(scheme->scheme);
  if (const auto* extension = std::get_if<ToExtension>(&forward.to)) return c.plan->extension(extension->extension);
  return {};
}

Flow<BlockEnd> forward_to_number(Call& c, const ToNumber* to, std::optional<Duration> wait) {
  const TrunkKey key = to->trunk.empty() && c.line != nullptr ? c.line->trunk : to->trunk;
  const Trunk* trunk = c.plan->trunk(key);
  if (trunk == nullptr) {
    c.decide<Reason::forward_without_trunk>(to->number);
    co_return BlockEnd();
  }
  c.decide<Reason::forward_to_number>(to->number, trunk->id.text);
  // TRK-54: the caller's number is carried over. SCH-75: without a time of its own the default ring time holds.
  const std::optional<Duration> limit = wait ? wait : c.plan->defaults().employee_ring_time;
  Reached reached = co_await external_flow(c, trunk, to->number, c.log.record.caller, limit);
  if (reached.party) co_return BlockEnd(std::move(reached.party));
  co_return BlockEnd();
}

/// One forward. Exit::over here means: not answered, go on with the next action (SCH-34).
Flow<BlockEnd> forward_flow(Call& c, SchemeRun& run, const Forward* forward, bool last) {
  std::optional<Duration> wait;
  if (forward->wait) wait = *forward->wait;
  if (const auto* to = std::get_if<ToNumber>(&forward->to)) {
    BlockEnd end = co_await forward_to_number(c, to, wait);
    co_return std::move(end);
  }
  const routing::Internal target = target_of(c, *forward);
  if (target.index() == 0) {
    c.decide<Reason::forward_without_target>();
    co_return BlockEnd();
  }
  if (const auto* scheme = std::get_if<const Scheme*>(&target)) {
    run.next = *scheme;
    co_return BlockEnd(Exit::scheme);
  }
  if (const auto* group = std::get_if<const Group*>(&target)) {
    Reached reached = co_await group_flow(c, *group, wait);
    if (reached.party) co_return BlockEnd(std::move(reached.party));
    co_return BlockEnd();
  }
  const Employee* employee = std::get<const Employee*>(target);
  Reached reached = co_await employee_flow(c, employee, wait);
  if (reached.party) co_return BlockEnd(std::move(reached.party));
  if (!last) co_return BlockEnd();
  run.absent = employee;
  co_return BlockEnd(Exit::unanswered);
}

/// The block's end: what sounds is heard out, the caller may still choose, then the final action.
Flow<BlockEnd> finish_block(Call& c, SchemeRun& run, const Block* block, InputState& input) {
  if (c.caller.playing()) co_await c.caller.played.wait();
  if (expects_input(c, *block)) {
    co_await timeout(c.plan->defaults().menu.input_wait);
    if (input.entering) {  // the entry will end this flow
      Signal never;
      co_await never.wait();
    }
    run.silent = handler_of(c, *block, HandlerKind::no_input);
    if (run.silent != nullptr) {
      c.decide<Reason::nothing_entered>();
      co_return BlockEnd(Exit::no_input);
    }
  }
  co_return BlockEnd(block->final_action == FinalAction::return_to_main_menu ? Exit::main_menu : Exit::over);
}

/// DEF-24: is nothing further defined for the call behind action `i`? A handler for no input would follow (01 OP-12).
bool is_last(const Call& c, const Block& block, std::size_t i) {
  return i + 1 == block.actions.size() && block.final_action == FinalAction::hangup &&
         handler_of(c, block, HandlerKind::no_input) == nullptr;
}

/// The block's actions in order (SCH-30).
Flow<BlockEnd> run_actions(Call& c, SchemeRun& run, const Block* block, InputState& input) {
  for (std::size_t i = 0; i < block->actions.size(); ++i) {
    const Action& action = block->actions[i];
    if (const auto* prompt = std::get_if<PlayPrompt>(&action)) {
      c.caller.play(c.plan->sound(prompt->prompt));
      if (prompt->wait_end) co_await c.caller.played.wait();  // IVR-36; else it sounds on meanwhile (IVR-37)
    } else if (const auto* forward = std::get_if<Forward>(&action)) {
      input.open = !block->menu.empty();  // 01 OP-10
      BlockEnd end = co_await forward_flow(c, run, forward, is_last(c, *block, i));
      input.open = true;
      if (end.exit != Exit::over) co_return std::move(end);  // SCH-35
    } else if (const auto* mail = std::get_if<Voicemail>(&action)) {
      input.open = false;
      c.decide<Reason::scheme_voicemail>();
      co_await voicemail_flow(c, nullptr, mail->email);
      co_return BlockEnd(Exit::over);
    } else {
      if (c.caller.playing()) co_await c.caller.played.wait();
      c.decide<Reason::scheme_hangup>();
      co_return BlockEnd(Exit::over);
    }
  }
  BlockEnd end = co_await finish_block(c, run, block, input);
  co_return std::move(end);
}

/// An extension dialled in a menu rings with the default settings; the block is not resumed (IVR-20, 01 OP-51).
Flow<BlockEnd> dial_extension(Call& c, SchemeRun& run, const Block* block, const Entry* entry) {
  const routing::Internal target = entry->extension;
  c.decide<Reason::extension_dialled>(entry->digits);
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
  std::string number = entry->digits.substr(entry->trunk->prefix.size());
  c.decide<Reason::prefix_dialled>(entry->trunk->prefix, entry->trunk->id.text);
  Reached reached = co_await external_flow(c, entry->trunk, std::move(number), c.log.record.caller,
                                           c.plan->defaults().employee_ring_time);
  if (reached.party) co_return BlockEnd(std::move(reached.party));
  co_await busy_flow(c, std::string("not reached"));
  co_return BlockEnd(Exit::over);
}

Flow<BlockEnd> enter_item(Call& c, SchemeRun& run, const Block* block, const MenuItem* item) {
  if (!item->password.empty() && c.external()) {  // 01 OP-25: internal callers are not asked
    const bool known = co_await ask_password(c, item);
    if (!known) {
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
  }
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

/// An entry that means nothing here: forgiven up to the limit (01 OP-08). Gives nothing when the block begins again.
Flow<std::optional<BlockEnd>> unmatched(Call& c, SchemeRun& run, const Block* block, const Entry* entry) {
  ++run.errors;
  const int limit = c.plan->defaults().menu.max_errors;
  const bool beyond = run.errors > limit;
  const Handler* handler =
      handler_of(c, *block, beyond ? HandlerKind::input_error_limit : HandlerKind::any_other_input);
  if (beyond) {
    c.decide<Reason::entry_errors_exceeded>(entry->digits, run.errors, limit);
    c.gave_up_on_input = true;
  } else {
    c.decide<Reason::entry_unmatched>(entry->digits, run.errors, limit);
  }
  if (handler == nullptr) {
    if (!beyond) co_return std::nullopt;
    c.log.record.end_cause = "too many wrong entries";
    co_return std::optional<BlockEnd>(BlockEnd(Exit::over));
  }
  BlockEnd end = co_await run_block(c, run, &handler->block);
  co_return std::optional<BlockEnd>(std::move(end));
}

/// The block's actions, with the caller's keys read beside them. Nothing: an entry has ended them.
Flow<std::optional<BlockEnd>> actions_or_entry(Call& c, SchemeRun& run, const Block* block, InputState& input) {
  auto actions = run_actions(c, run, block, input);
  auto keys = read_entry(c, input);
  auto woken = co_await any_of(std::move(actions), std::move(keys));
  if (woken.index() == 1) co_return std::nullopt;
  co_return std::optional<BlockEnd>(std::move(std::get<0>(woken)));
}

Flow<BlockEnd> run_block(Call& c, SchemeRun& run, const Block* block) {
  if (expects_input(c, *block)) c.caller.answer();  // 01 OP-46: a menu begins, and keys need an answered call
  for (;;) {
    InputState input;
    input.block = block;
    if (!reads_keys(c, *block)) {
      BlockEnd end = co_await run_actions(c, run, block, input);
      co_return std::move(end);
    }
    std::optional<BlockEnd> done = co_await actions_or_entry(c, run, block, input);
    if (done && done->exit == Exit::no_input) {
      BlockEnd end = co_await run_block(c, run, &run.silent->block);
      co_return std::move(end);
    }
    if (done) co_return std::move(*done);
    c.caller.stop_sounds();
    const Entry* entry = &input.entry;
    if (entry->item != nullptr) {
      BlockEnd end = co_await enter_item(c, run, block, entry->item);
      co_return std::move(end);
    }
    if (entry->extension.index() != 0) {
      BlockEnd end = co_await dial_extension(c, run, block, entry);
      co_return std::move(end);
    }
    if (entry->trunk != nullptr) {
      BlockEnd end = co_await dial_trunk(c, entry);
      co_return std::move(end);
    }
    std::optional<BlockEnd> end = co_await unmatched(c, run, block, entry);
    if (end) co_return std::move(*end);
  }
}

/// SCH-21, SCH-22: the first branch whose schedule contains the time; the last has none.
const Branch* branch_of(const Call& c, const Scheme& scheme) {
  for (const Branch& branch : scheme.branches) {
    if (c.plan->in_force(branch.schedule, c.now())) return &branch;
  }
  return nullptr;
}

Flow<BlockEnd> run_scheme(Call& c, SchemeRun& run) {
  const Branch* branch = branch_of(c, *run.scheme);
  if (branch == nullptr) co_return BlockEnd();
  const auto index = static_cast<std::size_t>(branch - run.scheme->branches.data()) + 1;
  c.decide<Reason::branch_taken>(run.scheme->id.text, index, run.scheme->branches.size());
  CallPart part;
  part.kind = PartKind::scheme;
  part.subject = run.scheme->id.text;
  part.name = run.scheme->name;
  part.detail = fmt::format("branch {}", index);
  PartScope scope(c.log, c.exchange, std::move(part));
  scope.when_caller_leaves = PartResult::caller_hangup;
  for (;;) {
    run.path.clear();
    BlockEnd end = co_await run_block(c, run, &branch->block);
    if (end.exit != Exit::main_menu) {
      scope.finish(PartResult::done);
      co_return std::move(end);
    }
    if (++c.menu_returns > most_menu_returns) {  // 01 OP-13
      c.decide<Reason::menu_loop>(most_menu_returns);
      scope.finish(PartResult::done);
      c.log.record.end_cause = "menu loop";
      co_return BlockEnd();
    }
  }
}

}  // namespace

Flow<Unit> scheme_flow(Call& c, const Scheme* scheme) {
  while (scheme != nullptr) {
    SchemeRun run;
    run.scheme = scheme;
    BlockEnd end = co_await run_scheme(c, run);
    if (end.exit == Exit::connected) {
      co_await talk_flow(c, std::move(end.party));
      co_return Unit{};
    }
    if (end.exit == Exit::unanswered) {
      co_await no_answer_flow(c, run.absent);
      co_return Unit{};
    }
    if (end.exit != Exit::scheme) break;
    if (++c.scheme_hops > most_scheme_hops) {  // 01 OP-22
      c.decide<Reason::scheme_loop>(most_scheme_hops);
      c.log.record.end_cause = "scheme loop";
      co_return Unit{};
    }
    scheme = run.next;
    c.decide<Reason::next_scheme>(scheme->id.text);
  }
  if (c.log.record.end_cause.empty()) c.log.record.end_cause = "scheme end";
  co_return Unit{};
}

}  // namespace tandem::call
