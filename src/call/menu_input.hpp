// What the caller's keys and words mean in a block: menu items, extensions, or nothing.
#pragma once

#include "call/flows.hpp"
#include "call/inbox.hpp"

#include <string>
#include <variant>

namespace tandem::call {

/// One finished entry.
struct Entry {
  std::string digits;                  ///< pressed or spoken; empty for other words
  std::string said;                    ///< the words, of an entry that was spoken
  const MenuItem* item = nullptr;      ///< the menu item that was chosen, or
  routing::Internal extension;         ///< the extension that was dialled, or whoever was named, or
  std::vector<routing::TrunkWay> ways;  ///< into the trunks whose prefix or mask it fits (IVR-18); else it matches nothing
};

/// Where entries are read, and whether they count at the moment. Listens to the caller as well, where the scheme wants it
/// and the engine can (IVR-46, IVR-53).
class InputState {
 public:
  InputState(Call& c, const SpeechInput& speech, const Block& block);
  ~InputState() { stop_listening(); }
  InputState(const InputState&) = delete;
  InputState& operator=(const InputState&) = delete;

  const Block& block;
  const SpeechInput& speech;
  bool open = true;       ///< false while a forward rings in a block without a menu (01 OP-10)
  bool entering = false;  ///< the caller is in the middle of an entry
  bool barge_in = true;   ///< keys cut the prompt that plays now short
  Entry entry;
  Inbox<std::string> heard;  ///< utterances

  void stop_listening();

 private:
  Call& call_;
  bool listening_ = false;
};

/// What `digits` mean in this block, and whether more digits could mean something else (01 OP-07).
struct Meaning {
  const MenuItem* item = nullptr;
  routing::Internal extension;
  std::vector<routing::TrunkWay> ways;
  bool longer = false;
};
[[nodiscard]] Meaning meaning_of(const Call& c, const Block& block, std::string_view digits);

/// Reads keys and words until an entry is finished; leaves it in `input.entry`.
Flow<Unit> read_entry(Call& c, InputState& input);

/// Asks for an item's password (IVR-07, 01 OP-25). True when the caller knew it.
Flow<bool> ask_password(Call& c, const MenuItem* item, InputState& input);

/// The block's handler of a kind that is in force now (IVR-24), or null.
[[nodiscard]] const Handler* handler_of(const Call& c, const Block& block, HandlerKind kind);

// spoken_entry.cpp
/// What the recogniser is told a caller may say in this block.
[[nodiscard]] SpeechTask speech_task(const Call& c, const SpeechInput& speech, const Block& block);
/// What was said, as an entry: digits, a person, a topic (IVR-47..IVR-49), or nothing that fits.
[[nodiscard]] Entry spoken_entry(Call& c, const SpeechInput& speech, const Block& block, const std::string& words);

}  // namespace tandem::call
