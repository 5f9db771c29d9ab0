#include "adapters/rtp/port_pool.hpp"

#include <fmt/core.h>
#include <netinet/ip.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <random>
#include <utility>

namespace tandem::rtp {

int bind_udp(const Address& address) {
  const int fd = socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  // Voice goes first where the network listens to such wishes (RFC 4594: EF); failing to say so does no harm.
  const int expedited = IPTOS_DSCP_EF;
  if (address.family() == AF_INET) setsockopt(fd, IPPROTO_IP, IP_TOS, &expedited, sizeof expedited);
  if (address.family() == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &expedited, sizeof expedited);
  if (bind(fd, address.data(), address.size()) == 0) return fd;
  const int reason = errno;
  ::close(fd);
  errno = reason;
  return -1;
}

PortPool::PortPool(std::string address, PortRange range) : address_(std::move(address)), range_(range) {
  for (std::uint32_t port = (range.first + 1u) & ~1u; port + 1 <= range.last; port += 2) {
    free_.push_back(static_cast<std::uint16_t>(port));
  }
  all_ = free_.size();
  // Two engines with the same range begin at different places, so that they seldom try each other's ports.
  if (all_ != 0) {
    const auto start = static_cast<std::ptrdiff_t>(std::random_device{}() % all_);
    std::rotate(free_.begin(), free_.begin() + start, free_.end());
  }
}

std::optional<std::uint16_t> PortPool::next_port() {
  std::unique_lock lock(mutex_);
  if (free_.empty() && coming_ > 0) {
    freed_.wait_for(lock, std::chrono::milliseconds(50), [&] { return !free_.empty(); });
  }
  if (free_.empty()) return std::nullopt;
  const std::uint16_t port = free_.front();
  free_.pop_front();
  return port;
}

Result<BoundSocket> PortPool::open() {
  auto address = Address::parse(address_, 0);
  if (!address) return std::unexpected(std::move(address.error()));
  std::size_t taken_by_others = 0;
  const auto used_up = [&] {
    std::string text = fmt::format("all {} RTP ports from {} to {} are in use", all_, range_.first, range_.last);
    if (taken_by_others != 0) text += fmt::format(", {} of them by other programs", taken_by_others);
    return fail(errc::exhausted, std::move(text));
  };
  while (const auto port = next_port()) {
    address->set_port(*port);
    const int fd = bind_udp(*address);
    if (fd >= 0) return BoundSocket{fd, *port};
    const int reason = errno;
    {
      std::lock_guard lock(mutex_);
      free_.push_back(*port);
    }
    if (reason == EMFILE || reason == ENFILE || reason == ENOMEM || reason == ENOBUFS) {
      return fail(errc::exhausted, fmt::format("no descriptor for another RTP socket: {}", std::strerror(reason)));
    }
    if (reason != EADDRINUSE && reason != EACCES) {
      return fail(errc::network, fmt::format("cannot use {}:{} for RTP: {}", address_, *port, std::strerror(reason)));
    }
    if (++taken_by_others >= all_) return used_up();
  }
  return used_up();
}

void PortPool::give_back(std::uint16_t port) {
  std::lock_guard lock(mutex_);
  free_.push_back(port);
  if (coming_ > 0) --coming_;
  freed_.notify_one();
}

void PortPool::announce_give_back() {
  std::lock_guard lock(mutex_);
  ++coming_;
}

}  // namespace tandem::rtp
