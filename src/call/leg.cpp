#include "call/leg.hpp"

#include "base/log.hpp"
#include "call/exchange.hpp"

namespace tandem::call {

Leg::~Leg() {
  if (leg_) {
    exchange_.forget(leg_);
    if (!is_ended()) {
      exchange_.ports().signaling.hangup(leg_, taken_elsewhere || (party != nullptr && party->won)
                                                   ? "SIP;cause=200;text=\"Call completed elsewhere\""
                                                   : "");
    }
  }
  if (media_) {
    exchange_.forget(media_);
    exchange_.ports().media.close(media_);
  }
}

Result<void> Leg::open(const MediaOptions& options) {
  Result<MediaId> media = exchange_.ports().media.open(exchange_.id(), options);
  if (!media) return std::unexpected(media.error());
  media_ = *media;
  exchange_.remember(media_, *this);
  return {};
}

void Leg::attach(LegId leg, std::string offer) {
  leg_ = leg;
  incoming_ = true;
  offer_ = std::move(offer);
  exchange_.remember(leg_, *this);
}

Result<void> Leg::read_offer(const MediaOptions& options) {
  if (Result<void> opened = open(options); !opened) return opened;
  we_offered_ = offer_.empty();
  Result<std::string> sdp =
      we_offered_ ? exchange_.ports().media.offer(media_) : exchange_.ports().media.answer(media_, offer_);
  if (!sdp) return std::unexpected(sdp.error());
  answer_ = std::move(*sdp);
  return {};
}

Result<void> Leg::invite(OutgoingCall call, const MediaOptions& options, const Leg& peer, const Trunk* over) {
  const bool internal = over != nullptr && is_internal(*over);
  if (internal && call.from_domain.empty()) call.from_domain = model::own_domain(exchange_.plan()->data().settings());
  if (Result<void> opened = open(options); !opened) return opened;
  Result<std::string> sdp = exchange_.ports().media.offer(media_, peer.media_);
  if (!sdp) return std::unexpected(sdp.error());
  call.account = exchange_.id();
  call.sdp = std::move(*sdp);
  TieLines& signaling = exchange_.ports().signaling;
  leg_ = internal ? signaling.invite_over(*over, std::move(call)) : signaling.invite(std::move(call));
  exchange_.remember(leg_, *this);
  return {};
}

void Leg::name_called(Party reached) {
  if (!incoming_ || is_answered() || is_ended()) return;
  exchange_.ports().signaling.name_called(leg_, std::move(reached));
}

void Leg::ring() {
  if (!incoming_ || rang_ || is_answered() || is_ended()) return;
  rang_ = true;
  exchange_.ports().signaling.ring(leg_);
}

void Leg::answer(const Leg* peer) {
  if (!incoming_ || is_answered() || is_ended()) return;
  if (peer != nullptr && exchange_.ports().media.passes_sdp_on()) {
    if (Result<std::string> sdp = exchange_.ports().media.answer(media_, offer_, peer->media_)) answer_ = *sdp;
  }
  exchange_.ports().signaling.answer(leg_, std::move(answer_));
  offer_.clear();
  offer_.shrink_to_fit();
  answered.set();
}

void Leg::reject(int code) {
  if (!leg_ || !incoming_ || is_answered() || is_ended()) return;
  rejected_ = true;
  exchange_.ports().signaling.reject(leg_, code);
}

void Leg::hear_early(const Leg& peer) {
  stop_sounds();
  exchange_.ports().media.bridge(media_, peer.media_);
  if (!incoming_ || is_answered() || is_ended()) return;
  rang_ = true;
  exchange_.ports().signaling.ring(leg_, answer_);
}

void Leg::play(std::string sound) {
  answer();
  if (!media_) return played.set();  // nobody is there to hear it
  played.clear();
  background_on_ = false;
  foreground_ = exchange_.ports().media.play(media_, {std::move(sound), false});
}

void Leg::set_background(std::optional<std::string> sound) {
  background_ = std::move(sound);
  if (foreground_) return;
  if (background_) return start_background();
  if (std::exchange(background_on_, false)) exchange_.ports().media.stop_play(media_);
}

void Leg::start_background() {
  if (!media_) return;
  const bool ringback = *background_ == "tone:ringback";
  if (ringback && !is_answered()) return ring();
  answer();
  background_on_ = true;
  exchange_.ports().media.play(media_, {*background_, true});
}

void Leg::stop_sounds() {
  background_.reset();
  if (foreground_ || background_on_) exchange_.ports().media.stop_play(media_);
  foreground_ = {};
  background_on_ = false;
}

void Leg::bridge(Leg& other) {
  stop_sounds();
  other.stop_sounds();
  exchange_.ports().media.bridge(media_, other.media_);
  leave_bridge();
  other.leave_bridge();
  bridge_ = other.bridge_ = std::make_shared<Bridge>(media_, other.media_);
}

void Leg::leave_bridge() {
  if (bridge_) *bridge_ = {};
  bridge_.reset();
}

void Leg::part() {
  stop_sounds();
  leave_bridge();
  exchange_.ports().media.unbridge(media_);
}

void Leg::swap(Leg& other) {
  using std::swap;
  swap(leg_, other.leg_);
  swap(media_, other.media_);
  swap(bridge_, other.bridge_);
  swap(offer_, other.offer_);
  swap(answer_, other.answer_);
  swap(incoming_, other.incoming_);
  swap(rang_, other.rang_);
  swap(rejected_, other.rejected_);
  swap(we_offered_, other.we_offered_);
  swap(foreground_, other.foreground_);
  swap(background_, other.background_);
  swap(background_on_, other.background_on_);
  swap(status, other.status);
  swap(end_reason, other.end_reason);
  swap(early_media, other.early_media);
  swap(called, other.called);
  swap(held, other.held);
  swap(fax, other.fax);
  swap(party, other.party);
  for (Signal Leg::*signal : {&Leg::ringing, &Leg::answered, &Leg::ended, &Leg::played, &Leg::fax_tone, &Leg::fax_ended,
                              &Leg::hold_changed}) {
    (this->*signal).swap(other.*signal);
  }
  digits.swap(other.digits);
  transfers.swap(other.transfers);
  for (Leg* leg : {this, &other}) {
    if (leg->leg_) exchange_.remember(leg->leg_, *leg);
    if (leg->media_) exchange_.remember(leg->media_, *leg);
  }
}

void Leg::report_transfer(int code) {
  if (leg_ && !is_ended()) exchange_.ports().signaling.report_transfer(leg_, code);
}

PlayId Leg::record(std::unique_ptr<BlobWriter> to, Duration limit) {
  return exchange_.ports().media.record(media_, std::move(to), limit);
}

Result<void> Leg::receive_fax(std::unique_ptr<BlobWriter> to) {
  answer();
  stop_sounds();
  fax_ended.clear();
  const Result<PlayId> begun = exchange_.ports().media.receive_fax(media_, std::move(to));
  if (!begun) return std::unexpected(begun.error());
  fax.fax = *begun;
  return {};
}

Result<void> Leg::tap(std::shared_ptr<PcmSink> sink) { return exchange_.ports().media.tap(media_, std::move(sink)); }

void Leg::end(int code, std::string reason) {
  status = code;
  end_reason = std::move(reason);
  ended.set();
}

void Leg::on_signaling(LegEvent& event) {
  if (is_ended()) return;
  if (!incoming_) heard.set();
  if (auto* ringing_now = std::get_if<LegRinging>(&event)) {
    if (!ringing_now->called.number.empty()) called = std::move(ringing_now->called);
    if (!ringing_now->sdp.empty()) {
      early_media = bool(exchange_.ports().media.take_answer(media_, ringing_now->sdp));
    }
    ringing.set();
  } else if (auto* taken = std::get_if<LegAnswered>(&event)) {
    if (!taken->called.number.empty()) called = std::move(taken->called);
    const Result<void> read =
        taken->sdp.empty() ? Result<void>{} : exchange_.ports().media.take_answer(media_, taken->sdp);
    if (!read) {
      log_warning(exchange_.ports().log, "call", "leg {}: its answer cannot be used: {}", leg_.value,
                  read.error().message);
      exchange_.ports().signaling.hangup(leg_);
      return end(488, "answer refused");
    }
    answered.set();
  } else if (auto* failed = std::get_if<LegFailed>(&event)) {
    end(failed->status, std::move(failed->reason));
  } else if (auto* gone = std::get_if<LegHungUp>(&event)) {
    end(0, std::move(gone->reason));
  } else if (auto* offered = std::get_if<LegReoffered>(&event)) {
    on_offer(offered->sdp);
  } else if (auto* pressed = std::get_if<LegDigit>(&event)) {
    // Media carries its own digits to the other party; of this one it knows nothing.
    const MediaId other = !bridge_ ? MediaId{} : bridge_->a == media_ ? bridge_->b : bridge_->a;
    if (other) exchange_.ports().media.send_digits(other, std::string(1, pressed->digit));
    on_key(pressed->digit);
  } else if (auto* transfer = std::get_if<LegTransfer>(&event)) {
    if (takes_transfers) {
      transfers.push(std::move(*transfer));
    } else {
      report_transfer(480);
    }
  }
}

void Leg::on_key(char key) {
  if (!takes_key || !takes_key(key)) digits.push(key);
}

// Hold, resume and codec changes are a matter of the leg's media alone (RFC 3264 section 8).
void Leg::on_offer(const std::string& sdp) {
  Media& media = exchange_.ports().media;
  const Result<std::string> reply = sdp.empty() ? media.offer(media_) : media.answer(media_, sdp);
  if (reply) return exchange_.ports().signaling.answer_offer(leg_, *reply);
  log_warning(exchange_.ports().log, "call", "leg {}: its new offer is refused: {}", leg_.value, reply.error().message);
  exchange_.ports().signaling.refuse_offer(leg_);
}

void Leg::on_media(MediaEvent& event) {
  if (auto* done = std::get_if<PlayDone>(&event)) {
    if (done->play != foreground_) return;
    foreground_ = {};
    played.set();
    if (background_) start_background();
  } else if (auto* digit = std::get_if<Digit>(&event)) {
    on_key(digit->digit);
  } else if (std::holds_alternative<FaxTone>(event)) {
    if (!fax.fax) fax_tone.set();  // else it is being taken already
  } else if (auto* taken = std::get_if<FaxDone>(&event)) {
    if (taken->fax != fax.fax) return;
    fax = std::move(*taken);
    fax_ended.set();
  } else if (const auto* hold = std::get_if<HoldChanged>(&event)) {
    held = hold->held;
    hold_changed.set();
  }
}

}  // namespace tandem::call
