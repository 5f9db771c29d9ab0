#include "sim/signaling.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tandem::sim {

SimSignaling::SimSignaling(Network& network, std::string host) : network_(network), host_(std::move(host)) {
  network_.join(host_, *this);
}

Result<void> SimSignaling::start(Sink& sink, const Directory& directory) {
  sink_ = &sink;
  directory_ = &directory;
  return {};
}

void SimSignaling::stop() {
  std::vector<LegId> open;
  for (const auto& [id, leg] : legs_) open.push_back(id);
  for (const LegId id : open) hangup(id, {});
  sink_ = nullptr;
}

void SimSignaling::set_device(AccountId account, const std::string& aor, Endpoint* contact) {
  const bool before = registered(aor);
  devices_[aor] = contact;
  aors_[aor] = account;
  if (before == (contact != nullptr) || sink_ == nullptr) return;
  network_.executor().post_from_any_thread([this, account, aor, here = contact != nullptr] {
    if (sink_ != nullptr) sink_->on_registration(account, {aor, here, "sim:" + aor, "simulated phone"});
  });
}

void SimSignaling::forget_account(AccountId account) {
  std::erase_if(numbers_, [&](const auto& each) { return each.second == account; });
  std::erase_if(aors_, [&](const auto& each) { return each.second == account; });
}

bool SimSignaling::registered(std::string_view aor) const {
  const auto at = devices_.find(std::string(aor));
  return at != devices_.end() && at->second != nullptr;
}

SimSignaling::Leg* SimSignaling::find(LegId leg) {
  const auto at = legs_.find(leg);
  return at == legs_.end() ? nullptr : &at->second;
}

void SimSignaling::forget(LegId leg) {
  if (const auto node = legs_.extract(leg)) by_dialog_.erase(node.mapped().dialog);
}

void SimSignaling::raise(LegId leg, AccountId account, LegEvent event) {
  if (sink_ != nullptr) sink_->on_leg(account, leg, std::move(event));
}

LegId SimSignaling::invite(OutgoingCall call) {
  const LegId id{++last_};
  Endpoint* to = nullptr;
  Invite invite{std::move(call.from), {}, std::move(call.sdp), {}, {}, {}, {}, std::move(call.redirecting)};
  int failure = 480;
  if (const auto* device = std::get_if<ToDevice>(&call.to)) {
    invite.dialled = device->aor;
    const auto at = devices_.find(device->aor);
    to = at == devices_.end() ? nullptr : at->second;
  } else {
    const auto& address = std::get<ToAddress>(call.to);
    invite.dialled = address.user;
    invite.uri = address.user + "@" + address.host + ":" + std::to_string(address.port == 0 ? 5060 : address.port) +
                 (address.transport == Transport::tcp ? "/tcp" : "/udp");
    if (call.credentials) invite.uri += " as " + call.credentials->user;
    to = network_.find(address.host);
    if (to == nullptr) to = outside_;
    failure = 503;
  }
  if (to == nullptr) {
    network_.executor().post_from_any_thread([this, id, account = call.account, failure] {
      raise(id, account, LegFailed{failure, "unreachable"});
    });
    return id;
  }
  if (const auto* address = std::get_if<ToAddress>(&call.to)) {
    if (const auto host = peers_.find(address->host); host != peers_.end() && host->second.silent) {
      legs_[id] = {{}, call.account, false, false, {}};
      return id;
    }
    network_.executor().post_from_any_thread([this, id, account = call.account] {
      if (legs_.contains(id)) raise(id, account, LegTrying{});
    });
  }
  const DialogId dialog = network_.open(*this, *to, std::move(invite));
  legs_[id] = {dialog, call.account, false, false, {}};
  by_dialog_[dialog] = id;
  return id;
}

// The answer takes no time; a silent peer's silence, or that of one nobody knows, as long as the asker has patience.
Result<void> SimSignaling::probe(Probe probe) {
  if (when_probed) when_probed(probe.to.host);
  const auto peer = peers_.find(probe.to.host);
  const bool there = network_.find(probe.to.host) != nullptr || outside_ != nullptr;
  const bool silent = !there || (peer != peers_.end() && peer->second.silent);
  const int status = silent ? 408 : peer != peers_.end() ? peer->second.options : 200;
  auto asked = std::make_unique<Asked>(*this, std::move(probe), status);
  auto& executor = network_.executor();
  executor.start(asked->timer, executor.now() + (silent ? Duration(asked->probe.patience) : Duration{}), *asked);
  asked_.push_back(std::move(asked));
  return {};
}

void SimSignaling::set_peer(const std::string& host, PeerHabit habit) {
  peers_[host] = habit;
  for (const auto& [aor, registration] : registrations_) {
    if (registration.registrar.host == host) tell_registration(aor);
  }
}

Result<void> SimSignaling::register_at(ClientRegistration registration) {
  const std::string aor = registration.aor;
  registrations_[aor] = std::move(registration);
  tell_registration(aor);
  return {};
}

// The operator answers at once.
void SimSignaling::tell_registration(const std::string& aor) {
  network_.executor().post_from_any_thread([this, aor] {
    const auto at = registrations_.find(aor);
    if (at == registrations_.end() || sink_ == nullptr) return;
    const auto peer = peers_.find(at->second.registrar.host);
    const int status = peer == peers_.end() ? 200 : peer->second.silent ? 408 : peer->second.registration;
    sink_->on_client_registration(at->second.account, aor, status);
  });
}

void SimSignaling::Asked::run() {
  SimSignaling& owner = port;
  const auto at = std::find_if(owner.asked_.begin(), owner.asked_.end(), [&](const auto& each) { return each.get() == this; });
  const std::unique_ptr<Asked> self = std::move(*at);
  owner.asked_.erase(at);
  if (owner.sink_ != nullptr) owner.sink_->on_probe(probe.account, probe.name, status);
}

void SimSignaling::ring(LegId leg, std::string sdp) {
  const Leg* found = find(leg);
  if (found == nullptr || !found->incoming || found->answered) return;
  const int status = sdp.empty() ? 180 : 183;
  network_.send(found->dialog, *this, Progress{status, std::move(sdp), found->called});
}

void SimSignaling::name_called(LegId leg, Party called) {
  Leg* found = find(leg);
  if (found != nullptr && found->incoming && !found->answered) found->called = std::move(called);
}

void SimSignaling::answer(LegId leg, std::string sdp) {
  Leg* found = find(leg);
  if (found == nullptr || !found->incoming || found->answered) return;
  found->answered = true;
  network_.send(found->dialog, *this, Accept{std::move(sdp), found->called});
}

void SimSignaling::reject(LegId leg, int status, std::chrono::seconds) {
  const Leg* found = find(leg);
  if (found == nullptr || !found->incoming || found->answered) return;
  network_.send(found->dialog, *this, Refuse{status});
  forget(leg);
}

void SimSignaling::hangup(LegId leg, std::string reason) {
  const Leg* found = find(leg);
  if (found == nullptr) return;
  if (found->incoming && !found->answered) {
    network_.send(found->dialog, *this, Refuse{480});
  } else {
    network_.send(found->dialog, *this, Leave{std::move(reason)});
  }
  forget(leg);
}

void SimSignaling::answer_offer(LegId leg, std::string sdp) {
  if (const Leg* found = find(leg)) network_.send(found->dialog, *this, OfferReply{std::move(sdp)});
}

void SimSignaling::refuse_offer(LegId leg) {
  if (const Leg* found = find(leg)) network_.send(found->dialog, *this, OfferReply{});
}

void SimSignaling::report_transfer(LegId leg, int status) {
  if (const Leg* found = find(leg)) network_.send(found->dialog, *this, ReferReport{status});
}

LegId SimSignaling::leg_of(DialogId dialog) const {
  const auto at = by_dialog_.find(dialog);
  return at == by_dialog_.end() ? LegId{} : at->second;
}

AccountId SimSignaling::account_for(const Invite& invite) const {
  if (!invite.trunk.empty() && account_of_trunk) {
    if (const AccountId account = account_of_trunk(invite.trunk)) return account;
  }
  const auto& index = invite.aor.empty() ? numbers_ : aors_;
  const auto at = index.find(invite.aor.empty() ? invite.dialled : invite.aor);
  if (at != index.end()) return at->second;
  if (invite.aor.empty() && directory_ != nullptr) {
    if (const auto peer = directory_->peer({host_, 5060, invite.dialled, host_, Transport::udp})) return peer->account;
  }
  return {};
}

void SimSignaling::on_invite(DialogId dialog, Invite invite) {
  AccountId account = account_for(invite);
  std::optional<Directory::Line> line;
  if (const std::size_t at = invite.dialled.find('@'); at != std::string::npos && directory_ != nullptr) {
    const std::string_view dialled = invite.dialled;
    line = directory_->line({host_, 5060, dialled.substr(0, at), dialled.substr(at + 1), Transport::udp});
    if (line) account = line->account;
  }
  if (!account) {
    network_.send(dialog, *this, Refuse{404});
    return;
  }
  const LegId replaces = leg_of(invite.replaces);
  if (invite.replaces && !replaces) {
    network_.send(dialog, *this, Refuse{481});
    return;
  }
  const LegId id{++last_};
  legs_[id] = {dialog, account, true, false, {}};
  by_dialog_[dialog] = id;
  Origin origin = invite.aor.empty() ? Origin(FromTrunk{invite.trunk}) : Origin(FromDevice{invite.aor});
  if (line) origin = FromLine{line->number};
  raise(id, account, IncomingCall{origin, std::move(invite.from), std::move(invite.dialled), std::move(invite.sdp),
                                   replaces, {}});
}

void SimSignaling::on_message(DialogId dialog, Message message) {
  if (auto* invite = std::get_if<Invite>(&message)) return on_invite(dialog, std::move(*invite));
  const auto at = by_dialog_.find(dialog);
  if (at == by_dialog_.end()) return;
  const LegId id = at->second;
  Leg& leg = legs_[id];
  const AccountId account = leg.account;
  if (auto* progress = std::get_if<Progress>(&message)) {
    raise(id, account, LegRinging{progress->status, std::move(progress->sdp), progress->called});
  } else if (auto* accept = std::get_if<Accept>(&message)) {
    leg.answered = true;
    raise(id, account, LegAnswered{std::move(accept->sdp), accept->called});
  } else if (const auto* refuse = std::get_if<Refuse>(&message)) {
    forget(id);
    raise(id, account, LegFailed{refuse->status, "refused"});
  } else if (const auto* leave = std::get_if<Leave>(&message)) {
    const std::string reason = !leave->reason.empty() ? leave->reason : leg.answered ? "bye" : "cancel";
    forget(id);
    raise(id, account, LegHungUp{reason});
  } else if (auto* offer = std::get_if<Offer>(&message)) {
    raise(id, account, LegReoffered{std::move(offer->sdp)});
  } else if (const auto* info = std::get_if<Info>(&message)) {
    raise(id, account, LegDigit{info->digit});
  } else if (auto* refer = std::get_if<Refer>(&message)) {
    raise(id, account, LegTransfer{std::move(refer->target), leg_of(refer->replaces)});
  }
}

}  // namespace tandem::sim
