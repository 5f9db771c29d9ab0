// What both kinds of leg do: everything after the answer.
#include "adapters/sofia/leg.hpp"

#include "adapters/sofia/agent.hpp"

namespace tandem::sofia {

namespace {

// RFC 2833 numbers of '*' and '#', which some phones send in "Signal=".
char digit_of(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  if (text == "10") return '*';
  if (text == "11") return '#';
  if (text.size() != 1) return 0;
  const char c =
      text.front() >= 'a' && text.front() <= 'd' ? static_cast<char>(text.front() - 'a' + 'A') : text.front();
  return std::string_view("0123456789*#ABCD").find(c) != std::string_view::npos ? c : '\0';
}

// "Signal=5\r\nDuration=160", or the bare digit of application/dtmf.
char digit_in(std::string_view type, std::string_view body) noexcept {
  if (same_ignoring_case(type, "application/dtmf")) return digit_of(body);
  while (!body.empty()) {
    const auto end = body.find_first_of("\r\n");
    const auto line = body.substr(0, end);
    const auto equals = line.find('=');
    if (equals != std::string_view::npos) {
      auto name = line.substr(0, equals);
      while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
      if (same_ignoring_case(name, "Signal")) return digit_of(line.substr(equals + 1));
    }
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
  }
  return 0;
}

}  // namespace

Leg::~Leg() {
  for (nta_incoming_t* request : {offer_, confirming_}) {
    if (!request) continue;
    nta_incoming_bind(request, nullptr, nullptr);
    nta_incoming_destroy(request);
  }
}

void Leg::emit(LegEvent event) { agent_.sink().on_leg(account_, id_, std::move(event)); }

void Leg::settle() {
  if (state_ == State::ended && quiet()) agent_.bury(id_);
}

void Leg::hangup(const std::string& reason) {
  const State before = state_;
  if (before == State::ended) return;
  state_ = State::ended;
  if (before == State::early)
    end_early(reason);
  else
    end_answered(reason);
  settle();
}

void Leg::end_answered(const std::string& reason) {
  drop_offers(487);  // RFC 3261 15.1.2
  if (Dialog* dialog = active()) dialog->bye(reason);
}

void Leg::drop_offers(int status) {
  if (offer_) {
    nta_incoming_bind(offer_, nullptr, nullptr);
    nta_incoming_treply(offer_, status, phrase_of(status), TAG_END());
    nta_incoming_destroy(offer_);
    offer_ = nullptr;
  }
  if (confirming_) {
    nta_incoming_bind(confirming_, nullptr, nullptr);
    nta_incoming_destroy(confirming_);
    confirming_ = nullptr;
  }
}

void Leg::answer_offer(const std::string& sdp) {
  Dialog* dialog = active();
  if (!offer_ || !dialog || state_ != State::answered) return;
  reply_with_sdp(agent_, offer_, dialog->transport(), sdp);
  if (nta_incoming_method(offer_) == sip_method_invite)
    confirming_ = offer_;
  else
    nta_incoming_destroy(offer_);
  offer_ = nullptr;
}

void Leg::refuse_offer() {
  if (!offer_) return;
  nta_incoming_bind(offer_, nullptr, nullptr);
  nta_incoming_treply(offer_, SIP_488_NOT_ACCEPTABLE, TAG_END());
  nta_incoming_destroy(offer_);
  offer_ = nullptr;
}

int Leg::on_request(Dialog& dialog, nta_incoming_t* request, const sip_t& sip) {
  const sip_method_t method = sip.sip_request->rq_method;
  if (method != sip_method_ack && method != sip_method_bye && sip.sip_require) {
    nta_incoming_treply(request, SIP_420_BAD_EXTENSION,
                        SIPTAG_UNSUPPORTED(reinterpret_cast<const sip_unsupported_t*>(sip.sip_require)), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  }
  switch (method) {
    case sip_method_ack:  // repeated, its INVITE is gone already
      nta_incoming_destroy(request);
      return 0;
    case sip_method_bye: return on_bye(dialog, request);
    case sip_method_invite:
    case sip_method_update: return on_offer(dialog, request, sip);
    case sip_method_info: return on_info(request, sip);
    case sip_method_refer: return on_refer(dialog, request, sip);
    case sip_method_options:
      nta_incoming_treply(request, SIP_200_OK, SIPTAG_ALLOW(agent_.headers().allow),
                          SIPTAG_ACCEPT(agent_.headers().accept), TAG_END());
      break;
    case sip_method_subscribe:
    case sip_method_notify: nta_incoming_treply(request, SIP_489_BAD_EVENT, TAG_END()); break;
    default: nta_incoming_treply(request, SIP_405_METHOD_NOT_ALLOWED, SIPTAG_ALLOW(agent_.headers().allow), TAG_END());
  }
  nta_incoming_destroy(request);
  return 0;
}

int Leg::on_bye(Dialog& dialog, nta_incoming_t* request) {
  nta_incoming_treply(request, SIP_200_OK, TAG_END());
  nta_incoming_destroy(request);
  if (state_ == State::ended) return 0;  // both hung up at once
  if (state_ == State::early) {
    on_early_bye(dialog);
    return 0;
  }
  if (&dialog != active()) return 0;
  drop_offers(487);
  state_ = State::ended;
  emit(LegHungUp{"bye"});
  dialog.drop_incoming();  // a 200 not acknowledged yet: NTA goes on repeating it until its ACK or its timer
  settle();
  return 0;
}

int Leg::on_offer(Dialog& dialog, nta_incoming_t* request, const sip_t& sip) {
  const bool invite = sip.sip_request->rq_method == sip_method_invite;
  const bool has_body = !body(sip).empty();
  const auto refuse = [&](int status, const char* retry_after) {
    nta_incoming_treply(request, status, phrase_of(status), SIPTAG_RETRY_AFTER_STR(retry_after), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  };
  if (state_ == State::ended) return refuse(481, nullptr);
  // NTA lets go of an acknowledged INVITE; this one came late. No CSeq is used twice (RFC 3261 12.2.2), and a peer that
  // has its 200 takes no notice of this answer (17.1.1.2).
  if (invite && sip.sip_cseq->cs_seq == last_invite_) return refuse(500, nullptr);
  if (has_body && !has_sdp(sip)) return refuse(415, nullptr);
  if (!invite && !has_body) {  // an UPDATE that moves the contact only (RFC 3311 5.2)
    dialog.refresh_target(request, sip);
    reply_with_sdp(agent_, request, dialog.transport(), {});
    nta_incoming_destroy(request);
    return 0;
  }
  if (offer_outstanding()) return refuse(491, nullptr);  // RFC 3261 14.2: our own offer waits
  // RFC 3261 14.2, RFC 3311 5.2: theirs of before waits, or its ACK does.
  if (offer_ || confirming_ || state_ != State::answered || dialog.incoming_open()) return refuse(500, "2");
  dialog.refresh_target(request, sip);
  offer_ = request;
  answer_in_ack_ = !has_body;
  if (invite) {
    last_invite_ = sip.sip_cseq->cs_seq;
    nta_incoming_bind(request, dialog.ack_or_cancel(), &dialog);
    nta_incoming_treply(request, SIP_100_TRYING, TAG_END());
  }
  emit(LegReoffered{std::string(body(sip))});
  return 0;
}

int Leg::on_info(nta_incoming_t* request, const sip_t& sip) {
  const auto type = sip.sip_content_type ? view(sip.sip_content_type->c_type) : std::string_view();
  const bool dtmf = same_ignoring_case(type, "application/dtmf-relay") || same_ignoring_case(type, "application/dtmf");
  const char digit = dtmf ? digit_in(type, body(sip)) : '\0';
  if (dtmf && !digit)
    nta_incoming_treply(request, SIP_400_BAD_REQUEST, TAG_END());
  else if (dtmf || body(sip).empty())
    nta_incoming_treply(request, SIP_200_OK, TAG_END());
  else
    nta_incoming_treply(request, SIP_415_UNSUPPORTED_MEDIA,
                        SIPTAG_ACCEPT_STR("application/dtmf-relay, application/dtmf"), TAG_END());
  nta_incoming_destroy(request);
  if (digit && state_ != State::ended) emit(LegDigit{digit});
  return 0;
}

void Leg::on_ack(Dialog&, nta_incoming_t* request, const sip_t& sip) {
  if (request != confirming_) return;
  nta_incoming_bind(request, nullptr, nullptr);
  nta_incoming_destroy(request);
  confirming_ = nullptr;
  if (answer_in_ack_ && state_ == State::answered) emit(LegAnswered{sdp_of(sip)});
}

// A re-INVITE taken back; NTA answers it with 487.
void Leg::on_cancel(Dialog&, nta_incoming_t* request) {
  if (request != offer_) return;
  nta_incoming_bind(request, nullptr, nullptr);
  nta_incoming_destroy(request);
  offer_ = nullptr;
}

// RFC 3261 14.2: a 2xx to a re-INVITE that is never acknowledged ends the dialog.
void Leg::on_ack_timeout(Dialog& dialog, nta_incoming_t* request) {
  if (request != confirming_) return;
  nta_incoming_bind(request, nullptr, nullptr);
  nta_incoming_destroy(request);
  confirming_ = nullptr;
  if (state_ != State::answered) return;
  state_ = State::ended;
  emit(LegHungUp{"ack timeout"});
  dialog.bye({});
  settle();
}

}  // namespace tandem::sofia
