#include "adapters/sofia/probes.hpp"

#include "adapters/sofia/agent.hpp"

#include <fmt/core.h>

#include <utility>

namespace tandem::sofia {

Question::Question(Agent& agent, Probe probe)
    : agent_(agent), probe_(std::move(probe)), until_(Clock::now() + probe_.patience) {
  if (!send()) finish(503);
}

Question::~Question() {
  if (request_) nta_outgoing_destroy(request_);
  if (handle_) nta_leg_destroy(handle_);
}

bool Question::send() {
  const ToAddress& to = probe_.to;
  const auto host = bracketed(to.host == "localhost" ? std::string_view("127.0.0.1") : std::string_view(to.host));
  if (!is_address(host)) return false;  // names need a resolver
  const auto user = escape_user(to.user);
  const auto uri = fmt::format("sip:{}{}{}:{}{}", user, user.empty() ? "" : "@", host, to.port ? to.port : 5060,
                               to.transport == Transport::tcp ? ";transport=tcp" : "");
  const auto route = fmt::format("sip:{}:{};transport={}", host, to.port ? to.port : 5060, name_of(to.transport));
  const auto from = fmt::format("<sip:{}>", agent_.headers().host());
  const auto whom = fmt::format("<{}>", uri);
  handle_ = nta_leg_tcreate(agent_.nta(), nullptr, nullptr, SIPTAG_FROM_STR(from.c_str()), SIPTAG_TO_STR(whom.c_str()),
                            TAG_END());
  if (!handle_) return false;
  nta_leg_tag(handle_, nullptr);
  request_ = nta_outgoing_tcreate(handle_, on_answer, this, URL_STRING_MAKE(route.c_str()), SIP_METHOD_OPTIONS,
                                  URL_STRING_MAKE(uri.c_str()), SIPTAG_CONTACT(agent_.headers().contact(to.transport)),
                                  SIPTAG_ACCEPT(agent_.headers().accept),
                                  SIPTAG_USER_AGENT(agent_.headers().user_agent), TAG_END());
  return request_ != nullptr;
}

void Question::tick(Clock::time_point now) {
  if (!over_ && now >= until_) finish(408);
}

int Question::on_answer(Requester* requester, nta_outgoing_t* request, const sip_t* sip) {
  auto* self = static_cast<Question*>(requester);
  if (!self || self->over_) return 0;
  const int status = sip && sip->sip_status ? sip->sip_status->st_status : nta_outgoing_status(request);
  if (status >= 200) self->finish(status);
  return 0;
}

void Question::finish(int status) {
  over_ = true;
  if (request_) nta_outgoing_destroy(request_);
  request_ = nullptr;
  agent_.sink().on_probe(probe_.account, probe_.name, status);
}

// Over ones go with the tick: NTA may be inside the callback of one when it ends.
void Probes::tick(Question::Clock::time_point now) {
  for (const auto& question : open_) question->tick(now);
  std::erase_if(open_, [](const auto& question) { return question->over(); });
}

}  // namespace tandem::sofia
