#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace tandem {
namespace {

class SpdlogSink final : public LogSink {
 public:
  SpdlogSink() : logger_("tandem", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    logger_.set_pattern("%Y-%m-%d %H:%M:%S.%e [%l] %v");
    logger_.set_level(spdlog::level::debug);
  }
  void write(LogLevel level, std::string_view component, std::string_view line) override {
    logger_.log(level_of(level), "{}: {}", component, line);
  }

 private:
  static spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
      case LogLevel::debug: return spdlog::level::debug;
      case LogLevel::info: return spdlog::level::info;
      case LogLevel::warning: return spdlog::level::warn;
      case LogLevel::error: return spdlog::level::err;
      case LogLevel::off: break;
    }
    return spdlog::level::off;
  }
  spdlog::logger logger_;  // not in spdlog's registry: two engines share nothing
};

}  // namespace

Log stderr_log(LogLevel least) { return Log(std::make_shared<SpdlogSink>(), least); }

}  // namespace tandem
