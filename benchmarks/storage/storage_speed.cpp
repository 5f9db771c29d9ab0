// The account at scale, on SQLite: start with many accounts, the save of one employee among ten thousand while call
// records are written, memory of an idle account, a page of history out of a million records.
#include <tandem/tandem.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <malloc.h>
#include <unistd.h>

namespace {

using namespace tandem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

/// Prints what failed and ends the program.
template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", to_string(result.error()));
    std::exit(1);
  }
  return std::move(*result);
}
void must(Result<void> result) {
  if (result) return;
  fmt::print(stderr, "{}\n", to_string(result.error()));
  std::exit(1);
}

/// An office: employees with a SIP account each, one group of all, a trunk, a number, a scheme.
AccountDocument office(int number, int employees) {
  AccountDocument document;
  document.id = fmt::format("office-{}", number);
  document.name = fmt::format("Office {}", number);
  document.domains = {fmt::format("office{}.example", number)};
  Group all{.id = {"all"}, .name = "All"};
  for (int i = 0; i < employees; ++i) {
    Employee one{.id = {fmt::format("e{}", i)}, .full_name = fmt::format("Employee {} of {}", i, number)};
    one.extension = std::to_string(10'000 + i);
    one.email = fmt::format("e{}@office{}.example", i, number);
    const std::string aor = fmt::format("user{}@office{}.example", i, number);
    one.sip_accounts.push_back({.aor = aor, .password = "Secret123"});
    one.devices.push_back({.sip = aor});
    document.employees.push_back(std::move(one));
    if (i < 20) all.members.push_back({.employee = {fmt::format("e{}", i)}});
  }
  document.groups.push_back(std::move(all));
  document.trunks.push_back({.id = {"carrier"}, .host = fmt::format("10.{}.{}.1", number / 250, number % 250)});
  document.numbers.push_back({.number = fmt::format("7495{:07}", number), .trunk = {"carrier"}, .scheme = {"main"}});
  Scheme scheme{.id = {"main"}, .name = "Main"};
  scheme.branches.resize(1);
  scheme.branches[0].block.actions = {Forward{.to = ToGroup{{"all"}}}, Voicemail{}};
  document.schemes.push_back(std::move(scheme));
  return document;
}

Engine engine_on(const std::string& path) {
  return Engine({.storage = must(sqlite_storage(path)), .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                 .media = direct_media()});
}

std::size_t heap() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void start(const std::string& path, int accounts) {
  {
    Engine engine = engine_on(path);
    for (int i = 0; i < accounts; ++i) must(engine.accounts().import_document(office(i, 10)));
  }
  Engine engine = engine_on(path);
  const auto began = Clock::now();
  must(engine.start());
  fmt::print("start with {} accounts, {} employees: {:.2f} s (bar: 10 s for 10,000 and 100,000)\n", accounts,
             accounts * 10, seconds_since(began));
}

void idle_memory(const std::string& path) {
  Engine engine = engine_on(path);
  must(engine.start());
  must(engine.accounts().import_document(office(5000, 20)));
  std::this_thread::sleep_for(200ms);
  const std::size_t before = heap();
  constexpr int accounts = 500;
  for (int i = 0; i < accounts; ++i) must(engine.accounts().import_document(office(i, 20)));
  std::this_thread::sleep_for(500ms);
  fmt::print("an idle account of 20 employees: {:.1f} kB of heap (bar: 100 kB)\n", static_cast<double>(heap() - before) / accounts / 1000);
}

CallRecord call(std::uint64_t number, Time at) {
  CallRecord record;
  record.id = CallId{(static_cast<std::uint64_t>(at.time_since_epoch().count() / 1000) << 22U) | (number & 0x3fffffU)};
  record.account = fmt::format("office-{}", number % 10);
  record.started = at;
  record.ended = at + 60s;
  record.result = CallResult::answered;
  record.caller = {fmt::format("7916{:07}", number % 50'000), ""};
  record.dialled = fmt::format("7495{:07}", number % 10);
  record.line = record.dialled;
  record.answered_by = fmt::format("e{}", number % 20);
  record.parts.push_back({.kind = PartKind::group, .result = PartResult::answered, .at = at, .until = at + 5s,
                          .subject = "all", .name = "All"});
  record.parts.push_back({.kind = PartKind::talk, .result = PartResult::caller_hangup, .at = at + 5s, .until = at + 60s,
                          .subject = record.answered_by, .name = "Employee"});
  return record;
}

/// The p-th percentile in milliseconds.
double percentile(std::vector<double>& seconds, double p) {
  std::sort(seconds.begin(), seconds.end());
  return seconds[static_cast<std::size_t>(static_cast<double>(seconds.size() - 1) * p)] * 1000;
}

void save_one(const std::string& path, int employees) {
  Engine engine = engine_on(path);
  must(engine.start());
  must(engine.accounts().import_document(office(1, employees)));
  const Account account = must(engine.accounts().find("office-1"));
  const Storage storage = must(sqlite_storage(path));
  // 200 calls a second: each record is written when the call begins and when it ends.
  std::atomic<bool> over{false};
  std::thread calls([&] {
    std::uint64_t number = 0;
    while (!over) {
      std::vector<CallRecord> batch;
      for (int i = 0; i < 40; ++i) {
        batch.push_back(call(++number, std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now())));
      }
      (void)storage.records->write(batch);
      std::this_thread::sleep_for(100ms);
    }
  });
  std::vector<double> took;
  for (int i = 0; i < 2000; ++i) {
    const std::string key = fmt::format("e{}", (i * 37) % employees);
    Employee one = must(account.employees().get(key)).object;
    one.full_name = fmt::format("Changed {}", i);
    const auto began = Clock::now();
    must(account.employees().update(one));
    took.push_back(seconds_since(began));
    std::this_thread::sleep_for(2ms);
  }
  over = true;
  calls.join();
  fmt::print("save of one of {} employees while 400 records a second are written: median {:.2f}, p99 {:.2f}, worst {:.2f} ms "
             "(bar: p99 5 ms)\n", employees, percentile(took, 0.5), percentile(took, 0.99), percentile(took, 1));
}

void history(const std::string& path, std::uint64_t records) {
  const Storage storage = must(sqlite_storage(path));
  const Time first{Duration{1'700'000'000'000'000}};
  std::vector<CallRecord> batch;
  const auto began = Clock::now();
  for (std::uint64_t i = 0; i < records; ++i) {
    batch.push_back(call(i, first + std::chrono::seconds(i)));
    if (batch.size() < 5000) continue;
    must(storage.records->write(batch));
    batch.clear();
  }
  must(storage.records->write(batch));
  fmt::print("{} records written: {:.0f} a second\n", records, static_cast<double>(records) / seconds_since(began));
  const auto page = [&](std::string_view what, auto query_of) {
    std::vector<double> took;
    std::size_t found = 0;
    for (int i = 0; i < 200; ++i) {
      const RecordQuery query = query_of(i);
      const auto start = Clock::now();
      found += must(storage.records->find(query)).size();
      took.push_back(seconds_since(start));
    }
    fmt::print("history page, {}: median {:.2f}, p99 {:.2f} ms, {} records on average (bar: 50 ms)\n", what,
               percentile(took, 0.5), percentile(took, 0.99), found / 200);
  };
  const auto at = [&](int i) { return first + std::chrono::seconds((static_cast<std::uint64_t>(i) * 7919) % records); };
  page("newest of an account", [](int i) { return RecordQuery{.account = fmt::format("office-{}", i % 10)}; });
  page("a day of an account", [&](int i) {
    return RecordQuery{.account = fmt::format("office-{}", i % 10), .from = at(i), .until = at(i) + std::chrono::days(1)};
  });
  page("the older half of an account", [&](int i) {
    return RecordQuery{.account = fmt::format("office-{}", i % 10), .until = first + std::chrono::seconds(records / 2)};
  });
  page("a caller in an account", [](int i) {
    return RecordQuery{.account = fmt::format("office-{}", i % 10), .number = fmt::format("7916{:07}", i * 10 + i % 10)};
  });
  page("open calls of an account", [](int i) { return RecordQuery{.account = fmt::format("office-{}", i % 10), .open = true}; });
}

}  // namespace

int main(int argc, char** argv) {
  const bool quick = argc > 1 && std::string_view(argv[1]) == "--quick";
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("tandem-storage-speed-{}", ::getpid());
  std::filesystem::create_directory(folder);
  idle_memory((folder / "idle.db").string());
  start((folder / "start.db").string(), quick ? 1000 : 10'000);
  save_one((folder / "save.db").string(), 10'000);
  history((folder / "history.db").string(), quick ? 100'000 : 1'000'000);
  std::filesystem::remove_all(folder);
}
