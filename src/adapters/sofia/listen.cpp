#include "adapters/sofia/listen.hpp"

#include "adapters/sofia/text.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <thread>

namespace tandem::sofia {

namespace {

constexpr unsigned socket_buffer = 4u << 20;  // the default drops bursts above about 1,500 calls per second

int bind_once(nta_agent_t* agent, const Listener& listener) {
  // NTA reads "*" as "any port".
  const auto url = fmt::format("sip:{}:{};transport={}", listener.address, listener.port == "0" ? "*" : listener.port,
                               name_of(listener.transport));
  errno = 0;
  // The library's STUN server writes to standard error whatever it cannot read.
  if (nta_agent_add_tport(agent, URL_STRING_MAKE(url.c_str()), TPTAG_UDP_RMEM(socket_buffer),
                          TPTAG_UDP_WMEM(socket_buffer), TPTAG_STUN_SERVER(0), TPTAG_SDWN_ERROR(0), TAG_END()) == 0)
    return 0;
  return su_errno() ? su_errno() : EADDRNOTAVAIL;
}

}  // namespace

Result<Listener> parse_listener(std::string_view text) {
  const auto wrong = [text] {
    return fail(errc::invalid_argument,
                fmt::format("'{}' is no listening address: write udp:ADDRESS:PORT or tcp:ADDRESS:PORT", text));
  };
  Listener listener;
  const auto colon = text.find(':');
  const auto last = text.rfind(':');
  if (colon == std::string_view::npos || last == colon) return wrong();
  const auto protocol = lower(text.substr(0, colon));
  if (protocol != "udp" && protocol != "tcp") return wrong();
  listener.transport = protocol == "tcp" ? Transport::tcp : Transport::udp;
  listener.address = bracketed(text.substr(colon + 1, last - colon - 1));
  const auto port = text.substr(last + 1);
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc() || end != port.data() + port.size() || !is_address(listener.address)) return wrong();
  listener.port = port;
  return listener;
}

Result<void> bind_listeners(nta_agent_t* agent, const std::vector<std::string>& addresses) {
  if (addresses.empty()) return fail(errc::invalid_argument, "no listening address is given", "listen");
  for (const auto& text : addresses) {
    const auto listener = parse_listener(text);
    if (!listener) return std::unexpected(listener.error());
    // Right after another engine let the address go, the system may still hold it for a moment.
    int error = bind_once(agent, *listener);
    for (int attempt = 0; error != 0 && attempt < 10; ++attempt) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      error = bind_once(agent, *listener);
    }
    if (error) return fail(errc::network, fmt::format("cannot listen on {}: {}", text, std::strerror(error)), "listen");
  }
  return {};
}

std::vector<std::string> bound_addresses(nta_agent_t* agent) {
  std::vector<std::string> result;
  for (const tport_t* port = tport_primaries(nta_agent_tports(agent)); port; port = tport_next(port)) {
    const tp_name_t* name = tport_name(port);
    result.push_back(
        fmt::format("{}:{}:{}", tport_is_tcp(port) ? "tcp" : "udp", view(name->tpn_host), view(name->tpn_port)));
  }
  return result;
}

// NTA does not show its sockets, but they are ours in /proc; asking each descriptor once whether it is a UDP socket
// bound to one of our ports is cheap and is done once.
void ReceiveQueues::find(nta_agent_t* agent) {
  constexpr int most_descriptors = 65536;
  std::vector<std::uint16_t> ports;
  for (const tport_t* port = tport_primaries(nta_agent_tports(agent)); port; port = tport_next(port)) {
    if (tport_is_tcp(port)) continue;
    if (const auto* address = tport_get_address(port); address && address->ai_addr)
      ports.push_back(reinterpret_cast<const su_sockaddr_t*>(address->ai_addr)->su_sin.sin_port);
  }
  for (int fd = 0; fd < most_descriptors && sockets_.size() < ports.size(); ++fd) {
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_DGRAM) continue;
    sockaddr_storage name{};
    size = sizeof name;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0) continue;
    if (name.ss_family != AF_INET && name.ss_family != AF_INET6) continue;
    const auto port = reinterpret_cast<const sockaddr_in*>(&name)->sin_port;
    if (std::find(ports.begin(), ports.end(), port) != ports.end()) sockets_.push_back(fd);
  }
}

std::size_t ReceiveQueues::bytes() const noexcept {
  std::size_t most = 0;
  for (const int fd : sockets_) {
    std::uint32_t memory[SK_MEMINFO_VARS] = {};
    socklen_t size = sizeof memory;
    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &size) == 0)
      most = std::max<std::size_t>(most, memory[SK_MEMINFO_RMEM_ALLOC]);
  }
  return most;
}

}  // namespace tandem::sofia
