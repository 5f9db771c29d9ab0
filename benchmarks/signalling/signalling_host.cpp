// The host that the signalling benchmark loads: an engine with the complete path (authentication, SDP, records in SQLite,
// events turned into JSON), N callers and N callees with SIP accounts.
//
//   signalling_host DATABASE udp:ADDRESS:PORT EMPLOYEES direct|rtp
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
  tandem::Engine engine({.storage = *storage,
                         .signaling = tandem::sofia_signaling({.listen = {arguments[2]}, .log = log}),
                         .media = rtp ? tandem::rtp_media({.ports = {10000, 29999}, .log = log}) : tandem::direct_media(),
                         .log = log});
  std::atomic<std::size_t> events{0};
  std::atomic<std::size_t> bytes{0};
  std::atomic<std::size_t> answered{0};
  engine.on_event([&](const tandem::Event& event) {
    ++events;
    bytes += to_json(event).size();
    if (std::holds_alternative<tandem::CallAnswered>(event.what)) ++answered;
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
