// What every implementation of Signaling must do. A harness gives two ports that can reach each other; each function
// here plays one story over them. No story depends on another; each leaves no leg behind.
//
//   tandem::conformance::SignalingPair pair{a, a_sink, b, b_sink, call_b, to_nobody, nowhere, settle};
//   tandem::conformance::check_signaling(pair);
#pragma once

#include <tandem/signaling.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tandem::conformance {

/// Keeps the events of one port, in the order in which they came. Any thread.
class RecordingSink final : public Signaling::Sink {
 public:
  struct Seen {
    LegId leg;
    LegEvent event;
  };
  void on_leg(AccountId, LegId leg, LegEvent event) override {
    const std::lock_guard lock(mutex_);
    if (std::holds_alternative<LegTrying>(event)) {
      CHECK(trying_.insert(leg.value).second);  // once at most
    } else {
      seen_.push_back({leg, std::move(event)});
    }
  }
  void on_probe(AccountId, std::string name, int status) override {
    const std::lock_guard lock(mutex_);
    probes_.emplace_back(std::move(name), status);
  }
  [[nodiscard]] bool trying(LegId leg) {
    const std::lock_guard lock(mutex_);
    return trying_.contains(leg.value);
  }
  /// The answers to probes that have come since the last call.
  std::vector<std::pair<std::string, int>> take_probes() {
    const std::lock_guard lock(mutex_);
    return std::exchange(probes_, {});
  }
  void on_registration(AccountId, RegistrationChange) override {}
  /// What has come since the last call.
  std::vector<Seen> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(seen_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Seen> seen_;
  std::set<std::uint64_t> trying_;
  std::vector<std::pair<std::string, int>> probes_;
};

struct SignalingPair {
  Signaling& a;
  RecordingSink& a_seen;
  Signaling& b;
  RecordingSink& b_seen;
  /// A call of A that reaches B as an IncomingCall with this offer.
  std::function<OutgoingCall(std::string sdp)> call_b;
  /// A call of A to a device that is not registered.
  OutgoingCall to_nobody;
  /// An address nobody is at.
  ToAddress nowhere;
  /// Lets everything under way happen: waits a little, or runs the virtual clock.
  std::function<void()> settle;
};

inline const std::string offer = "v=0\r\ns=offer\r\n";
inline const std::string reply = "v=0\r\ns=reply\r\n";

/// The only event of a port since the last look, which must be of this kind.
template <class Event>
std::pair<LegId, Event> only(RecordingSink& sink) {
  auto seen = sink.take();
  REQUIRE(seen.size() == 1);
  auto* event = std::get_if<Event>(&seen.front().event);
  REQUIRE(event != nullptr);
  return {seen.front().leg, std::move(*event)};
}
inline void nothing(SignalingPair& pair) {
  CHECK(pair.a_seen.take().empty());
  CHECK(pair.b_seen.take().empty());
}

/// A calls, B has the call: its leg at A and at B.
inline std::pair<LegId, LegId> called(SignalingPair& pair) {
  const LegId out = pair.a.invite(pair.call_b(offer));
  CHECK(static_cast<bool>(out));
  pair.settle();
  const auto [in, call] = only<IncomingCall>(pair.b_seen);
  CHECK(static_cast<bool>(in));
  CHECK(call.sdp == offer);
  CHECK_FALSE(call.dialled.empty());
  CHECK(pair.a_seen.take().empty());
  return {out, in};
}

inline std::pair<LegId, LegId> answered(SignalingPair& pair) {
  const auto [out, in] = called(pair);
  pair.b.answer(in, reply);
  pair.settle();
  const auto [leg, answer] = only<LegAnswered>(pair.a_seen);
  CHECK(leg == out);
  CHECK(answer.sdp == reply);
  CHECK(pair.b_seen.take().empty());
  return {out, in};
}

inline void caller_hangs_up(SignalingPair& pair) {
  const auto [out, in] = answered(pair);
  pair.a.hangup(out);
  pair.settle();
  CHECK(only<LegHungUp>(pair.b_seen).first == in);
  nothing(pair);
}

inline void callee_hangs_up(SignalingPair& pair) {
  const auto [out, in] = answered(pair);
  pair.b.hangup(in, "SIP;cause=200;text=\"done\"");
  pair.settle();
  CHECK(only<LegHungUp>(pair.a_seen).first == out);
  nothing(pair);
}

inline void refused(SignalingPair& pair) {
  const auto [out, in] = called(pair);
  pair.b.reject(in, 486);
  pair.settle();
  const auto [leg, failure] = only<LegFailed>(pair.a_seen);
  CHECK(leg == out);
  CHECK(failure.status == 486);
  nothing(pair);
}

inline void callee_hangs_up_unanswered(SignalingPair& pair) {
  const auto [out, in] = called(pair);
  pair.b.hangup(in);
  pair.settle();
  const auto [leg, failure] = only<LegFailed>(pair.a_seen);
  CHECK(leg == out);
  CHECK(failure.status == 480);
  nothing(pair);
}

inline void cancelled_while_ringing(SignalingPair& pair) {
  const auto [out, in] = called(pair);
  pair.b.ring(in);
  pair.settle();
  CHECK(only<LegRinging>(pair.a_seen).second.status == 180);
  pair.a.hangup(out);
  pair.settle();
  const auto [leg, end] = only<LegHungUp>(pair.b_seen);
  CHECK(leg == in);
  CHECK(end.reason == "cancel");
  pair.b.answer(in, reply);  // too late, and harmless
  pair.settle();
  nothing(pair);
}

inline void no_such_device(SignalingPair& pair) {
  CHECK_FALSE(pair.a.registered(std::get<ToDevice>(pair.to_nobody.to).aor));
  const LegId out = pair.a.invite(pair.to_nobody);
  pair.settle();
  const auto [leg, failure] = only<LegFailed>(pair.a_seen);
  CHECK(leg == out);
  CHECK(failure.status == 480);
  nothing(pair);
}

inline void early_media(SignalingPair& pair) {
  const auto [out, in] = called(pair);
  pair.b.ring(in, reply);
  pair.settle();
  const auto [leg, ringing] = only<LegRinging>(pair.a_seen);
  CHECK(leg == out);
  CHECK(ringing.status == 183);
  CHECK(ringing.sdp == reply);
  pair.b.answer(in, reply);
  pair.settle();
  CHECK(only<LegAnswered>(pair.a_seen).first == out);
  pair.a.hangup(out);
  pair.settle();
  CHECK(only<LegHungUp>(pair.b_seen).first == in);
  nothing(pair);
}

inline void harmless_commands(SignalingPair& pair) {
  for (const LegId leg : {LegId{}, LegId{1'000'000'007}}) {
    pair.a.ring(leg);
    pair.a.answer(leg, reply);
    pair.a.reject(leg, 486);
    pair.a.hangup(leg);
    pair.a.answer_offer(leg, reply);
    pair.a.refuse_offer(leg);
  }
  const auto [out, in] = answered(pair);
  // Nothing is re-offered, and an answered leg cannot ring, be answered or be refused again.
  pair.b.ring(in);
  pair.b.answer(in, offer);
  pair.b.reject(in, 486);
  pair.b.refuse_offer(in);
  pair.b.answer_offer(in, offer);
  pair.a.answer(out, offer);
  pair.settle();
  nothing(pair);
  pair.a.hangup(out);
  pair.a.hangup(out);
  pair.settle();
  CHECK(only<LegHungUp>(pair.b_seen).first == in);
  pair.b.hangup(in);
  pair.settle();
  nothing(pair);
}

/// Everything a caller is told comes in the order in which the callee did it, whatever the hurry.
inline void order_of_events(SignalingPair& pair) {
  const auto [out, in] = called(pair);
  pair.b.ring(in);
  pair.b.ring(in, reply);
  pair.b.answer(in, reply);
  pair.settle();
  const auto seen = pair.a_seen.take();
  REQUIRE(seen.size() >= 1);
  for (std::size_t i = 0; i + 1 < seen.size(); ++i) CHECK(std::holds_alternative<LegRinging>(seen[i].event));
  CHECK(std::holds_alternative<LegAnswered>(seen.back().event));
  pair.a.hangup(out);
  pair.settle();
  CHECK(only<LegHungUp>(pair.b_seen).first == in);
}

/// A peer that is there is heard of before anything happens to the call (03 OP-23).
inline void heard_of(SignalingPair& pair) {
  const auto [out, in] = called(pair);
  for (int i = 0; i < 20 && !pair.a_seen.trying(out); ++i) pair.settle();
  CHECK(pair.a_seen.trying(out));
  nothing(pair);
  pair.a.hangup(out);
  pair.settle();
  CHECK(only<LegHungUp>(pair.b_seen).first == in);
}

inline void probed(SignalingPair& pair) {
  const auto ask = [&](const std::string& name, ToAddress to) {
    CHECK(pair.a.probe({AccountId{1}, name, std::move(to), std::chrono::seconds(1)}));
    std::vector<std::pair<std::string, int>> answers;
    for (int i = 0; i < 200 && answers.empty(); ++i) {
      pair.settle();
      answers = pair.a_seen.take_probes();
    }
    REQUIRE(answers.size() == 1);
    CHECK(answers.front().first == name);
    return answers.front().second;
  };
  const ToAddress there = std::get<ToAddress>(pair.call_b(offer).to);
  CHECK(ask("b", there) == 200);
  CHECK(ask("nobody", pair.nowhere) >= 400);
  CHECK(ask("b again", there) == 200);
  pair.settle();
  CHECK(pair.a_seen.take_probes().empty());
  nothing(pair);
}

inline void many_calls(SignalingPair& pair) {
  constexpr std::size_t count = 50;
  std::vector<LegId> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(pair.a.invite(pair.call_b(offer)));
  pair.settle();
  const auto calls = pair.b_seen.take();
  REQUIRE(calls.size() == count);
  for (const auto& call : calls) pair.b.answer(call.leg, reply);
  pair.settle();
  CHECK(pair.a_seen.take().size() == count);
  for (const LegId leg : out) pair.a.hangup(leg);
  pair.settle();
  CHECK(pair.b_seen.take().size() == count);
  nothing(pair);
}

inline void check_signaling(SignalingPair& pair) {
  caller_hangs_up(pair);
  callee_hangs_up(pair);
  refused(pair);
  callee_hangs_up_unanswered(pair);
  cancelled_while_ringing(pair);
  no_such_device(pair);
  early_media(pair);
  harmless_commands(pair);
  order_of_events(pair);
  heard_of(pair);
  probed(pair);
  many_calls(pair);
}

/// Re-offers, for a harness that can make the peer of A's answered leg send one: `reoffer(sdp)` does, and `verdict()`
/// tells how it ended: the SDP it was answered with, or the status it was refused with.
struct Reoffering {
  Signaling& port;
  RecordingSink& seen;
  std::function<void(std::string sdp)> reoffer;
  std::function<std::variant<std::string, int>()> verdict;
  std::function<void()> settle;
};

inline void check_reoffers(Reoffering& harness) {
  harness.reoffer(offer);
  harness.settle();
  const auto [leg, first] = only<LegReoffered>(harness.seen);
  CHECK(first.sdp == offer);
  harness.port.answer_offer(leg, reply);
  harness.settle();
  CHECK(std::get<std::string>(harness.verdict()) == reply);
  harness.reoffer(offer);
  harness.settle();
  CHECK(only<LegReoffered>(harness.seen).first == leg);
  harness.port.refuse_offer(leg);
  harness.settle();
  CHECK(std::get<int>(harness.verdict()) == 488);
  CHECK(harness.seen.take().empty());
}

}  // namespace tandem::conformance
