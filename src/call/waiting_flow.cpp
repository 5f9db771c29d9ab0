// What callers from outside are told while they wait for a group: their place, the time it may take, and that 1 orders
// a callback (QUE-18, QUE-19, GRP-32; DEF-14).
#include "call/flows.hpp"

namespace tandem::call {
namespace {

/// 1 means a callback while it is offered, and nothing else (04 OP-17).
class KeyOne {
 public:
  KeyOne(Leg& leg, bool offered) : leg_(leg) {
    if (!offered) return;
    leg_.takes_key = [this](char key) {
      if (key == '1') pressed.set();
      return key == '1';
    };
  }
  ~KeyOne() { leg_.takes_key = nullptr; }
  KeyOne(const KeyOne&) = delete;
  Signal pressed;

 private:
  Leg& leg_;
};

/// A number as it is said: up to 20 and the tens have a sound of their own; from 100 on it is said digit by digit.
void say_number(std::vector<std::string>& sounds, int number) {
  const auto sound = [&](const std::string& what) { sounds.push_back("standard:number-" + what); };
  if (number >= 100) {
    for (const char digit : std::to_string(number)) sound(std::string(1, digit));
  } else if (number <= 20) {
    sound(std::to_string(number));
  } else {
    sound(std::to_string(number / 10 * 10));
    if (number % 10 != 0) sound(std::to_string(number % 10));
  }
}

/// The place first, then the time (02 OP-10).
std::vector<std::string> announcements(Call& c, const Group& group, const queue::Ticket& ticket) {
  std::vector<std::string> sounds;
  const int place = ticket.position();
  if (group.announce_position) {
    c.decide<Reason::position_told>(group.id.text, place);
    sounds.emplace_back("standard:queue-position");
    say_number(sounds, place);
  }
  const std::optional<Duration> average = c.exchange.pace().average(group.id);
  if (group.announce_wait_time && average) {
    const int minutes = queue::minutes_to_wait(place, *average, ticket.serving());
    c.decide<Reason::wait_told>(group.id.text, minutes);
    sounds.emplace_back("standard:queue-hold-time");
    say_number(sounds, minutes);
    sounds.emplace_back("standard:queue-minutes");
  }
  return sounds;
}

/// Round after round where the group announces anything; else the offer alone, once.
Flow<Unit> tell(Call& c, const Group* group, const queue::Ticket* ticket, bool offers_callback) {
  const bool announces = group->announce_position || group->announce_wait_time;
  for (;;) {
    std::vector<std::string> sounds;
    if (announces) sounds = announcements(c, *group, *ticket);
    if (offers_callback) sounds.emplace_back("standard:press-1-for-callback");
    for (const std::string& sound : sounds) {
      c.caller.play(sound);
      co_await c.caller.played.wait();
    }
    Signal never;
    if (!announces) co_await never.wait();
    co_await timeout(c.plan->defaults().announcement_interval);
  }
}

}  // namespace

Flow<Unit> tell_waiting(Call& c, const Group* group, const queue::Ticket* ticket, Signal* entered) {
  const GroupCallback& callback = group->callback;
  const bool offers_callback = callback.enabled && callback.on_key && c.plan->defaults().services.menu_callback &&
                               !c.caller_side.shown.number.empty();
  const bool says_anything = offers_callback || group->announce_position || group->announce_wait_time;
  Signal never;
  if (!c.external() || !says_anything) co_await never.wait();
  co_await entered->wait();
  if (c.caller.playing()) co_await c.caller.played.wait();
  KeyOne key(c.caller, offers_callback);
  auto telling = tell(c, group, ticket, offers_callback);
  co_await any_of(key.pressed.wait(), std::move(telling));
  co_return Unit{};
}

}  // namespace tandem::call
