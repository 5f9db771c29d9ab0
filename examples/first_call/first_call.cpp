// first_call: a real phone call through the engine, on this machine alone.
//
// Starts an engine on SQLite, two employees' phones and an outside caller as SIP user agents in processes of their own,
// and plays a call: greeting, digit, group, answer, talk with a different tone each way, hang-up. Prints the story as it
// happens, the record, and why the call went where it went; keeps what both sides heard. Exit 0 only if all of it was so.
//
//   first_call [FOLDER]      where the database and the recordings go; the current folder by default
#include "phone.hpp"
#include "sound.hpp"

#include <tandem/tandem.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr double caller_tone = 800;
constexpr double anna_tone = 440;

const char* const office = R"({
  "id": "office", "name": "A small office", "domains": ["office.example"],
  "prompts": [{"id": "greeting", "source": "standard:welcome"}],
  "employees": [
    {"id": "anna", "full_name": "Anna Orlova", "extension": "101",
     "sip_accounts": [{"aor": "anna@office.example", "password": "Anna12345"}]},
    {"id": "boris", "full_name": "Boris Petrov", "extension": "102",
     "sip_accounts": [{"aor": "boris@office.example", "password": "Boris12345"}]}],
  "groups": [{"id": "sales", "name": "Sales", "extension": "201", "strategy": "sequential",
              "members": [{"employee": "boris"}, {"employee": "anna"}]}],
  "trunks": [{"id": "carrier", "name": "Carrier", "host": "127.0.0.2", "codecs": ["pcma", "pcmu"]}],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main"}],
  "schemes": [{"id": "main", "name": "Main",
     "actions": [{"play": "greeting", "wait_end": true}],
     "menu": [{"digits": "5", "actions": [{"forward": {"group": "sales"}}, {"voicemail": []}]}]}]
})";

/// Says what should be, and remembers what was not.
class Check {
 public:
  void that(bool so, const std::string& what) {
    std::printf("  %s %s\n", so ? "yes:" : "NO: ", what.c_str());
    failed_ |= !so;
  }
  [[nodiscard]] int exit_code() const { return failed_ ? 1 : 0; }

 private:
  bool failed_ = false;
};

template <class Condition>
bool wait_for(std::chrono::seconds limit, Condition condition) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

/// The events as they happen, and which have happened.
class Story {
 public:
  void tell(const tandem::Event& event) {
    const std::lock_guard lock(mutex_);
    std::printf("  %s\n", to_json(event).c_str());
    std::fflush(stdout);
    seen_.emplace_back(name_of(event.what));
  }
  int count(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::count(seen_.begin(), seen_.end(), name));
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> seen_;
};

std::string port_of(const std::string& listening) { return listening.substr(listening.rfind(':') + 1); }

void check_record(Check& check, const tandem::CallRecord& record) {
  check.that(record.closed() && record.result == tandem::CallResult::answered, "the record is closed as answered");
  check.that(record.answered_by == "anna", "by anna");
  check.that(record.ended_by == tandem::EndedBy::caller, "the caller ended it");
  check.that(record.caller.number == "79161234567" && record.line == "74950000001", "caller and line are kept");
}

}  // namespace

int main(int count, char** arguments) {
  const fs::path folder = count > 1 ? arguments[1] : ".";
  const fs::path softphone = fs::canonical("/proc/self/exe").parent_path() / "softphone";
  const fs::path database = folder / "first_call.db";
  for (const char* tail : {"", "-wal", "-shm"}) fs::remove(database.string() + tail);
  write_tone(folder / "caller-says.wav", caller_tone, 20s);
  write_tone(folder / "anna-says.wav", anna_tone, 20s);

  auto storage = tandem::sqlite_storage(database);
  if (!storage) {
    std::fprintf(stderr, "%s\n", to_string(storage.error()).c_str());
    return 1;
  }
  Story story;
  tandem::Engine engine({.storage = *storage,
                         .signaling = tandem::sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                         .media = tandem::rtp_media(),
                         .log = tandem::stderr_log(tandem::LogLevel::warning)});
  engine.on_event([&](const tandem::Event& event) { story.tell(event); });
  if (const auto started = engine.start(); !started) {
    std::fprintf(stderr, "%s\n", to_string(started.error()).c_str());
    return 1;
  }
  const auto account = engine.accounts().import_json(office);
  if (!account) {
    std::fprintf(stderr, "%s\n", to_string(account.error()).c_str());
    return 1;
  }
  const std::string server = "127.0.0.1:" + port_of(engine.listening().front());

  std::printf("The story, as it happens:\n");
  Check check;
  {
    // Boris stands first in the group and rejects; Anna answers after a second.
    Phone boris(softphone, {"--server", server, "--aor", "boris@office.example", "--password", "Boris12345", "--register",
                            "--reject", "486"});
    Phone anna(softphone, {"--server", server, "--aor", "anna@office.example", "--password", "Anna12345", "--register",
                           "--answer-after", "1", "--play", folder / "anna-says.wav", "--record",
                           folder / "anna-heard.wav"});
    check.that(wait_for(10s, [&] { return story.count("device_registered") == 2; }), "both phones registered");
    Phone caller(softphone, {"--server", server, "--listen", "udp:127.0.0.2:0", "--from", "79161234567", "--callto",
                             "74950000001", "--press", "5@2", "--play", folder / "caller-says.wav", "--record",
                             folder / "caller-heard.wav", "--talk", "9"});
    check.that(caller.wait() == 0, "the caller was connected and hung up");
    check.that(wait_for(5s, [&] { return story.count("call_ended") == 1; }), "the call ended");
  }

  const auto records = account->records();
  check.that(records && records->size() == 1, "there is exactly one record");
  if (!records || records->empty()) return 1;
  std::printf("\nThe record:\n%s\n\nWhy the call went there:\n%s\n", to_json(records->front()).c_str(),
              explain(records->front()).c_str());
  std::printf("Was all as it should be?\n");
  check_record(check, records->front());
  const Heard caller_heard = listen(folder / "caller-heard.wav");
  const Heard anna_heard = listen(folder / "anna-heard.wav");
  check.that(caller_heard.seconds_of(anna_tone) > 2, "the caller heard anna's tone");
  check.that(caller_heard.seconds_of(caller_tone) < 0.5, "and not his own");
  check.that(anna_heard.seconds_of(caller_tone) > 2, "anna heard the caller's tone");
  check.that(anna_heard.seconds_of(anna_tone) < 0.5, "and not her own");
  check.that(caller_heard.loud_seconds() > anna_heard.loud_seconds() + 0.5, "the caller heard a greeting before");
  std::printf("\nWhat they heard: %s, %s\n", (folder / "caller-heard.wav").c_str(), (folder / "anna-heard.wav").c_str());
  engine.stop();
  return check.exit_code();
}
