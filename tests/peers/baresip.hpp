// baresip: no screen, no sound card; says a tone, writes down what it hears, answers by itself.
#pragma once

#include "office.hpp"
#include "sound.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace tandem::test {

struct BaresipPhone {
  std::string name;     ///< its folder
  std::string account;  ///< the line of its file "accounts"
  std::string listens = "127.0.0.1:0";
  std::string codec = "g711";  ///< its module
  double tone = 0;
};

/// Anna's telephone, registered.
inline BaresipPhone anna_phone(const Office& office, double tone) {
  return {.name = "baresip",
          .account = fmt::format("<sip:anna@office.example>;auth_user=anna;auth_pass=Anna12345;"
                                 "outbound=\"sip:127.0.0.1:{}\";regint=60;answermode=auto",
                                 office.port),
          .tone = tone};
}

class Baresip {
 public:
  Baresip(const Office& office, const BaresipPhone& phone, const std::string& command = {})
      : home_(office.folder / phone.name), process_(start(phone, command)) {}
  void end() {
    process_.ask_to_end();
    process_.wait(5s);
  }
  [[nodiscard]] std::string printed() const { return process_.printed(); }
  [[nodiscard]] Heard heard() const {
    for (const auto& file : fs::directory_iterator(home_)) {
      if (file.path().filename().string().ends_with("-dec.wav")) return Heard(narrowed(file.path()));
    }
    return Heard({});
  }

 private:
  Process start(const BaresipPhone& phone, const std::string& command) const {
    fs::create_directories(home_);
    write_tone(home_ / "says.wav", phone.tone, 20s);
    std::ofstream(home_ / "config") << fmt::format(
        "poll_method epoll\nsip_listen {}\naudio_source aufile,{}\naudio_player aufile,unused\n"
        "audio_alert aufile,unused\nausrc_srate 8000\nauplay_srate 8000\nausrc_channels 1\nauplay_channels 1\n"
        "module_path {}\nmodule {}.so\nmodule aufile.so\nmodule sndfile.so\nmodule_tmp account.so\nmodule_app "
        "menu.so\n",
        phone.listens, (home_ / "says.wav").string(), modules(), phone.codec);
    std::ofstream(home_ / "accounts") << phone.account << "\n";
    std::ofstream(home_ / "contacts");
    std::vector<std::string> words{"baresip", "-f", home_.string()};
    if (!command.empty()) words.insert(words.end(), {"-e", command});
    return {words, home_, phone.name + ".out"};
  }
  static std::string modules() {
    for (const char* folder : {"/usr/lib/baresip/modules", "/usr/local/lib/baresip/modules"}) {
      if (fs::exists(folder)) return folder;
    }
    return "/usr/lib/baresip/modules";
  }
  /// What it writes down has the codec's rate and channels: one channel, at 8 kHz.
  static std::vector<std::int16_t> narrowed(const fs::path& path) {
    std::array<char, 44> header{};
    std::ifstream(path, std::ios::binary).read(header.data(), header.size());
    std::uint16_t channels = 0;
    std::uint32_t rate = 0;
    std::memcpy(&channels, &header[22], sizeof channels);
    std::memcpy(&rate, &header[24], sizeof rate);
    const std::vector<std::int16_t> all = read_samples(path);
    const std::size_t step = std::size_t{channels} * (rate / sample_rate);
    std::vector<std::int16_t> samples;
    for (std::size_t at = 0; step != 0 && at < all.size(); at += step) samples.push_back(all[at]);
    return samples;
  }

  fs::path home_;
  Process process_;
};

}  // namespace tandem::test
