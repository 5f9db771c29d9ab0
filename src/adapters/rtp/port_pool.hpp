// The UDP ports of the range, handed out in pairs: the even one for RTP, the odd one above for RTCP (RFC 3550 section
// 11).
#pragma once

#include "adapters/rtp/address.hpp"

#include <tandem/rtp.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace tandem::rtp {

/// A bound socket; whoever takes it closes it.
struct BoundSocket {
  int fd = -1;
  std::uint16_t port = 0;
};

/// Safe to call from any thread. Ports go round: the one freed last is taken last, so a late packet of an ended call
/// does not meet the next one.
class PortPool {
 public:
  PortPool(std::string address, PortRange range);

  /// Binds a free even port. Errors: `exhausted` (range or descriptors), `network` (the address is not ours).
  Result<BoundSocket> open();
  void give_back(std::uint16_t port);
  /// Tells that a give_back() will come soon from another thread: open() then waits for it a moment rather than
  /// failing.
  void announce_give_back();

 private:
  std::optional<std::uint16_t> next_port();

  std::string address_;
  PortRange range_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::deque<std::uint16_t> free_;
  std::size_t all_ = 0;
  int coming_ = 0;
};

/// A UDP socket that does not block, bound to `address`; -1 with errno set when it cannot be had.
[[nodiscard]] int bind_udp(const Address& address);

}  // namespace tandem::rtp
