#include "adapters/sofia/door.hpp"

#include "adapters/sofia/agent.hpp"
#include "base/log.hpp"

#include <fmt/core.h>

#include <charconv>
#include <utility>

namespace tandem::sofia {

namespace {

constexpr std::chrono::seconds sweep_every{30};

std::string dialled_by(const sip_t& request) { return std::string(view(request.sip_request->rq_url->url_user)); }

Directory::Knock knock_of(const sip_t& request, const Source& source) {
  const url_t* uri = request.sip_request->rq_url;
  return {source.address, source.port, view(uri->url_user), view(uri->url_host), source.transport};
}

std::optional<std::chrono::seconds> seconds_in(const char* text) {
  const auto digits = view(text);
  long value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  // RFC 3261 20.10: a malformed Contact expiry counts as 3600.
  if (error == std::errc::result_out_of_range) return std::chrono::seconds(UINT32_MAX);
  if (digits.empty()) return std::nullopt;
  if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return std::chrono::seconds(3600);
  return std::chrono::seconds(value);
}

bool names_somebody(const url_t* url) {
  return ((url->url_type == url_sip || url->url_type == url_sips) && url->url_host) || url->url_type == url_tel;
}

// A dialog needs an address to send to (RFC 3261 8.1.1.8).
bool names_a_peer(const sip_contact_t* contact) {
  return contact && (contact->m_url->url_type == url_sip || contact->m_url->url_type == url_sips) &&
         contact->m_url->url_host;
}

/// Of extensions only `replaces` is known here (RFC 3891).
bool asks_for_unknown(const sip_t& request) {
  const sip_require_t* require = request.sip_require;
  if (!require) return false;
  const bool replaces_alone = require->k_items && require->k_items[0] && !require->k_items[1] &&
                              same_ignoring_case(view(require->k_items[0]), "replaces");
  return !replaces_alone;
}


}  // namespace

Door::Door(Agent& agent) : agent_(agent), digest_(agent.options().nonce_life) {}

void Door::sweep(Digest::Clock::time_point now) {
  repeats_.turn(now);
  if (now - swept_ < sweep_every) return;
  swept_ = now;
  digest_.sweep(now);
  guesses_.sweep(now.time_since_epoch());
}

// Refusals need no transaction: the peer's retransmission is simply refused again (RFC 3261 8.2.7), and nothing is kept
// for those who knock in vain.
void Door::reply(msg_t* message, int status) {
  nta_msg_treply(agent_.nta(), message, status, phrase_of(status), SIPTAG_ALLOW(agent_.headers().allow),
                 SIPTAG_SERVER(agent_.headers().server), TAG_END());
}

void Door::refuse(msg_t* message, const sip_t& request, const Source& source, int status, std::string_view why) {
  log_warning(agent_.options().log, "sip", "refused {} from {} for {}: {} {}",
              view(request.sip_request->rq_method_name), source.text(),
              one_line(view(request.sip_from->a_url->url_user)), status, why);
  reply(message, status);
}

// As the porch does it, so that a repeated INVITE gets the same answer whoever sees it.
void Door::refuse_busy(msg_t* message, const sip_t& request, int seconds) {
  su_home_t* home = msg_home(message);
  sip_to_t* to = sip_to_dup(home, request.sip_to);
  if (to)
    sip_to_tag(home, to, agent_.porch().tag_for(view(request.sip_via ? request.sip_via->v_branch : nullptr)).c_str());
  nta_msg_treply(agent_.nta(), message, SIP_503_SERVICE_UNAVAILABLE, TAG_IF(to, SIPTAG_TO(to)),
                 SIPTAG_RETRY_AFTER_STR(std::to_string(seconds).c_str()), TAG_END());
}

void Door::on_request(msg_t* message, const sip_t& request) {
  const sip_method_t method = request.sip_request->rq_method;
  if (method == sip_method_ack) return nta_msg_discard(agent_.nta(), message);  // to a refusal of ours
  const bool in_dialog = request.sip_to->a_tag != nullptr;
  if (method == sip_method_invite && repeats_.knows(name_of_transaction(request), Repeats::Clock::now()))
    return nta_msg_discard(agent_.nta(), message);  // it has been answered, and the answer acknowledged
  if (int seconds = 0; method == sip_method_invite && !in_dialog && !agent_.admits(request, seconds)) {
    return refuse_busy(message, request, seconds);
  }
  if (method == sip_method_cancel || method == sip_method_bye || (in_dialog && method != sip_method_options))
    return reply(message, 481);
  if (!well_formed(message, request)) return;
  switch (method) {
    case sip_method_invite: return on_invite(message, request);
    case sip_method_register: return on_register(message, request);
    case sip_method_options: return on_options(message);
    case sip_method_info:
    case sip_method_update:
    case sip_method_prack: return reply(message, 481);
    case sip_method_subscribe:
    case sip_method_notify: return reply(message, 489);
    default: return reply(message, 405);
  }
}

// RFC 3261 8.2.2: scheme, extensions, hops.
bool Door::well_formed(msg_t* message, const sip_t& request) {
  const auto type = request.sip_request->rq_url->url_type;
  if (type != url_sip && type != url_sips && type != url_tel) {
    reply(message, 416);
    return false;
  }
  if (!names_somebody(request.sip_from->a_url) || !names_somebody(request.sip_to->a_url)) {
    reply(message, 400);
    return false;
  }
  if (asks_for_unknown(request)) {
    nta_msg_treply(agent_.nta(), message, SIP_420_BAD_EXTENSION,
                   SIPTAG_UNSUPPORTED(reinterpret_cast<const sip_unsupported_t*>(request.sip_require)), TAG_END());
    return false;
  }
  if (request.sip_max_forwards && request.sip_max_forwards->mf_count == 0 &&
      request.sip_request->rq_method == sip_method_invite) {  // it would have to go on from here
    reply(message, 483);
    return false;
  }
  return true;
}

void Door::on_options(msg_t* message) {
  const Headers& headers = agent_.headers();
  nta_msg_treply(agent_.nta(), message, SIP_200_OK, SIPTAG_ALLOW(headers.allow), SIPTAG_ACCEPT(headers.accept),
                 SIPTAG_SERVER(headers.server), TAG_END());
}

std::optional<Directory::Device> Door::authenticate(msg_t* message, const sip_t& request, const Source& source,
                                                    const std::string& user, const std::string& domain) {
  const auto now = Digest::Clock::now();
  auto device = agent_.directory().device(user, domain);
  const auto aor = fmt::format("{}@{}", lower(user), lower(domain));
  // The realm is the account's domain, or one that is no domain where digests are kept (03 OP-38). Known or not, everything
  // here goes the same way.
  auto realm = device ? device->realm : agent_.directory().realm(domain);
  if (realm.empty()) realm = lower(domain);
  const auto answer = digest_.check(request, realm, device ? device->ha1 : std::string_view(), now);
  // Some phones write the whole address as their user name.
  const auto named = answer.user.substr(0, answer.user.find('@'));
  switch (answer.verdict) {
    case Digest::Verdict::good:
      if (!same_ignoring_case(named, user)) break;  // one's secret does not open another's account
      guesses_.forget(source.address, aor);
      return device;
    case Digest::Verdict::wrong:
      if (!guesses_.may_retry(source.address, aor, now.time_since_epoch())) break;
      log_warning(agent_.options().log, "sip", "wrong credentials for {} from {}", aor, source.text());
      [[fallthrough]];
    case Digest::Verdict::missing:
    case Digest::Verdict::stale: {
      const auto challenge = digest_.challenge(realm, answer.verdict == Digest::Verdict::stale, now);
      nta_msg_treply(agent_.nta(), message, SIP_401_UNAUTHORIZED, SIPTAG_WWW_AUTHENTICATE_STR(challenge.c_str()),
                     SIPTAG_SERVER(agent_.headers().server), TAG_END());
      return std::nullopt;
    }
  }
  refuse(message, request, source, 403, "credentials do not fit " + aor);
  return std::nullopt;
}

// NET-04
bool Door::from_where_it_may(msg_t* message, const sip_t& request, const Source& source,
                             const Directory::Device& device) {
  if (agent_.directory().admits(device.account, source.address)) return true;
  refuse(message, request, source, 403, "phones of this account are not used from that address");
  return false;
}

void Door::on_register(msg_t* message, const sip_t& request) {
  const Source source = source_of(agent_.nta(), message);
  const url_t* to = request.sip_to->a_url;
  if (!to->url_user || !to->url_host) return refuse(message, request, source, 400, "no address of record");
  const auto device =
      authenticate(message, request, source, std::string(view(to->url_user)), std::string(view(to->url_host)));
  if (!device || !from_where_it_may(message, request, source, *device)) return;
  Registration registration;
  registration.aor = lower(device->aor);
  registration.account = device->account;
  registration.call_id = view(request.sip_call_id->i_id);
  registration.cseq = request.sip_cseq->cs_seq;
  registration.transport = source.transport;
  registration.source = source.text();
  registration.address = source.address;
  if (request.sip_user_agent) registration.user_agent = view(request.sip_user_agent->g_string);
  if (translated(request, source)) registration.route = source.url();
  if (request.sip_expires) registration.expires = std::chrono::seconds(request.sip_expires->ex_delta);
  if (!read_contacts(request, source, registration)) return refuse(message, request, source, 400, "malformed Contact");

  const int status = agent_.registrar().apply(registration, Registrar::Clock::now());
  if (status == 200) return confirm_registration(message, registration.aor);
  if (status != 423) return refuse(message, request, source, status, "registration of " + registration.aor);
  nta_msg_treply(agent_.nta(), message, SIP_423_INTERVAL_TOO_BRIEF, SIPTAG_MIN_EXPIRES_STR("60"), TAG_END());
}

bool Door::read_contacts(const sip_t& request, const Source& source, Registration& registration) const {
  for (const sip_contact_t* contact = request.sip_contact; contact; contact = contact->m_next) {
    if (contact->m_url->url_type == url_any) {
      registration.remove_all = true;
      continue;
    }
    if (contact->m_url->url_type != url_sip || !contact->m_url->url_host) return false;
    char text[512];
    const auto length = url_e(text, sizeof text, contact->m_url);
    if (length <= 0 || static_cast<std::size_t>(length) >= sizeof text) return false;
    registration.contacts.push_back(
        {std::string(text, static_cast<std::size_t>(length)), 0, seconds_in(contact->m_expires)});
    // Where the contact is a name, only the address the phone spoke from can be used.
    if (!is_address(view(contact->m_url->url_host))) registration.route = source.url();
    // A port that it spoke from is no port that it listens at, unless it is one that phones listen at.
    const bool listening = source.port == 5060 || source.port == 5061;
    const bool from_there = !listening && std::to_string(source.port) == view(contact->m_url->url_port);
    if (source.transport == Transport::tcp && from_there) registration.contacts.back().connection = source.port;
  }
  if (source.transport == Transport::tcp && !registration.route.empty()) {  // all contacts are reached by it alone
    for (Registration::Wish& wish : registration.contacts) wish.connection = source.port;
  }
  return true;
}

// Within a transaction: a repeated REGISTER carries a used nonce count and must get this same answer again.
void Door::confirm_registration(msg_t* message, const std::string& aor) {
  std::string contacts;
  const auto now = Registrar::Clock::now();
  if (const auto* bindings = agent_.registrar().bindings(aor)) {
    for (const Binding& binding : *bindings) {
      const auto left = std::chrono::ceil<std::chrono::seconds>(binding.expires - now).count();
      contacts += fmt::format("{}<{}>;expires={}", contacts.empty() ? "" : ", ", binding.uri, std::max<long>(left, 0));
    }
  }
  nta_incoming_t* request = nta_incoming_create(agent_.nta(), nullptr, message, nullptr, TAG_END());
  if (!request) return;
  nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contacts.empty() ? nullptr : contacts.c_str()),
                      SIPTAG_SERVER(agent_.headers().server), TAG_END());
  nta_incoming_destroy(request);
}

std::optional<Door::Visitor> Door::admit(msg_t* message, const sip_t& request, const Source& source) {
  const Directory& directory = agent_.directory();
  const Directory::Knock knock = knock_of(request, source);
  if (auto line = directory.line(knock)) return Visitor{FromLine{std::move(line->number)}, line->account};
  // TRK-75: a trunk is known by its address alone.
  if (auto peer = directory.peer(knock))
    return Visitor{FromTrunk{std::move(peer->trunk)}, peer->account};
  const std::string user(view(request.sip_from->a_url->url_user));
  const std::string domain(view(request.sip_from->a_url->url_host));
  const bool known = directory.known_address(source.address);
  if (directory.device(user, domain) || (!known && directory.serves(domain))) {
    auto device = authenticate(message, request, source, user, domain);
    if (!device || !from_where_it_may(message, request, source, *device)) return std::nullopt;
    return Visitor{FromDevice{std::move(device->aor)}, device->account};
  }
  if (known)
    refuse(message, request, source, 404, "no trunk of this address has the number " + one_line(dialled_by(request)));
  else
    refuse(message, request, source, 403, "unknown peer");
  return std::nullopt;
}

void Door::on_invite(msg_t* message, const sip_t& request) {
  const Source source = source_of(agent_.nta(), message);
  const bool has_body = !body(request).empty();
  if (!names_a_peer(request.sip_contact) || !request.sip_from->a_tag)
    return refuse(message, request, source, 400, "no usable Contact or no From tag");
  if (has_body && !has_sdp(request)) {
    nta_msg_treply(agent_.nta(), message, SIP_415_UNSUPPORTED_MEDIA, SIPTAG_ACCEPT(agent_.headers().accept), TAG_END());
    return;
  }
  auto visitor = admit(message, request, source);
  if (!visitor) return;
  IncomingCall call;
  if (request.sip_replaces) {
    call.replaces = Dialog::replaced_by(agent_, request.sip_replaces);
    if (!call.replaces) return refuse(message, request, source, 481, "nothing to replace");
  }
  call.origin = std::move(visitor->origin);
  call.from = {std::string(view(request.sip_from->a_url->url_user)), unquote(view(request.sip_from->a_display))};
  call.dialled = dialled_by(request);
  call.sdp = body(request);
  call.from_domain = view(request.sip_from->a_url->url_host);
  repeats_.add(name_of_transaction(request), Repeats::Clock::now());
  const LegId id = agent_.next_leg();
  auto& leg = agent_.add_leg<IncomingLeg>(id, visitor->account);
  if (!leg.accept(message, request, source, std::move(call))) agent_.bury(id);
}

}  // namespace tandem::sofia
