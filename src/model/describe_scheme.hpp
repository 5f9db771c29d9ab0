// Routing schemes and schedules: fields and rules.
//
// Variants are objects with one distinguishing key, the first field of each alternative: {"play": ...},
// {"forward": ...}. `one_of(As<A>, As<B>, ...)` describes them; `branches` is the verb for a scheme's branches, whose
// only branch may stand directly in the scheme; `devices` for devices that follow from SIP accounts when the field is
// absent.
#pragma once

#include "model/describe.hpp"
#include "model/rules.hpp"
#include "model/shorthand.hpp"

#include <tandem/employee.hpp>
#include <tandem/scheme.hpp>

namespace tandem::model {

template <class V>
constexpr void describe(V& v, As<DayTimes>) {
  v.optional("days", &DayTimes::days);
  v.optional("from", &DayTimes::from);
  v.optional("to", &DayTimes::to);
  v.whole(DayTimesFit{});
}

template <class V>
constexpr void describe(V& v, As<Period>) {
  v.required("from", &Period::from);
  v.required("until", &Period::until);
  v.whole(PeriodFits{});
}

template <class V>
constexpr void describe(V& v, As<Schedule>) {
  v.optional("from", &Schedule::from);
  v.optional("until", &Schedule::until);
  v.optional("times", &Schedule::times);
  v.optional("time_zone", &Schedule::time_zone, ZoneName{});
  v.optional("except", &Schedule::except);
  v.whole(PeriodFits{});
}

template <class V>
constexpr void describe(V& v, As<ToGroup>) {
  v.required("group", &ToGroup::group, Refers<Kind::group>{});
}
template <class V>
constexpr void describe(V& v, As<ToEmployee>) {
  v.required("employee", &ToEmployee::employee, Refers<Kind::employee>{});
}
template <class V>
constexpr void describe(V& v, As<ToExtension>) {
  v.required("extension", &ToExtension::extension, KnownExtension{});
}
template <class V>
constexpr void describe(V& v, As<ToScheme>) {
  v.required("scheme", &ToScheme::scheme, SchemeWithExtension{});
}
template <class V>
constexpr void describe(V& v, As<ToNumber>) {
  v.required("number", &ToNumber::number, Digits{3, 15, "a number to call has 3 to 15 digits"});
  v.optional("trunk", &ToNumber::trunk, Refers<Kind::trunk>{});
}
using ForwardTo = decltype(Forward::to);
/// null stands for the first alternative, monostate.
template <class V>
constexpr void describe(V& v, As<ForwardTo>) {
  v.one_of(As<ToGroup>{}, As<ToEmployee>{}, As<ToExtension>{}, As<ToScheme>{}, As<ToNumber>{});
}

template <class V>
constexpr void describe(V& v, As<PlayPrompt>) {
  v.required("play", &PlayPrompt::prompt, Sound{});
  v.optional("wait_end", &PlayPrompt::wait_end);
}
template <class V>
constexpr void describe(V& v, As<Forward>) {
  v.required("forward", &Forward::to);
  v.optional("wait", &Forward::wait, Range{0, 3600, "the wait for an answer is 0 to 3600 seconds"});
}
template <class V>
constexpr void describe(V& v, As<Voicemail>) {
  v.required("voicemail", &Voicemail::email, Emails{});
}
template <class V>
constexpr void describe(V& v, As<Hangup>) {
  v.always_true("hangup");
}
template <class V>
constexpr void describe(V& v, As<Action>) {
  v.one_of(As<PlayPrompt>{}, As<Forward>{}, As<Voicemail>{}, As<Hangup>{});
}

template <class V>
constexpr void describe(V& v, As<Block>) {
  v.optional("actions", &Block::actions);
  v.optional("menu", &Block::menu);
  v.optional("handlers", &Block::handlers);
  v.optional("final_action", &Block::final_action);
  v.whole(BlockFits{});
}

template <class V>
constexpr void describe(V& v, As<MenuItem>) {
  v.required("digits", &MenuItem::digits, Digits{1, 5, "a menu item has 1 to 5 digits, without * and # (01 OP-11)"});
  v.optional("password", &MenuItem::password, Digits{1, 10, "a password has 1 to 10 digits (01 OP-25)"});
  v.optional("schedule", &MenuItem::schedule);
  v.inlined(&MenuItem::block);
}

template <class V>
constexpr void describe(V& v, As<Handler>) {
  v.required("on", &Handler::kind);
  v.optional("schedule", &Handler::schedule);
  v.optional("length", &Handler::length);
  v.whole(HandlerFits{});
  v.inlined(&Handler::block);
}

template <class V>
constexpr void describe(V& v, As<Branch>) {
  v.optional("schedule", &Branch::schedule);
  v.inlined(&Branch::block);
}

template <class V>
constexpr void describe(V& v, As<Scheme>) {
  v.required("id", &Scheme::id, Names<Kind::scheme>{});
  v.optional("name", &Scheme::name, Length{255, "a name has at most 255 characters"});
  v.optional("extension", &Scheme::extension, Extension{1, 7, "a scheme's extension has 1 to 7 digits"});
  v.whole(BranchesFit{});
  v.branches("branches", &Scheme::branches);
}

}  // namespace tandem::model
