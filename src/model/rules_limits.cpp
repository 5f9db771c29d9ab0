// What an account's services and limits let its objects be (SVC, GRP-43, ROL-18, EMP-65, SCH-06).
#include "model/account_limits.hpp"
#include "model/json_value.hpp"
#include "model/names.hpp"
#include "model/regions_of_russia.hpp"
#include "model/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {

std::string not_enabled(std::string_view what, Service service, std::string_view rule) {
  return fmt::format("{} needs the service `{}`, which is not enabled ({}, SVC-06)", what, name_of(service), rule);
}

void CountsFit::operator()(Judge& judge, const AccountDocument& value) const {
  const Services& services = value.defaults.services;
  const auto limit = [&](std::string_view list, std::size_t size, std::optional<std::size_t> most, auto text) {
    if (most && size > *most) judge.say_at(fmt::format("{}[{}]", list, *most), errc::exhausted, text(*most));
  };
  limit("employees", value.employees.size(), most_employees(services), too_many_employees);
  limit("schemes", value.schemes.size(), most_schemes(services), too_many_schemes);
  limit("rooms", value.rooms.size(), most_rooms(services), too_many_rooms);
  const auto counts = [](const Number& number) { return number.use != LineUse::standard; };
  limit("numbers", static_cast<std::size_t>(std::count_if(value.numbers.begin(), value.numbers.end(), counts)),
        most_numbers(services), too_many_numbers);
  std::int64_t bytes = 0;
  const auto quota = most_prompt_bytes(services);
  for (std::size_t i = 0; i < value.prompts.size() && quota; ++i) {
    bytes += value.prompts[i].size;
    if (bytes <= *quota) continue;
    judge.say_at(fmt::format("prompts[{}]", i), errc::exhausted, too_many_bytes(*quota));
    break;
  }
}

void StrategyOn::operator()(Judge& judge, RingStrategy value) const {
  const auto& off = judge.names().defaults().services.strategies_off;
  if (std::find(off.begin(), off.end(), value) == off.end()) return;
  judge.say(errc::forbidden, fmt::format("the account does not have the strategy {} (GRP-43)", enum_name(value)));
}

void ForwardingOn::operator()(Judge& judge, const CallerRule& value) const {
  if (!value.enabled || judge.names().defaults().services.caller_forwarding) return;
  judge.say(errc::forbidden, not_enabled("forwarding by caller", Service::caller_forwarding, "FWD-05"));
}

void Pin::operator()(Judge& judge, const std::string& value) const {
  if (value.size() >= least && value.size() <= most && all_digits(value)) return;
  judge.say(errc::invalid_argument, std::string(what));  // without what was written: messages are logged
}

void RoomFits::operator()(Judge& judge, const Room& value) const {
  const Services& services = judge.names().defaults().services;
  if (!services.rooms) judge.say(errc::forbidden, not_enabled("a conference room", Service::rooms, "CNF-52"));
  if (value.pin_required && value.pin.empty()) {
    judge.say_at(judge.field("pin"), errc::missing_field, "a room that asks for a PIN has one: 4 to 7 digits (CNF-43)");
  }
  if (services.max_room_seats && value.seats > *services.max_room_seats) {
    judge.say_at(judge.field("seats"), errc::exhausted,
                    fmt::format("{} seats need a package of that size; the account's rooms have {} at the most (CNF-36)",
                                value.seats, *services.max_room_seats));
  }
}

void LockedRights::operator()(Judge& judge, const Role& value) const {
  const auto base = rights_of(value.base);
  for (const Right right : judge.names().defaults().services.locked_rights) {
    const bool has = std::find(value.rights.begin(), value.rights.end(), right) != value.rights.end();
    const bool had = std::find(base.begin(), base.end(), right) != base.end();
    if (has == had) continue;
    judge.say_at(judge.field("rights"), errc::forbidden,
                 fmt::format("the right {} cannot be changed: the role {} {} it (ROL-18)", enum_name(right),
                             enum_name(value.base), had ? "has" : "lacks"));
  }
}

void OwnPrompt::operator()(Judge& judge, const PromptKey& key) const {
  judge_reference(judge, Kind::prompt, key.text);
  const Prompt* prompt = judge.names().prompt(key.text);
  if (prompt == nullptr || !prompt->source.starts_with("standard:")) return;
  judge.say(errc::invalid_argument, "a warning is an audio file of the account's own (NUM-44)");
}

void RegionCode::operator()(Judge& judge, const std::string& value) const {
  const bool formed = value.size() >= 4 && value.size() <= 6 && value[2] == '-' &&
                      std::all_of(value.begin(), value.end(), [](char c) {
                        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                      });
  if (!formed || (value.starts_with("RU-") && zone_of_region(value).empty())) {
    judge.say(errc::invalid_argument, fmt::format("{} is no ISO 3166-2 code of a region, as \"RU-NVS\"", shown(value)));
  }
}

}  // namespace tandem::model
