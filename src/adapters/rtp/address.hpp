// A socket address, IPv4 or IPv6, as the kernel takes it.
#pragma once

#include <tandem/error.hpp>

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <string>

namespace tandem::rtp {

class Address {
 public:
  Address() = default;
  /// Errors: `unsupported` for what is not an IP address (names are not resolved here).
  static Result<Address> parse(const std::string& ip, std::uint16_t port);

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] int family() const { return address_.v4.sin_family; }
  [[nodiscard]] const sockaddr* data() const { return &address_.any; }
  [[nodiscard]] sockaddr* data() { return &address_.any; }
  [[nodiscard]] socklen_t size() const { return size_; }
  /// For recvfrom(): room for any address.
  socklen_t* room() {
    size_ = sizeof address_;
    return &size_;
  }
  [[nodiscard]] std::uint16_t port() const { return ntohs(address_.v4.sin_port); }
  void set_port(std::uint16_t port) { address_.v4.sin_port = htons(port); }  // the same place in both families
  [[nodiscard]] bool same_host(const Address& other) const;
  friend bool operator==(const Address& a, const Address& b) { return a.same_host(b) && a.port() == b.port(); }

 private:
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
  } address_{};
  socklen_t size_ = 0;
};

}  // namespace tandem::rtp
