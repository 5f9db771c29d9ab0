// A UDP socket of many phones.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace phones {

inline sockaddr_in place(const char* address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  inet_pton(AF_INET, address, &result.sin_addr);
  return result;
}

class Socket {
 public:
  Socket(const char* address, std::uint16_t port) : descriptor_(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    const int size = 8 << 20;
    if (setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
      setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    auto name = place(address, port);
    socklen_t length = sizeof name;
    if (bind(descriptor_, reinterpret_cast<sockaddr*>(&name), sizeof name) != 0 ||
        getsockname(descriptor_, reinterpret_cast<sockaddr*>(&name), &length) != 0) {
      std::perror("cannot bind");
      std::exit(1);
    }
    port_ = ntohs(name.sin_port);
  }
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  void send(std::string_view text, const sockaddr_in& to) const {
    sendto(descriptor_, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
  /// What waits, or nothing. The view holds until the next call.
  std::string_view receive(sockaddr_in& from) {
    socklen_t length = sizeof from;
    const auto got =
        recvfrom(descriptor_, buffer_.data(), buffer_.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
    return got > 0 ? std::string_view(buffer_.data(), static_cast<std::size_t>(got)) : std::string_view();
  }

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
  std::array<char, 8192> buffer_;
};

}  // namespace phones
