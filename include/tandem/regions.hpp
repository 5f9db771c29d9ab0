// The port for what is known about telephone numbers as such: where they are, of what kind, and how they are dialled.
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <memory>
#include <optional>
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
  /// A number as it is dialled inside a country (ISO 3166 code), in international digits: "030123456" in "DE" is
  /// 4930123456. None if that country has no such number, or this data does not tell: the digits stand for themselves.
  [[nodiscard]] virtual std::optional<std::string> international(std::string_view, std::string_view) const { return {}; }
  /// "7" for "RU"; empty: not known.
  [[nodiscard]] virtual std::string calling_code(std::string_view) const { return {}; }
};

/// The data of libphonenumber, as the machine has it: regions by their English and Russian names and their country's code.
/// Errors: `unsupported` in a build without it (the CMake option TANDEM_PHONENUMBER).
[[nodiscard]] Result<std::shared_ptr<const RegionData>> phonenumber_data();

/// Knows Russian numbers a little: mobile is 79 and nine digits more. What the engine uses when the host gives nothing
/// better; names no regions.
[[nodiscard]] const RegionData& plain_region_data();

}  // namespace tandem
