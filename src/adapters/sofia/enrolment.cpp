#include "adapters/sofia/enrolment.hpp"

#include "adapters/sofia/agent.hpp"
#include "base/log.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <random>

namespace tandem::sofia {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds longest_pause = 60s;
constexpr std::chrono::seconds most_retry_after = 3600s;

std::string user_of(std::string_view aor) { return escape_user(aor.substr(0, aor.find('@'))); }

std::string domain_of(const ClientRegistration& wanted) {
  const auto at = wanted.aor.find('@');
  return at == std::string::npos ? bracketed(wanted.registrar.host) : host_text(wanted.aor.substr(at + 1));
}

std::chrono::seconds pause_after(int failures) {
  return std::min(1s * (1 << std::clamp(failures - 1, 0, 6)), longest_pause);
}

// At 80 to 90 % of the time granted, so that many accounts that came together do not stay together; and early enough
// for the answer to come and for the clock here, which ticks once a second.
std::chrono::milliseconds refresh_after(std::chrono::seconds granted) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto life = std::chrono::milliseconds(granted);
  const auto part = life * std::uniform_int_distribution<int>(80, 90)(random) / 100;
  return std::max(life / 2, std::min(part, life - 2s));
}

}  // namespace

Enrolment::Enrolment(Agent& agent, ClientRegistration wanted)
    : agent_(agent), wanted_(std::move(wanted)), login_(wanted_.credentials), expires_(wanted_.expires) {
  const auto& registrar = wanted_.registrar;
  const auto domain = domain_of(wanted_);
  const auto identity = fmt::format("<sip:{}@{}>", user_of(wanted_.aor), domain);
  uri_ = "sip:" + domain;
  route_ = fmt::format("sip:{}:{};transport={}", bracketed(registrar.host), registrar.port ? registrar.port : 5060,
                       name_of(registrar.transport));
  if (const sip_contact_t* ours = agent_.headers().contact(registrar.transport)) {
    const auto user = wanted_.contact_user.empty() ? user_of(wanted_.aor) : escape_user(wanted_.contact_user);
    contact_ = fmt::format("<sip:{}@{}{}{}{}{}>", user, view(ours->m_url->url_host),
                           ours->m_url->url_port ? ":" : "", view(ours->m_url->url_port),
                           ours->m_url->url_params ? ";" : "", view(ours->m_url->url_params));
  }
  // One Call-ID and a rising CSeq for all of one registration's requests (RFC 3261 10.2).
  handle_ = nta_leg_tcreate(agent_.nta(), nullptr, nullptr, SIPTAG_FROM_STR(identity.c_str()),
                            SIPTAG_TO_STR(identity.c_str()), TAG_END());
  if (handle_) nta_leg_tag(handle_, nullptr);
}

Enrolment::~Enrolment() {
  drop_request();
  if (handle_) nta_leg_destroy(handle_);
}

bool Enrolment::same_place(const ClientRegistration& other) const {
  return wanted_.account == other.account && same_ignoring_case(wanted_.registrar.host, other.registrar.host) &&
         wanted_.registrar.port == other.registrar.port && wanted_.registrar.transport == other.registrar.transport &&
         wanted_.contact_user == other.contact_user;
}

void Enrolment::change(ClientRegistration wanted) {
  wanted_ = std::move(wanted);
  login_ = DigestClient(wanted_.credentials);
  expires_ = wanted_.expires;
  failures_ = 0;
  told_ = 0;
  begin();
}

void Enrolment::tick(Clock::time_point now) {
  if (!request_ && !leaving_ && now >= due_) begin();
}

void Enrolment::leave() {
  leaving_ = true;
  expires_ = 0s;
  if (request_ || holds_) begin();
}

void Enrolment::begin() {
  login_.begin();
  send();
}

void Enrolment::drop_request() {
  if (request_) nta_outgoing_destroy(request_);
  request_ = nullptr;
}

void Enrolment::send() {
  drop_request();
  const auto answers = login_.answer("REGISTER", uri_);
  const auto expires = std::to_string(expires_.count());
  const auto given = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };
  if (handle_ && !contact_.empty()) {
    request_ =
        nta_outgoing_tcreate(handle_, on_answer, this, URL_STRING_MAKE(route_.c_str()), SIP_METHOD_REGISTER,
                             URL_STRING_MAKE(uri_.c_str()), SIPTAG_CONTACT_STR(contact_.c_str()),
                             SIPTAG_EXPIRES_STR(expires.c_str()), SIPTAG_USER_AGENT(agent_.headers().user_agent),
                             SIPTAG_ALLOW(agent_.headers().allow), SIPTAG_AUTHORIZATION_STR(given(answers.user_agent)),
                             SIPTAG_PROXY_AUTHORIZATION_STR(given(answers.proxy)), TAG_END());
  }
  if (request_)
    holds_ = true;  // from now on the registrar may know us, whatever becomes of its answer
  else
    finish(503, nullptr);
}

int Enrolment::on_answer(Requester* requester, nta_outgoing_t* request, const sip_t* sip) {
  auto* self = static_cast<Enrolment*>(requester);
  if (!self || request != self->request_) return 0;
  const int status = sip && sip->sip_status ? sip->sip_status->st_status : nta_outgoing_status(request);
  if (status < 200) return 0;
  if ((status == 401 || status == 407) && sip && self->login_.take(*sip)) {
    self->send();
    return 0;
  }
  // RFC 3261 10.2.8: asked for too short a time.
  if (status == 423 && sip && sip->sip_min_expires && !self->leaving_) {
    const std::chrono::seconds least(sip->sip_min_expires->me_delta);
    if (least > self->expires_ && least <= 24h) {
      self->expires_ = least;
      self->begin();
      return 0;
    }
  }
  self->finish(status, sip);
  return 0;
}

void Enrolment::finish(int status, const sip_t* sip) {
  const auto now = Clock::now();
  std::chrono::milliseconds wait{};
  if (status / 100 == 2 && sip) {
    status = 200;
    failures_ = 0;
    wait = refresh_after(granted(*sip));
  } else {
    wait = pause_after(++failures_);
    if (sip && sip->sip_retry_after)
      wait = std::max<std::chrono::milliseconds>(
          wait, std::min<std::chrono::seconds>(std::chrono::seconds(sip->sip_retry_after->af_delta), most_retry_after));
  }
  drop_request();
  due_ = now + wait;
  if (!leaving_) tell(status);
}

void Enrolment::tell(int status) {
  if (std::exchange(told_, status) == status) return;
  const auto& log = agent_.options().log;
  if (status == 200)
    log_info(log, "sip", "registered {} at {}", wanted_.aor, route_);
  else
    log_warning(log, "sip", "cannot register {} at {}: {}", wanted_.aor, route_, status);
  agent_.sink().on_client_registration(wanted_.account, wanted_.aor, status);
}

// RFC 3261 10.2.4: what our Contact got; the answer lists those of others, too.
std::chrono::seconds Enrolment::granted(const sip_t& answer) const {
  const sip_contact_t* ours = sip_contact_make(agent_.scratch(), contact_.c_str());
  std::chrono::seconds result = expires_;
  if (answer.sip_expires) result = std::chrono::seconds(answer.sip_expires->ex_delta);
  for (const sip_contact_t* contact = answer.sip_contact; ours && contact; contact = contact->m_next) {
    if (url_cmp(contact->m_url, ours->m_url) != 0) continue;
    long seconds = 0;
    const auto text = view(contact->m_expires);
    if (std::from_chars(text.data(), text.data() + text.size(), seconds).ec == std::errc() && seconds >= 0)
      result = std::chrono::seconds(seconds);
  }
  su_free(agent_.scratch(), const_cast<sip_contact_t*>(ours));
  return std::clamp<std::chrono::seconds>(result, 1s, 24h);
}

void Enrolments::bid_farewell(std::unique_ptr<Enrolment> enrolment) {
  enrolment->leave();
  if (!enrolment->over()) leaving_.push_back(std::move(enrolment));
}

void Enrolments::add(ClientRegistration wanted) {
  auto& place = current_[lower(wanted.aor)];
  if (place && place->same_place(wanted)) return place->change(std::move(wanted));
  if (place) bid_farewell(std::move(place));
  place = std::make_unique<Enrolment>(agent_, std::move(wanted));
  place->tick(Enrolment::Clock::now());
}

void Enrolments::remove(AccountId account, std::string_view aor) {
  const auto found = current_.find(lower(aor));
  if (found == current_.end() || found->second->account() != account) return;
  bid_farewell(std::move(found->second));
  current_.erase(found);
}

void Enrolments::remove_all() {
  for (auto& [aor, enrolment] : current_) bid_farewell(std::move(enrolment));
  current_.clear();
}

void Enrolments::tick(Enrolment::Clock::time_point now) {
  for (auto& [aor, enrolment] : current_) enrolment->tick(now);
  std::erase_if(leaving_, [](const auto& enrolment) { return enrolment->over(); });
}

void Enrolments::clear() noexcept {
  current_.clear();
  leaving_.clear();
}

bool Enrolments::quiet() const noexcept {
  return std::all_of(leaving_.begin(), leaving_.end(), [](const auto& enrolment) { return enrolment->over(); });
}

}  // namespace tandem::sofia
