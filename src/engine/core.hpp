// The inside of an Engine: it knows everybody and decides nothing.
#pragma once

#include "engine/event_stream.hpp"
#include "engine/registry.hpp"
#include "engine/sessions.hpp"
#include "engine/shard.hpp"
#include "report/journal.hpp"

#include <tandem/engine.hpp>

#include <semaphore.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace tandem::engine {

class Core final : Signaling::Sink, Media::Sink {
 public:
  explicit Core(EngineOptions options);
  ~Core() override;

  Result<void> start();
  void stop();

  /// What `act(exchange)`, a Result, gives on the shard of a running account. Not from a shard's thread. Errors:
  /// `not_found`, `gone`.
  template <class F>
  std::invoke_result_t<F, call::Exchange&> on_exchange(const std::string& id, F act);
  [[nodiscard]] Engine::Health health();
  [[nodiscard]] std::string dump();
  /// Waits until what was recorded is in the store, or refused.
  void flush_records();
  /// NUM-35
  Result<std::size_t> purge_line_records(const model::AccountData& account, const std::string& line, const Actor& actor);
  void wait_for_interrupt();
  void interrupt() noexcept { sem_post(&interrupted_); }  // async-signal-safe

  /// Ends what is over, with its entries in the audit journal (LOG-03, LIM-27).
  void end_old_sessions();
  void ended(const Sessions::Ended& session);
  /// What a session rests on in the account as it stands there.
  [[nodiscard]] static std::optional<Sessions::Standing> standing_in(const Registry::Entry& entry, const Session& session,
                                                                     const std::string& login);
  [[nodiscard]] Time now() const { return options_.clock(); }
  [[nodiscard]] const RegionData& regions() const {
    return options_.regions != nullptr ? *options_.regions : plain_region_data();
  }

  EventStream events;
  Registry registry;
  Sessions sessions;
  [[nodiscard]] const EngineOptions& options() const { return options_; }

 private:
  void on_leg(AccountId account, LegId leg, LegEvent event) override;
  /// What on_leg() has to do on the account's shard.
  std::function<void()> leg_work(AccountId account, LegId leg, LegEvent event);
  void on_media(AccountId account, MediaId leg, MediaEvent event) override;
  void on_registration(AccountId account, RegistrationChange change) override;
  void on_client_registration(AccountId account, std::string aor, int status) override;
  void on_probe(AccountId account, std::string name, int status) override;

  Shard& shard_of(AccountId account) { return *shards_[account.value % shards_.size()]; }
  /// Runs `work` with the account's exchange, on its shard, if it is there.
  template <class F>
  void with_exchange(AccountId account, F work);
  void on_plan(const Registry::Entry& entry, std::vector<Happening> news);
  call::Ports ports(Shard& shard);
  void stop_running();
  void end_calls(Shard& shard);
  void report_lag();
  void watch_sessions(const std::stop_token& stop);
  [[nodiscard]] std::optional<Sessions::Standing> standing_of(const std::string& account, const Session& session,
                                                              const std::string& login) const;

  EngineOptions options_;
  sem_t interrupted_;
  std::unique_ptr<report::Journal> journal_;
  std::unique_ptr<call::TieLines> ties_;  // before options_.signaling, from start() on; outlives the shards' exchanges
  std::atomic<bool> stopping_ = false;    // no trunk has lost its link because the engine stops
  std::vector<std::unique_ptr<Shard>> shards_;
  std::mutex life_;                       // start() and stop() are one at a time
  // Held shared by whoever waits for a shard or the journal: they run until he is through. Never by a shard's thread.
  std::shared_mutex running_mutex_;
  std::jthread session_watch_;            // of the time between start() and stop()
  bool running_ = false;                  // guarded by running_mutex_
};

template <class F>
std::invoke_result_t<F, call::Exchange&> Core::on_exchange(const std::string& id, F act) {
  const Result<Registry::Entry> entry = registry.find(id);
  if (!entry) return std::unexpected(entry.error());
  const std::shared_lock running(running_mutex_);
  if (!running_) return fail(errc::gone, "the engine is not running");
  Shard& shard = shard_of(entry->id);
  return shard.call([&]() -> std::invoke_result_t<F, call::Exchange&> {
    const auto at = shard.exchanges.find(entry->id);
    if (at == shard.exchanges.end()) return fail(errc::gone, "account '" + id + "' was removed");
    return act(*at->second);
  });
}

template <class F>
void Core::with_exchange(AccountId account, F work) {
  Shard& shard = shard_of(account);
  shard.post([&shard, account, work = std::move(work)]() mutable {
    const auto at = shard.exchanges.find(account);
    if (at != shard.exchanges.end()) work(*at->second);
  });
}

}  // namespace tandem::engine
