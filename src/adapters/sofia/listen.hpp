// Where the agent listens.
#pragma once

#include "adapters/sofia/nta.hpp"

#include <tandem/error.hpp>
#include <tandem/signaling.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tandem::sofia {

/// "udp:127.0.0.1:5060" taken apart. Errors: invalid_argument.
struct Listener {
  Transport transport = Transport::udp;
  std::string address;  ///< IPv6 with brackets
  std::string port;     ///< "0": the system chooses
};
[[nodiscard]] Result<Listener> parse_listener(std::string_view text);

/// Binds all of them. Errors: invalid_argument; network with the address.
[[nodiscard]] Result<void> bind_listeners(nta_agent_t* agent, const std::vector<std::string>& addresses);
/// What is bound, as in the options but with the real ports.
[[nodiscard]] std::vector<std::string> bound_addresses(nta_agent_t* agent);

/// Descriptors of our own for the sockets of the UDP listeners; root thread, after binding. From now on their packets
/// carry the time they came.
[[nodiscard]] std::vector<int> datagram_sockets(nta_agent_t* agent);

/// Does a TCP connection from there stand?
[[nodiscard]] bool connected(nta_agent_t* agent, const std::string& address, std::uint16_t port);

}  // namespace tandem::sofia
