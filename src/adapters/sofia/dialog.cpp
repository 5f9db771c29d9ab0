#include "adapters/sofia/dialog.hpp"

#include "adapters/sofia/agent.hpp"
#include "adapters/sofia/leg.hpp"

namespace tandem::sofia {

namespace {

const char* text_or_null(const std::string& text) noexcept { return text.empty() ? nullptr : text.c_str(); }

const char* seconds_or_null(std::chrono::seconds seconds, std::string& storage) {
  if (seconds.count() <= 0) return nullptr;
  storage = std::to_string(seconds.count());
  return storage.c_str();
}

}  // namespace

Dialog::~Dialog() {
  drop_incoming();
  drop_outgoing();
  if (bye_) nta_outgoing_destroy(bye_);
  if (handle_) nta_leg_destroy(handle_);
}

const url_string_t* Dialog::route() const noexcept {
  return route_.empty() ? nullptr : URL_STRING_MAKE(route_.c_str());
}

// Requests go along the route set to the peer's contact (RFC 3261 12.2.1.1), but: to a device behind an address
// translator, and to one on TCP, they go where it spoke from, which its contact does not say; and a host name, which
// would need a resolver, is replaced by the address the peer spoke from.
void Dialog::choose_route(const Source& source, bool device, bool behind_translator) {
  const sip_route_t* first = nullptr;
  const sip_contact_t* target = nullptr;
  nta_leg_get_route(handle_, &first, &target);
  route_.clear();
  const url_t* next = first ? first->r_url : target ? target->m_url : nullptr;
  const bool reachable = next && is_address(view(next->url_host));
  if (!reachable || (!first && device && (behind_translator || source.transport == Transport::tcp)))
    route_ = source.url();
}

bool Dialog::accept(msg_t* message, const sip_t& request, const Source& source, bool from_device) {
  handle_ =
      nta_leg_tcreate(agent_.nta(), on_request, this, SIPTAG_CALL_ID(request.sip_call_id), SIPTAG_FROM(request.sip_to),
                      SIPTAG_TO(request.sip_from), NTATAG_REMOTE_CSEQ(request.sip_cseq->cs_seq), TAG_END());
  if (!handle_) {
    nta_msg_discard(agent_.nta(), message);
    return false;
  }
  transport_ = source.transport;
  device_ = from_device;
  nta_leg_server_route(handle_, request.sip_record_route, request.sip_contact);
  nta_leg_tag(handle_, nullptr);
  choose_route(source, device_, translated(request, source));
  incoming_ = nta_incoming_create(agent_.nta(), handle_, message, const_cast<sip_t*>(&request), TAG_END());
  if (!incoming_) return false;
  nta_incoming_bind(incoming_, on_ack_or_cancel, this);
  return true;
}

void Dialog::trying() {
  if (incoming_ && nta_incoming_status(incoming_) < 100) nta_incoming_treply(incoming_, SIP_100_TRYING, TAG_END());
}

bool Dialog::invite(const sip_from_t& from, const std::string& uri, const std::string& route, Transport transport,
                    bool to_device, std::string_view sdp) {
  transport_ = transport;
  device_ = to_device;
  route_ = route;
  sip_to_t* to = sip_to_create(agent_.scratch(), URL_STRING_MAKE(uri.c_str()));
  if (!to) return false;
  to->a_url->url_params = nullptr;  // To names whom, not how (RFC 3261 8.1.1.2)
  handle_ = nta_leg_tcreate(agent_.nta(), on_request, this, SIPTAG_FROM(&from), SIPTAG_TO(to), TAG_END());
  su_free(agent_.scratch(), to);
  if (!handle_) return false;
  nta_leg_tag(handle_, nullptr);
  if (login_) {
    login_->uri = uri;
    login_->sdp = sdp;
  }
  return send_invite(uri, sdp);
}

bool Dialog::send_invite(const std::string& uri, std::string_view sdp) {
  const Headers& headers = agent_.headers();
  const Payload payload(sdp);
  outgoing_ = nta_outgoing_tcreate(handle_, on_answer, this, route(), SIP_METHOD_INVITE, URL_STRING_MAKE(uri.c_str()),
                                   SIPTAG_CONTACT(headers.contact(transport_)), SIPTAG_USER_AGENT(headers.user_agent),
                                   SIPTAG_ALLOW(headers.allow), SIPTAG_AUTHORIZATION_STR(authorization()),
                                   TAG_IF(!diversion.empty(), SIPTAG_HEADER_STR(diversion.c_str())),
                                   SIPTAG_PROXY_AUTHORIZATION_STR(proxy_authorization()),
                                   TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE(headers.sdp)),
                                   TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD(payload.header)), NTATAG_PASS_100(!device_),
                                   TAG_END());
  return outgoing_ != nullptr;
}

// RFC 3261 22.2: the same Call-ID, From and To, the next CSeq.
bool Dialog::answer_challenge(const sip_t& answer) {
  if (!login_ || !login_->digest.take(answer)) return false;
  drop_outgoing();
  login_->answers = login_->digest.answer("INVITE", login_->uri);
  return send_invite(login_->uri, login_->sdp);
}

const char* Dialog::authorization() const noexcept {
  return login_ && !login_->answers.user_agent.empty() ? login_->answers.user_agent.c_str() : nullptr;
}
const char* Dialog::proxy_authorization() const noexcept {
  return login_ && !login_->answers.proxy.empty() ? login_->answers.proxy.c_str() : nullptr;
}

void Dialog::provisional(int code, std::string_view sdp) {
  const Headers& headers = agent_.headers();
  const Payload payload(sdp);
  nta_incoming_treply(incoming_, code, phrase_of(code), SIPTAG_CONTACT(headers.contact(transport_)),
                      TAG_IF(!identity.empty(), SIPTAG_HEADER_STR(identity.c_str())),
                      TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE(headers.sdp)),
                      TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD(payload.header)), TAG_END());
}

void Dialog::answer(std::string_view sdp) { reply_with_sdp(agent_, incoming_, transport_, sdp, identity); }

void Dialog::refuse(int code, std::chrono::seconds retry_after, const std::string& reason) {
  if (!incoming_) return;
  std::string seconds;
  nta_incoming_treply(incoming_, code, phrase_of(code), SIPTAG_RETRY_AFTER_STR(seconds_or_null(retry_after, seconds)),
                      SIPTAG_REASON_STR(text_or_null(reason)), TAG_END());
  drop_incoming();
}

void Dialog::drop_incoming() {
  if (!incoming_) return;
  nta_incoming_bind(incoming_, nullptr, nullptr);
  nta_incoming_destroy(incoming_);
  incoming_ = nullptr;
}

void Dialog::drop_outgoing() {
  if (outgoing_) nta_outgoing_destroy(outgoing_);
  outgoing_ = nullptr;
}

void Dialog::confirm(const sip_t& answer) {
  nta_leg_rtag(handle_, answer.sip_to->a_tag);
  nta_leg_client_route(handle_, answer.sip_record_route, answer.sip_contact);
  if (msg_t* message = nta_outgoing_getresponse(outgoing_)) {
    const bool had_route = !route_.empty();
    choose_route(source_of(agent_.nta(), message), device_, had_route);
    msg_destroy(message);
  }
  acknowledge(answer.sip_cseq->cs_seq);
}

// Without a transaction: NTA would keep the ACK's message for 32 s only to repeat it, and the dialog can do that itself
// (RFC 3261 13.2.2.4). It carries the credentials of its INVITE (22.1), for it cannot be challenged.
void Dialog::acknowledge(std::uint32_t invite_cseq) {
  sip_cseq_t cseq[1];
  sip_cseq_init(cseq);
  cseq->cs_seq = invite_cseq;
  cseq->cs_method = sip_method_ack;
  cseq->cs_method_name = sip_method_name_ack;
  nta_outgoing_t* ack =
      nta_outgoing_tcreate(handle_, nullptr, nullptr, route(), SIP_METHOD_ACK, nullptr, SIPTAG_CSEQ(cseq),
                           SIPTAG_AUTHORIZATION_STR(authorization()),
                           SIPTAG_PROXY_AUTHORIZATION_STR(proxy_authorization()), NTATAG_STATELESS(1), TAG_END());
  if (ack) nta_outgoing_destroy(ack);
}

void Dialog::acknowledge_again(nta_agent_t* agent, const sip_t& answer) {
  if (answer.sip_cseq->cs_method != sip_method_invite || answer.sip_status->st_status / 100 != 2) return;
  // Found as the peer's own request would be: its tag is in From there.
  nta_leg_t* leg = nta_leg_by_dialog(agent, nullptr, answer.sip_call_id, answer.sip_to->a_tag, answer.sip_to->a_url,
                                     answer.sip_from->a_tag, answer.sip_from->a_url);
  Dialog* dialog = leg ? nta_leg_magic(leg, on_request) : nullptr;
  if (dialog && dialog->status == 200) dialog->acknowledge(answer.sip_cseq->cs_seq);
}

void Dialog::cancel(const std::string& reason) {
  // NTA itself holds the CANCEL back until a provisional answer is there (RFC 3261 9.1).
  nta_outgoing_tcancel(outgoing_, nullptr, nullptr, SIPTAG_REASON_STR(text_or_null(reason)), TAG_END());
}

void Dialog::notify_refer(int code) {
  if (!handle_) return;
  const std::string fragment = "SIP/2.0 " + std::to_string(code) + " " + phrase_of(code) + "\r\n";
  const char* state = code < 200 ? "active;expires=60" : "terminated;reason=noresource";
  nta_outgoing_t* notify = nta_outgoing_tcreate(
      handle_, nullptr, nullptr, route(), SIP_METHOD_NOTIFY, nullptr, SIPTAG_EVENT_STR("refer"),
      SIPTAG_SUBSCRIPTION_STATE_STR(state), SIPTAG_CONTACT(agent_.headers().contact(transport_)),
      SIPTAG_USER_AGENT(agent_.headers().user_agent), SIPTAG_CONTENT_TYPE_STR("message/sipfrag;version=2.0"),
      SIPTAG_PAYLOAD_STR(fragment.c_str()), TAG_END());
  if (notify) nta_outgoing_destroy(notify);
}

LegId Dialog::replaced_by(Agent& agent, const sip_replaces_t* replaces) {
  nta_leg_t* found = replaces ? nta_leg_by_replaces(agent.nta(), replaces) : nullptr;
  Dialog* dialog = found ? nta_leg_magic(found, on_request) : nullptr;
  return dialog ? dialog->leg_.id() : LegId{};
}

bool Dialog::bye(const std::string& reason) {
  if (bye_ || !handle_) return false;
  if (login_) {
    login_->sdp.clear();
    login_->digest.begin();
  }
  return send_bye(reason);
}

// A peer that asked for credentials at the INVITE gets them with the BYE unasked.
bool Dialog::send_bye(const std::string& reason) {
  if (login_) login_->answers = login_->digest.answer("BYE", login_->uri);
  bye_ = nta_outgoing_tcreate(handle_, on_bye_answer, this, route(), SIP_METHOD_BYE, nullptr,
                              SIPTAG_USER_AGENT(agent_.headers().user_agent), SIPTAG_REASON_STR(text_or_null(reason)),
                              SIPTAG_AUTHORIZATION_STR(authorization()),
                              SIPTAG_PROXY_AUTHORIZATION_STR(proxy_authorization()), TAG_END());
  return bye_ != nullptr;
}

void Dialog::refresh_target(nta_incoming_t* request, const sip_t& sip) {
  if (!sip.sip_contact) return;
  nta_leg_server_route(handle_, nullptr, sip.sip_contact);
  if (msg_t* message = nta_incoming_getrequest(request)) {
    const Source source = source_of(agent_.nta(), message);
    choose_route(source, device_, translated(sip, source));
    msg_destroy(message);
  }
}

int Dialog::on_request(Dialog* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
  return self->leg_.on_request(*self, request, *sip);
}

int Dialog::on_ack_or_cancel(Dialog* self, nta_incoming_t* request, const sip_t* sip) {
  if (!self) return 0;
  if (!sip)
    self->leg_.on_ack_timeout(*self, request);
  else if (sip->sip_request->rq_method == sip_method_ack)
    self->leg_.on_ack(*self, request, *sip);
  else if (sip->sip_request->rq_method == sip_method_cancel)
    self->leg_.on_cancel(*self, request);
  return 0;
}

int Dialog::on_answer(Requester* requester, nta_outgoing_t* request, const sip_t* sip) {
  auto* self = static_cast<Dialog*>(requester);
  if (!self) return 0;
  const int code = sip && sip->sip_status ? sip->sip_status->st_status : nta_outgoing_status(request);
  self->leg_.on_answer(*self, code, sip);
  return 0;
}

int Dialog::on_bye_answer(Requester* requester, nta_outgoing_t* request, const sip_t* sip) {
  auto* self = static_cast<Dialog*>(requester);
  if (!self || (sip && sip->sip_status->st_status < 200)) return 0;
  const int status = sip ? sip->sip_status->st_status : 0;
  const bool again = (status == 401 || status == 407) && self->login_ && self->login_->digest.take(*sip);
  nta_outgoing_destroy(request);  // and with it `sip`
  self->bye_ = nullptr;
  if (again && self->send_bye({})) return 0;
  self->leg_.settle();
  return 0;
}

void reply_with_sdp(Agent& agent, nta_incoming_t* request, Transport transport, std::string_view sdp,
                    const std::string& line) {
  const Headers& headers = agent.headers();
  const Payload payload(sdp);
  nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT(headers.contact(transport)), SIPTAG_ALLOW(headers.allow),
                      TAG_IF(!line.empty(), SIPTAG_HEADER_STR(line.c_str())),
                      TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE(headers.sdp)),
                      TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD(payload.header)), TAG_END());
}

}  // namespace tandem::sofia
