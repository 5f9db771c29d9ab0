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
  v.optional("by", &ToEmployee::by);
  v.optional("contact", &ToEmployee::contact, Length{255, "a contact is a SIP account or a number of the employee"});
  v.whole(ContactFits{});
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
template <class V>
constexpr void describe(V& v, As<ToSip>) {
  v.required("sip", &ToSip::address, SipAddress{});
  v.optional("port", &ToSip::port);
  v.optional("transport", &ToSip::transport);
  v.optional("password", &ToSip::password, Length{255, "a password has at most 255 characters"});
}
template <class V>
constexpr void describe(V& v, As<ToTrunk>) {
  v.required("into_trunk", &ToTrunk::trunk, Refers<Kind::trunk>{});
}
/// null stands for the first alternative, monostate.
template <class V>
constexpr void describe(V& v, As<ForwardTo>) {
  v.one_of(As<ToGroup>{}, As<ToEmployee>{}, As<ToExtension>{}, As<ToScheme>{}, As<ToNumber>{}, As<ToSip>{},
           As<ToTrunk>{});
}

template <class V>
constexpr void describe(V& v, As<PlayPrompt>) {
  v.required("play", &PlayPrompt::prompt, MaybeSound{});
  v.optional("wait_end", &PlayPrompt::wait_end);
  v.optional("mode", &PlayPrompt::mode);
  v.optional("barge_in", &PlayPrompt::barge_in);
}
template <class V>
constexpr void describe(V& v, As<RegionTarget>) {
  v.required("regions", &RegionTarget::regions, Texts{1, "a target names at least one region"});
  v.required("to", &RegionTarget::to);
}
template <class V>
constexpr void describe(V& v, As<ForwardByRegion>) {
  v.required("forward_by_region", &ForwardByRegion::targets);
  v.optional("otherwise", &ForwardByRegion::otherwise);
  v.optional("wait", &ForwardByRegion::wait, Range{0, 3600, "the wait for an answer is 0 to 3600 seconds"});
}
template <class V>
constexpr void describe(V& v, As<ReceiveFax>) {
  v.required("receive_fax", &ReceiveFax::email, Emails{});
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
constexpr void describe(V& v, As<DialThrough>) {
  v.always_true("dial_through");
}
template <class V>
constexpr void describe(V& v, As<Action>) {
  v.one_of(As<PlayPrompt>{}, As<Forward>{}, As<ForwardByRegion>{}, As<Voicemail>{}, As<ReceiveFax>{}, As<Hangup>{},
           As<DialThrough>{});
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
  v.optional("keywords", &MenuItem::keywords, Texts{0, "a keyword is not empty"});
  v.inlined(&MenuItem::block);
}

template <class V>
constexpr void describe(V& v, As<Handler>) {
  v.required("on", &Handler::kind);
  v.optional("schedule", &Handler::schedule);
  v.optional("length", &Handler::length);
  v.optional("email", &Handler::email, Emails{});
  v.whole(HandlerFits{});
  v.inlined(&Handler::block);
}

template <class V>
constexpr void describe(V& v, As<Branch>) {
  v.optional("schedule", &Branch::schedule);
  v.inlined(&Branch::block);
}

template <class V>
constexpr void describe(V& v, As<SpeechInput>) {
  v.optional("enabled", &SpeechInput::enabled);
  v.optional("language", &SpeechInput::language, Length{2, "a language is written by ISO 639-1, as \"ru\""});
  v.optional("digits", &SpeechInput::digits);
  v.optional("people", &SpeechInput::people);
  v.optional("topics", &SpeechInput::topics);
  v.whole(SpeechFits{});
}

template <class V>
constexpr void describe(V& v, As<AutoCallback>) {
  v.optional("enabled", &AutoCallback::enabled);
  v.optional("group", &AutoCallback::group, Refers<Kind::group>{});
  v.optional("line", &AutoCallback::line, OutgoingNumber{});
  v.whole(CallbackFits{});
}

template <class V>
constexpr void describe(V& v, As<Scheme>) {
  v.required("id", &Scheme::id, Names<Kind::scheme>{});
  v.optional("name", &Scheme::name, Length{255, "a name has at most 255 characters"});
  v.optional("description", &Scheme::description, Length{2000, "a description has at most 2000 characters"});
  v.optional("extension", &Scheme::extension, Extension{1, 7, "a scheme's extension has 1 to 7 digits"});
  v.optional("is_template", &Scheme::is_template);
  v.optional("sms_on_missed", &Scheme::sms_on_missed);
  v.optional("auto_callback", &Scheme::auto_callback);
  v.optional("speech", &Scheme::speech);
  v.whole(BranchesFit{});
  v.branches("branches", &Scheme::branches);
}

}  // namespace tandem::model
