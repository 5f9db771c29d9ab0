#include "adapters/sofia/admission.hpp"

namespace tandem::sofia {

Duration SocketLag::measure(std::size_t queued, std::size_t handled, std::chrono::steady_clock::time_point now) {
  // What the kernel counts for a usual SIP datagram, with its overhead.
  constexpr double bytes_per_message = 1700;
  const std::chrono::duration<double> span = now - last_;
  const std::size_t done = handled - handled_;
  last_ = now;
  handled_ = handled;
  if (queued == 0) return {};
  // With packets waiting at both ends of a span all of it went into the messages handled.
  if (done > 0) {
    const double recent = span.count() / static_cast<double>(done);
    seconds_per_message_ = seconds_per_message_ == 0 ? recent : 0.7 * seconds_per_message_ + 0.3 * recent;
  }
  const double wait = static_cast<double>(queued) / bytes_per_message * seconds_per_message_;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::min(wait, 60.0)));
}

}  // namespace tandem::sofia
