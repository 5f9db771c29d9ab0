#include "adapters/sofia/headers.hpp"

#include "adapters/sofia/text.hpp"

#include <fmt/core.h>

namespace tandem::sofia {

namespace {

sip_contact_t* contact_of(su_home_t* home, const sip_via_t* via, Transport transport) {
  const auto text = fmt::format("<sip:{}{}{}{}>", bracketed(view(via->v_host)), via->v_port ? ":" : "",
                                view(via->v_port), transport == Transport::tcp ? ";transport=tcp" : "");
  return sip_contact_make(home, text.c_str());
}

}  // namespace

Headers::~Headers() {
  if (home_) su_home_unref(home_);
}

void Headers::prepare(nta_agent_t* agent, const std::string& agent_name) {
  home_ = static_cast<su_home_t*>(su_home_new(sizeof(su_home_t)));
  for (const tport_t* port = tport_primaries(nta_agent_tports(agent)); port; port = tport_next(port)) {
    const bool tcp = tport_is_tcp(port) != 0;
    sip_contact_t*& contact = tcp ? tcp_ : udp_;
    for (const sip_via_t* via = nta_agent_via(agent); via && !contact; via = via->v_next) {
      if (!same_ignoring_case(view(via->v_protocol), tcp ? "SIP/2.0/TCP" : "SIP/2.0/UDP")) continue;
      contact = contact_of(home_, via, tcp ? Transport::tcp : Transport::udp);
      if (host_.empty()) host_ = bracketed(view(via->v_host));
    }
  }
  allow = sip_allow_make(home_, "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, REFER");
  accept = sip_accept_make(home_, "application/sdp");
  user_agent = sip_user_agent_make(home_, one_line(agent_name).c_str());
  server = sip_server_make(home_, one_line(agent_name).c_str());
  sdp = sip_content_type_make(home_, "application/sdp");
}

}  // namespace tandem::sofia
