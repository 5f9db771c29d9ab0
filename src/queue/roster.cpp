#include "queue/roster.hpp"

#include <algorithm>
#include <unordered_set>

namespace tandem::queue {

Ticket::Ticket(Roster& roster, const Group& group, std::vector<Operator> operators, WhyNot why_not)
    : roster_(roster), group_(group), operators_(std::move(operators)), device_why_not_(std::move(why_not)) {
  push_before(roster.line_);
}

// The claims of agents that were offered and not taken end here, and others may have them.
Ticket::~Ticket() {
  unlink();
  got_.clear();
  if (wants_) roster_.changed();  // those behind have nobody before them now
}

void Ticket::want() {
  wants_ = true;
  roster_.distribute();
}

bool Ticket::prefer(Agent& agent) {
  const auto is_him = [&](const Operator& op) { return op.agent == &agent; };
  if (std::ranges::none_of(operators_, is_him)) return false;
  preferred_ = &agent;
  return true;
}

std::vector<AgentClaim> Ticket::take() {
  assigned.clear();
  for (const AgentClaim& claim : got_) tried_.push_back(claim.agent());
  return std::exchange(got_, {});
}

// DST-01, in the order in which a person would ask.
std::optional<Reason> Ticket::why_not(const Operator& op) const {
  const Agent& agent = *op.agent;
  if (std::ranges::find(tried_, &agent) != tried_.end()) return Reason::tried_in_pass;
  if (!agent.free()) return Reason::busy;
  if (agent.wrapping_up) return Reason::wrapping_up;
  if (op.honour_status && !may_ring(agent.status.base, CallKind::group)) return Reason::status_forbids;
  if (agent.suspended_until > roster_.executor().now()) return Reason::suspended;
  return device_why_not_(agent);
}

int Ticket::position() const {
  int place = 1;
  for (const Link* link = roster_.line_.next(); link != this; link = link->next()) {
    const auto& other = static_cast<const Ticket&>(*link);
    if (other.queued_ && other.group_.id == group_.id) ++place;
  }
  return place;
}

int Ticket::serving() const {
  return static_cast<int>(std::ranges::count_if(operators_, [&](const Operator& op) {
    const bool lets = !op.honour_status || op.agent->wrapping_up || may_ring(op.agent->status.base, CallKind::group);
    return lets && !device_why_not_(*op.agent);
  }));
}

// Of a large group the first are named and the rest is counted, so that records stay small.
std::vector<Decision::Left> Ticket::left_out() const {
  constexpr std::size_t named = 12;
  std::vector<Decision::Left> left;
  std::size_t more = 0;
  for (const Operator& op : operators_) {
    const bool offered = std::ranges::any_of(got_, [&](const AgentClaim& claim) { return claim.agent() == op.agent; });
    if (offered) continue;
    if (left.size() == named) {
      ++more;
      continue;
    }
    const std::optional<Reason> why = why_not(op);
    if (!why) continue;
    Decision::Left& one = left.emplace_back(Decision::Left{op.agent->key.text, *why, {}});
    if (*why == Reason::status_forbids) one.arguments.emplace_back(op.agent->status.key.text);
  }
  if (more > 0) left.push_back({{}, Reason::not_looked_at, {std::to_string(more)}});
  return left;
}

Agent& Roster::agent(const EmployeeKey& key) {
  std::unique_ptr<Agent>& agent = agents_[key];
  if (!agent) {
    agent = std::make_unique<Agent>();
    agent->key = key;
  }
  return *agent;
}

void Roster::renew(const EmployeeKey& key, const AgentStatus& status) {
  Agent& one = agent(key);
  const int legs = one.legs;
  one = Agent();
  one.key = key;
  one.status = status;
  one.legs = legs;
}

Agent* Roster::find(const EmployeeKey& key) {
  const auto at = agents_.find(key);
  return at == agents_.end() ? nullptr : at->second.get();
}

const Agent* Roster::find(const EmployeeKey& key) const {
  const auto at = agents_.find(key);
  return at == agents_.end() ? nullptr : at->second.get();
}

void Roster::set_status(Agent& agent, const AgentStatus& status) {
  agent.status = status;
  if (status.base == Status::online) agent.suspended_until = {};  // DST-25, PRS-20
  changed();
}

void Roster::suspend(Agent& agent, Time until) {
  if (until <= agent.suspended_until) return;  // the larger of two holds (DST-24)
  agent.suspended_until = until;
  changed();  // its end is something to wake up for (DST-27)
}

int Roster::waiting(const GroupKey& group) const {
  int count = 0;
  for (const Link* link = line_.next(); link != &line_; link = link->next()) {
    const auto& ticket = static_cast<const Ticket&>(*link);
    if (ticket.queued_ && ticket.group_.id == group) ++count;
  }
  return count;
}

void Roster::distribute() {
  Time wake = Time::max();
  const Time now = executor_.now();
  // Callers behind one who cannot be served need no look. A change of the account makes another Group: its callers are
  // judged for themselves, since it may have other operators.
  std::unordered_set<const Group*> unserved;
  for (Link* link = line_.next(); link != &line_; link = link->next()) {
    auto& ticket = static_cast<Ticket&>(*link);
    if (!ticket.wants_ || unserved.contains(&ticket.group_) || serve(ticket)) continue;
    unserved.insert(&ticket.group_);
    wake = std::min(wake, Time(std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes(1)));
    for (const Ticket::Operator& op : ticket.operators_) {
      if (op.agent->suspended_until > now) wake = std::min(wake, op.agent->suspended_until);
    }
  }
  // The end of a suspension makes somebody eligible, and so does the opening of a device's schedule, which falls on a
  // whole minute (DST-27).
  wake_.cancel();
  if (wake != Time::max()) executor_.start(wake_, wake, *this);
}

bool Roster::serve(Ticket& ticket) {
  std::vector<Candidate> candidates;
  int position = 0;
  for (const Ticket::Operator& op : ticket.operators_) {
    if (!ticket.why_not(op)) candidates.push_back({op.agent, position, op.priority});
    ++position;
  }
  if (candidates.empty()) return false;
  Agent* preferred = std::exchange(ticket.preferred_, nullptr);
  const auto is_preferred = [&](const Candidate& candidate) { return candidate.agent == preferred; };
  if (const auto at = std::ranges::find_if(candidates, is_preferred); at != candidates.end()) {
    candidates = {*at};
  }
  for (const Candidate& chosen : pick(ticket.group_.strategy, candidates, random_)) {
    ticket.got_.emplace_back(*this, *chosen.agent);
  }
  ticket.wants_ = false;
  ticket.assigned.set();
  return true;
}

}  // namespace tandem::queue
