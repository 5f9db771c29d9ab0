#include "adapters/sofia/admission.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace tandem::sofia {

namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t decisions_kept = 1u << 15;
constexpr std::chrono::milliseconds period = 50ms;
// The rate r, as a share of what can be carried, and the lag L obey L' = r - 1. Steering r by (L - target) alone would
// swing for ever; with the lag's own change as a second term, as PIE (RFC 8033 4.2) has it, both settle: these weights
// give a critically damped system with a time constant of a third of a second.
constexpr double weight_of_lag = 0.45;
constexpr double weight_of_change = 0.30;
constexpr double most_growth = 0.03;
// Far below the target nothing is at risk, and time lost is calls lost.
constexpr double fast_growth = 0.08;
constexpr double most_decline = 0.20;
constexpr double least_rate = 20;
// A single stall, of the machine or of one slow write, is not overload; one this long is.
constexpr std::chrono::milliseconds patience = 100ms;
constexpr double unbearable = 5;  ///< times the limit
constexpr std::chrono::seconds quiet_before_free = 2s;

}  // namespace

Admission::Admission(Duration limit) : limit_(Seconds(limit).count()), decisions_(decisions_kept) {}

double Admission::lag() const noexcept {
  return Seconds(std::max({Duration(reported_.load(std::memory_order_relaxed)), inbox_, sockets_})).count();
}

bool Admission::admits(std::uint64_t name, bool challenged, Clock::time_point now) {
  step(now);
  auto& kept = decisions_[(name >> 1) % decisions_kept];
  if (name != 0 && kept >> 1 == name >> 1) return (kept & 1) != 0;
  const bool admitted = !limiting_ || take_token(challenged, now);
  if (name != 0) kept = (name & ~std::uint64_t{1}) | (admitted ? 1 : 0);
  if (admitted)
    ++count_;
  else
    refused_ = now;
  return admitted;
}

bool Admission::take_token(bool challenged, Clock::time_point now) {
  const double most = std::max(5.0, rate_ / 20);
  tokens_ = std::min(most, tokens_ + rate_ * Seconds(now - filled_).count());
  filled_ = now;
  // What has been challenged may be paid later.
  if (tokens_ < (challenged ? -rate_ : 1)) return false;
  --tokens_;
  return true;
}

void Admission::step(Clock::time_point now) {
  const double span = Seconds(now - stepped_).count();
  const double late = lag();
  // Nobody looks while no call comes: what counts is how long it has been seen to be late.
  if (late <= limit_)
    late_since_.reset();
  else if (!late_since_)
    late_since_ = now;
  if (!limiting_ && late_since_ && (now - *late_since_ >= patience || late > unbearable * limit_))
    return begin_limit(late, now);
  if (now - stepped_ < period) return;
  stepped_ = now;
  const double share = std::min(1.0, span / 0.5);
  admitted_ += share * (count_ / span - admitted_);
  count_ = 0;
  const double change = late - std::exchange(lag_before_, late);
  if (!limiting_) return;
  const double target = limit_ / 2;
  const double correction =
      late < target / 4 && change <= 0
          ? -fast_growth
          : std::clamp(weight_of_lag * (late - target) + weight_of_change * change, -most_growth, most_decline);
  rate_ = std::max(least_rate, rate_ * (1 - correction));
  if (late < target && now - refused_ > quiet_before_free) limiting_ = false;
}

void Admission::begin_limit(double late, Clock::time_point now) {
  // What came in of late was too much.
  const double lately = count_ / std::max(Seconds(now - stepped_).count(), 0.05);
  limiting_ = true;
  rate_ = std::max(least_rate, 0.8 * std::max(admitted_, lately));
  tokens_ = 0;
  filled_ = stepped_ = refused_ = now;
  count_ = 0;
  lag_before_ = late;
}

std::uint64_t name_of_branch(std::string_view branch) noexcept {
  if (!branch.starts_with("z9hG4bK")) return 0;
  return std::hash<std::string_view>{}(branch) | 2;
}

int retry_after(std::uint64_t name) noexcept { return 2 + static_cast<int>((name >> 8) % 4); }

}  // namespace tandem::sofia
