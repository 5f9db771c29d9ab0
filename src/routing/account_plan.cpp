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

AccountPlan::AccountPlan(model::AccountData data) : data_(std::move(data)), zone_(zone_of(data_.settings().time_zone)) {}

Internal AccountPlan::extension(std::string_view digits) const {
  const model::AccountData::Claim* claim = data_.owner(model::Kind::extension, digits);
  if (claim == nullptr) return {};
  switch (claim->owner.kind) {
    case model::Kind::employee: return data_.find<Employee>(claim->owner.key);
    case model::Kind::group: return data_.find<Group>(claim->owner.key);
    case model::Kind::scheme: return data_.find<Scheme>(claim->owner.key);
    default: return {};
  }
}

bool AccountPlan::longer_extension_possible(std::string_view digits) const {
  const ExtensionDial& dial = defaults().extension_dial;
  bool possible = false;
  data_.each_name(model::Kind::extension, digits, [&](const std::string& extension, const auto&) {
    const int length = static_cast<int>(extension.size());
    possible = extension.size() > digits.size() && length >= dial.min_length && length <= dial.max_length;
    return !possible;
  });
  return possible;
}

const SipAccount* AccountPlan::sip_account(std::string_view aor) const {
  const Employee* owner = owner_of(aor);
  if (owner == nullptr) return nullptr;
  for (const SipAccount& account : owner->sip_accounts) {
    if (account.aor == aor) return &account;
  }
  return nullptr;
}

std::string AccountPlan::normalise(std::string_view number) const {
  return routing::normalise(number, data_.settings().country);
}

bool AccountPlan::in_force(const std::optional<Schedule>& schedule, Time now) const {
  return !schedule || schedule->any_time() || contains(*schedule, now, data_.settings().time_zone);
}

int AccountPlan::local_day(Time now) const {
  return static_cast<int>(date::floor<date::days>(zone_->to_local(now)).time_since_epoch().count());
}

std::string AccountPlan::sound(const PromptKey& key) const {
  const Prompt* prompt = data_.find<Prompt>(key.text);
  return prompt != nullptr ? prompt->source : key.text;
}

std::optional<Duration> ring_time(const Device& device, const Defaults& defaults) {
  const std::chrono::seconds wait = device.wait.value_or(defaults.employee_ring_time);
  if (wait == std::chrono::seconds{0}) return std::nullopt;
  return wait;
}

}  // namespace tandem::routing
