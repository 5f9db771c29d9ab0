#include "adapters/sofia/stack.hpp"

#include <sofia-sip/su.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_time.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <string_view>

// The library's log objects; its headers do not declare them all.
extern "C" {
extern su_log_t nta_log[];
extern su_log_t tport_log[];
extern su_log_t sresolv_log[];
extern su_log_t nea_log[];
extern su_log_t iptsec_log[];
extern su_log_t stun_log[];
// What su_time() passes each time through before it hands it out.
extern void (*_su_time)(su_time_t* time);
}

namespace tandem::sofia {

namespace {

// The library logs process-wide; the thread tells which engine is meant.
thread_local const Log* current = nullptr;

void write_line(void*, const char* format, va_list arguments) {
  if (!current || !current->enabled(LogLevel::debug)) return;
  std::array<char, 1024> line{};
  const int length = std::vsnprintf(line.data(), line.size(), format, arguments);
  if (length <= 0) return;
  std::string_view text(line.data(), std::min(static_cast<std::size_t>(length), line.size() - 1));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  if (!text.empty()) current->write(LogLevel::debug, "sip", text);
}

// The event loop cuts what is left until a timer to whole milliseconds and does not sleep through the last one: with a
// timer due nearly always it would never sleep. On a clock that steps it does. It steps by what no timer of RFC 3261
// feels, and it is the monotonic one, so that they do not feel the wall clock being set either.
constexpr long step_us = loop_step_ms * 1000L;

void stepping_time(su_time_t* time) {
  timespec now{};
  if (!time || clock_gettime(CLOCK_MONOTONIC, &now) != 0) return;
  static const auto offset = static_cast<unsigned long>(time->tv_sec) - static_cast<unsigned long>(now.tv_sec);
  time->tv_sec = offset + static_cast<unsigned long>(now.tv_sec);
  time->tv_usec = static_cast<unsigned long>(now.tv_nsec / 1000 / step_us * step_us);
}

}  // namespace

void prepare_stack() {
  static std::once_flag once;
  std::call_once(once, [] {
    su_init();
    _su_time = stepping_time;
    // Even at level 0 the library says some things; every log object has to be redirected.
    for (su_log_t* log : {su_log_default, nta_log, tport_log, sresolv_log, nea_log, iptsec_log, stun_log}) {
      su_log_redirect(log, write_line, nullptr);
      su_log_set_level(log, 0);
    }
  });
}

void log_from_this_thread_to(const Log* log) noexcept { current = log; }

}  // namespace tandem::sofia
