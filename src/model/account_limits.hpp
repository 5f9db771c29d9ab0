// How many objects an account may have.
#pragma once

#include "model/account_data.hpp"

#include <tandem/account.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem::model {

/// EMP-65, SCH-52; none: as many as wanted.
[[nodiscard]] std::optional<std::size_t> most_employees(const Services& services);
/// SCH-06
[[nodiscard]] std::optional<std::size_t> most_schemes(const Services& services);

/// NUM-53
[[nodiscard]] std::optional<std::size_t> most_numbers(const Services& services);
/// The standard number is not one of the account's own.
[[nodiscard]] std::size_t count_of_numbers(const AccountData& data);

[[nodiscard]] std::string too_many_employees(std::size_t most);
[[nodiscard]] std::string too_many_schemes(std::size_t most);
/// CNF-46
[[nodiscard]] std::optional<std::size_t> most_rooms(const Services& services);
[[nodiscard]] std::string too_many_rooms(std::size_t most);
[[nodiscard]] std::string too_many_numbers(std::size_t most);
/// Bytes for audio files; AUD-02.
[[nodiscard]] std::optional<std::int64_t> most_prompt_bytes(const Services& services);
[[nodiscard]] std::string too_many_bytes(std::int64_t most);

/// A limit that a change exceeds.
struct OverLimit {
  Kind kind;  ///< what there is too much of, or the settings, where they ask for less than there is
  std::string message{};
  std::string path{};  ///< inside the object
};
/// What is too much already may stay, but no more comes.
[[nodiscard]] std::vector<OverLimit> limits_exceeded(const AccountData& before, const AccountData& after);

}  // namespace tandem::model
