#include "routing/account_plan.hpp"

#include "routing/number_plan.hpp"
#include "routing/schedule.hpp"

#include <date/tz.h>

#include <utility>

namespace tandem::routing {
namespace {

const date::time_zone* zone_of(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return date::locate_zone("UTC");  // documents with an unknown zone are refused before they come here
  }
}

}  // namespace

AccountPlan::AccountPlan(AccountDocument document)
    : document_(std::move(document)), zone_(zone_of(document_.time_zone)) {
  for (const Employee& employee : document_.employees) {
    employees_.emplace(employee.id.text, &employee);
    if (!employee.extension.empty()) extensions_.emplace(employee.extension, &employee);
    for (const SipAccount& account : employee.sip_accounts) {
      owners_.emplace(account.aor, &employee);
      sip_accounts_.emplace(account.aor, &account);
    }
  }
  for (const Group& group : document_.groups) {
    groups_.emplace(group.id.text, &group);
    if (!group.extension.empty()) extensions_.emplace(group.extension, &group);
  }
  for (const Scheme& scheme : document_.schemes) {
    schemes_.emplace(scheme.id.text, &scheme);
    if (!scheme.extension.empty()) extensions_.emplace(scheme.extension, &scheme);
  }
  for (const Trunk& trunk : document_.trunks) trunks_.emplace(trunk.id.text, &trunk);
  for (const Number& number : document_.numbers) numbers_.emplace(number.number, &number);
  for (const Prompt& prompt : document_.prompts) prompts_.emplace(prompt.id.text, &prompt);
}

Internal AccountPlan::extension(std::string_view digits) const {
  const auto at = extensions_.find(digits);
  return at == extensions_.end() ? Internal{} : at->second;
}

bool AccountPlan::longer_extension_possible(std::string_view digits) const {
  const ExtensionDial& dial = document_.defaults.extension_dial;
  for (const auto& [extension, target] : extensions_) {
    if (extension.size() > digits.size() && extension.starts_with(digits) &&
        static_cast<int>(extension.size()) >= dial.min_length && static_cast<int>(extension.size()) <= dial.max_length) {
      return true;
    }
  }
  return false;
}

std::string AccountPlan::normalise(std::string_view number) const {
  return routing::normalise(number, document_.country);
}

bool AccountPlan::in_force(const std::optional<Schedule>& schedule, Time now) const {
  return !schedule || schedule->any_time() || contains(*schedule, now, document_.time_zone);
}

int AccountPlan::local_day(Time now) const {
  return static_cast<int>(date::floor<date::days>(zone_->to_local(now)).time_since_epoch().count());
}

std::string AccountPlan::sound(const PromptKey& key) const {
  const Prompt* prompt = find(prompts_, key.text);
  return prompt != nullptr ? prompt->source : key.text;
}

std::optional<Duration> ring_time(const Device& device, const Defaults& defaults) {
  const std::chrono::seconds wait = device.wait.value_or(defaults.employee_ring_time);
  if (wait == std::chrono::seconds{0}) return std::nullopt;
  return wait;
}

}  // namespace tandem::routing
