#include "model/account_limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {

std::optional<std::size_t> most_employees(const Services& services) {
  std::optional<std::size_t> most;
  if (services.max_employees) most = static_cast<std::size_t>(*services.max_employees);
  constexpr std::size_t smallest_plan = 3;  // SCH-52
  if (services.plan == Plan::virtual_number) most = std::min(most.value_or(smallest_plan), smallest_plan);
  return most;
}
std::optional<std::size_t> most_schemes(const Services& services) {
  if (!services.max_schemes) return std::nullopt;
  return static_cast<std::size_t>(*services.max_schemes);
}
std::optional<std::size_t> most_rooms(const Services& services) {
  if (!services.max_rooms) return std::nullopt;
  return static_cast<std::size_t>(*services.max_rooms);
}
std::string too_many_rooms(std::size_t most) {
  return fmt::format("the account has {} conference rooms at the most (CNF-46); a larger package is needed", most);
}
std::optional<std::size_t> most_numbers(const Services& services) {
  if (!services.max_numbers) return std::nullopt;
  return static_cast<std::size_t>(*services.max_numbers);
}
std::size_t count_of_numbers(const AccountData& data) {
  std::size_t count = 0;
  data.all<Number>().each([&](const Stored<Number>& stored) { count += stored.object.use != LineUse::standard ? 1 : 0; });
  return count;
}
std::optional<std::int64_t> most_prompt_bytes(const Services& services) {
  if (!services.prompt_megabytes) return std::nullopt;
  return std::int64_t{*services.prompt_megabytes} * 1'000'000;
}
std::string too_many_employees(std::size_t most) {
  return fmt::format("the account has {} employees at the most (EMP-65)", most);
}
std::string too_many_schemes(std::size_t most) {
  return fmt::format("the account has {} schemes at the most (SCH-06)", most);
}
std::string too_many_numbers(std::size_t most) {
  return fmt::format("the account has {} numbers at the most (NUM-53)", most);
}
std::string too_many_bytes(std::int64_t most) {
  return fmt::format("the audio files of the account have {} bytes at the most (AUD-02)", most);
}

namespace {

/// Bytes of audio files that a change adds; negative: that it takes away.
std::int64_t prompt_bytes_added(const AccountData& before, const AccountData& after) {
  std::int64_t more = 0;
  ObjectSet<Prompt>::differences(before.all<Prompt>(), after.all<Prompt>(), [&](const Prompt* old, const Prompt* fresh) {
    more += (fresh != nullptr ? fresh->size : 0) - (old != nullptr ? old->size : 0);
  });
  return more;
}

}  // namespace

std::vector<OverLimit> limits_exceeded(const AccountData& before, const AccountData& after) {
  std::vector<OverLimit> found;
  const Services& services = after.settings().defaults.services;
  const auto judge = [&](Kind kind, std::size_t had, std::size_t has, std::optional<std::size_t> most, auto text) {
    if (most && has > *most && has > had) found.push_back({kind, text(*most)});
  };
  judge(Kind::employee, before.all<Employee>().size(), after.all<Employee>().size(), most_employees(services),
        too_many_employees);
  judge(Kind::number, count_of_numbers(before), count_of_numbers(after), most_numbers(services), too_many_numbers);
  judge(Kind::scheme, before.all<Scheme>().size(), after.all<Scheme>().size(), most_schemes(services), too_many_schemes);
  const auto rooms = most_rooms(services);
  const std::size_t has_rooms = after.all<Room>().size();
  judge(Kind::room, before.all<Room>().size(), has_rooms, rooms, too_many_rooms);
  const auto rooms_before = most_rooms(before.settings().defaults.services);
  if (rooms && (!rooms_before || *rooms < *rooms_before) && has_rooms > *rooms) {  // CNF-47: the surplus goes first
    found.push_back({Kind::settings,
                     fmt::format("there are {} conference rooms, {} too many for this package; remove them first (CNF-47)",
                                 has_rooms, has_rooms - *rooms),
                     "defaults.services.max_rooms"});
  }
  const auto quota = most_prompt_bytes(services);
  if (!quota || prompt_bytes_added(before, after) <= 0) return found;
  std::int64_t bytes = 0;
  after.all<Prompt>().each([&](const Stored<Prompt>& stored) { bytes += stored.object.size; });
  if (bytes > *quota) found.push_back({Kind::prompt, too_many_bytes(*quota)});
  return found;
}

}  // namespace tandem::model
