// What is known about telephone numbers of the world: a port. The engine has an implementation over libphonenumber; a host
// with number ranges of its own may write another (01 OP-24, 04 CID-23).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// Where a number belongs.
struct NumberRegion {
  std::string country{};             ///< ISO 3166 code, "RU"; empty: not known
  std::vector<std::string> names{};  ///< of the region, in each language there is one in: "Moscow", "г. Москва"
};

/// Any thread may ask, several at once; nothing is asked of a network or a disk.
class NumberData {
 public:
  virtual ~NumberData() = default;
  /// The region of a number in international digits; nothing known: an empty one.
  [[nodiscard]] virtual NumberRegion region_of(std::string_view number) const = 0;
  /// A number as it is dialled inside a country (ISO 3166 code), in international digits: "030123456" in "DE" is
  /// 4930123456. None if that country has no such number: the digits then stand for themselves.
  [[nodiscard]] virtual std::optional<std::string> international(std::string_view digits,
                                                                 std::string_view country) const = 0;
  /// "7" for "RU"; empty: not known.
  [[nodiscard]] virtual std::string calling_code(std::string_view country) const = 0;
};

/// The data of libphonenumber, as the machine has it. Errors: `unsupported` in a build without it (the CMake option
/// TANDEM_PHONENUMBER).
[[nodiscard]] Result<std::shared_ptr<const NumberData>> phonenumber_data();

}  // namespace tandem
