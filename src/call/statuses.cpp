#include "call/statuses.hpp"

#include "call/exchange.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace tandem::call {
namespace {

constexpr std::string_view logout = "logout";

}  // namespace

Result<AgentStatus> Statuses::find(const StatusKey& status) const {
  const auto known = exchange_.plan()->status(status);
  if (known) return *known;
  return fail(errc::not_found, fmt::format("account '{}' has no status '{}'", exchange_.key(), status.text));
}

Result<queue::Agent*> Statuses::agent(const EmployeeKey& employee) const {
  if (exchange_.plan()->employee(employee) == nullptr) return exchange_.no_employee(employee);
  return &exchange_.roster().agent(employee);
}

AgentStatus Statuses::current(const AgentStatus& status) const {
  return exchange_.plan()->status(status.key).value_or(AgentStatus(status.base));
}

Result<void> Statuses::choose(const EmployeeKey& employee, const StatusKey& status) {
  const auto whose = agent(employee);
  if (!whose) return std::unexpected(whose.error());
  const Result<AgentStatus> chosen = find(status);
  if (!chosen) return std::unexpected(chosen.error());
  exchange_.wrap_ups().forget(**whose);
  change(**whose, *chosen, "user");
  return {};
}

Result<void> Statuses::end_wrap_up(const EmployeeKey& employee) {
  const auto whose = agent(employee);
  if (!whose) return std::unexpected(whose.error());
  exchange_.wrap_ups().end(**whose);
  return {};
}

Result<void> Statuses::log_in(const EmployeeKey& employee, const std::optional<StatusKey>& status) {
  const auto whose = agent(employee);
  if (!whose) return std::unexpected(whose.error());
  if (status) {
    const Result<AgentStatus> chosen = find(*status);
    if (!chosen) return std::unexpected(chosen.error());
    exchange_.wrap_ups().forget(**whose);
    change(**whose, *chosen, "login");
    return {};
  }
  const auto known = known_.find(employee);
  if (known != known_.end() && known->second.changed_by == logout) {
    change(**whose, current(*known->second.at_logout), "login");
  } else if (known == known_.end() && (*whose)->status.base == Status::offline) {
    change(**whose, Status::online, "login");  // since the engine began nobody knows of a log-out; he is here now
  }
  return {};  // else he is there, or was put somewhere since
}

Result<void> Statuses::log_out(const EmployeeKey& employee) {
  const auto whose = agent(employee);
  if (!whose) return std::unexpected(whose.error());
  queue::Agent& agent = **whose;
  StatusHistory& history = known_[employee];
  if (history.changed_by == logout) return {};
  const AgentStatus last = exchange_.wrap_ups().behind(agent);
  exchange_.wrap_ups().forget(agent);
  history.at_logout = last;
  change(agent, Status::offline, std::string(logout));
  return {};
}

Result<StatusHistory> Statuses::of(const EmployeeKey& employee) const {
  const auto whose = agent(employee);
  if (!whose) return std::unexpected(whose.error());
  const auto known = known_.find(employee);
  StatusHistory history = known != known_.end() ? known->second : StatusHistory();
  history.now = (*whose)->status;
  return history;
}

void Statuses::change(queue::Agent& agent, const AgentStatus& status, std::string cause) {
  StatusHistory& history = known_[agent.key];
  const AgentStatus before = agent.status;
  history.changed_by = cause;
  exchange_.roster().set_status(agent, status);
  if (before == status) return;
  history.before = before;
  history.changed_at = exchange_.now();
  exchange_.publish(
      StatusChanged{agent.key.text, before.key, status.key, before.base, status.base, std::move(cause)});
}

void Statuses::account_changed() {
  exchange_.plan()->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    queue::Agent& agent = exchange_.roster().agent(stored.object.id);
    const AgentStatus now = current(agent.status);
    if (now != agent.status) change(agent, now, "system");
  });
}

}  // namespace tandem::call
