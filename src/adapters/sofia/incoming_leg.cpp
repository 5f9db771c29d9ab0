#include "adapters/sofia/agent.hpp"
#include "adapters/sofia/leg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tandem::sofia {

bool IncomingLeg::accept(msg_t* message, const sip_t& request, const Source& source, IncomingCall call) {
  offered_ = !call.sdp.empty();
  last_invite_ = request.sip_cseq->cs_seq;
  const bool device = std::holds_alternative<FromDevice>(call.origin);
  if (!dialog_.accept(message, request, source, device)) return false;
  agent_.answer_soon(id_);
  emit(std::move(call));
  return true;
}

void IncomingLeg::ring(const std::string& sdp) {
  if (state_ == State::early) dialog_.provisional(sdp.empty() ? 180 : 183, sdp);
}

// RFC 3325 9.1
void IncomingLeg::name_called(const Party& called) {
  if (called.number.empty()) return;
  const std::string display = quote_display(called.display);
  dialog_.identity = fmt::format("P-Asserted-Identity: {}{}<sip:{}@{}>", display, display.empty() ? "" : " ",
                                 escape_user(called.number), agent_.headers().host());
}

void IncomingLeg::answer(const std::string& sdp) {
  if (state_ != State::early) return;
  state_ = State::answered;
  dialog_.answer(sdp);
}

void IncomingLeg::reject(int status, std::chrono::seconds retry_after) {
  if (state_ != State::early) return;
  state_ = State::ended;
  dialog_.refuse(std::clamp(status, 300, 699), retry_after, {});
  settle();
}

void IncomingLeg::end_early(const std::string& reason) { dialog_.refuse(480, {}, one_line(reason)); }

void IncomingLeg::end_answered(const std::string& reason) {
  if (!dialog_.incoming_open()) return Leg::end_answered(reason);
  bye_waits_ = true;
  bye_reason_ = reason;
}

// RFC 3261 15.1.2: a BYE in the early dialog ends the INVITE with 487.
void IncomingLeg::on_early_bye(Dialog&) {
  state_ = State::ended;
  dialog_.refuse(487, {}, {});
  emit(LegHungUp{"bye"});
  settle();
}

void IncomingLeg::on_ack(Dialog& dialog, nta_incoming_t* request, const sip_t& sip) {
  if (!dialog_.is_incoming(request)) return Leg::on_ack(dialog, request, sip);
  dialog_.drop_incoming();
  if (std::exchange(bye_waits_, false)) {
    dialog_.bye(bye_reason_);
    settle();
  } else if (!offered_ && state_ == State::answered) {
    emit(LegAnswered{sdp_of(sip)});
  }
}

// NTA answers the CANCEL with 200 and then the INVITE with 487.
void IncomingLeg::on_cancel(Dialog& dialog, nta_incoming_t* request) {
  if (!dialog_.is_incoming(request)) return Leg::on_cancel(dialog, request);
  if (state_ != State::early) return;
  state_ = State::ended;
  dialog_.drop_incoming();
  emit(LegHungUp{"cancel"});
  settle();
}

void IncomingLeg::on_ack_timeout(Dialog& dialog, nta_incoming_t* request) {
  if (!dialog_.is_incoming(request)) return Leg::on_ack_timeout(dialog, request);
  dialog_.drop_incoming();
  if (state_ == State::answered) {
    state_ = State::ended;
    emit(LegHungUp{"ack timeout"});
  }
  bye_waits_ = false;
  dialog_.bye(bye_reason_);  // RFC 3261 13.3.1.4
  settle();
}

bool IncomingLeg::quiet() const { return !dialog_.incoming_open() && !dialog_.bye_open(); }

}  // namespace tandem::sofia
