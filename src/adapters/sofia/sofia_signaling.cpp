// The port over the agent: start, stop, and the way of commands to the root thread.
#include "adapters/sofia/agent.hpp"

#include <tandem/sofia.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace tandem::sofia {

namespace {

class SofiaSignaling final : public Signaling {
 public:
  explicit SofiaSignaling(SofiaOptions options) : options_(std::move(options)) {}
  ~SofiaSignaling() override { stop(); }

  Result<void> start(Sink& sink, const Directory& directory) override {
    const std::lock_guard lock(life_);
    if (thread_.joinable()) return fail(errc::in_use, "signaling is already started");
    Agent* agent = owned_.emplace_back(std::make_unique<Agent>(options_, sink, directory)).get();
    std::promise<Result<void>> opened;
    auto result = opened.get_future();
    // Sofia's objects belong to the thread that makes them, so that thread also takes them apart.
    thread_ = std::thread([agent, opened = std::move(opened)]() mutable {
      auto outcome = agent->open();
      const bool fine = outcome.has_value();
      opened.set_value(std::move(outcome));
      if (fine) agent->run();
      agent->close();
    });
    auto outcome = result.get();
    if (!outcome) {
      thread_.join();
      owned_.pop_back();
      return outcome;
    }
    agent_.store(agent);
    return {};
  }

  void stop() override {
    const std::lock_guard lock(life_);
    if (!thread_.joinable()) return;
    agent_.load()->post({{}, StopCommand{}});
    thread_.join();
    agent_.store(nullptr);
  }

  std::vector<std::string> listening() const override {
    const Agent* agent = agent_.load();
    return agent ? agent->listening() : std::vector<std::string>();
  }

  LegId invite(OutgoingCall call) override {
    Agent* agent = agent_.load();
    if (!agent) return {};
    const LegId leg = agent->next_leg();
    agent->post({leg, InviteCommand{std::move(call)}});
    return leg;
  }
  void ring(LegId leg, std::string sdp) override { post(leg, RingCommand{std::move(sdp)}); }
  void name_called(LegId leg, Party called) override { post(leg, NameCalledCommand{std::move(called)}); }
  void answer(LegId leg, std::string sdp) override { post(leg, AnswerCommand{std::move(sdp)}); }
  void reject(LegId leg, int status, std::chrono::seconds retry_after) override {
    post(leg, RejectCommand{status, retry_after});
  }
  void hangup(LegId leg, std::string reason) override { post(leg, HangupCommand{std::move(reason)}); }
  void answer_offer(LegId leg, std::string sdp) override { post(leg, AnswerOfferCommand{std::move(sdp)}); }
  void refuse_offer(LegId leg) override { post(leg, RefuseOfferCommand{}); }
  void report_transfer(LegId leg, int status) override { post(leg, ReportTransferCommand{status}); }

  bool registered(std::string_view aor) const override {
    Agent* agent = agent_.load();
    return agent && agent->registered(aor);
  }
  Result<void> register_at(ClientRegistration registration) override {
    Agent* agent = agent_.load();
    if (!agent) return fail(errc::network, "signaling is not started");
    auto& host = registration.registrar.host;
    if (host == "localhost") host = "127.0.0.1";
    if (!is_address(host))
      return fail(errc::unsupported, "names need a resolver: give the address of the registrar", "registrar.host");
    agent->post({{}, RegisterCommand{std::move(registration)}});
    return {};
  }
  void unregister_at(AccountId account, std::string_view aor) override {
    post({}, UnregisterCommand{account, std::string(aor)});
  }
  Result<void> probe(Probe probe) override {
    Agent* agent = agent_.load();
    if (!agent) return fail(errc::network, "signaling is not started");
    agent->post({{}, ProbeCommand{std::move(probe)}});
    return {};
  }
  void report_lag(Duration lag) override {
    if (Agent* agent = agent_.load()) agent->report(lag);
  }
  bool reentrant() const override { return true; }  // commands only go into the inbox

 private:
  template <class What>
  void post(LegId leg, What what) {
    if (Agent* agent = agent_.load()) agent->post({leg, std::move(what)});
  }

  SofiaOptions options_;
  std::mutex life_;
  std::thread thread_;
  std::atomic<Agent*> agent_{nullptr};
  // A stopped agent stays until the end: another thread may be about to post to it.
  std::vector<std::unique_ptr<Agent>> owned_;
};

}  // namespace

}  // namespace tandem::sofia

namespace tandem {

std::shared_ptr<Signaling> sofia_signaling(SofiaOptions options) {
  return std::make_shared<sofia::SofiaSignaling>(std::move(options));
}

}  // namespace tandem
