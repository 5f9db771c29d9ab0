// INVITEs that have had their final answer and its ACK. NTA lets go of them at once, for its transactions are large,
// and one that is repeated late, or was held up on its way, would be a new call.
#pragma once

#include "adapters/sofia/nta.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tandem::sofia {

/// What names a server transaction (RFC 3261 17.2.3), in a few bytes; never 0.
[[nodiscard]] std::uint64_t name_of_transaction(const sip_t& request) noexcept;

/// Remembers names for at least 64 T1, what the transaction itself would have stood (RFC 6026 7.1).
class Repeats {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds life{32};

  void add(std::uint64_t name, Clock::time_point now);
  [[nodiscard]] bool knows(std::uint64_t name, Clock::time_point now);
  /// Forgets what is old; add() and knows() do so by themselves.
  void turn(Clock::time_point now);

 private:
  /// A set without nodes: one piece of memory, which goes back whole.
  class Names {
   public:
    void add(std::uint64_t name);
    [[nodiscard]] bool has(std::uint64_t name) const noexcept;

   private:
    [[nodiscard]] std::size_t place_of(std::uint64_t name) const noexcept;
    std::vector<std::uint64_t> places_;  ///< a power of two of them, at least half of them 0
    std::size_t count_ = 0;
  };

  Names lately_, before_;
  Clock::time_point turned_{};
};

}  // namespace tandem::sofia
