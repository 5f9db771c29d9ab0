#include "call/menu_input.hpp"

namespace tandem::call {

const Handler* handler_of(const Call& c, const Block& block, HandlerKind kind) {
  for (const Handler& handler : block.handlers) {
    if (handler.kind == kind && c.plan->in_force(handler.schedule, c.now())) return &handler;
  }
  return nullptr;
}

Meaning meaning_of(const Call& c, const Block& block, std::string_view digits) {
  Meaning meaning;
  for (const MenuItem& item : block.menu) {
    if (!c.plan->in_force(item.schedule, c.now())) continue;  // 01 OP-19: it does not exist
    if (item.digits == digits) meaning.item = &item;
    if (item.digits.size() > digits.size() && item.digits.starts_with(digits)) meaning.longer = true;
  }
  const ExtensionDial& dial = c.plan->defaults().extension_dial;
  if (!dial.enabled) return meaning;  // IVR-13
  const Handler* disa = handler_of(c, block, HandlerKind::extension_dial);
  const int least = disa != nullptr && disa->length > 0 ? disa->length : dial.min_length;
  const int most = disa != nullptr && disa->length > 0 ? disa->length : dial.max_length;
  const int length = static_cast<int>(digits.size());
  if (length >= least && length <= most) {  // IVR-14, IVR-16, IVR-17
    meaning.extension = c.plan->extension(digits);
    if (disa != nullptr && meaning.extension.index() == 0) meaning.trunk = trunk_by_prefix(*c.plan, digits);  // IVR-18
  }
  if (length < most && (c.plan->longer_extension_possible(digits) || disa != nullptr)) meaning.longer = true;
  return meaning;
}

namespace {

/// Is an entry over as it stands? Where extensions are dialled, one that fits nothing goes on to '#' or a pause:
/// whoever types a wrong extension has made one mistake, not one for every digit of it.
bool is_finished(const Call& c, const Meaning& meaning) {
  if (meaning.longer) return false;
  const bool fits = meaning.item != nullptr || meaning.extension.index() != 0 || meaning.trunk != nullptr;
  return fits || !c.plan->defaults().extension_dial.enabled;
}

}  // namespace

Flow<Unit> read_entry(Call& c, InputState& state) {
  const Duration digit_wait = c.plan->defaults().menu.digit_wait;
  for (;;) {
    char key = co_await c.caller.digits.next();
    c.log.event(DigitPressed{c.log.record.id, key});  // IVR-10
    if (!state.open) continue;
    state.entering = true;
    if (!c.caller.is_answered() || c.caller.playing()) c.caller.stop_sounds();  // 01 OP-09: keys cut prompts short
    std::string digits;
    while (key != '#') {  // '#' ends an entry at once (01 OP-07)
      digits += key;
      if (is_finished(c, meaning_of(c, *state.block, digits))) break;
      auto woken = co_await any_of(c.caller.digits.next(), timeout(digit_wait));
      if (woken.index() == 1) break;
      key = std::get<0>(woken);
      c.log.event(DigitPressed{c.log.record.id, key});
    }
    const Meaning meaning = meaning_of(c, *state.block, digits);
    state.entry = Entry();
    state.entry.digits = digits;
    // A menu item wins over an extension of the same digits; the scheme's check warns of it.
    state.entry.item = meaning.item;
    if (meaning.item == nullptr) state.entry.extension = meaning.extension;
    if (meaning.item == nullptr) state.entry.trunk = meaning.trunk;
    co_return Unit{};
  }
}

namespace {

/// Digits up to '#', or until none comes for the inter-digit time (the first may take the input wait).
Flow<std::string> read_password(Call& c) {
  const MenuSettings& menu = c.plan->defaults().menu;
  std::string digits;
  Duration patience = menu.input_wait;
  for (;;) {
    // The wait for the first digit begins when the prompt has ended.
    if (digits.empty() && c.caller.playing()) {
      auto early = co_await any_of(c.caller.digits.next(), c.caller.played.wait());
      if (early.index() == 1) continue;
      if (std::get<0>(early) == '#') co_return digits;
      digits += std::get<0>(early);
      c.caller.stop_sounds();
    } else {
      auto woken = co_await any_of(c.caller.digits.next(), timeout(patience));
      if (woken.index() == 1 || std::get<0>(woken) == '#') co_return digits;
      digits += std::get<0>(woken);
    }
    patience = menu.digit_wait;
    if (digits.size() >= 10) co_return digits;
  }
}

}  // namespace

Flow<bool> ask_password(Call& c, const MenuItem* item) {
  const Defaults& defaults = c.plan->defaults();
  for (int attempt = 1; attempt <= defaults.menu.password_attempts; ++attempt) {
    c.caller.play(c.plan->sound(defaults.password_prompt));
    const std::string given = co_await read_password(c);
    if (given == item->password) co_return true;
    c.decide<Reason::wrong_password>(item->digits, attempt);
  }
  co_return false;
}

}  // namespace tandem::call
