#include "adapters/sofia/listen.hpp"

#include "adapters/sofia/text.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/core.h>
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

// NTA does not show its sockets; asking each descriptor once whether it is a UDP socket bound to one of our addresses
// is cheap.
std::vector<int> datagram_sockets(nta_agent_t* agent) {
  constexpr int most_descriptors = 65536;
  std::vector<su_sockaddr_t> wanted;
  for (const tport_t* port = tport_primaries(nta_agent_tports(agent)); port; port = tport_next(port)) {
    const auto* address = tport_is_tcp(port) ? nullptr : tport_get_address(port);
    if (address && address->ai_addr) wanted.push_back(*reinterpret_cast<const su_sockaddr_t*>(address->ai_addr));
  }
  std::vector<int> sockets;
  for (int fd = 0; fd < most_descriptors && sockets.size() < wanted.size(); ++fd) {
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_DGRAM) continue;
    su_sockaddr_t name{};
    size = sizeof name;
    if (getsockname(fd, &name.su_sa, &size) != 0) continue;
    const auto is_it = [&name](const su_sockaddr_t& one) { return su_cmp_sockaddr(&one, &name) == 0; };
    if (std::none_of(wanted.begin(), wanted.end(), is_it)) continue;
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    if (const int ours = fcntl(fd, F_DUPFD_CLOEXEC, 0); ours >= 0) sockets.push_back(ours);
  }
  return sockets;
}

bool connected(nta_agent_t* agent, const std::string& address, std::uint16_t port) {
  const std::string host = bracketed(address);
  const std::string service = std::to_string(port);
  tp_name_t name{};
  name.tpn_proto = "tcp";
  name.tpn_canon = name.tpn_host = host.c_str();
  name.tpn_port = service.c_str();
  for (tport_t* primary = tport_primaries(nta_agent_tports(agent)); primary != nullptr; primary = tport_next(primary)) {
    const tport_t* found = tport_is_tcp(primary) != 0 ? tport_by_name(primary, &name) : nullptr;
    const bool stands = found != nullptr && tport_is_secondary(found) != 0 && tport_is_closed(found) == 0 &&
                        tport_is_shutdown(found) == 0;
    if (stands) return true;
  }
  return false;
}

}  // namespace tandem::sofia
