#include <tandem/simulation.hpp>

#include "sim/lab.hpp"

#include <algorithm>
#include <utility>

namespace tandem {
namespace {

Result<void> done(bool yes, std::string_view who, std::string_view what) {
  if (yes) return {};
  return fail(errc::not_found, std::string(who) + " has no call to " + std::string(what));
}

}  // namespace

Simulation::Simulation(SimulationOptions options) : lab_(std::make_unique<sim::Lab>(options)) {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

sim::Lab& Simulation::lab() { return *lab_; }
Result<void> Simulation::save(std::string_view account_json) { return lab_->save(account_json); }
Time Simulation::now() const { return lab_->executor.now(); }
void Simulation::run_for(Duration span) { lab_->executor.run_for(span); }

Duration Simulation::run_until_idle(Duration limit) {
  const Time before = now();
  lab_->executor.run_all(before + limit);
  return now() - before;
}

Result<void> Simulation::call(std::string_view from, std::string_view dialled) { return lab_->call(from, dialled); }

Result<void> Simulation::press(std::string_view who, std::string_view digits) {
  sim::Phone* phone = lab_->find_phone(who);
  for (const char digit : digits) {
    if (phone == nullptr || !phone->press(digit)) return done(false, who, "press a key in");
  }
  return {};
}

Result<void> Simulation::answer(std::string_view who) {
  sim::Phone* phone = lab_->find_phone(who);
  return done(phone != nullptr && phone->answer(), who, "answer");
}

Result<void> Simulation::reject(std::string_view who, int status) {
  sim::Phone* phone = lab_->find_phone(who);
  return done(phone != nullptr && phone->reject(status), who, "reject");
}

Result<void> Simulation::hang_up(std::string_view who) {
  sim::Phone* phone = lab_->find_phone(who);
  return done(phone != nullptr && phone->hang_up(), who, "hang up");
}

Result<void> Simulation::set_registered(std::string_view who, bool registered) {
  return lab_->set_registered(who, registered);
}

Result<void> Simulation::set_status(std::string_view employee, const StatusKey& status) {
  return lab_->set_status(employee, status);
}

Result<void> Simulation::answer_always(std::string_view who, Duration after, Duration talk) {
  Result<sim::Phone*> phone = lab_->phone(who);
  if (!phone) return std::unexpected(phone.error());
  (*phone)->habit = {true, after, talk};
  return {};
}

void Simulation::set_sound_length(std::string_view sound, Duration length) { lab_->set_sound_length(sound, length); }

std::vector<CallRecord> Simulation::records() const {
  RecordQuery all;
  all.limit = 1'000'000;
  Result<std::vector<CallRecord>> records = lab_->storage.records->find(all);
  if (!records) return {};
  std::ranges::reverse(*records);
  return std::move(*records);
}

const std::vector<Event>& Simulation::events() const { return lab_->events; }
void Simulation::on_event(std::function<void(const Event&)> sink) { lab_->on_event = std::move(sink); }

Simulation::Leftovers Simulation::leftovers() const { return {lab_->calls(), lab_->executor.timers()}; }

}  // namespace tandem
