// A program in a process of its own, ended with its object.
#pragma once

#include <csignal>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tandem::test {

using namespace std::chrono_literals;

class Process {
 public:
  /// What it prints goes to the file `log`. It runs in `folder`.
  Process(std::vector<std::string> words, const std::filesystem::path& folder, const std::string& log)
      : log_(folder / log) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    process_ = fork();
    if (process_ != 0) return;
    const int nothing = open("/dev/null", O_RDONLY);
    const int out = open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(nothing, 0);
    dup2(out, 1);
    dup2(out, 2);
    if (chdir(folder.c_str()) == 0) execvp(arguments.front(), arguments.data());
    _exit(127);
  }
  Process(Process&& other) noexcept : process_(std::exchange(other.process_, -1)), log_(std::move(other.log_)) {}
  Process& operator=(Process&&) = delete;
  ~Process() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }

  /// Its exit code; -1 if it was still running, which ends it.
  int wait(std::chrono::seconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (process_ > 0) {
      if (waitpid(process_, &status, WNOHANG) == process_) {
        process_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
      }
      if (std::chrono::steady_clock::now() > end) break;
      std::this_thread::sleep_for(10ms);
    }
    return -1;
  }
  void ask_to_end() const {
    if (process_ > 0) kill(process_, SIGTERM);
  }
  [[nodiscard]] std::string printed() const {
    std::ifstream in(log_);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  pid_t process_ = -1;
  std::filesystem::path log_;
};

/// Somebody has bound that UDP port: a program that was started is ready to be called.
inline bool listens(std::uint16_t port) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  for (; std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(10ms)) {
    std::ifstream in("/proc/net/udp");
    std::string line;
    while (std::getline(in, line)) {
      // "  sl: 0200007F:1F90 ..."
      const auto colon = line.find(':', line.find(':') + 1);
      if (colon != std::string::npos && line.size() > colon + 5 &&
          std::strtoul(line.substr(colon + 1, 4).c_str(), nullptr, 16) == port)
        return true;
    }
  }
  return false;
}

inline bool installed(const std::string& program) {
  for (const char* folder : {"/usr/bin/", "/usr/local/bin/"}) {
    if (std::filesystem::exists(folder + program)) return true;
  }
  return false;
}

}  // namespace tandem::test
