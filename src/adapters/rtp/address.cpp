#include "adapters/rtp/address.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <cstring>

namespace tandem::rtp {

Result<Address> Address::parse(const std::string& ip, std::uint16_t port) {
  Address made;
  if (inet_pton(AF_INET, ip.c_str(), &made.address_.v4.sin_addr) == 1) {
    made.address_.v4.sin_family = AF_INET;
    made.size_ = sizeof(sockaddr_in);
  } else if (inet_pton(AF_INET6, ip.c_str(), &made.address_.v6.sin6_addr) == 1) {
    made.address_.v6.sin6_family = AF_INET6;
    made.size_ = sizeof(sockaddr_in6);
  } else {
    return fail(errc::unsupported, fmt::format("'{}' is not an IP address", ip.substr(0, 64)));
  }
  made.set_port(port);
  return made;
}

bool Address::same_host(const Address& other) const {
  if (size_ != other.size_ || family() != other.family()) return false;
  if (size_ == 0) return true;
  if (family() == AF_INET) return address_.v4.sin_addr.s_addr == other.address_.v4.sin_addr.s_addr;
  return std::memcmp(&address_.v6.sin6_addr, &other.address_.v6.sin6_addr, sizeof(in6_addr)) == 0;
}

}  // namespace tandem::rtp
