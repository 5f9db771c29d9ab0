#include "call/trunk_watch.hpp"

#include <fmt/format.h>

#include <utility>

namespace tandem::call {
namespace {

using namespace std::chrono_literals;

constexpr auto first_probe = 1s;
constexpr auto between_probes = 60s;  // 03 OP-21
constexpr auto pause_after_failure = 60s;
constexpr auto no_answer = 5s;

/// What a probe's answer depends on.
bool same_question(const Trunk& a, const Trunk& b) {
  return a.enabled == b.enabled && a.use_options == b.use_options && a.host == b.host && a.ports == b.ports &&
         a.transport == b.transport;
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

void TrunkWatch::begin(const Trunk& trunk) {
  auto& place = watched_[trunk.id];
  place = std::make_unique<Watched>(*this, trunk);
  // Not at once: while the engine starts, its ports are not open yet.
  if (trunk.enabled && trunk.use_options)
    ports_.executor.start(place->timer, ports_.executor.now() + first_probe, *place);
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
  ports_.executor.start(watched.timer, ports_.executor.now() + between_probes, watched);
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
  if (watched == nullptr || watched->trunk.use_options) return;
  set(*watched, "a call failed", "a call failed");
  watched->timer.cancel();  // of a failure before this one
  ports_.executor.start(watched->timer, ports_.executor.now() + pause_after_failure, *watched);
}

void TrunkWatch::works(const Trunk& trunk) {
  Watched* watched = find(trunk.id);
  if (watched == nullptr || watched->trunk.use_options) return;
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
