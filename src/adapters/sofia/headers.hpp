// The headers that are the same in every message, parsed once.
#pragma once

#include "adapters/sofia/nta.hpp"

#include <tandem/signaling.hpp>

#include <string>

namespace tandem::sofia {

class Headers {
 public:
  Headers() = default;
  ~Headers();
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;

  /// After the listeners are bound: our contacts are their addresses.
  void prepare(nta_agent_t* agent, const std::string& user_agent);

  /// Our contact as a peer on this transport is to use it.
  [[nodiscard]] const sip_contact_t* contact(Transport transport) const noexcept {
    return transport == Transport::tcp && tcp_ ? tcp_ : udp_ ? udp_ : tcp_;
  }
  /// Our address, for From where no domain is known.
  [[nodiscard]] const std::string& host() const noexcept { return host_; }

  sip_allow_t* allow = nullptr;
  sip_accept_t* accept = nullptr;
  sip_user_agent_t* user_agent = nullptr;
  sip_server_t* server = nullptr;
  sip_content_type_t* sdp = nullptr;

 private:
  su_home_t* home_ = nullptr;
  sip_contact_t* udp_ = nullptr;
  sip_contact_t* tcp_ = nullptr;
  std::string host_;
};

}  // namespace tandem::sofia
