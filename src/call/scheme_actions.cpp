// The actions of a scheme's block, one after the other (01, 3.2 and 3.3).
#include "call/scheme_run.hpp"
#include "model/text.hpp"

#include <algorithm>

namespace tandem::call {
namespace {

/// An entry under way will end the flow that waits here.
Flow<Unit> wait_for_ever() {
  Signal never;
  co_await never.wait();
  co_return Unit{};
}

/// A prompt: heard to its end or beside the next action (IVR-36, IVR-37).
Flow<Unit> play_prompt(Call& c, const PlayPrompt* prompt, InputState& input) {
  if (prompt->prompt.empty()) {  // NUM-54: of a skeleton that nobody filled yet
    c.decide<Reason::prompt_not_chosen>();
    co_return Unit{};
  }
  if (prompt->mode == PlayMode::first_time_only) {  // 01 OP-15
    if (std::ranges::find(c.heard_once, prompt) != c.heard_once.end()) co_return Unit{};
    c.heard_once.push_back(prompt);
  }
  input.barge_in = prompt->barge_in;
  c.caller.play(c.plan->sound(prompt->prompt));
  if (!prompt->wait_end) co_return Unit{};
  co_await c.caller.played.wait();
  if (input.entering) co_await wait_for_ever();
  co_return Unit{};
}

/// A forward to one target. Exit::next: not answered, or nothing there (SCH-34, SCH-37).
Flow<BlockEnd> forward(Call& c, SchemeRun& run, const ForwardTo* to, std::optional<Duration> wait, bool last) {
  TargetEnd end = co_await reach_target(c, to, wait);
  if (end.party) co_return BlockEnd(std::move(end.party));  // SCH-35
  if (end.nothing) c.decide<Reason::forward_without_target>();
  if (end.scheme != nullptr) {
    run.next = end.scheme;
    co_return BlockEnd(Exit::scheme);
  }
  if (end.absent == nullptr || !last) co_return BlockEnd(Exit::next);
  run.absent = end.absent;
  co_return BlockEnd(Exit::unanswered);
}

/// IVR-40, 01 OP-24: the first target that lists a region of the caller's number, else the default; null: none.
const ForwardTo* target_by_region(Call& c, const ForwardByRegion& action) {
  const std::vector<std::string> regions = c.exchange.ports().helpers.regions->regions_of(c.log.record.caller.number);
  for (const RegionTarget& target : action.targets) {
    for (const std::string& region : regions) {
      const std::string named = model::fold_case(region);
      const auto fits = [&](const std::string& listed) { return model::fold_case(listed) == named; };
      if (std::ranges::none_of(target.regions, fits)) continue;
      c.decide<Reason::region_matched>(region);
      return &target.to;
    }
  }
  if (std::holds_alternative<std::monostate>(action.otherwise)) {
    c.decide<Reason::region_unmatched>();
    return nullptr;
  }
  c.decide<Reason::region_otherwise>();
  return &action.otherwise;
}

/// DEF-24: is nothing further defined for the call behind action `i`? A handler for no input would follow (01 OP-12).
bool is_last(const Call& c, const Block& block, std::size_t i) {
  return i + 1 == block.actions.size() && block.final_action == FinalAction::hangup &&
         handler_of(c, block, HandlerKind::no_input) == nullptr;
}

std::optional<Duration> span_of(const std::optional<std::chrono::seconds>& seconds) {
  if (!seconds) return std::nullopt;
  return Duration(*seconds);
}

/// Keys count while a forward rings only where there is a menu (01 OP-10).
Flow<BlockEnd> run_forward(Call& c, SchemeRun& run, const Block* block, std::size_t i, InputState& input) {
  const ForwardTo* to = nullptr;
  std::optional<Duration> wait;
  if (const auto* plain = std::get_if<Forward>(&block->actions[i])) {
    to = &plain->to;
    wait = span_of(plain->wait);
  } else {
    const auto& by_region = std::get<ForwardByRegion>(block->actions[i]);
    to = target_by_region(c, by_region);
    wait = span_of(by_region.wait);
  }
  if (to == nullptr) co_return BlockEnd(Exit::next);
  input.open = !block->menu.empty();
  BlockEnd end = co_await forward(c, run, to, wait, is_last(c, *block, i));
  input.open = true;
  co_return std::move(end);
}

Flow<BlockEnd> run_action(Call& c, SchemeRun& run, const Block* block, std::size_t i, InputState& input) {
  const Action& action = block->actions[i];
  if (const auto* prompt = std::get_if<PlayPrompt>(&action)) {
    co_await play_prompt(c, prompt, input);
    co_return BlockEnd(Exit::next);
  }
  if (std::holds_alternative<Forward>(action) || std::holds_alternative<ForwardByRegion>(action)) {
    BlockEnd end = co_await run_forward(c, run, block, i, input);
    co_return std::move(end);
  }
  if (const auto* mail = std::get_if<Voicemail>(&action)) {
    input.open = false;
    c.decide<Reason::scheme_voicemail>();
    co_await voicemail_flow(c, nullptr, mail->email);
  } else if (const auto* fax = std::get_if<ReceiveFax>(&action)) {
    input.open = false;
    c.decide<Reason::scheme_fax>();
    co_await fax_flow(c, &fax->email);
  } else if (std::holds_alternative<DialThrough>(action)) {
    if (c.caller.playing()) co_await c.caller.played.wait();
    co_return BlockEnd(Exit::dials_through);
  } else {
    if (c.caller.playing()) co_await c.caller.played.wait();
    c.decide<Reason::scheme_hangup>();
  }
  co_return BlockEnd(Exit::over);
}

/// The block's end: what sounds is heard out, the caller may still choose, then the final action.
Flow<BlockEnd> finish_block(Call& c, SchemeRun& run, const Block* block, InputState& input) {
  if (c.caller.playing()) co_await c.caller.played.wait();
  if (expects_input(c, *block)) {
    co_await timeout(c.plan->defaults().menu.input_wait);
    if (input.entering) co_await wait_for_ever();
    run.silent = handler_of(c, *block, HandlerKind::no_input);
    if (run.silent != nullptr) {
      c.decide<Reason::nothing_entered>();
      co_return BlockEnd(Exit::no_input);
    }
  }
  co_return BlockEnd(block->final_action == FinalAction::return_to_main_menu ? Exit::main_menu : Exit::over);
}

}  // namespace

Flow<BlockEnd> run_actions(Call& c, SchemeRun& run, const Block* block, InputState& input) {
  for (std::size_t i = 0; i < block->actions.size(); ++i) {
    BlockEnd end = co_await run_action(c, run, block, i, input);
    if (end.exit != Exit::next) co_return std::move(end);
  }
  BlockEnd end = co_await finish_block(c, run, block, input);
  co_return std::move(end);
}

}  // namespace tandem::call
