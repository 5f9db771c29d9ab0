// Signaling on the simulated network: the port's other implementation.
#pragma once

#include "sim/network.hpp"

#include <tandem/signaling.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tandem::sim {

class SimSignaling final : public Signaling, public Endpoint {
 public:
  /// Joins the network as `host`.
  SimSignaling(Network& network, std::string host);

  /// A device registers; calls to its AOR go to `contact`. Null: it is gone.
  void set_device(AccountId account, const std::string& aor, Endpoint* contact);
  /// Dialled numbers of trunk calls belong to this account.
  void set_account_of(const std::string& number, AccountId account) { numbers_[number] = account; }
  /// No call from outside or from its phones is the account's any more.
  void forget_account(AccountId account);
  /// Whose trunk a call from outside comes in by, where it names one; null or none: the number's owner takes it.
  std::function<AccountId(const std::string& trunk)> account_of_trunk;
  /// A peer is asked whether it is there.
  std::function<void(const std::string& host)> when_probed;
  /// Calls to addresses that no host of the network has go here (the public telephone network).
  void set_outside(Endpoint* outside) { outside_ = outside; }
  void set_account_of_aor(const std::string& aor, AccountId account) { aors_[aor] = account; }

  Result<void> start(Sink& sink, const Directory& directory) override;
  void stop() override;
  [[nodiscard]] std::vector<std::string> listening() const override { return {"sim:" + host_}; }
  LegId invite(OutgoingCall call) override;
  void ring(LegId leg, std::string sdp) override;
  void name_called(LegId leg, Party called) override;
  void answer(LegId leg, std::string sdp) override;
  void reject(LegId leg, int status, std::chrono::seconds retry_after) override;
  void hangup(LegId leg, std::string reason) override;
  void answer_offer(LegId leg, std::string sdp) override;
  void refuse_offer(LegId leg) override;
  void report_transfer(LegId leg, int status) override;
  [[nodiscard]] bool registered(std::string_view aor) const override;
  void report_lag(Duration) override {}
  Result<void> probe(Probe probe) override;
  Result<void> register_at(ClientRegistration registration) override;
  void unregister_at(AccountId account, std::string_view aor) override {
    const auto at = registrations_.find(std::string(aor));
    if (at != registrations_.end() && at->second.account == account) registrations_.erase(at);
  }

  /// How a host outside behaves towards us.
  struct PeerHabit {
    bool silent = false;  ///< says nothing to anything
    int options = 200;       ///< answers OPTIONS so
    int registration = 200;  ///< answers REGISTER so
  };
  void set_peer(const std::string& host, PeerHabit habit);

  void on_message(DialogId dialog, Message message) override;

 private:
  struct Leg {
    DialogId dialog;
    AccountId account;
    bool incoming = false;
    bool answered = false;
    Party called{};
  };
  struct Asked final : Runnable {
    Asked(SimSignaling& owner, Probe p, int s) : port(owner), probe(std::move(p)), status(s) {}
    void run() override;
    SimSignaling& port;
    Probe probe;
    int status;
    Timer timer;
  };
  void on_invite(DialogId dialog, Invite invite);
  [[nodiscard]] Leg* find(LegId leg);
  [[nodiscard]] LegId leg_of(DialogId dialog) const;
  void raise(LegId leg, AccountId account, LegEvent event);
  [[nodiscard]] AccountId account_for(const Invite& invite) const;
  void forget(LegId leg);

  Network& network_;
  std::string host_;
  Sink* sink_ = nullptr;
  const Directory* directory_ = nullptr;
  Endpoint* outside_ = nullptr;
  std::uint64_t last_ = 0;
  std::unordered_map<LegId, Leg> legs_;
  std::unordered_map<DialogId, LegId> by_dialog_;
  std::unordered_map<std::string, Endpoint*> devices_;
  std::unordered_map<std::string, AccountId> numbers_;
  std::unordered_map<std::string, AccountId> aors_;
  std::unordered_map<std::string, PeerHabit> peers_;
  void tell_registration(const std::string& aor);
  std::vector<std::unique_ptr<Asked>> asked_;
  std::map<std::string, ClientRegistration> registrations_;
};

}  // namespace tandem::sim
