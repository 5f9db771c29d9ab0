// The host that the signalling benchmark loads: an engine with the complete path (authentication, SDP, records in SQLite,
// events turned into JSON), N callers and N callees with SIP accounts.
//
//   signalling_host DATABASE udp:ADDRESS:PORT EMPLOYEES direct|rtp [MICROSECONDS [SAVES]]
//
// MICROSECONDS of the processor's time are burnt for each answered call, on the thread that carries the calls: a way to make
// the engine the bottleneck on any machine. SAVES: so often a second an employee is saved, each timed until he is in force.
//
// Prints "ready"; at SIGUSR1 a line of figures; ends at SIGTERM.
#include <tandem/tandem.hpp>

#include <fmt/core.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

std::string account(int employees) {
  std::string text = R"({"id":"load","name":"Load","domains":["load.example"],
    "trunks":[{"id":"carrier","name":"Carrier","host":"127.0.0.2","max_lines":100,"codecs":["pcmu","pcma"]}],
    "numbers":[{"number":"74950000001","trunk":"carrier","scheme":"main"}],
    "groups":[{"id":"all","name":"All","extension":"90","members":[{"employee":"b0"}]}],
    "schemes":[{"id":"main","name":"Main","actions":[{"forward":{"group":"all"}}]}],"employees":[)";
  for (int i = 0; i < employees; ++i) {
    for (const char kind : {'a', 'b'}) {
      text += fmt::format(R"({}{{"id":"{}{}","full_name":"{} {}","extension":"{}{:04}","sip_accounts":[)"
                          R"({{"aor":"{}{:04}@load.example","password":"Secret123"}}]}})",
                          i == 0 && kind == 'a' ? "" : ",", kind, i, kind, i, kind == 'a' ? 1 : 2, i, kind, i);
    }
  }
  return text + "]}";
}

std::size_t resident_kib() {
  std::ifstream in("/proc/self/statm");
  std::size_t total = 0;
  std::size_t pages = 0;
  in >> total >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) / 1024;
}

// Microseconds of this thread's processor time.
long thread_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000 + now.tv_nsec / 1000;
}

/// Signaling that passes everything on, and burns time with each answer.
class Burdened final : public tandem::Signaling {
 public:
  Burdened(std::shared_ptr<tandem::Signaling> inner, long microseconds)
      : inner_(std::move(inner)), microseconds_(microseconds) {}
  tandem::Result<void> start(Sink& sink, const tandem::Directory& directory) override {
    return inner_->start(sink, directory);
  }
  void stop() override { inner_->stop(); }
  [[nodiscard]] std::vector<std::string> listening() const override { return inner_->listening(); }
  tandem::LegId invite(tandem::OutgoingCall call) override { return inner_->invite(std::move(call)); }
  void ring(tandem::LegId leg, std::string sdp) override { inner_->ring(leg, std::move(sdp)); }
  void answer(tandem::LegId leg, std::string sdp) override {
    const auto until = thread_time() + microseconds_;
    while (thread_time() < until) {}
    inner_->answer(leg, std::move(sdp));
  }
  void reject(tandem::LegId leg, int status, std::chrono::seconds retry_after) override {
    inner_->reject(leg, status, retry_after);
  }
  void hangup(tandem::LegId leg, std::string reason) override { inner_->hangup(leg, std::move(reason)); }
  void answer_offer(tandem::LegId leg, std::string sdp) override { inner_->answer_offer(leg, std::move(sdp)); }
  void refuse_offer(tandem::LegId leg) override { inner_->refuse_offer(leg); }
  [[nodiscard]] bool registered(std::string_view aor) const override { return inner_->registered(aor); }
  void report_lag(tandem::Duration lag) override { inner_->report_lag(lag); }
  [[nodiscard]] bool reentrant() const override { return inner_->reentrant(); }

 private:
  std::shared_ptr<tandem::Signaling> inner_;
  long microseconds_;
};

/// Saves one employee after the other, and keeps how long each took until calls saw him so.
class Saver {
 public:
  Saver(tandem::Account account, int a_second) : account_(std::move(account)) {
    if (a_second > 0) thread_ = std::jthread([this, a_second](const std::stop_token& stop) { run(stop, a_second); });
  }
  /// "saves=... save_p50_us=... save_p99_us=... save_worst_us=..."
  std::string figures() {
    const std::lock_guard lock(mutex_);
    if (took_.empty()) return "saves=0";
    std::vector<long> sorted = took_;
    std::sort(sorted.begin(), sorted.end());
    return fmt::format("saves={} save_p50_us={} save_p99_us={} save_worst_us={}", sorted.size(), sorted[sorted.size() / 2],
                       sorted[sorted.size() * 99 / 100], sorted.back());
  }

 private:
  void run(const std::stop_token& stop, int a_second) {
    using Clock = std::chrono::steady_clock;
    Clock::time_point next = Clock::now();
    for (int i = 0; !stop.stop_requested(); ++i) {
      next += std::chrono::microseconds(1'000'000 / a_second);
      std::this_thread::sleep_until(next);
      const auto before = Clock::now();
      auto employee = account_.employees().get(fmt::format("a{}", i % 100));
      if (!employee) return;
      employee->object.full_name = fmt::format("Saved {}", i);
      const bool saved = account_.employees().update(employee->object).has_value();
      (void)account_.calls();  // on the thread of the account's calls, behind the change
      const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - before).count();
      const std::lock_guard lock(mutex_);
      if (saved) took_.push_back(took);
    }
  }
  tandem::Account account_;
  std::mutex mutex_;
  std::vector<long> took_;
  std::jthread thread_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) return 2;
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGUSR1, SIGTERM, SIGINT}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  auto storage = tandem::sqlite_storage(arguments[1]);
  if (!storage) {
    fmt::print(stderr, "{}\n", to_string(storage.error()));
    return 1;
  }
  const bool rtp = std::string(arguments[4]) == "rtp";
  const tandem::Log log = tandem::stderr_log(tandem::LogLevel::warning);
  auto signaling = tandem::sofia_signaling({.listen = {arguments[2]}, .log = log});
  if (const long burden = count > 5 ? std::atol(arguments[5]) : 0; burden > 0)
    signaling = std::make_shared<Burdened>(std::move(signaling), burden);
  tandem::Engine engine({.storage = *storage,
                         .signaling = std::move(signaling),
                         .media = rtp ? tandem::rtp_media({.ports = {10000, 29999}, .log = log}) : tandem::direct_media(),
                         .log = log});
  std::atomic<std::size_t> events{0};
  std::atomic<std::size_t> bytes{0};
  std::atomic<std::size_t> answered{0};
  engine.on_event([&](const tandem::Event& event) {
    ++events;
    bytes += to_json(event).size();
    if (!std::holds_alternative<tandem::CallAnswered>(event.what)) return;
    ++answered;
  });
  const auto started = engine.start();
  const auto loaded = started ? engine.accounts().import_json(account(std::atoi(arguments[3])))
                              : tandem::Result<tandem::Account>(std::unexpected(started.error()));
  if (!loaded) {
    fmt::print(stderr, "{}\n", to_string(loaded.error()));
    return 1;
  }
  Saver saver(*loaded, count > 6 ? std::atoi(arguments[6]) : 0);
  fmt::print("ready\n");
  std::fflush(stdout);
  for (int number = 0; sigwait(&signals, &number) == 0 && number == SIGUSR1;) {
    const auto memory = mallinfo2();
    const auto health = engine.health();
    fmt::print("figures answered={} calls={} waiting={} events={} heap_kib={} resident_kib={} {}\n",
               answered.load(), health.calls, health.records_waiting, events.load(), memory.uordblks / 1024,
               resident_kib(), saver.figures());
    std::fflush(stdout);
  }
  engine.stop();
  return 0;
}
