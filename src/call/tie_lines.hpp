// Tie lines: the calls between accounts of one engine, over their internal trunks (TRK-01, TRK-57..TRK-64).
//
// It stands before the engine's signaling and is one itself. A call over an internal trunk is a pair of legs that exist
// here alone: what is done to one is an event of the other, so each account sees an ordinary leg, the one outgoing, the
// other incoming from its own trunk, and keeps a record of its own (TRK-72). SDP passes from one to the other, so media
// flows as between any two parties. Everything else goes on to the signaling behind.
//
// Threads: any; accounts may live on different shards. Nothing of an account is called from here but through `Doors`.
#pragma once

#include "model/object_set.hpp"

#include <tandem/signaling.hpp>
#include <tandem/trunk.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

namespace tandem::call {

/// How the other end of an internal trunk stands (TRK-58, 03 OP-32).
enum class TieState : std::uint8_t {
  unlinked,  ///< the codes do not refer to each other, or nobody here has the other one
  peer_off,  ///< linked; the other side has switched its trunk off
  ready,
};

/// Internal trunks that a call may cross, one after another (03 OP-32).
inline constexpr int most_hops = 10;

class TieLines final : public Signaling {
 public:
  /// Ways into accounts. Both return at once; what they ask for happens later, on the account's thread, in the order asked.
  struct Doors {
    std::function<void(AccountId, LegId, LegEvent)> deliver;
    std::function<void(AccountId)> relinked;  ///< links of its trunks have come or gone
  };
  TieLines(Signaling& outside, Doors doors) : outside_(outside), doors_(std::move(doors)) {}
  TieLines(const TieLines&) = delete;

  /// An account's trunks came, changed or went. The accounts at the other ends are told.
  void change(AccountId account, const model::ObjectSet<Trunk>& before, const model::ObjectSet<Trunk>& after);
  [[nodiscard]] TieState state(AccountId account, const Trunk& trunk) const;
  /// From now on trunks whose other end is not here count as linked, and their calls go to the world outside: for dry
  /// runs of one account alone.
  void let_outside_stand_in() { outside_stands_in_ = true; }

  /// As invite(), over an internal trunk of the account, to the user part of the address in `call.to`. Where the trunk
  /// is not ready the leg fails with 503.
  LegId invite_over(const Trunk& trunk, OutgoingCall call);

  Result<void> start(Sink& sink, const Directory& directory) override { return outside_.start(sink, directory); }
  void stop() override { outside_.stop(); }
  [[nodiscard]] std::vector<std::string> listening() const override { return outside_.listening(); }
  LegId invite(OutgoingCall call) override { return outside_.invite(std::move(call)); }
  void ring(LegId leg, std::string sdp = {}) override;
  void name_called(LegId leg, Party called) override;
  void answer(LegId leg, std::string sdp) override;
  void reject(LegId leg, int status, std::chrono::seconds retry_after = {}) override;
  void hangup(LegId leg, std::string reason = {}) override;
  void answer_offer(LegId leg, std::string sdp) override;
  void refuse_offer(LegId leg) override;
  void report_transfer(LegId leg, int status) override;
  [[nodiscard]] bool registered(std::string_view aor) const override { return outside_.registered(aor); }
  Result<void> register_at(ClientRegistration registration) override {
    return outside_.register_at(std::move(registration));
  }
  void unregister_at(AccountId account, std::string_view aor) override { outside_.unregister_at(account, aor); }
  Result<void> probe(Probe probe) override { return outside_.probe(std::move(probe)); }
  void report_lag(Duration lag) override { outside_.report_lag(lag); }
  [[nodiscard]] bool reentrant() const override { return outside_.reentrant(); }

 private:
  /// One account's end of an internal trunk.
  struct Side {
    AccountId account;
    std::string trunk;
    std::string peer_code;
    bool enabled = true;
  };
  /// One leg of a pair; they end together.
  struct End {
    LegId other;
    AccountId other_account;
    bool incoming = false;
    bool answered = false;
    Party called{};  ///< as this one names it
  };
  [[nodiscard]] static bool is_tie(LegId leg) { return (leg.value >> 63U) != 0; }
  LegId next_leg();
  [[nodiscard]] const Side* side_of(AccountId account, const Trunk& trunk) const;
  [[nodiscard]] const Side* other_side(AccountId account, const Trunk& trunk) const;
  void leave(AccountId account, const Trunk& trunk);
  void enter(AccountId account, const Trunk& trunk);
  void tell_other(AccountId account, const Trunk& trunk) const;
  [[nodiscard]] End* find(LegId leg);
  [[nodiscard]] End* unanswered(LegId leg);  ///< an incoming one
  void finish(LegId leg, LegEvent told);     ///< the other account is told so

  Signaling& outside_;
  const Doors doors_;
  bool outside_stands_in_ = false;
  mutable std::mutex mutex_;  ///< of what follows; held while events are handed over, so that they keep their order
  std::map<std::string, Side> sides_;  ///< by the code of the trunk, in lower case
  std::unordered_map<LegId, End> ends_;
  std::uint64_t last_ = 0;
};

}  // namespace tandem::call
