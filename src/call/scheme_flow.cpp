// The scheme interpreter: branches, blocks, and the way from one scheme to the next (01, 3.2 and 3.3).
//
// A block runs its actions while the caller's keys and words are read beside them; a finished entry ends the actions
// and leads into a menu item, to an extension, or to a handler. The frames nest as the blocks do, six deep at the most;
// returns to the main menu and forwards to schemes unwind first, so a call cannot grow by walking in circles. So do
// handlers and the account's default action: what follows a block must not run beside the reader of the block's keys. A
// fax tone ends all blocks at once.
#include "call/scheme_run.hpp"

#include <fmt/core.h>

namespace tandem::call {
namespace {

constexpr int most_menu_returns = 10;  // 01 OP-13
constexpr int most_scheme_hops = 10;   // 01 OP-22

bool reads_input(const Call& c, const Block& block) {
  return expects_input(c, block) || c.plan->defaults().extension_dial.enabled ||
         handler_of(c, block, HandlerKind::any_other_input) != nullptr;
}

/// The block's actions, with the caller's keys read beside them. Nothing: an entry has ended them.
Flow<std::optional<BlockEnd>> actions_or_entry(Call& c, SchemeRun& run, const Block* block, InputState& input) {
  auto actions = run_actions(c, run, block, input);
  auto keys = read_entry(c, input);
  auto woken = co_await any_of(std::move(actions), std::move(keys));
  if (woken.index() == 1) co_return std::nullopt;
  co_return std::optional<BlockEnd>(std::move(std::get<0>(woken)));
}

/// The branch, again and again as the caller returns to the main menu.
Flow<BlockEnd> run_branch(Call& c, SchemeRun& run, const Branch* branch) {
  for (;;) {
    run.path.clear();
    run.blocks.clear();
    BlockEnd end = co_await run_block(c, run, &branch->block);
    if (end.exit != Exit::main_menu) co_return std::move(end);
    if (++c.menu_returns > most_menu_returns) {
      c.decide<Reason::menu_loop>(most_menu_returns);
      c.log.record.end_cause = "menu loop";
      co_return BlockEnd();
    }
  }
}

/// IVR-23: handlers are in force from the moment the call enters the scheme; the innermost one counts.
const Handler* fax_handler(const Call& c, const SchemeRun& run) {
  for (auto block = run.blocks.rbegin(); block != run.blocks.rend(); ++block) {
    if (const Handler* handler = handler_of(c, **block, HandlerKind::fax_detect)) return handler;
  }
  return nullptr;
}

Flow<BlockEnd> take_fax(Call& c, const SchemeRun* run) {
  const Handler* handler = fax_handler(c, *run);
  const std::vector<std::string> nobody;
  if (handler != nullptr) {
    c.decide<Reason::fax_tone_handled>();
    co_await fax_flow(c, &handler->email);
  } else {
    c.decide<Reason::fax_tone_unhandled>();
    co_await fax_flow(c, &nobody);
  }
  co_return BlockEnd();
}

/// The branch, unless a fax machine calls, at any time (FAX-05, IVR-25, IVR-26).
Flow<BlockEnd> branch_or_fax(Call& c, SchemeRun& run, const Branch* branch) {
  const Defaults& defaults = c.plan->defaults();
  auto blocks = run_branch(c, run, branch);
  if (!c.external() || !defaults.fax.auto_detect || !defaults.services.fax_detect) {
    BlockEnd end = co_await std::move(blocks);
    co_return std::move(end);
  }
  auto woken = co_await any_of(std::move(blocks), c.caller.fax_tone.wait());
  if (woken.index() == 0) co_return std::move(std::get<0>(woken));
  BlockEnd end = co_await take_fax(c, &run);
  co_return std::move(end);
}

Flow<BlockEnd> run_scheme(Call& c, SchemeRun& run) {
  const Branch* branch = c.plan->branch(*run.scheme, c.now());
  if (branch == nullptr) co_return BlockEnd();
  const auto index = static_cast<std::size_t>(branch - run.scheme->branches.data()) + 1;
  c.decide<Reason::branch_taken>(run.scheme->id.text, index, run.scheme->branches.size());
  c.scheme = run.scheme;
  CallPart part;
  part.kind = PartKind::scheme;
  part.subject = run.scheme->id.text;
  part.name = run.scheme->name;
  part.detail = fmt::format("branch {}", index);
  PartScope scope(c.log, c.exchange, std::move(part));
  scope.when_caller_leaves = PartResult::caller_hangup;
  BlockEnd end = co_await branch_or_fax(c, run, branch);
  scope.finish(PartResult::done);
  co_return std::move(end);
}

}  // namespace

bool expects_input(const Call& c, const Block& block) {
  return !block.menu.empty() || handler_of(c, block, HandlerKind::no_input) != nullptr ||
         handler_of(c, block, HandlerKind::extension_dial) != nullptr;
}

Flow<BlockEnd> run_block(Call& c, SchemeRun& run, const Block* block) {
  run.blocks.push_back(block);
  if (expects_input(c, *block)) c.caller.answer();  // 01 OP-46: a menu begins, and keys need an answered call
  for (;;) {
    InputState input(c, run.scheme->speech, *block);
    if (!reads_input(c, *block)) {
      BlockEnd end = co_await run_actions(c, run, block, input);
      co_return std::move(end);
    }
    std::optional<BlockEnd> done = co_await actions_or_entry(c, run, block, input);
    if (done && done->exit == Exit::no_input) {
      input.stop_listening();
      BlockEnd end = co_await run_block(c, run, &run.silent->block);
      co_return std::move(end);
    }
    if (done) co_return std::move(*done);
    c.caller.stop_sounds();
    BlockEnd end = co_await follow_entry(c, run, block, input);
    if (end.exit != Exit::next) co_return std::move(end);
  }
}

Flow<Unit> scheme_flow(Call& c, const Scheme* scheme) {
  while (scheme != nullptr) {
    SchemeRun run;
    run.scheme = scheme;
    BlockEnd end = co_await run_scheme(c, run);
    if (end.exit == Exit::connected) {
      co_await talk_flow(c, std::move(end.party));
      co_return Unit{};
    }
    if (end.exit == Exit::dials_through) {
      co_await dial_through_flow(c);
      co_return Unit{};
    }
    if (end.exit == Exit::unanswered) {
      co_await no_answer_flow(c, run.absent);
      co_return Unit{};
    }
    if (end.exit != Exit::scheme) break;
    if (++c.scheme_hops > most_scheme_hops) {
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
