// Dial-through: an employee who calls from outside dials on as if he sat at his desk (EMP-80, EMP-86, 02 OP-27).
#include "call/flows.hpp"

#include <algorithm>

namespace tandem::call {
namespace {

constexpr int most_rounds = 10;  ///< of one call, through schemes back to here

/// EMP-80: the number tells who calls, with a PIN or without.
const Employee* known_by_number(const Call& c) {
  const std::string& number = c.caller_side.shown.number;
  const Employee* found = nullptr;
  if (number.empty()) return nullptr;
  c.plan->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    const Employee& employee = stored.object;
    const bool his = employee.auth_by_number &&
                     std::ranges::any_of(employee.devices, [&](const Device& device) {
                       return !device.number.empty() && c.plan->normalise(device.number) == number;
                     });
    if (his && found == nullptr) found = &employee;
  });
  return found;
}

/// Does he know the PIN? Guesses are counted over calls: of the caller, and of all, since a caller's number is what he
/// says it is. Whoever has none left is told nothing else than whoever is wrong.
bool knows_pin(Call& c, const std::string& source, const Employee* employee, const std::string& pin) {
  if (employee == nullptr || employee->pin.empty()) return false;
  const auto now = c.now().time_since_epoch();
  const std::string& whose = employee->id.text;
  Guesses& of_one = c.exchange.pins();
  Guesses& of_all = c.exchange.pins_of_all();
  if (of_one.barred(source, whose, now) || of_all.barred("", whose, now)) return false;
  if (employee->pin == pin) {
    of_one.forget(source, whose);
    return true;
  }
  (void)of_one.may_retry(source, whose, now);
  (void)of_all.may_retry("", whose, now);
  return false;
}

/// His extension, and then his PIN.
Flow<const Employee*> ask_for_pin(Call& c) {
  const int attempts = c.plan->defaults().menu.password_attempts;
  const std::string source = c.caller_side.shown.number;
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    const std::string extension = co_await dialled_at(c, c.caller, std::string("standard:enter-extension"));
    if (extension.empty()) break;
    const std::string pin =
        co_await dialled_at(c, c.caller, c.plan->sound(c.plan->defaults().password_prompt));
    const routing::Internal named = c.plan->extension(extension);
    const auto* of_employee = std::get_if<const Employee*>(&named);
    const Employee* employee = of_employee != nullptr ? *of_employee : nullptr;
    if (knows_pin(c, source, employee, pin)) co_return employee;
    // What is no extension may be a PIN that was typed too early: it is not written down.
    c.decide<Reason::dial_through_wrong_pin>(employee != nullptr ? extension : std::string("?"), attempt);
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
  c.caller_side.by_sim_card = false;
  c.caller_side.claim = queue::AgentClaim(c.exchange.roster(), c.exchange.roster().agent(employee.id));
}

}  // namespace

Flow<Unit> dial_through_flow(Call& c) {
  c.caller.stop_sounds();
  if (++c.forward_hops > most_rounds) {
    c.decide<Reason::forward_loop>(most_rounds);
    co_await busy_flow(c, std::string("forward loop"));
    co_return Unit{};
  }
  const Employee* employee = c.caller_side.by_sim_card ? nullptr : c.caller_side.employee;  // from a phone of his
  if (employee == nullptr) {
    employee = known_by_number(c);
    if (employee != nullptr) c.decide<Reason::dial_through_by_number>(employee->id.text);
  }
  if (employee == nullptr) {
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
  co_await dialled_on_flow(c);
  co_return Unit{};
}

}  // namespace tandem::call
