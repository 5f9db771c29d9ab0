#include "call/trunk_watch.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace tandem::call {
namespace {

using namespace std::chrono_literals;

// The trunks of an engine that starts are not all asked in one second: the first time within ten, from then on they are
// spread over the minute.
constexpr auto first_probe = 1s;
constexpr auto spread_of_first = 10s;
constexpr auto between_probes = 60s;  // 03 OP-21
constexpr auto pause_after_failure = 60s;
constexpr auto no_answer = 5s;

/// What a probe's answer depends on.
bool same_question(const Trunk& a, const Trunk& b) {
  return a.enabled == b.enabled && a.use_options == b.use_options && a.host == b.host && a.ports == b.ports &&
         a.transport == b.transport && a.peer == b.peer && a.link_code == b.link_code && a.peer_code == b.peer_code;
}

}  // namespace

void TrunkWatch::change(const model::ObjectSet<Trunk>& before, const model::ObjectSet<Trunk>& after) {
  model::ObjectSet<Trunk>::differences(before, after, [&](const Trunk* old, const Trunk* fresh) {
    if (fresh == nullptr) {
      watched_.erase(old->id);
    } else if (Watched* known = find(fresh->id); known != nullptr && same_question(known->trunk, *fresh)) {
      known->trunk = *fresh;
    } else {
      begin(*fresh);
    }
  });
}

// What was known of it holds no more; if it stands otherwise than it did, that is told.
void TrunkWatch::begin(const Trunk& trunk) {
  auto& place = watched_[trunk.id];
  const std::optional<TrunkState> before = place ? std::optional(state(place->trunk)) : std::nullopt;
  place = std::make_unique<Watched>(*this, trunk);
  place->cause = known_cause(trunk);
  if (before && *before != state(trunk) && tell_) {
    tell_({trunk.id.text, state(trunk), place->cause.empty() ? "its settings changed" : place->cause});
  }
  if (!trunk.enabled || !trunk.use_options) return;
  // Not at once: while the engine starts, its ports are not open yet.
  const Duration later = first_probe + share_of(trunk.id, spread_of_first);
  ports_.executor.start(place->timer, ports_.executor.now() + later, *place);
}

std::string TrunkWatch::known_cause(const Trunk& trunk) const {
  if (!is_internal(trunk)) return {};
  switch (ports_.signaling.state(account_, trunk)) {
    case TieState::ready: break;
    case TieState::unlinked: return "the codes of the two trunks are not linked";
    case TieState::peer_off: return "the other account has switched its trunk off";
  }
  return {};
}

void TrunkWatch::relinked() {
  for (const auto& [id, watched] : watched_) {
    if (!is_internal(watched->trunk) || !watched->trunk.enabled) continue;
    std::string cause = known_cause(watched->trunk);
    std::string why = cause.empty() ? "the codes of the two trunks are linked" : cause;
    set(*watched, std::move(cause), std::move(why));
  }
}

// Multiples of two irrational numbers, cut off at the whole, lie evenly however many there are; here in 65536ths.
Duration TrunkWatch::share_of(const TrunkKey& trunk, Duration span) {
  const std::size_t place = places_.try_emplace(trunk, places_.size()).first->second;
  const std::uint64_t share = ((account_.value - 1) * 40503U + place * 49471U) & 0xffffU;
  return std::chrono::floor<std::chrono::milliseconds>(span * static_cast<std::int64_t>(share) / 65536);
}

void TrunkWatch::Watched::run() {
  if (trunk.use_options) return watch.ask(*this);
  watch.set(*this, "", "may be tried again");
}

void TrunkWatch::ask(Watched& watched) {
  const Trunk& trunk = watched.trunk;
  // TRK-11: the address that calls are sent to.
  Probe probe{
      account_, trunk.id.text,
      ToAddress{"", trunk.host, trunk.ports.empty() ? std::uint16_t{5060} : trunk.ports.front(), trunk.transport},
      no_answer};
  (void)ports_.signaling.probe(std::move(probe));  // by signaling that cannot ask, trunks are taken to be there
  const Duration once = watched.asked ? Duration{} : share_of(trunk.id, between_probes - spread_of_first);
  watched.asked = true;
  ports_.executor.start(watched.timer, ports_.executor.now() + between_probes + once, watched);
}

void TrunkWatch::on_probe(std::string_view trunk, int status) {
  Watched* watched = find(TrunkKey{std::string(trunk)});
  if (watched == nullptr || !watched->trunk.use_options) return;        // changed meanwhile
  if (status == 200) return set(*watched, "", "options answered 200");  // TRK-24
  std::string cause = status == 408 ? "no answer to options" : fmt::format("options answered {}", status);  // TRK-25
  set(*watched, cause, cause);
}

void TrunkWatch::failed(const Trunk& trunk) {
  Watched* watched = find(trunk.id);
  if (watched == nullptr || watched->trunk.use_options || is_internal(watched->trunk)) return;
  set(*watched, "a call failed", "a call failed");
  watched->timer.cancel();  // of a failure before this one
  ports_.executor.start(watched->timer, ports_.executor.now() + pause_after_failure, *watched);
}

void TrunkWatch::works(const Trunk& trunk) {
  Watched* watched = find(trunk.id);
  if (watched == nullptr || watched->trunk.use_options || is_internal(watched->trunk)) return;
  watched->timer.cancel();
  set(*watched, "", "a call went through");
}

// Told on a change only (03 OP-21).
void TrunkWatch::set(Watched& watched, std::string cause, std::string why) {
  const bool changed = watched.cause.empty() != cause.empty();
  watched.cause = std::move(cause);
  if (changed && tell_) tell_({watched.trunk.id.text, state(watched.trunk), std::move(why)});
}

const TrunkWatch::Watched* TrunkWatch::find(const TrunkKey& trunk) const {
  const auto at = watched_.find(trunk);
  return at == watched_.end() ? nullptr : at->second.get();
}
TrunkWatch::Watched* TrunkWatch::find(const TrunkKey& trunk) {
  return const_cast<Watched*>(std::as_const(*this).find(trunk));
}

// As the asking call's plan has it, which may be an older one.
TrunkState TrunkWatch::state(const Trunk& trunk) const {
  if (!trunk.enabled) return TrunkState::disabled;
  const Watched* watched = find(trunk.id);
  return watched == nullptr || watched->cause.empty() ? TrunkState::connected : TrunkState::no_connection;
}

std::string TrunkWatch::cause(const Trunk& trunk) const {
  const Watched* watched = find(trunk.id);
  return watched == nullptr ? std::string() : watched->cause;
}

}  // namespace tandem::call
