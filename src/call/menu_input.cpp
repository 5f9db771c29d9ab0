#include "call/menu_input.hpp"

#include "base/log.hpp"
#include "call/spoken.hpp"

#include <utility>

namespace tandem::call {

InputState::InputState(Call& c, const SpeechInput& wanted, const Block& of)
    : block(of), speech(wanted), heard(c.exchange.ports().executor), call_(c) {
  SpeechRecognizer* recognizer = c.exchange.ports().helpers.speech;
  if (!speech.enabled || recognizer == nullptr || !c.plan->defaults().services.speech_menu) return;
  if (!speech.digits && !speech.people && !speech.topics) return;
  std::shared_ptr<PcmSink> ear = recognizer->listen(speech_task(c, speech, block), heard.door());
  if (ear == nullptr) return;
  const Result<void> tapped = c.caller.tap(std::move(ear));
  listening_ = bool(tapped);
  if (!tapped) log_warning(c.exchange.ports().log, "call", "the caller cannot be listened to: {}", tapped.error().message);
}

void InputState::stop_listening() {
  if (std::exchange(listening_, false)) (void)call_.caller.tap(nullptr);
}

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
    if (disa != nullptr && meaning.extension.index() == 0) meaning.ways = c.plan->ways(digits);  // IVR-18, TRK-45
  }
  if (length < most && (c.plan->longer_extension_possible(digits) || disa != nullptr)) meaning.longer = true;
  return meaning;
}

namespace {

/// Is an entry over as it stands? Where extensions are dialled, one that fits nothing goes on to '#' or a pause:
/// whoever types a wrong extension has made one mistake, not one for every digit of it.
bool is_finished(const Call& c, const Meaning& meaning) {
  if (meaning.longer) return false;
  const bool fits = meaning.item != nullptr || meaning.extension.index() != 0 || !meaning.ways.empty();
  return fits || !c.plan->defaults().extension_dial.enabled;
}

/// Digits up to '#', or until none comes for the inter-digit time.
Flow<std::string> read_digits(Call& c, const Block* block, char key) {
  const Duration digit_wait = c.plan->defaults().menu.digit_wait;
  std::string digits;
  while (key != '#') {  // '#' ends an entry at once (01 OP-07)
    digits += key;
    if (is_finished(c, meaning_of(c, *block, digits))) break;
    auto woken = co_await any_of(c.caller.digits.next(), timeout(digit_wait));
    if (woken.index() == 1) break;
    key = std::get<0>(woken);
    c.log.event(DigitPressed{c.log.record.id, key});
  }
  co_return std::move(digits);
}

/// The entry has begun: it cuts the prompt short, or waits for its end (01 OP-09).
Flow<Unit> interrupt(Call& c, InputState& input) {
  input.entering = true;
  if (c.caller.playing() && !input.barge_in) {
    co_await c.caller.played.wait();
  } else if (!c.caller.is_answered() || c.caller.playing()) {
    c.caller.stop_sounds();
  }
  co_return Unit{};
}

}  // namespace

Flow<Unit> read_entry(Call& c, InputState& input) {
  for (;;) {
    auto first = co_await any_of(c.caller.digits.next(), input.heard.next());
    const bool spoken = first.index() == 1;
    if (!spoken) c.log.event(DigitPressed{c.log.record.id, std::get<0>(first)});  // IVR-10
    if (!input.open) continue;
    co_await interrupt(c, input);
    input.entry = Entry();
    if (spoken) {
      input.entry = spoken_entry(c, input.speech, input.block, std::get<1>(first));
      co_return Unit{};
    }
    input.entry.digits = co_await read_digits(c, &input.block, std::get<0>(first));
    const Meaning meaning = meaning_of(c, input.block, input.entry.digits);
    // A menu item wins over an extension of the same digits; the scheme's check warns of it.
    input.entry.item = meaning.item;
    if (meaning.item == nullptr) input.entry.extension = meaning.extension;
    if (meaning.item == nullptr) input.entry.ways = meaning.ways;
    co_return Unit{};
  }
}

namespace {

/// Digits up to '#', or until none comes for the inter-digit time (the first may take the input wait). Words give all of
/// them at once (IVR-47).
Flow<std::string> read_password(Call& c, InputState& input) {
  const MenuSettings& menu = c.plan->defaults().menu;
  std::string digits;
  Duration patience = menu.input_wait;
  for (;;) {
    // The wait for the first digit begins when the prompt has ended.
    const bool early = digits.empty() && c.caller.playing();
    const std::optional<Duration> wait = early ? std::nullopt : std::optional(patience);
    auto woken = co_await any_of(c.caller.digits.next(), input.heard.next(), c.caller.played.wait(), timeout_if(wait));
    if (woken.index() == 2) {
      c.caller.played.clear();
      continue;
    }
    if (woken.index() == 1) co_return input.speech.digits ? digits_of(words_of(std::get<1>(woken))) : std::string();
    if (woken.index() == 3 || std::get<0>(woken) == '#') co_return digits;
    digits += std::get<0>(woken);
    if (early) c.caller.stop_sounds();
    patience = menu.digit_wait;
    if (digits.size() >= 10) co_return digits;
  }
}

}  // namespace

Flow<bool> ask_password(Call& c, const MenuItem* item, InputState& input) {
  const Defaults& defaults = c.plan->defaults();
  for (int attempt = 1; attempt <= defaults.menu.password_attempts; ++attempt) {
    c.caller.play(c.plan->sound(defaults.password_prompt));
    const std::string given = co_await read_password(c, input);
    if (given == item->password) co_return true;
    c.decide<Reason::wrong_password>(item->digits, attempt);
  }
  co_return false;
}

}  // namespace tandem::call
