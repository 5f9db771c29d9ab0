#include "adapters/rtp/rtcp.hpp"

#include <algorithm>
#include <cstring>

namespace tandem::rtp {
namespace {

constexpr std::uint8_t sender_report_type = 200;
constexpr std::uint8_t receiver_report_type = 201;
constexpr std::uint8_t description_type = 202;
constexpr std::uint8_t bye_type = 203;
constexpr std::uint64_t ntp_epoch = 2208988800u;  // 1900 to 1970, in seconds

// RFC 3550 section 4: seconds since 1900, 32 bits of fraction.
std::uint64_t ntp_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
  return ((us / 1'000'000 + ntp_epoch) << 32) | (((us % 1'000'000) << 32) / 1'000'000);
}

std::uint32_t timestamp_at(Instant now, std::uint8_t khz) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
  return static_cast<std::uint32_t>(us * khz / 1000);
}

}  // namespace

void Reception::take(const Packet& packet, Instant now) {
  const std::uint32_t transit = timestamp_at(now, khz_) - packet.timestamp;
  if (!any_ || packet.ssrc != ssrc_) {
    const std::uint32_t report = last_report_;
    const Instant report_at = last_report_at_;
    const std::uint8_t khz = khz_;
    *this = {};
    khz_ = khz;
    last_report_ = report;
    last_report_at_ = report_at;
    any_ = true;
    ssrc_ = packet.ssrc;
    base_ = highest_ = packet.sequence + 0x10000u;  // room for a packet older than the first
    transit_ = transit;
  } else {
    const auto ahead = static_cast<std::int16_t>(packet.sequence - static_cast<std::uint16_t>(highest_));
    if (ahead > 0) highest_ += static_cast<std::uint32_t>(ahead);
    // RFC 3550 appendix A.8
    const std::int32_t change = distance(transit, transit_);
    transit_ = transit;
    const auto size = static_cast<std::uint32_t>(change < 0 ? -change : change);
    jitter_ += size - ((jitter_ + 8) >> 4);
  }
  ++received_;
}

void Reception::sender_report(std::uint32_t middle_ntp, Instant now) {
  last_report_ = middle_ntp;
  last_report_at_ = now;
}

void Reception::write_block(std::uint8_t* out, Instant now) {
  // RFC 3550 appendix A.3
  const std::uint32_t expected = highest_ - base_ + 1;
  const std::int64_t lost = static_cast<std::int64_t>(expected) - received_;
  const std::uint32_t expected_now = expected - expected_before_;
  const std::int64_t lost_now = static_cast<std::int64_t>(expected_now) - (received_ - received_before_);
  expected_before_ = expected;
  received_before_ = received_;
  std::uint32_t fraction = 0;
  if (expected_now != 0 && lost_now > 0)
    fraction = static_cast<std::uint32_t>(std::min<std::int64_t>(255, lost_now * 256 / expected_now));
  const auto total = static_cast<std::uint32_t>(std::clamp<std::int64_t>(lost, -0x800000, 0x7FFFFF)) & 0xFFFFFFu;
  put32(out, ssrc_);
  put32(out + 4, (fraction << 24) | total);
  put32(out + 8, highest_ - 0x10000u);
  put32(out + 12, jitter_ >> 4);
  put32(out + 16, last_report_);
  std::uint32_t since = 0;
  if (last_report_ != 0) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(now - last_report_at_).count();
    since = static_cast<std::uint32_t>(static_cast<std::uint64_t>(us) * 65536 / 1'000'000);
  }
  put32(out + 20, since);
}

Report::Report(const OutStream& out, Reception& in, std::span<const char> cname, bool bye, Instant now) {
  std::uint8_t* p = bytes_.data();
  const bool sender = out.packets() != 0;
  const bool block = in.any();
  const std::size_t words = (sender ? 6u : 1u) + (block ? 6u : 0u);
  p[0] = static_cast<std::uint8_t>(0x80 | (block ? 1 : 0));
  p[1] = sender ? sender_report_type : receiver_report_type;
  put16(p + 2, static_cast<std::uint16_t>(words));
  put32(p + 4, out.ssrc());
  std::size_t at = 8;
  if (sender) {
    const std::uint64_t ntp = ntp_now();
    put32(p + 8, static_cast<std::uint32_t>(ntp >> 32));
    put32(p + 12, static_cast<std::uint32_t>(ntp));
    put32(p + 16, out.timestamp_at(now));
    put32(p + 20, out.packets());
    put32(p + 24, out.octets());
    at = 28;
  }
  if (block) {
    in.write_block(p + at, now);
    at += 24;
  }
  // SDES: one chunk with the CNAME, ended by zeros up to a whole word (RFC 3550 section 6.5).
  const std::size_t name = std::min<std::size_t>(cname.size(), 64);
  const std::size_t chunk = (4 + 2 + name + 1 + 3) / 4;
  p[at] = 0x81;
  p[at + 1] = description_type;
  put16(p + at + 2, static_cast<std::uint16_t>(chunk));
  put32(p + at + 4, out.ssrc());
  p[at + 8] = 1;  // CNAME
  p[at + 9] = static_cast<std::uint8_t>(name);
  std::memcpy(p + at + 10, cname.data(), name);
  at += 4 + chunk * 4;
  if (bye) {
    p[at] = 0x81;
    p[at + 1] = bye_type;
    put16(p + at + 2, 1);
    put32(p + at + 4, out.ssrc());
    at += 8;
  }
  size_ = at;
}

std::optional<std::uint32_t> sender_report_in(std::span<const std::uint8_t> bytes) {
  std::optional<std::uint32_t> middle;
  while (bytes.size() >= 8) {
    if ((bytes[0] >> 6) != 2) return std::nullopt;
    const std::size_t size = 4u * (get16(&bytes[2]) + 1u);
    if (size > bytes.size()) return std::nullopt;
    if (bytes[1] == sender_report_type && size >= 28) middle = get32(&bytes[10]);
    bytes = bytes.subspan(size);
  }
  return middle;
}

}  // namespace tandem::rtp
