// voice_menu: callers speak instead of pressing.
//
// Starts an engine with a speech recogniser (CMU Sphinx, on this machine) and calls it with a softphone that says words
// recorded by a person: a digit, a keyword and a name. Prints what was heard and what the engine made of it. Exit 0 only if
// each was understood.
//
//   voice_menu [FOLDER]      where the softphone's sound goes; the current folder by default
//
// Needs a build with pocketsphinx and the Debian packages pocketsphinx-en-us and asterisk-core-sounds-en-wav.
#include "../first_call/phone.hpp"
#include "../first_call/sound.hpp"

#include <tandem/tandem.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

// "speech" says what the menu listens for: digits, the names of people and groups, the keywords of the items.
const char* const office = R"({
  "id": "office", "name": "A small office", "domains": ["office.example"],
  "employees": [{"id": "victor", "full_name": "Victor November", "extension": "101",
                 "sip_accounts": [{"aor": "victor@office.example", "password": "Victor123"}]}],
  "trunks": [{"id": "carrier", "name": "Carrier", "host": "127.0.0.2"}],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main"}],
  "schemes": [{"id": "main", "name": "Main",
     "speech": {"enabled": true, "language": "en", "digits": true, "people": true, "topics": true},
     "actions": [{"play": "silence:2000", "wait_end": true}],
     "menu": [{"digits": "5", "actions": [{"hangup": true}]},
              {"digits": "6", "keywords": ["extension", "transfer me"], "actions": [{"hangup": true}]}]}]
})";

struct Call {
  const char* recording;  ///< below the folder of the English sounds
  const char* why;        ///< what the record must tell
};
constexpr Call calls[] = {
    {"digits/5.wav", "heard 'five': the digits 5"},
    {"vm-extension.wav", "heard 'extension': menu item 6"},
    {"phonetic/v_p.wav", "heard 'victor': Victor November"},
};

/// What a caller says: the recording, then silence.
void write_words(const fs::path& to, const std::string& recording) {
  std::vector<std::int16_t> samples(sample_rate / 2);
  const std::vector<std::int16_t> words = read_samples(recording);
  samples.insert(samples.end(), words.begin(), words.end());
  samples.resize(samples.size() + 20 * sample_rate);
  write_samples(to, samples);
}

}  // namespace

int main(int count, char** arguments) {
  const fs::path folder = count > 1 ? arguments[1] : ".";
  const fs::path softphone = fs::canonical("/proc/self/exe").parent_path() / "softphone";
  const std::string sounds = fs::path(tandem::standard_prompt_file("welcome", "en")).parent_path().string();

  const tandem::Log log = tandem::stderr_log(tandem::LogLevel::warning);
  const auto speech = tandem::pocketsphinx_speech({.log = log});
  if (!speech) {
    std::fprintf(stderr, "%s\n", to_string(speech.error()).c_str());
    return 1;
  }
  tandem::Engine engine({.signaling = tandem::sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                         .media = tandem::rtp_media(),
                         .log = log,
                         .speech = *speech});
  if (const auto started = engine.start(); !started) {
    std::fprintf(stderr, "%s\n", to_string(started.error()).c_str());
    return 1;
  }
  const auto account = engine.accounts().import_json(office);
  if (!account) {
    std::fprintf(stderr, "%s\n", to_string(account.error()).c_str());
    return 1;
  }
  const std::string listening = engine.listening().front();
  const std::string server = "127.0.0.1:" + listening.substr(listening.rfind(':') + 1);

  bool all_understood = true;
  for (const Call& call : calls) {
    write_words(folder / "words.wav", sounds + "/" + call.recording);
    Phone caller(softphone, {"--server", server, "--listen", "udp:127.0.0.2:0", "--from", "79161234567", "--callto", "74950000001",
                             "--play", folder / "words.wav", "--talk", "5"});
    caller.wait();
    std::this_thread::sleep_for(200ms);
    const auto records = account->records();
    if (!records || records->empty()) return 1;
    const std::string why = explain(*std::max_element(records->begin(), records->end(), [](const auto& a, const auto& b) {
      return a.started < b.started;
    }));
    const bool understood = why.find(call.why) != std::string::npos;
    all_understood &= understood;
    std::printf("%s %s\n%s\n", call.recording, understood ? "was understood" : "WAS NOT UNDERSTOOD", why.c_str());
  }
  engine.stop();
  return all_understood ? 0 : 1;
}
