// Where employees may call (specification 03, LIM-04..07, OP-09).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// Numbers with a common beginning that are allowed or forbidden together. Of several classes with a prefix of a number
/// the one with the longest decides.
struct DestinationClass {
  std::string id{};    ///< as it is ticked: "cis"
  std::string name{};
  std::vector<std::string> prefixes{};  ///< international digits
  bool home = false;   ///< of the home country: always allowed (LIM-05)
  friend bool operator==(const DestinationClass&, const DestinationClass&) = default;
};
struct DestinationTable {
  std::vector<DestinationClass> classes{};
  std::vector<std::string> emergency{};  ///< numbers as dialled that nothing forbids
  friend bool operator==(const DestinationTable&, const DestinationTable&) = default;
};

/// What an account or an employee may call (LIM-04, LIM-06).
struct AllowedDestinations {
  bool all = true;                     ///< every destination; off: the home country and what is ticked (LIM-05)
  std::vector<std::string> classes{};  ///< ticked: ids of the table
  friend bool operator==(const AllowedDestinations&, const AllowedDestinations&) = default;
};

/// Errors: `invalid_argument`, `duplicate`; with paths such as `classes[3].prefixes[0]`.
[[nodiscard]] Result<void> check_destinations(const DestinationTable& table);

/// The table where a host supplies none: the home country (`calling_code`, "7" for Russia and Kazakhstan, told apart by
/// `country`), the countries around Russia ("cis"), and the numbering zones of the world ("europe", "north_america",
/// "africa", "latin_america", "oceania", "east_asia", "west_asia", "satellite").
[[nodiscard]] DestinationTable default_destinations(std::string_view country, std::string_view calling_code);

}  // namespace tandem
