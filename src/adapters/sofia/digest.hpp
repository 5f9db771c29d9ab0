// Digest authentication (RFC 2617, MD5): nonces without a table, and a memory of what was used.
#pragma once

#include "adapters/sofia/nta.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tandem::sofia {

class Digest {
 public:
  using Clock = std::chrono::steady_clock;

  enum class Verdict : std::uint8_t {
    missing,  ///< no credentials for this realm
    stale,    ///< the secret is right, but the nonce is too old or was used before
    wrong,    ///< the secret is wrong, or the credentials are malformed
    good,
  };
  struct Answer {
    Verdict verdict = Verdict::missing;
    std::string user;  ///< as given; empty when missing
  };

  explicit Digest(std::chrono::seconds nonce_life);

  /// The value of a WWW-Authenticate header.
  [[nodiscard]] std::string challenge(std::string_view realm, bool stale, Clock::time_point now);

  /// Holds a request's credentials for `realm` against `ha1` (empty: no such user, which takes as long as a wrong
  /// password). A nonce count is accepted once and only rising; a nonce without counts (no qop) is accepted once.
  [[nodiscard]] Answer check(const sip_t& request, std::string_view realm, std::string_view ha1, Clock::time_point now);

  /// Forgets nonces that are too old to be accepted.
  void sweep(Clock::time_point now);

 private:
  // Serial numbers follow each other, so the counts of many nonces stand in one block: small pieces that outlive their
  // calls by minutes would keep the memory around them from being given back.
  static constexpr std::uint64_t block_size = 1024;
  struct Block {
    std::array<std::uint16_t, block_size> counts{};
    Clock::time_point forgotten{};  ///< when none of its nonces is accepted any more
  };

  [[nodiscard]] std::string seal(std::uint32_t made, std::uint64_t serial, std::string_view realm) const;
  [[nodiscard]] bool fresh(std::string_view nonce, std::string_view realm, Clock::time_point now,
                           std::uint64_t& serial) const;
  [[nodiscard]] std::uint32_t seconds(Clock::time_point now) const noexcept;

  std::chrono::seconds life_;
  Clock::time_point start_ = Clock::now();
  std::array<unsigned char, 32> secret_{};
  std::uint64_t next_ = 0;
  std::unordered_map<std::uint64_t, Block> used_;  ///< by serial number / block_size
};

}  // namespace tandem::sofia
