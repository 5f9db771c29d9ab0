// Numbers and regions by libphonenumber.
#include <tandem/number_data.hpp>

#include <phonenumbers/geocoding/phonenumber_offline_geocoder.h>
#include <phonenumbers/phonenumberutil.h>

namespace tandem {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberOfflineGeocoder;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr const char* no_country = "ZZ";

class PhonenumberData final : public NumberData {
 public:
  NumberRegion region_of(std::string_view number) const override {
    NumberRegion region;
    PhoneNumber parsed;
    if (numbers_.Parse("+" + std::string(number), no_country, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return region;
    numbers_.GetRegionCodeForNumber(parsed, &region.country);
    if (region.country == no_country || region.country == "001") region.country.clear();
    for (const char* language : {"en", "ru"}) {
      std::string name = geocoder_.GetDescriptionForNumber(parsed, icu::Locale(language));
      if (!name.empty()) region.names.push_back(std::move(name));
    }
    return region;
  }

  std::optional<std::string> international(std::string_view digits, std::string_view country) const override {
    PhoneNumber parsed;
    const std::string region(country);
    const auto error = numbers_.ParseAndKeepRawInput(std::string(digits), region, &parsed);
    // Extensions and short numbers parse, too; only a number of some country's plan is one.
    if (error != PhoneNumberUtil::NO_PARSING_ERROR || !numbers_.IsValidNumber(parsed)) return std::nullopt;
    switch (parsed.country_code_source()) {
      case PhoneNumber::FROM_NUMBER_WITH_IDD: break;
      case PhoneNumber::FROM_DEFAULT_COUNTRY:
        if (!looks_national(digits, region)) return std::nullopt;
        break;
      default: return std::nullopt;  // international already, without the plus
    }
    std::string formatted;
    numbers_.Format(parsed, PhoneNumberUtil::E164, &formatted);
    return formatted.starts_with('+') ? std::optional(formatted.substr(1)) : std::nullopt;
  }

  std::string calling_code(std::string_view country) const override {
    const int code = numbers_.GetCountryCodeForRegion(std::string(country));
    return code == 0 ? std::string{} : std::to_string(code);
  }

 private:
  /// Carriers send international numbers without a plus. Where national numbers are dialled with a trunk prefix, one
  /// without it that is a foreign number, too, is that.
  bool looks_national(std::string_view digits, const std::string& country) const {
    std::string prefix;
    numbers_.GetNddPrefixForRegion(country, true, &prefix);
    if (prefix.empty() || prefix == calling_code(country) || digits.starts_with(prefix)) return true;
    PhoneNumber foreign;
    return numbers_.Parse("+" + std::string(digits), no_country, &foreign) != PhoneNumberUtil::NO_PARSING_ERROR ||
           !numbers_.IsValidNumber(foreign);
  }

  const PhoneNumberUtil& numbers_ = *PhoneNumberUtil::GetInstance();
  PhoneNumberOfflineGeocoder geocoder_;
};

}  // namespace

Result<std::shared_ptr<const NumberData>> phonenumber_data() {
  // One for the process: the tables are large, and constant.
  static const std::shared_ptr<const NumberData> data = std::make_shared<PhonenumberData>();
  return data;
}

}  // namespace tandem
