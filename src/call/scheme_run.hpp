// What the parts of the scheme interpreter share: one run through a scheme, and how its blocks end.
#pragma once

#include "call/flows.hpp"
#include "call/menu_input.hpp"

namespace tandem::call {

/// How a block, or a step of it, ended.
enum class Exit : std::uint8_t {
  next,  ///< of a step: on to the one behind it (SCH-34)
  over,
  connected,
  main_menu,
  scheme,      ///< on to SchemeRun::next
  no_input,    ///< SchemeRun::silent runs now
  dials_through,  ///< an employee goes on by what he dials: nobody else reads his keys then
  unanswered,  ///< the account's default action for SchemeRun::absent follows
};

struct BlockEnd {
  BlockEnd() = default;
  explicit BlockEnd(Exit e) : exit(e) {}
  explicit BlockEnd(std::unique_ptr<Connected> p) : exit(Exit::connected), party(std::move(p)) {}
  Exit exit = Exit::over;
  std::unique_ptr<Connected> party;
};

struct SchemeRun {
  const Scheme* scheme = nullptr;
  const Scheme* next = nullptr;      ///< with Exit::scheme
  const Handler* silent = nullptr;   ///< with Exit::no_input
  const Employee* absent = nullptr;  ///< with Exit::unanswered
  int errors = 0;                    ///< wrong entries (01 OP-08)
  std::string path;                  ///< menu items entered, "2.1"
  std::vector<const Block*> blocks;  ///< entered, the innermost last
};

// scheme_flow.cpp
Flow<BlockEnd> run_block(Call& c, SchemeRun& run, const Block* block);
/// Does the block wait for what the caller enters when its actions are done?
[[nodiscard]] bool expects_input(const Call& c, const Block& block);

// scheme_actions.cpp
/// The block's actions in order (SCH-30), and what follows them.
Flow<BlockEnd> run_actions(Call& c, SchemeRun& run, const Block* block, InputState& input);

// scheme_entries.cpp
/// Follows what the caller entered. Exit::next: the block begins again.
Flow<BlockEnd> follow_entry(Call& c, SchemeRun& run, const Block* block, InputState& input);

}  // namespace tandem::call
