// The least a B2BUA can do: two legs over Sofia-SIP's transaction layer, bodies passed on unread, no authentication, no
// records. What Tandem's calls per CPU-second are measured against, in the same run.
//
//   nta_b2b sip:127.0.0.1:5070;transport=udp 127.0.0.1:5090 [as-is]
//
// as-is: on the library's own clock, where its event loop spins until each timer instead of sleeping.
//
// SIGUSR1 prints the counts and the heap, SIGTERM ends it.
struct Bridge;
struct Side;
#define NTA_LEG_MAGIC_T struct Side
#define NTA_AGENT_MAGIC_T struct Bridge
#define NTA_INCOMING_MAGIC_T struct Side
#define NTA_OUTGOING_MAGIC_T struct Side
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_wait.h>

#include <sofia-sip/nta.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/tport_tag.h>

#include <malloc.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

struct Call;
struct Side {
  Call* call = nullptr;
  nta_leg_t* leg = nullptr;
};

struct Call {
  Call();
  ~Call();

  Side caller, callee;
  nta_incoming_t* incoming = nullptr;
  nta_outgoing_t* outgoing = nullptr;
  nta_outgoing_t* bye = nullptr;
  bool ended = false;
};

struct Bridge {
  su_root_t* root = nullptr;
  nta_agent_t* agent = nullptr;
  sip_contact_t* contact = nullptr;
  std::string target;
  unsigned long calls = 0, open = 0, failed = 0;
};

extern "C" void (*_su_time)(su_time_t*);

namespace {

Bridge bridge;

// On the true clock the event loop spins through the last millisecond before each timer, which costs the floor half of
// its processor time at some hundred calls a second.
void stepping_time(su_time_t* time) { time->tv_usec -= time->tv_usec % 10'000; }

void drop_incoming(Call& call) {
  if (!call.incoming) return;
  nta_incoming_bind(call.incoming, nullptr, nullptr);
  nta_incoming_destroy(call.incoming);
  call.incoming = nullptr;
}

// The caller hears what the callee said, with the callee's body.
void pass_on(Call& call, int status, const sip_t& answer) {
  if (!call.incoming) return;
  nta_incoming_treply(call.incoming, status, answer.sip_status->st_phrase, SIPTAG_CONTACT(bridge.contact),
                      SIPTAG_CONTENT_TYPE(answer.sip_content_type), SIPTAG_PAYLOAD(answer.sip_payload), TAG_END());
}

int on_bye_answer(Side* side, nta_outgoing_t*, const sip_t* sip) {
  if (!sip || sip->sip_status->st_status >= 200) delete side->call;
  return 0;
}

void on_success(Call& call, int status, const sip_t& answer) {
  nta_leg_rtag(call.callee.leg, answer.sip_to->a_tag);
  nta_leg_client_route(call.callee.leg, answer.sip_record_route, answer.sip_contact);
  nta_outgoing_t* ack =
      nta_outgoing_tcreate(call.callee.leg, nullptr, nullptr, nullptr, SIP_METHOD_ACK, nullptr, TAG_END());
  if (ack) nta_outgoing_destroy(ack);
  nta_outgoing_destroy(call.outgoing);
  call.outgoing = nullptr;
  pass_on(call, status, answer);
}

int on_invite_answer(Side* side, nta_outgoing_t* request, const sip_t* sip) {
  Call& call = *side->call;
  const int status = sip ? sip->sip_status->st_status : nta_outgoing_status(request);
  if (status >= 300 || !sip) {
    if (status < 200) return 0;
    ++bridge.failed;
    // A phrase has to outlive the transaction, so the callee's own cannot be used.
    if (call.incoming) nta_incoming_treply(call.incoming, status, sip_status_phrase(status), TAG_END());
    delete &call;
  } else if (status >= 200) {
    on_success(call, status, *sip);
  } else if (status > 100) {
    pass_on(call, status, *sip);
  }
  return 0;
}

int on_ack_or_cancel(Side* side, nta_incoming_t*, const sip_t* sip) {
  if (!side || !sip) return 0;
  Call& call = *side->call;
  if (sip->sip_request->rq_method == sip_method_ack)
    drop_incoming(call);
  else if (call.outgoing)
    nta_outgoing_tcancel(call.outgoing, nullptr, nullptr, TAG_END());
  return 0;
}

int on_dialog_request(Side* side, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
  Call& call = *side->call;
  if (sip->sip_request->rq_method == sip_method_ack) {
    if (side == &call.caller) drop_incoming(call);
    return 0;
  }
  if (sip->sip_request->rq_method != sip_method_bye) return 405;
  nta_incoming_treply(request, SIP_200_OK, TAG_END());
  nta_incoming_destroy(request);
  if (call.ended) return 0;
  call.ended = true;
  Side& other = side == &call.caller ? call.callee : call.caller;
  call.bye = nta_outgoing_tcreate(other.leg, on_bye_answer, &other, nullptr, SIP_METHOD_BYE, nullptr, TAG_END());
  if (!call.bye) delete &call;
  return 0;
}

void on_invite(nta_incoming_t* request, const sip_t& sip) {
  auto* call = new Call;
  ++bridge.calls;
  call->caller.leg = nta_leg_tcreate(bridge.agent, on_dialog_request, &call->caller, SIPTAG_CALL_ID(sip.sip_call_id),
                                     SIPTAG_FROM(sip.sip_to), SIPTAG_TO(sip.sip_from), TAG_END());
  nta_leg_server_route(call->caller.leg, sip.sip_record_route, sip.sip_contact);
  nta_leg_tag(call->caller.leg, nullptr);
  nta_incoming_tag(request, nta_leg_get_tag(call->caller.leg));
  call->incoming = request;
  nta_incoming_bind(request, on_ack_or_cancel, &call->caller);
  nta_incoming_treply(request, SIP_100_TRYING, TAG_END());

  const char* user = sip.sip_request->rq_url->url_user;
  const std::string to = std::string("sip:") + (user ? user : "x") + "@" + bridge.target;
  call->callee.leg = nta_leg_tcreate(bridge.agent, on_dialog_request, &call->callee,
                                     SIPTAG_FROM_STR("<sip:b2b@127.0.0.1>"), SIPTAG_TO_STR(to.c_str()), TAG_END());
  nta_leg_tag(call->callee.leg, nullptr);
  call->outgoing =
      nta_outgoing_tcreate(call->callee.leg, on_invite_answer, &call->callee, nullptr, SIP_METHOD_INVITE,
                           URL_STRING_MAKE(to.c_str()), SIPTAG_CONTACT(bridge.contact),
                           SIPTAG_CONTENT_TYPE(sip.sip_content_type), SIPTAG_PAYLOAD(sip.sip_payload), TAG_END());
  if (call->outgoing) return;
  nta_incoming_treply(request, SIP_500_INTERNAL_SERVER_ERROR, TAG_END());
  delete call;
}

int on_request(Side*, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
  switch (sip->sip_request->rq_method) {
    case sip_method_invite: on_invite(request, *sip); return 0;
    case sip_method_ack: return 0;
    case sip_method_options: return 200;
    default: return 481;
  }
}

void print_counts(int) {
  const auto heap = mallinfo2();
  std::fprintf(stderr, "heap_used=%zuKiB heap_arena=%zuKiB calls %lu open %lu failed %lu\n", heap.uordblks >> 10,
               (heap.arena + heap.hblkhd) >> 10, bridge.calls, bridge.open, bridge.failed);
}

}  // namespace

Call::Call() {
  caller.call = callee.call = this;
  ++bridge.open;
}

Call::~Call() {
  --bridge.open;
  drop_incoming(*this);
  if (outgoing) nta_outgoing_destroy(outgoing);
  if (bye) nta_outgoing_destroy(bye);
  if (caller.leg) nta_leg_destroy(caller.leg);
  if (callee.leg) nta_leg_destroy(callee.leg);
}

int main(int argc, char** argv) {
  const char* url = argc > 1 ? argv[1] : "sip:127.0.0.1:5070;transport=udp";
  bridge.target = argc > 2 ? argv[2] : "127.0.0.1:5090";
  su_init();
  if (argc <= 3) _su_time = stepping_time;
  su_log_set_level(nullptr, 0);
  bridge.root = su_root_create(nullptr);
  constexpr unsigned socket_buffer = 4u << 20;
  bridge.agent = nta_agent_create(bridge.root, URL_STRING_MAKE(url), nullptr, &bridge, NTATAG_UA(1),
                                  NTATAG_USE_NAPTR(0), NTATAG_USE_SRV(0), NTATAG_MAX_PROCEEDING(100000),
                                  TPTAG_UDP_RMEM(socket_buffer), TPTAG_UDP_WMEM(socket_buffer), TAG_END());
  if (!bridge.agent) {
    std::fprintf(stderr, "cannot listen on %s\n", url);
    return 1;
  }
  bridge.contact = nta_agent_contact(bridge.agent);
  if (!nta_leg_tcreate(bridge.agent, on_request, nullptr, NTATAG_NO_DIALOG(1), TAG_END())) return 1;
  std::signal(SIGTERM, [](int) { _exit(0); });
  std::signal(SIGUSR1, print_counts);
  su_root_run(bridge.root);
  return 0;
}
