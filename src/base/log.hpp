// Formatted lines into a Log; the arguments are not formatted when nobody listens.
#pragma once

#include <tandem/log.hpp>

#include <fmt/core.h>

namespace tandem {

template <class... A>
void log_at(const Log& log, LogLevel level, std::string_view component, fmt::format_string<A...> text, A&&... args) {
  if (log.enabled(level)) log.write(level, component, fmt::format(text, std::forward<A>(args)...));
}
template <class... A>
void log_debug(const Log& log, std::string_view component, fmt::format_string<A...> text, A&&... args) {
  log_at(log, LogLevel::debug, component, text, std::forward<A>(args)...);
}
template <class... A>
void log_info(const Log& log, std::string_view component, fmt::format_string<A...> text, A&&... args) {
  log_at(log, LogLevel::info, component, text, std::forward<A>(args)...);
}
template <class... A>
void log_warning(const Log& log, std::string_view component, fmt::format_string<A...> text, A&&... args) {
  log_at(log, LogLevel::warning, component, text, std::forward<A>(args)...);
}
template <class... A>
void log_error(const Log& log, std::string_view component, fmt::format_string<A...> text, A&&... args) {
  log_at(log, LogLevel::error, component, text, std::forward<A>(args)...);
}

}  // namespace tandem
