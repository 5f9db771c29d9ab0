// The time zones of regions, by their ISO 3166-2 codes.
#pragma once

#include <string_view>

namespace tandem::model {

/// An IANA name; empty: the region is not known.
[[nodiscard]] std::string_view zone_of_region(std::string_view code) noexcept;

}  // namespace tandem::model
