// The softphone of the examples, run by a program that wants somebody to call or to be called.
#pragma once

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

/// A softphone in a process of its own; ended with this object.
class Phone {
 public:
  Phone(const std::filesystem::path& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program.string());
    std::vector<char*> words;
    for (std::string& word : arguments) words.push_back(word.data());
    words.push_back(nullptr);
    std::fflush(nullptr);
    process_ = fork();
    if (process_ == 0) {
      execv(program.c_str(), words.data());
      _exit(127);
    }
  }
  Phone(const Phone&) = delete;
  ~Phone() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    wait();
  }
  int wait() {
    int status = -1;
    if (process_ > 0) waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t process_ = -1;
};
