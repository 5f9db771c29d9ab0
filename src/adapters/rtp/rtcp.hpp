// RTCP (RFC 3550 section 6): what we count of a party's stream, and the reports we write.
#pragma once

#include "adapters/rtp/out_stream.hpp"
#include "adapters/rtp/packet.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tandem::rtp {

/// Statistics of what comes in, for the reception report.
class Reception {
 public:
  void take(const Packet& packet, Instant now);
  /// Of what comes, timestamps a millisecond.
  void set_clock(std::uint8_t khz) { khz_ = khz; }
  /// A sender report came: its middle NTP bits go into our next report.
  void sender_report(std::uint32_t middle_ntp, Instant now);
  [[nodiscard]] bool any() const { return any_; }
  /// Writes a report block (24 bytes) and begins a new interval.
  void write_block(std::uint8_t* out, Instant now);

 private:
  bool any_ = false;
  std::uint8_t khz_ = 8;
  std::uint32_t ssrc_ = 0;
  std::uint32_t base_ = 0;  // extended sequence numbers
  std::uint32_t highest_ = 0;
  std::uint32_t received_ = 0;
  std::uint32_t expected_before_ = 0;
  std::uint32_t received_before_ = 0;
  std::uint32_t transit_ = 0;
  std::uint32_t jitter_ = 0;  // times 16
  std::uint32_t last_report_ = 0;
  Instant last_report_at_{};
};

/// A compound packet: SR or RR, SDES with the CNAME, and BYE when `bye`.
class Report {
 public:
  Report(const OutStream& out, Reception& in, std::span<const char> cname, bool bye, Instant now);
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {bytes_.data(), size_}; }

 private:
  std::array<std::uint8_t, 256> bytes_{};
  std::size_t size_ = 0;
};

/// Reads a compound packet; gives the middle NTP bits of a sender report in it, if it is well formed and has one.
[[nodiscard]] std::optional<std::uint32_t> sender_report_in(std::span<const std::uint8_t> bytes);

}  // namespace tandem::rtp
