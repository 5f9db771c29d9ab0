#include "adapters/sofia/inbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <functional>
#include <thread>
#include <utility>

namespace tandem::sofia {

namespace {
std::size_t this_thread() noexcept { return std::hash<std::thread::id>{}(std::this_thread::get_id()); }
}  // namespace

Inbox::Inbox() : event_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

Inbox::~Inbox() {
  if (event_ >= 0) close(event_);
}

void Inbox::belongs_to_this_thread() noexcept { reader_.store(this_thread()); }

void Inbox::push(Command command) {
  {
    const std::lock_guard lock(mutex_);
    if (commands_.empty()) oldest_ = std::chrono::steady_clock::now();
    commands_.push_back(std::move(command));
  }
  // The root takes everything before each poll; only a thread that may find it asleep has to wake it, and only once.
  const bool announced = waiting_.exchange(true);
  if (!announced && reader_.load(std::memory_order_relaxed) != this_thread()) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(event_, &one, sizeof one);
  }
}

// A bell may ring after its command was taken: the writer announces first and rings then. So whoever hears it has to
// silence it, whether commands wait or not; one left ringing would make every poll return at once.
void Inbox::silence() noexcept {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = read(event_, &count, sizeof count);
}

std::chrono::microseconds Inbox::take(std::vector<Command>& batch) {
  if (!waiting_.exchange(false)) return {};
  const std::lock_guard lock(mutex_);
  if (commands_.empty()) return {};
  batch.swap(commands_);
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - oldest_);
}

}  // namespace tandem::sofia
