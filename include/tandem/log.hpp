// The logging seam: where Tandem's log lines go is the host's affair.
#pragma once

#include <tandem/export.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

namespace tandem TANDEM_API {

enum class LogLevel : std::uint8_t { debug, info, warning, error, off };

/// Takes finished lines. Called from any thread of the engine, several at once; must not call back into the engine.
class LogSink {
 public:
  virtual ~LogSink() = default;
  /// `component` is one word ("sip", "rtp", "call", "store"); `line` has no line end.
  virtual void write(LogLevel level, std::string_view component, std::string_view line) = 0;
};

/// A small value that everything holds a copy of. A default one is silent.
class Log {
 public:
  Log() = default;
  explicit Log(std::shared_ptr<LogSink> sink, LogLevel least = LogLevel::info) : sink_(std::move(sink)), least_(least) {}
  [[nodiscard]] bool enabled(LogLevel level) const noexcept { return sink_ && level >= least_; }
  void write(LogLevel level, std::string_view component, std::string_view line) const {
    if (enabled(level)) sink_->write(level, component, line);
  }

 private:
  std::shared_ptr<LogSink> sink_;
  LogLevel least_ = LogLevel::off;
};

/// Lines on standard error, through spdlog: "2026-03-02 10:00:00.000 [info] sip: listening on udp:127.0.0.1:5060".
[[nodiscard]] Log stderr_log(LogLevel least = LogLevel::info);

}  // namespace tandem
