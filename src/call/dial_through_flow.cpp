// Dial-through: an employee who calls from outside dials on as if he sat at his desk (EMP-80, EMP-86, 02 OP-27).
#include "call/flows.hpp"

#include <algorithm>

namespace tandem::call {
namespace {

/// EMP-80: the number tells who calls, with a PIN or without.
const Employee* known_by_number(const Call& c) {
  const std::string& number = c.log.record.caller.number;
  const Employee* found = nullptr;
  if (number.empty()) return nullptr;
  c.plan->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    const Employee& employee = stored.object;
    const bool his = employee.auth_by_number &&
                     std::ranges::any_of(employee.devices, [&](const Device& device) { return device.number == number; });
    if (his && found == nullptr) found = &employee;
  });
  return found;
}

/// His extension, and then his PIN. A caller's guesses are counted over his calls; whoever has none left is told nothing
/// else than whoever is wrong.
Flow<const Employee*> ask_for_pin(Call& c) {
  const int attempts = c.plan->defaults().menu.password_attempts;
  const std::string source = c.log.record.caller.number;
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    const std::string extension = co_await dialled_at(c, c.caller, std::string("standard:enter-extension"));
    if (extension.empty()) break;
    const std::string pin =
        co_await dialled_at(c, c.caller, c.plan->sound(c.plan->defaults().password_prompt));
    const routing::Internal named = c.plan->extension(extension);
    const auto* employee = std::get_if<const Employee*>(&named);
    const bool barred = c.exchange.pins().barred(source, extension, c.now().time_since_epoch());
    const bool right = !barred && employee != nullptr && !(*employee)->pin.empty() && (*employee)->pin == pin;
    if (right) {
      c.exchange.pins().forget(source, extension);
      co_return *employee;
    }
    (void)c.exchange.pins().may_retry(source, extension, c.now().time_since_epoch());
    c.decide<Reason::dial_through_wrong_pin>(extension, attempt);
  }
  co_return nullptr;
}

/// From here on the call is his.
void become(Call& c, const Employee& employee, std::string number) {
  CallRecord& record = c.log.record;
  record.caller_employee = employee.id.text;
  record.direction = Direction::internal;  // until it turns out to leave the account
  record.dialled = std::move(number);
  record.line.clear();  // he calls by his own
  c.line = nullptr;
  c.caller_side.employee = &employee;
  c.caller_side.claim = queue::AgentClaim(c.exchange.roster(), c.exchange.roster().agent(employee.id, employee.status));
}

}  // namespace

Flow<Unit> dial_through_flow(Call& c) {
  c.caller.stop_sounds();
  const Employee* employee = c.external() ? known_by_number(c) : c.caller_side.employee;
  if (employee != nullptr) {
    c.decide<Reason::dial_through_by_number>(employee->id.text);
  } else {
    employee = co_await ask_for_pin(c);
    if (employee != nullptr) c.decide<Reason::dial_through_by_pin>(employee->id.text);
  }
  if (employee == nullptr) {
    c.gave_up_on_input = true;
    co_await busy_flow(c, std::string("not authorised"));
    co_return Unit{};
  }
  std::string number = co_await dialled_at(c, c.caller, std::string("tone:dial"));
  if (number.empty()) {
    co_await busy_flow(c, std::string("nothing dialled"));
    co_return Unit{};
  }
  become(c, *employee, std::move(number));
  co_await dialled_flow(c);
  const bool not_told = c.refusal != 0 && c.log.record.direction == Direction::outgoing;
  if (not_told) co_await busy_for(c.caller, std::chrono::seconds(2));
  co_return Unit{};
}

}  // namespace tandem::call
