#include "adapters/sofia/admission.hpp"

#include <utility>

namespace tandem::sofia {

Duration SocketLag::measure(std::size_t queued, std::size_t handled, std::chrono::steady_clock::time_point now) {
  // What the kernel counts for a usual SIP datagram, with its overhead.
  constexpr double bytes_per_message = 1700;
  const std::chrono::duration<double> span = now - last_;
  const std::size_t done = handled - handled_;
  const bool busy = std::exchange(was_queued_, queued > 0) && queued > 0;
  last_ = now;
  handled_ = handled;
  // With packets waiting at both ends of a short span all of it went into the messages handled; a longer one, or one
  // that began with nothing to do, says nothing about what a message costs.
  if (busy && done > 0 && span < std::chrono::milliseconds(200))
    seconds_per_message_ = 0.8 * seconds_per_message_ + 0.2 * span.count() / static_cast<double>(done);
  const double wait = static_cast<double>(queued) / bytes_per_message * seconds_per_message_;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::min(wait, 60.0)));
}

}  // namespace tandem::sofia
