#include "sim/phone.hpp"

#include <algorithm>
#include <utility>

namespace tandem::sim {

struct Phone::Line final : Runnable {
  Line(Phone& p, DialogId d, State s) : phone(p), dialog(d), state(s) {}
  /// The habit's timer: the phone answers, or has talked enough.
  void run() override {
    if (state == State::ringing) return phone.pick_up(*this);
    Phone& owner = phone;
    owner.network_.send(dialog, owner, Leave{});
    owner.drop(dialog, Fact::left, "");
  }
  Phone& phone;
  DialogId dialog;
  State state;
  std::string remote;  ///< the engine's media token
  bool held = false;
  Timer timer;
};

Phone::Phone(Network& network, SimMedia& media, Trace& trace, Identity identity)
    : network_(network), media_(media), trace_(trace), identity_(std::move(identity)) {}

Phone::~Phone() = default;

std::string Phone::sdp() const { return "sim:end:" + identity_.name + sdp_suffix; }

void Phone::call(Endpoint& engine, const std::string& dialled, const std::string& trunk) {
  Invite invite{identity_.party, dialled, sdp(), identity_.aor, trunk, {}, {}, {}};
  const DialogId dialog = network_.open(*this, engine, std::move(invite));
  lines_.push_back(std::make_unique<Line>(*this, dialog, State::calling));
}

Phone::Line* Phone::in_state(State a) {
  // The newest, and one on hold only if there is no other.
  const auto fits = [&](bool held) {
    const auto at = std::find_if(lines_.rbegin(), lines_.rend(),
                                 [&](const auto& line) { return line->state == a && line->held == held; });
    return at == lines_.rend() ? nullptr : at->get();
  };
  Line* active = fits(false);
  return active != nullptr ? active : fits(true);
}

Phone::Line* Phone::any() {
  Line* on_hold = nullptr;
  for (const State state : {State::talking, State::calling, State::ringing}) {
    Line* line = in_state(state);
    if (line != nullptr && !line->held) return line;
    if (on_hold == nullptr) on_hold = line;
  }
  return on_hold;
}

bool Phone::answer() {
  Line* line = in_state(State::ringing);
  if (line == nullptr) return false;
  pick_up(*line);
  return true;
}

void Phone::pick_up(Line& line) {
  line.state = State::talking;
  line.timer.cancel();
  const Time now = network_.executor().now();
  trace_.add(now, Fact::ring_ends, identity_.name);
  trace_.add(now, Fact::answered, identity_.name);
  network_.send(line.dialog, *this, Accept{sdp(), identity_.party});  // a phone says who it is
  if (habit.answers && habit.talk > Duration{}) network_.executor().start(line.timer, now + habit.talk, line);
}

bool Phone::reject(int status) {
  Line* line = in_state(State::ringing);
  if (line == nullptr) return false;
  network_.send(line->dialog, *this, Refuse{status});
  drop(line->dialog, Fact::refused, std::to_string(status));
  return true;
}

bool Phone::hang_up() {
  Line* line = any();
  if (line == nullptr) return false;
  if (line->state == State::ringing) return reject(486);
  network_.send(line->dialog, *this, Leave{});
  drop(line->dialog, Fact::left, "");
  return true;
}

bool Phone::press(char digit) {
  const Line* line = any();
  if (line == nullptr || line->remote.empty()) return false;
  media_.press(line->remote, digit);
  return true;
}

bool Phone::press_by_info(char digit) {
  const Line* line = in_state(State::talking);
  if (line == nullptr) return false;
  network_.send(line->dialog, *this, Info{digit});
  return true;
}

bool Phone::connected() const {
  return std::ranges::any_of(lines_, [](const auto& line) { return !line->remote.empty(); });
}

bool Phone::say(std::string_view words) {
  const Line* line = any();
  if (line == nullptr || line->remote.empty()) return false;
  media_.say(line->remote, words);
  return true;
}

bool Phone::fax(int pages) {
  const Line* line = any();
  if (line == nullptr || line->remote.empty()) return false;
  media_.fax(line->remote, pages);
  return true;
}

bool Phone::transfer(const std::string& target) {
  const Line* line = in_state(State::talking);
  if (line == nullptr) return false;
  network_.send(line->dialog, *this, Refer{target, {}});
  return true;
}

bool Phone::hold(bool on) {
  Line* line = in_state(State::talking);
  if (line == nullptr) return false;
  line->held = on;
  network_.send(line->dialog, *this, Offer{sdp() + (on ? ":hold" : "")});
  return true;
}

bool Phone::join() {
  if (lines_.size() != 2) return false;
  network_.send(lines_[0]->dialog, *this, Refer{"", lines_[1]->dialog});
  return true;
}

bool Phone::take_from(Endpoint& engine, Phone& other) {
  const Line* rings = other.in_state(State::ringing);
  if (rings == nullptr) return false;
  Invite invite{identity_.party, other.identity_.party.number, sdp(), identity_.aor, {}, {}, rings->dialog, {}};
  const DialogId dialog = network_.open(*this, engine, std::move(invite));
  lines_.push_back(std::make_unique<Line>(*this, dialog, State::calling));
  return true;
}

bool Phone::reoffer(const std::string& suffix) {
  const Line* line = in_state(State::talking);
  if (line == nullptr) return false;
  network_.send(line->dialog, *this, Offer{"sim:end:" + identity_.name + suffix});
  return true;
}

void Phone::begin_ringing(DialogId dialog, Invite invite) {
  lines_.push_back(std::make_unique<Line>(*this, dialog, State::ringing));
  Line& line = *lines_.back();
  line.remote = std::move(invite.sdp);
  const Time now = network_.executor().now();
  if (!invite.uri.empty()) trace_.add(now, Fact::reached, identity_.name, invite.uri);
  trace_.add(now, Fact::ring_begins, identity_.name, invite.from.number);
  if (!invite.redirecting.number.empty()) {
    trace_.add(now, Fact::redirected, identity_.name, invite.redirecting.number);
  }
  network_.send(dialog, *this, Progress{180, {}, identity_.party});
  if (habit.answers) network_.executor().start(line.timer, now + habit.after, line);
}

void Phone::drop(DialogId dialog, Fact fact, std::string what) {
  const auto at = std::ranges::find_if(lines_, [&](const auto& line) { return line->dialog == dialog; });
  if (at == lines_.end()) return;
  const Time now = network_.executor().now();
  if ((*at)->state == State::ringing) trace_.add(now, Fact::ring_ends, identity_.name);
  trace_.add(now, fact, identity_.name, std::move(what));
  lines_.erase(at);
}

void Phone::on_message(DialogId dialog, Message message) {
  if (auto* invite = std::get_if<Invite>(&message)) return begin_ringing(dialog, std::move(*invite));
  const auto at = std::ranges::find_if(lines_, [&](const auto& line) { return line->dialog == dialog; });
  if (at == lines_.end()) {
    // The call was given up in the meantime: an answer that crossed our leaving is hung up on by the dialog's end.
    return;
  }
  Line& line = **at;
  if (auto* progress = std::get_if<Progress>(&message)) {
    if (!progress->sdp.empty()) line.remote = progress->sdp;
    trace_.add(network_.executor().now(), Fact::progress, identity_.name, std::to_string(progress->status));
  } else if (auto* accept = std::get_if<Accept>(&message)) {
    line.remote = accept->sdp;
    line.state = State::talking;
    trace_.add(network_.executor().now(), Fact::answered, identity_.name);
    trace_.add(network_.executor().now(), Fact::named, identity_.name, accept->called.number);
  } else if (const auto* refuse = std::get_if<Refuse>(&message)) {
    drop(dialog, Fact::refused, std::to_string(refuse->status));
  } else if (std::holds_alternative<Leave>(message)) {
    drop(dialog, Fact::left, "engine");
  } else if (const auto* offered = std::get_if<Offer>(&message)) {
    line.remote = offered->sdp;
    network_.send(dialog, *this, OfferReply{sdp()});
  } else if (const auto* report = std::get_if<ReferReport>(&message)) {
    trace_.add(network_.executor().now(), Fact::transfer, identity_.name, std::to_string(report->status));
  } else if (const auto* reply = std::get_if<OfferReply>(&message)) {
    trace_.add(network_.executor().now(), Fact::reoffered, identity_.name, reply->sdp ? "accepted" : "refused");
  }
}

}  // namespace tandem::sim
