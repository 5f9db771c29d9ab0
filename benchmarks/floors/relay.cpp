// The least a G.711 relay can do: one connected socket a leg, one thread, epoll, recv and send. No header is looked at.
//
//   floor_relay LEGS GENERATOR_PORT RELAY_PORT SECONDS
//
// Leg i listens on RELAY_PORT + 2i, is connected to GENERATOR_PORT + i, and what comes is sent on by leg i ^ 1. Prints
// "packets N cpu S" with the CPU seconds since the first packet.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

sockaddr_in loopback(std::size_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int open_leg(std::size_t own, std::size_t peer) {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  const sockaddr_in from = loopback(own);
  const sockaddr_in to = loopback(peer);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0 ||
      connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    std::perror("bind or connect");
    std::exit(1);
  }
  return fd;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) return std::fprintf(stderr, "floor_relay LEGS GENERATOR_PORT RELAY_PORT SECONDS\n"), 2;
  const auto number = [&](int i) { return static_cast<std::size_t>(std::strtoul(words[i], nullptr, 10)); };
  const int epoll = epoll_create1(0);
  std::vector<int> legs(number(1));
  for (std::size_t i = 0; i < legs.size(); ++i) {
    legs[i] = open_leg(number(3) + 2 * i, number(2) + i);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, legs[i], &event);
  }
  std::puts("ready");
  std::fflush(stdout);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(number(4));
  std::array<epoll_event, 1024> events;
  std::array<std::uint8_t, 2048> buffer;
  std::uint64_t packets = 0;
  double before = 0;
  while (std::chrono::steady_clock::now() < end) {
    const int ready = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 100);
    if (ready > 0 && packets == 0) before = cpu_seconds();
    for (int e = 0; e < ready; ++e) {
      const std::size_t i = events[static_cast<std::size_t>(e)].data.u64;
      const ssize_t size = recv(legs[i], buffer.data(), buffer.size(), 0);
      if (size <= 0) continue;
      send(legs[i ^ 1], buffer.data(), static_cast<std::size_t>(size), 0);
      ++packets;
    }
  }
  std::printf("packets %llu cpu %.4f\n", static_cast<unsigned long long>(packets), cpu_seconds() - before);
}
