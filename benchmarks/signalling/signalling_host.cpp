// The host that the signalling benchmark loads: an engine with the complete path (authentication, SDP, records in SQLite,
// events turned into JSON), N callers and N callees with SIP accounts.
//
//   signalling_host DATABASE udp:ADDRESS:PORT EMPLOYEES direct|rtp [MICROSECONDS]
//
// MICROSECONDS of the processor's time are burnt for each answered call, on the thread that carries the calls: a way to make
// the engine the bottleneck on any machine.
//
// Prints "ready"; at SIGUSR1 a line of figures; ends at SIGTERM.
#include <tandem/tandem.hpp>

#include <fmt/core.h>
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

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
  fmt::print("ready\n");
  std::fflush(stdout);
  for (int number = 0; sigwait(&signals, &number) == 0 && number == SIGUSR1;) {
    const auto memory = mallinfo2();
    const auto health = engine.health();
    fmt::print("figures answered={} calls={} waiting={} events={} heap_kib={} resident_kib={}\n", answered.load(),
               health.calls, health.records_waiting, events.load(), memory.uordblks / 1024, resident_kib());
    std::fflush(stdout);
  }
  engine.stop();
  return 0;
}
