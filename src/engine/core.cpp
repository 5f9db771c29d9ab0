#include "engine/core.hpp"

#include "base/log.hpp"
#include "call/call.hpp"
#include "engine/journal_entries.hpp"
#include "routing/calendar.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <thread>
#include <utility>

namespace tandem::engine {

namespace {

Result<Sealer> sealer_of(const EngineOptions& options) {
  if (options.secret_key) return Sealer(*options.secret_key);
  if (options.storage.key_file.empty()) return Sealer();  // nothing outlives the process
  const Result<SecretKey> key = key_from_file(options.storage.key_file);
  if (!key) return std::unexpected(key.error());
  return Sealer(*key);
}

/// With a clock.
EngineOptions completed(EngineOptions options) {
  if (!options.clock) {
    options.clock = [] { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); };
  }
  return options;
}

/// What a host gave for all accounts; with mistakes in it, it is left out and said in the log.
routing::Surroundings surroundings_of(const EngineOptions& options) {
  routing::Surroundings all;
  all.numbers = options.regions;
  all.country_of_address = options.country_of_address;
  if (const Result<void> checked = check_calendar(options.calendar)) {
    all.calendar = std::make_shared<const routing::CompiledCalendar>(options.calendar);
  } else {
    log_error(options.log, "engine", "the calendar is left out: {}", to_string(checked.error()));
  }
  if (!options.destinations) return all;
  if (const Result<void> checked = check_destinations(*options.destinations)) {
    all.destinations = std::make_shared<const routing::CompiledDestinations>(*options.destinations);
  } else {
    log_error(options.log, "engine", "the destinations are left out: {}", to_string(checked.error()));
  }
  return all;
}

}  // namespace

Core::Core(EngineOptions options)
    : registry(options.storage.config, sealer_of(options), surroundings_of(options), options.log,
               [this] { return now(); }, [this](const Registry::Entry& entry, std::vector<Happening> news) { on_plan(entry, std::move(news)); }),
      sessions([this](const std::string& account, const Session& session, const std::string& login) {
        return standing_of(account, session, login);
      }),
      options_(completed(std::move(options))) {
  sem_init(&interrupted_, 0, 0);
  std::uint64_t seed = options_.seed;
  if (seed == 0) seed = (static_cast<std::uint64_t>(std::random_device{}()) << 32U) | std::random_device{}();
  for (int i = 0; i < std::max(1, options_.shards); ++i) {
    shards_.push_back(std::make_unique<Shard>(seed + static_cast<std::uint64_t>(i)));
  }
}

Core::~Core() {
  stop();
  sem_destroy(&interrupted_);
}

void Core::wait_for_interrupt() {
  while (sem_wait(&interrupted_) != 0 && errno == EINTR) {
  }
}

call::Ports Core::ports(Shard& shard) {
  return {shard.executor(),        *ties_,              *options_.media, *options_.storage.blobs, *journal_,
          shard.random(),          [this](Event event) { events.publish(std::move(event)); },
          options_.log,
          {options_.hook.get(), options_.clients.get(), options_.speech.get(), options_.sms.get(),
           &regions()}};
}

Result<void> Core::start() {
  const std::lock_guard life(life_);
  if (running_) return {};
  if (!options_.signaling || !options_.media) {
    return fail(errc::invalid_argument, "an engine needs signaling and media; see EngineOptions");
  }
  if (!options_.storage.config || !options_.storage.records || !options_.storage.blobs) {
    return fail(errc::invalid_argument, "an engine needs all three stores; see Storage");
  }
  // Not on the thread that asks, even where signaling would allow it: two accounts' threads could wait for each other.
  ties_ = std::make_unique<call::TieLines>(
      *options_.signaling, call::TieLines::Doors{[this](AccountId account, LegId leg, LegEvent event) {
                                                   shard_of(account).post(leg_work(account, leg, std::move(event)));
                                                 },
                                                 [this](AccountId account) {
                                                   if (stopping_) return;
                                                   with_exchange(account, [](call::Exchange& x) { x.relinked(); });
                                                 }});
  stopping_ = false;
  const Time now = shards_.front()->executor().now();
  const Result<std::size_t> closed = report::close_interrupted(*options_.storage.records, now);
  if (!closed) return std::unexpected(closed.error());
  if (*closed > 0) log_warning(options_.log, "engine", "{} calls were cut off when an earlier process ended", *closed);
  events.start();
  for (const auto& shard : shards_) {
    shard->executor().on_lag = [this](Duration) { report_lag(); };
    shard->start();
  }
  {
    const std::unique_lock lock(running_mutex_);
    journal_ = std::make_unique<report::Journal>(
        options_.storage.records,
        [this](std::string message, std::size_t waiting) {
          events.publish({0, "", std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()),
                          StorageTrouble{std::move(message), waiting}});
        },
        options_.log);
    running_ = true;
  }
  Result<void> up = registry.load();
  if (up) up = options_.media->start(*this, options_.storage.blobs.get());
  if (up) up = options_.signaling->start(*this, registry.index());
  session_watch_ = std::jthread([this](const std::stop_token& stop) { watch_sessions(stop); });
  if (!up) stop_running();
  return up;
}

void Core::on_plan(const Registry::Entry& entry, std::vector<Happening> news) {
  const std::shared_lock running(running_mutex_);
  if (!running_) return;
  Shard& shard = shard_of(entry.id);
  if (!entry.plan) {
    shard.post([&shard, id = entry.id] {
      auto node = shard.exchanges.extract(id);
      if (node.empty()) return;
      const std::shared_ptr<call::Exchange> leaving(std::move(node.mapped()));
      leaving->end_all();
      shard.post([leaving] {});  // dies with this, after its flows
    });
    return;
  }
  shard.post([this, &shard, entry, news = std::move(news)]() mutable {
    std::unique_ptr<call::Exchange>& exchange = shard.exchanges[entry.id];
    if (exchange) {
      exchange->change_plan(entry.plan, entry.revision);
    } else {
      exchange = std::make_unique<call::Exchange>(entry.id, entry.plan, ports(shard));
    }
    for (Happening& what : news) exchange->publish(std::move(what));
  });
}

void Core::stop() {
  const std::lock_guard life(life_);
  if (running_) stop_running();
}

// With life_ held.
void Core::stop_running() {
  session_watch_ = {};  // it waits for nobody
  {
    const std::unique_lock lock(running_mutex_);
    running_ = false;  // from here on nobody else waits for shards
  }
  stopping_ = true;
  for (const auto& shard : shards_) end_calls(*shard);
  options_.signaling->stop();
  options_.media->stop();
  for (const auto& shard : shards_) shard->stop();
  journal_.reset();
  events.stop();
}

// Exchanges leave the shard's table first: a call that arrives meanwhile is refused by on_leg().
void Core::end_calls(Shard& shard) {
  decltype(shard.exchanges) leaving;
  shard.call([&] {
    leaving.swap(shard.exchanges);
    for (const auto& [id, exchange] : leaving) exchange->end_all();
  });
  // The flows die from the run loop, which has turned once when this runs.
  shard.call([&] { leaving.clear(); });
}

Engine::Health Core::health() {
  Engine::Health health;
  const std::shared_lock running(running_mutex_);
  if (!running_) return health;
  health.records_waiting = journal_->waiting();
  for (const auto& shard : shards_) {
    health.lag = std::max(health.lag, shard->executor().lag());
    health.calls += shard->call([&shard] {
      std::size_t count = 0;
      for (const auto& [id, exchange] : shard->exchanges) count += exchange->calls();
      return count;
    });
  }
  return health;
}

std::string Core::dump() {
  std::string text;
  const std::shared_lock running(running_mutex_);
  if (!running_) return text;
  for (const auto& shard : shards_) {
    text += shard->call([&shard] {
      std::string part;
      for (const auto& [id, exchange] : shard->exchanges) part += exchange->dump();
      return part;
    });
  }
  return text;
}

void Core::flush_records() {
  const std::shared_lock running(running_mutex_);
  if (running_) journal_->flush();
}

Result<std::size_t> Core::purge_line_records(const model::AccountData& account, const std::string& line,
                                             const Actor& actor) {
  flush_records();
  RecordStore& store = *options_.storage.records;
  RecordQuery query;
  query.account = account.id();
  query.open = false;
  query.limit = 1000;
  std::size_t count = 0;
  while (true) {
    const auto page = store.find(query);
    if (!page) return std::unexpected(page.error());
    std::vector<CallId> calls;
    for (const CallRecord& record : *page) {
      if (record.line == line) calls.push_back(record.id);
    }
    const auto gone = store.erase(calls);
    if (!gone) return std::unexpected(gone.error());
    count += *gone;
    if (page->size() < query.limit) break;
    query.before = page->back().id;
  }
  const std::vector<AuditEntry> journal{
      number_entry(account, fmt::format("purge {} call records of {}", count, line), actor, now())};
  if (const auto kept = options_.storage.config->commit({}, journal); !kept) return std::unexpected(kept.error());
  return count;
}

// The door refuses new calls while shards are late (admission control).
void Core::report_lag() {
  Duration worst{};
  for (const auto& shard : shards_) worst = std::max(worst, shard->executor().lag());
  options_.signaling->report_lag(worst);
}

std::function<void()> Core::leg_work(AccountId account, LegId leg, LegEvent event) {
  return [this, &shard = shard_of(account), account, leg, event = std::move(event)]() mutable {
    const auto at = shard.exchanges.find(account);
    if (at != shard.exchanges.end()) return at->second->on_leg(leg, std::move(event));
    // The account is being removed, or the engine stopped.
    if (std::holds_alternative<IncomingCall>(event)) ties_->reject(leg, 503);
  };
}

void Core::on_leg(AccountId account, LegId leg, LegEvent event) {
  Shard& shard = shard_of(account);
  std::function<void()> work = leg_work(account, leg, std::move(event));
  options_.signaling->reentrant() ? shard.post_and_help(std::move(work)) : shard.post(std::move(work));
}

void Core::on_media(AccountId account, MediaId leg, MediaEvent event) {
  with_exchange(account, [leg, event = std::move(event)](call::Exchange& exchange) mutable {
    exchange.on_media(leg, std::move(event));
  });
}

void Core::on_registration(AccountId account, RegistrationChange change) {
  with_exchange(account, [change = std::move(change)](call::Exchange& exchange) mutable {
    exchange.on_registration(std::move(change));
  });
}

void Core::on_client_registration(AccountId account, std::string aor, int status) {
  with_exchange(account, [aor = std::move(aor), status](call::Exchange& exchange) {
    exchange.on_client_registration(aor, status);
  });
}

void Core::on_probe(AccountId account, std::string name, int status) {
  with_exchange(account, [name = std::move(name), status](call::Exchange& exchange) { exchange.on_probe(name, status); });
}

}  // namespace tandem::engine
