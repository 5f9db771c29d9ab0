// The port for what is known about telephone numbers as such: where they are, and of what kind.
#pragma once

#include <tandem/export.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// Any thread, no blocking.
class RegionData {
 public:
  virtual ~RegionData() = default;
  /// The regions a number in international digits belongs to, the narrowest first: {"Saint Petersburg", "RU"}. Empty: not
  /// known. Compared without regard to letter case.
  [[nodiscard]] virtual std::vector<std::string> regions_of(std::string_view number) const = 0;
  /// Can this number get an SMS?
  [[nodiscard]] virtual bool is_mobile(std::string_view number) const = 0;
};

/// Knows Russian numbers a little: mobile is 79 and nine digits more. What the engine uses when the host gives nothing
/// better; names no regions.
[[nodiscard]] const RegionData& plain_region_data();

}  // namespace tandem
