// Whether an account's trunks can be called: those that are probed as the last probe says, the others as calls fared
// (TRK-23..26, 03 OP-21).
#pragma once

#include "call/ports.hpp"
#include "model/object_set.hpp"

#include <tandem/trunk.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

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
    Timer timer;
  };
  void begin(const Trunk& trunk);
  void ask(Watched& watched);
  void set(Watched& watched, std::string cause, std::string why);
  [[nodiscard]] const Watched* find(const TrunkKey& trunk) const;
  [[nodiscard]] Watched* find(const TrunkKey& trunk);

  AccountId account_;
  const Ports& ports_;
  std::function<void(TrunkStateChanged)> tell_;
  std::unordered_map<TrunkKey, std::unique_ptr<Watched>> watched_;
};

}  // namespace tandem::call
