// What the caller's keys mean in a block: menu items, extensions, or nothing.
#pragma once

#include "call/flows.hpp"

#include <string>
#include <variant>

namespace tandem::call {

/// One finished entry.
struct Entry {
  std::string digits;
  const MenuItem* item = nullptr;      ///< the menu item that was chosen, or
  routing::Internal extension;         ///< the extension that was dialled, or
  const Trunk* trunk = nullptr;        ///< the trunk whose prefix it begins with (IVR-18); else it matches nothing
  [[nodiscard]] bool matched() const { return item != nullptr || extension.index() != 0 || trunk != nullptr; }
};

/// Where entries are read, and whether keys count at the moment.
struct InputState {
  const Block* block = nullptr;
  bool open = true;      ///< false while a forward rings in a block without a menu (01 OP-10)
  bool entering = false; ///< the caller is in the middle of an entry
  Entry entry;
};

/// What `digits` mean in this block, and whether more digits could mean something else (01 OP-07).
struct Meaning {
  const MenuItem* item = nullptr;
  routing::Internal extension;
  const Trunk* trunk = nullptr;
  bool longer = false;
};
[[nodiscard]] Meaning meaning_of(const Call& c, const Block& block, std::string_view digits);

/// Reads keys until an entry is finished; leaves it in `state.entry`.
Flow<Unit> read_entry(Call& c, InputState& state);

/// Asks for an item's password (IVR-07, 01 OP-25). True when the caller knew it.
Flow<bool> ask_password(Call& c, const MenuItem* item);

/// The block's handler of a kind that is in force now (IVR-24), or null.
[[nodiscard]] const Handler* handler_of(const Call& c, const Block& block, HandlerKind kind);

}  // namespace tandem::call
