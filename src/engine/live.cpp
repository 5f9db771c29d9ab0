// What goes on in a running account: the statuses of its people, what they do with calls, and how its lines stand.
#include "engine/asker.hpp"

#include <tandem/engine.hpp>

#include <utility>

namespace tandem {
namespace {

using engine::Asker;

/// May he change whether calls reach this employee?
Result<Asker> minder_of(const AccountHandle& handle, const EmployeeKey& employee) {
  Result<Asker> asker = Asker::of(handle);
  if (!asker) return asker;
  const model::Authority authority = asker->authority();
  const bool own = handle.actor.kind != ActorKind::employee || handle.actor.employee == employee;
  const bool controlled = authority.has(Right::controlled_reception_edit) && authority.controls(employee);
  if (own || controlled || authority.has(Right::employees_edit)) return asker;
  return fail(errc::forbidden, "the status is of somebody else, in no group that this one controls");
}

/// Whoever does something by himself. `what`: "an employee places his own calls, not those of others"
Result<Asker> himself(const AccountHandle& handle, const EmployeeKey& employee, const char* what) {
  Result<Asker> asker = Asker::of(handle);
  const bool others = handle.actor.kind == ActorKind::employee && handle.actor.employee != employee;
  if (asker && others) return fail(errc::forbidden, what);
  return asker;
}

Result<Asker> reader_of(const AccountHandle& handle, const EmployeeKey& employee) {
  Result<Asker> asker = Asker::of(handle);
  if (!asker) return asker;
  const auto* card = asker->data().find<Employee>(employee.text);
  if (card == nullptr || asker->authority().may_see(*card)) return asker;
  return fail(errc::forbidden, "this employee's role does not let him see that card");
}

Result<Asker> with_right(const AccountHandle& handle, Right right) {
  Result<Asker> asker = Asker::of(handle);
  if (!asker) return asker;
  if (auto allowed = asker->need(right); !allowed) return std::unexpected(allowed.error());
  return asker;
}

/// What `act(exchange)`, a Result, gives for an asker who may.
template <class F>
std::invoke_result_t<F, call::Exchange&> on_exchange(const Result<Asker>& asker, F act) {
  if (!asker) return std::unexpected(asker.error());
  return asker->core().on_exchange(asker->data().id(), std::move(act));
}

}  // namespace

Result<void> Account::set_status(const EmployeeKey& employee, const StatusKey& status) {
  return on_exchange(minder_of(handle_, employee),
                     [&](call::Exchange& exchange) { return exchange.statuses().choose(employee, status); });
}

Result<void> Account::enter_contact_centre(const EmployeeKey& employee, const std::optional<StatusKey>& status) {
  return on_exchange(minder_of(handle_, employee),
                     [&](call::Exchange& exchange) { return exchange.statuses().log_in(employee, status); });
}

Result<void> Account::leave_contact_centre(const EmployeeKey& employee) {
  return on_exchange(minder_of(handle_, employee),
                     [&](call::Exchange& exchange) { return exchange.statuses().log_out(employee); });
}

Result<StatusHistory> Account::status(const EmployeeKey& employee) const {
  return on_exchange(reader_of(handle_, employee),
                     [&](call::Exchange& exchange) { return exchange.statuses().of(employee); });
}

Result<GroupState> Account::group_state(const GroupKey& group) const {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  if (!asker->authority().may_see(model::Kind::group)) {
    return fail(errc::forbidden, "this employee's role does not let him see groups");
  }
  return on_exchange(asker, [&](call::Exchange& exchange) { return exchange.group_state(group); });
}

Result<void> Account::end_wrap_up(const EmployeeKey& employee) {
  return on_exchange(minder_of(handle_, employee),
                     [&](call::Exchange& exchange) { return exchange.statuses().end_wrap_up(employee); });
}

Result<void> Account::choose_devices(const EmployeeKey& employee, std::vector<std::string> devices) {
  return on_exchange(minder_of(handle_, employee), [&](call::Exchange& exchange) {
    return exchange.choose_devices(employee, std::move(devices));
  });
}

Result<void> Account::set_softphone(const EmployeeKey& employee, SoftphoneKind kind, Softphone softphone) {
  return on_exchange(minder_of(handle_, employee), [&](call::Exchange& exchange) {
    return exchange.set_softphone(employee, kind, std::move(softphone));
  });
}

Result<Communications> Account::communications(const EmployeeKey& employee) const {
  return on_exchange(reader_of(handle_, employee),
                     [&](call::Exchange& exchange) { return exchange.communications(employee); });
}

Result<void> Account::transfer(CallId call, const EmployeeKey& by, std::string target) {
  return on_exchange(himself(handle_, by, "an employee passes on his own calls, not those of others"),
                     [&](call::Exchange& exchange) { return exchange.transfer(call, by, std::move(target)); });
}

Result<CallId> Account::place_call(const EmployeeKey& employee, std::string to) {
  return on_exchange(himself(handle_, employee, "an employee places his own calls, not those of others"),
                     [&](call::Exchange& exchange) { return exchange.place(employee, std::move(to)); });
}

Result<void> Account::send_sms(const EmployeeKey& employee, std::string to, std::string text) {
  return on_exchange(himself(handle_, employee, "an employee sends his own SMS, not those of others"),
                     [&](call::Exchange& exchange) { return exchange.send_sms(employee, to, text); });
}

Result<std::size_t> Account::calls() const {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  const auto calls = on_exchange(asker, [](call::Exchange& exchange) -> Result<std::size_t> { return exchange.calls(); });
  return !calls && calls.error().code == errc::gone ? 0 : calls;  // nothing runs
}

Result<std::vector<TrunkInfo>> Account::trunk_list(TrunkFilter filter) const {
  auto list = on_exchange(with_right(handle_, Right::trunks_view), [](call::Exchange& exchange) {
    return Result<std::vector<TrunkInfo>>(exchange.trunk_list());
  });
  if (!list) return list;
  std::erase_if(*list, [&](const TrunkInfo& trunk) {
    return (filter.enabled && trunk.state == TrunkState::disabled) || (filter.incoming && !trunk.has_incoming);
  });
  return list;
}

Result<std::vector<LineInfo>> Account::line_list() const {
  return on_exchange(with_right(handle_, Right::call_processing_edit), [](call::Exchange& exchange) {
    return Result<std::vector<LineInfo>>(exchange.line_list());
  });
}

}  // namespace tandem
