// Whether an account's trunks can be called: those that are probed as the last probe says, internal ones as long as they
// are linked, the others as calls fared (TRK-23..26, TRK-58, 03 OP-21).
#pragma once

#include "call/ports.hpp"
#include "model/object_set.hpp"

#include <tandem/trunk.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tandem::call {

class TrunkWatch {
 public:
  TrunkWatch(AccountId account, const Ports& ports, std::function<void(TrunkStateChanged)> tell)
      : account_(account), ports_(ports), tell_(std::move(tell)) {}
  TrunkWatch(const TrunkWatch&) = delete;
  TrunkWatch& operator=(const TrunkWatch&) = delete;

  /// Trunks came, changed or went.
  void change(const model::ObjectSet<Trunk>& before, const model::ObjectSet<Trunk>& after);

  /// May a call be tried there (03 OP-23)? Every trunk may until something is known of it.
  [[nodiscard]] bool available(const Trunk& trunk) const { return state(trunk) == TrunkState::connected; }
  [[nodiscard]] TrunkState state(const Trunk& trunk) const;
  /// Links of internal trunks have come or gone (TRK-58).
  void relinked();
  /// Why it has no connection; else empty.
  [[nodiscard]] std::string cause(const Trunk& trunk) const;

  // A call into it came to this. Of probed trunks probes alone tell; others are taken to be down for a minute.
  void failed(const Trunk& trunk);
  void works(const Trunk& trunk);

  void on_probe(std::string_view trunk, int status);

 private:
  /// What is known of one trunk.
  struct Watched final : Runnable {
    Watched(TrunkWatch& w, Trunk t) : watch(w), trunk(std::move(t)) {}
    void run() override;  ///< time to ask, or long enough down
    TrunkWatch& watch;
    Trunk trunk;
    std::string cause;  ///< empty: connected
    bool asked = false;   ///< before, so it has its place in the minute
    Timer timer;
  };
  void begin(const Trunk& trunk);
  /// What no probe and no call has to find out.
  [[nodiscard]] std::string known_cause(const Trunk& trunk) const;
  /// A part of `span` that differs from trunk to trunk and from account to account, the same for one every time.
  [[nodiscard]] Duration share_of(const TrunkKey& trunk, Duration span);
  void ask(Watched& watched);
  void set(Watched& watched, std::string cause, std::string why);
  [[nodiscard]] const Watched* find(const TrunkKey& trunk) const;
  [[nodiscard]] Watched* find(const TrunkKey& trunk);

  AccountId account_;
  const Ports& ports_;
  std::function<void(TrunkStateChanged)> tell_;
  std::map<TrunkKey, std::unique_ptr<Watched>> watched_;
  std::map<TrunkKey, std::size_t> places_;  ///< of the trunks that are or were probed, in order
};

}  // namespace tandem::call
