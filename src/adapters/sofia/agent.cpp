#include "adapters/sofia/agent.hpp"

#include "adapters/sofia/stack.hpp"
#include "base/log.hpp"
#include "base/reuse.hpp"

#include <malloc.h>

#include <utility>

namespace tandem::sofia {

namespace {

constexpr su_duration_t stop_tick_ms = 20;
constexpr std::chrono::milliseconds stop_patience{500};
constexpr su_duration_t trying_after_ms = 200;
template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

Agent::Agent(const SofiaOptions& options, Signaling::Sink& sink, const Directory& directory)
    : options_(options),
      sink_(sink),
      directory_(directory),
      admission_(std::chrono::duration_cast<Duration>(options.max_lag)),
      registrar_(options.max_expires, sink),
      door_(*this),
      scratch_(static_cast<su_home_t*>(su_home_new(sizeof(su_home_t)))) {}

Agent::~Agent() { su_home_unref(scratch_); }

void Agent::close() {
  graves_.clear();
  legs_.clear();
  enrolments_.clear();
  probes_.clear();
  if (wake_index_ >= 0) su_root_deregister(root_, wake_index_);
  for (const int index : porch_indices_) su_root_deregister(root_, index);
  porch_indices_.clear();
  porch_.close();
  if (stop_timer_) su_timer_destroy(stop_timer_);
  if (second_timer_) su_timer_destroy(second_timer_);
  if (trying_timer_) su_timer_destroy(trying_timer_);
  unanswered_.clear();
  if (nta_) nta_agent_destroy(nta_);
  if (root_) su_root_destroy(root_);
  wake_index_ = -1;
  stop_timer_ = second_timer_ = trying_timer_ = nullptr;
  nta_ = nullptr;
  root_ = nullptr;
  log_from_this_thread_to(nullptr);
}

Result<void> Agent::open() {
  prepare_stack();
  log_from_this_thread_to(&options_.log);
  inbox_.belongs_to_this_thread();
  root_ = su_root_create(this);
  if (!root_) return fail(errc::network, "cannot make an event loop: out of descriptors?");
  su_root_threading(root_, 0);
  // Timers are RFC 3261's own for UDP but T4: nothing is to linger for what the network may still hold. A repeated ACK
  // or answer is thrown away by whoever gets it then, and repeated INVITEs the door knows by itself. No names are
  // resolved here, and a request never changes from UDP to TCP because of its size: the listeners and targets say which
  // transport is meant.
  nta_ = nta_agent_create(root_, static_cast<const url_string_t*>(SIP_NONE), on_message, this, NTATAG_UA(1),
                          NTATAG_USE_NAPTR(0), NTATAG_USE_SRV(0), NTATAG_MERGE_482(1), NTATAG_UDP_MTU(65535),
                          NTATAG_MAXSIZE(65536), NTATAG_SIP_T4(100), NTATAG_EXTRA_100(0), NTATAG_REL100(0), TAG_END());
  if (!nta_) return fail(errc::network, "cannot make the SIP agent");
  if (auto bound = bind_listeners(nta_, options_.listen); !bound) return bound;
  listening_ = bound_addresses(nta_);
  headers_.prepare(nta_, options_.user_agent);
  porch_.open(datagram_sockets(nta_));
  su_wait_t wait[1];
  if (su_wait_create(wait, inbox_.descriptor(), SU_WAIT_IN) < 0 ||
      (wake_index_ = su_root_register(root_, wait, on_wake, this, 0)) < 0 || !make_timers())
    return fail(errc::network, "cannot watch the command queue: out of descriptors?");
  su_root_add_prepoll(root_, on_poll, this);
  for (const auto& address : listening_) log_info(options_.log, "sip", "listening on {}", address);
  return {};
}

bool Agent::make_timers() {
  stop_timer_ = su_timer_create(su_root_task(root_), stop_tick_ms);
  second_timer_ = su_timer_create(su_root_task(root_), 1000);
  trying_timer_ = su_timer_create(su_root_task(root_), trying_after_ms);
  return stop_timer_ && second_timer_ && trying_timer_ && su_timer_set_for_ever(second_timer_, on_second, this) == 0;
}

void Agent::run() {
  su_root_run(root_);
  su_root_remove_prepoll(root_);
}

int Agent::on_wake(Agent* self, su_wait_t*, Agent*) {
  self->inbox_.silence();
  self->work();
  return 0;
}
void Agent::on_poll(Agent* self, su_root_t*) {
  self->work();
  self->keep_limit();
  if (!self->porch_indices_.empty()) on_knock(self, nullptr, nullptr);
}
int Agent::on_knock(Agent* self, su_wait_t*, Agent*) {
  if (!self->stopping_) self->porch_.clear(std::chrono::steady_clock::now());
  return 0;
}
void Agent::on_stop_tick(Agent* self, su_timer_t*, Agent*) {
  if (self->stopped() || std::chrono::steady_clock::now() >= self->stop_by_) su_root_break(self->root_);
}
void Agent::on_second(Agent* self, su_timer_t*, Agent*) { self->second(); }

void Agent::answer_soon(LegId id) {
  if (unanswered_.empty()) su_timer_set(trying_timer_, on_trying, this);
  unanswered_.push_back({id, std::chrono::steady_clock::now()});
}

void Agent::on_trying(Agent* self, su_timer_t*, Agent*) {
  // The loop's clock steps, so a timer may be that much early: what is due at the next step is due now.
  const auto due = std::chrono::steady_clock::now() - std::chrono::milliseconds(trying_after_ms - loop_step_ms);
  auto& waiting = self->unanswered_;
  for (; !waiting.empty() && waiting.front().since <= due; waiting.pop_front()) {
    if (const auto found = self->legs_.find(waiting.front().leg.value); found != self->legs_.end())
      found->second->still_trying();
  }
  if (waiting.empty()) return;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(waiting.front().since - due);
  su_timer_set_interval(self->trying_timer_, on_trying, self, static_cast<su_duration_t>(left.count()) + loop_step_ms);
}

int Agent::on_message(Agent* self, nta_agent_t*, msg_t* message, sip_t* sip) {
  if (sip->sip_request) {
    self->door_.on_request(message, *sip);
  } else {
    Dialog::acknowledge_again(self->nta_, *sip);
    nta_msg_discard(self->nta_, message);
  }
  return 0;
}

void Agent::work() {
  graves_.clear();
  // The sink may have posted from this very thread while a batch was carried out: such commands ring no bell.
  for (;;) {
    admission_.waited(inbox_.take(batch_));
    if (batch_.empty()) break;
    for (auto& command : batch_) carry_out(command);
    empty_for_reuse(batch_);
  }
  graves_.clear();
}

void Agent::carry_out(Command& command) {
  if (stopping_) return;
  if (std::holds_alternative<StopCommand>(command.what)) return stop_all();
  if (const auto* invite = std::get_if<InviteCommand>(&command.what)) {
    add_leg<OutgoingLeg>(command.leg, invite->call.account).start(invite->call);
    return;
  }
  if (auto* wish = std::get_if<RegisterCommand>(&command.what)) return enrolments_.add(std::move(wish->registration));
  if (const auto* wish = std::get_if<UnregisterCommand>(&command.what)) return enrolments_.remove(wish->account, wish->aor);
  if (auto* wish = std::get_if<ProbeCommand>(&command.what)) return probes_.ask(std::move(wish->probe));
  const auto found = legs_.find(command.leg.value);
  if (found == legs_.end()) return;
  Leg& leg = *found->second;
  std::visit(Overloaded{
                 [&](const RingCommand& c) { leg.ring(c.sdp); },
                 [&](const NameCalledCommand& c) { leg.name_called(c.called); },
                 [&](const AnswerCommand& c) { leg.answer(c.sdp); },
                 [&](const RejectCommand& c) { leg.reject(c.status, c.retry_after); },
                 [&](const HangupCommand& c) { leg.hangup(usable_reason(c.reason)); },
                 [&](const AnswerOfferCommand& c) { leg.answer_offer(c.sdp); },
                 [&](const RefuseOfferCommand&) { leg.refuse_offer(); },
                 [&](const ReportTransferCommand& c) { leg.report_transfer(c.status); },
                 [](const auto&) {},
             },
             command.what);
}

// NTA does not send a message at all when a header given as text does not parse.
std::string Agent::usable_reason(const std::string& reason) {
  auto text = one_line(reason);
  if (text.empty()) return text;
  sip_reason_t* parsed = sip_reason_make(scratch_, text.c_str());
  if (!parsed) {
    log_warning(options_.log, "sip", "no Reason header is sent, it is malformed: {}", text);
    return {};
  }
  su_free(scratch_, parsed);
  return text;
}

void Agent::bury(LegId id) {
  const auto found = legs_.find(id.value);
  if (found == legs_.end()) return;
  graves_.push_back(std::move(found->second));
  legs_.erase(found);
  trim_.finished();
}

// BYE, CANCEL or 503 for every leg, and every registration of ours taken back; their answers get a moment to come, so
// that peers see a clean end.
void Agent::stop_all() {
  stopping_ = true;
  stop_by_ = std::chrono::steady_clock::now() + stop_patience;
  std::vector<LegId> all;
  for (const auto& [id, leg] : legs_) all.push_back(LegId{id});
  for (const LegId id : all) {
    if (const auto found = legs_.find(id.value); found != legs_.end()) found->second->reject(503, {});
    if (const auto found = legs_.find(id.value); found != legs_.end()) found->second->hangup({});
  }
  enrolments_.remove_all();
  if (stopped()) return su_root_break(root_);
  su_timer_set_for_ever(stop_timer_, on_stop_tick, this);
}

bool Agent::admits(const sip_t& invite, int& seconds) {
  const auto now = std::chrono::steady_clock::now();
  porch_.measure(now);
  const auto name = invite.sip_via ? name_of_branch(view(invite.sip_via->v_branch)) : 0;
  seconds = retry_after(name);
  return !stopping_ && admission_.admits(name, invite.sip_authorization || invite.sip_proxy_authorization, now);
}

// The event loop mostly tells of a packet on the descriptor that was registered last: so the porch sees it before NTA
// does. When NTA is first, the door refuses the same calls with the same answers, only dearer.
void Agent::keep_limit() {
  if (admission_.limiting() != porch_indices_.empty() || porch_.sockets().empty()) return;
  if (!admission_.limiting()) {
    for (const int index : porch_indices_) su_root_deregister(root_, index);
    porch_indices_.clear();
    log_info(options_.log, "sip", "all calls are served again");
    return;
  }
  for (const int socket : porch_.sockets()) {
    su_wait_t wait[1];
    const int index =
        su_wait_create(wait, socket, SU_WAIT_IN) < 0 ? -1 : su_root_register(root_, wait, on_knock, this, 0);
    if (index >= 0) porch_indices_.push_back(index);
  }
  log_warning(options_.log, "sip", "more calls come than can be served: some are refused with 503");
}

void Agent::second() {
  const auto now = std::chrono::steady_clock::now();
  registrar_.expire(now);
  registrar_.drop_lost([this](const Binding& b) { return !connected(nta_, b.address, b.connection); });
  enrolments_.tick(now);
  probes_.tick(now);
  admission_.step(now);
  door_.sweep(now);
  if (trim_.due(legs_.size())) malloc_trim(0);
}

}  // namespace tandem::sofia
