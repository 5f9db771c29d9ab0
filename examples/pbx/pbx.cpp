// pbx: a PBX from account documents. Runs until it is stopped, takes a changed document without dropping calls, prints
// events as JSON lines.
//
//   pbx [--database FILE] [--sip udp:ADDRESS:PORT]... [--rtp ADDRESS] ACCOUNT.json ...
//
// Try: pbx examples/pbx/office.json, register two softphones as anna@office.example and boris@office.example (passwords
// in the document), and call 102 from anna's.
#include <tandem/tandem.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace fs = std::filesystem;

namespace {

volatile std::sig_atomic_t stop_wanted = 0;

struct Settings {
  std::string database = "pbx.db";
  std::vector<std::string> sip;
  std::string rtp = "127.0.0.1";
  std::vector<fs::path> documents;
};

Settings read_arguments(int count, char** arguments) {
  Settings settings;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    const bool has_value = i + 1 < count;
    if (word == "--database" && has_value) {
      settings.database = arguments[++i];
    } else if (word == "--sip" && has_value) {
      settings.sip.emplace_back(arguments[++i]);
    } else if (word == "--rtp" && has_value) {
      settings.rtp = arguments[++i];
    } else {
      settings.documents.emplace_back(word);
    }
  }
  if (settings.sip.empty()) settings.sip = {"udp:127.0.0.1:5060", "tcp:127.0.0.1:5060"};
  return settings;
}

/// Puts a document in force, or says what is wrong with it; the account goes on as it was then.
void import_file(tandem::Engine& engine, const fs::path& path) {
  std::ifstream in(path);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto account = engine.accounts().import_json(text);
  if (account) {
    std::printf("%s: account '%s' is in force\n", path.c_str(), account->id().c_str());
  } else {
    std::printf("%s is not taken:\n%s\n", path.c_str(), to_string(account.error()).c_str());
  }
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const Settings settings = read_arguments(count, arguments);
  auto storage = tandem::sqlite_storage(settings.database);
  if (!storage) {
    std::fprintf(stderr, "%s\n", to_string(storage.error()).c_str());
    return 1;
  }
  const tandem::Log log = tandem::stderr_log();
  tandem::Engine engine({.storage = *storage,
                         .signaling = tandem::sofia_signaling({.listen = settings.sip, .log = log}),
                         .media = tandem::rtp_media({.address = settings.rtp, .log = log}),
                         .log = log});
  engine.on_event([](const tandem::Event& event) {
    std::printf("%s\n", to_json(event).c_str());
    std::fflush(stdout);
  });
  if (const auto started = engine.start(); !started) {
    std::fprintf(stderr, "%s\n", to_string(started.error()).c_str());
    return 1;
  }
  for (const std::string& address : engine.listening()) std::printf("listening on %s\n", address.c_str());

  std::signal(SIGINT, [](int) { stop_wanted = 1; });
  std::signal(SIGTERM, [](int) { stop_wanted = 1; });
  std::map<fs::path, fs::file_time_type> seen;
  while (stop_wanted == 0) {
    for (const fs::path& path : settings.documents) {
      std::error_code error;
      const fs::file_time_type changed = fs::last_write_time(path, error);
      if (error) {
        if (seen.emplace(path, fs::file_time_type{}).second) std::printf("%s cannot be read\n", path.c_str());
        continue;
      }
      const auto known = seen.find(path);
      if (known != seen.end() && known->second == changed) continue;
      seen[path] = changed;
      import_file(engine, path);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  engine.stop();
  return 0;
}
