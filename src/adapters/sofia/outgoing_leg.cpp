#include "adapters/sofia/agent.hpp"
#include "adapters/sofia/leg.hpp"
#include "adapters/sofia/registrar.hpp"

#include <fmt/core.h>
#include <sofia-sip/url.h>

#include <algorithm>
#include <utility>

namespace tandem::sofia {

namespace {

// RFC 3261 16.7 step 6: a 6xx beats all, then the lowest class; the first of its class stands.
bool better(int status, int than) noexcept {
  if (than == 0) return true;
  const auto rank = [](int code) { return code >= 600 ? 0 : code / 100; };
  return rank(status) < rank(than);
}

std::string_view domain_of(std::string_view aor) noexcept {
  const auto at = aor.find('@');
  return at == std::string_view::npos ? std::string_view() : aor.substr(at + 1);
}

}  // namespace

std::vector<OutgoingLeg::Target> OutgoingLeg::targets(const OutgoingCall& call, std::string& domain,
                                                      LegFailed& failure) const {
  std::vector<Target> found;
  if (const auto* device = std::get_if<ToDevice>(&call.to)) {
    domain = one_line(domain_of(device->aor));
    if (const auto* bindings = agent_.registrar().bindings(device->aor))
      for (const Binding& binding : *bindings) {
        if (!agent_.directory().admits(call.account, binding.address)) continue;  // NET-04
        found.push_back({binding.uri, binding.route, binding.transport, true});
      }
    if (found.empty()) failure = {480, "not registered"};
    return found;
  }
  const auto& to = std::get<ToAddress>(call.to);
  const auto host = bracketed(to.host == "localhost" ? std::string_view("127.0.0.1") : std::string_view(to.host));
  domain = agent_.headers().host();
  if (!is_address(host)) {
    failure = {503, "names need a resolver: give the address of " + one_line(to.host)};
    return found;
  }
  Target target;
  const auto user = escape_user(to.user);
  const auto place = fmt::format("{}{}{}{}", user, user.empty() ? "" : "@", host,
                                 to.port ? fmt::format(":{}", to.port) : std::string());
  target.transport = to.transport;
  target.uri = fmt::format("sip:{}{}", place, to.transport == Transport::tcp ? ";transport=tcp" : "");
  target.route = fmt::format("sip:{}:{};transport={}", host, to.port ? to.port : 5060, name_of(to.transport));
  found.push_back(std::move(target));
  return found;
}

void OutgoingLeg::start(const OutgoingCall& call) {
  std::string domain;
  LegFailed failure;
  const auto all = targets(call, domain, failure);
  to_address_ = std::holds_alternative<ToAddress>(call.to);
  if (!call.from_domain.empty()) domain = host_text(call.from_domain);
  const auto user = call.from.number.empty() ? std::string("anonymous") : escape_user(call.from.number);
  const auto display = quote_display(call.from.display);
  sip_from_t from[1];
  sip_from_init(from);
  url_init(from->a_url, url_sip);
  from->a_display = display.c_str();
  from->a_url->url_user = user.c_str();
  from->a_url->url_host = domain.empty() ? "anonymous.invalid" : domain.c_str();
  for (const Target& target : all) {
    auto branch = std::make_unique<Dialog>(agent_, *this);
    if (call.credentials) branch->log_in_as(*call.credentials);
    if (!call.redirecting.number.empty()) {
      branch->diversion =
          fmt::format("Diversion: {} <sip:{}@{}>;reason=deflection", quote_display(call.redirecting.display),
                      escape_user(call.redirecting.number), domain);
    }
    if (branch->invite(*from, target.uri, target.route, target.transport, target.device, call.sdp))
      branches_.push_back(std::move(branch));
    else
      failure = {503, "cannot send"};
  }
  if (!branches_.empty()) return;
  state_ = State::ended;
  emit(std::move(failure));
  settle();
}

void OutgoingLeg::on_answer(Dialog& dialog, int status, const sip_t* sip) {
  if (status < 200) {
    if (sip) on_provisional(status, *sip);
  } else if (status < 300) {
    if (sip) on_success(dialog, *sip);
  } else {
    on_failure(dialog, status, sip);
  }
}

void OutgoingLeg::on_provisional(int status, const sip_t& sip) {
  if (state_ != State::early || status > 183) return;
  if (status == 100) {
    if (to_address_ && !std::exchange(heard_, true)) emit(LegTrying{});
    return;
  }
  heard_ = true;
  auto sdp = sdp_of(sip);
  // The peer repeats itself, and so do forked phones.
  if (status == last_provisional_ && sdp.empty()) return;
  last_provisional_ = status;
  emit(LegRinging{status, std::move(sdp), asserted_party(sip)});
}

void OutgoingLeg::on_success(Dialog& dialog, const sip_t& sip) {
  const bool takes_the_leg = state_ == State::early;
  dialog.status = 200;
  dialog.confirm(sip);
  auto sdp = sdp_of(sip);
  Party called = asserted_party(sip);
  dialog.drop_outgoing();  // and with it `sip`
  if (!takes_the_leg) {    // another phone was first, or the leg was hung up: RFC 3261 13.2.2.4
    if (!dialog.hung_up_early) dialog.bye({});
    return settle();
  }
  state_ = State::answered;
  winner_ = &dialog;
  cancel_all_but(&dialog, "SIP;cause=200;text=\"Call completed elsewhere\"");
  emit(LegAnswered{std::move(sdp), std::move(called)});
  if (!dialog.hung_up_early) return;
  state_ = State::ended;
  emit(LegHungUp{"bye"});
  settle();
}

void OutgoingLeg::on_failure(Dialog& dialog, int status, const sip_t* sip) {
  if ((status == 401 || status == 407) && sip && state_ == State::early && dialog.answer_challenge(*sip)) return;
  dialog.status = status;
  if (state_ == State::early && better(status, best_.status))
    best_ = {status, sip && sip->sip_status->st_phrase ? sip->sip_status->st_phrase : phrase_of(status)};
  dialog.drop_outgoing();  // and with it `sip`
  if (state_ == State::early) {
    if (status >= 600) cancel_all_but(nullptr, {});  // nobody there wants the call
    const bool all_done =
        std::none_of(branches_.begin(), branches_.end(), [](const auto& branch) { return branch->outgoing_open(); });
    if (all_done) {
      state_ = State::ended;
      emit(std::move(best_));
    }
  }
  settle();
}

void OutgoingLeg::cancel_all_but(const Dialog* winner, const std::string& reason) {
  for (const auto& branch : branches_)
    if (branch.get() != winner && branch->outgoing_open()) branch->cancel(reason);
}

void OutgoingLeg::end_early(const std::string& reason) { cancel_all_but(nullptr, reason); }

void OutgoingLeg::on_early_bye(Dialog& dialog) { dialog.hung_up_early = true; }

bool OutgoingLeg::quiet() const {
  return std::none_of(branches_.begin(), branches_.end(),
                      [](const auto& branch) { return branch->outgoing_open() || branch->bye_open(); });
}

}  // namespace tandem::sofia
