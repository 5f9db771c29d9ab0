// Numbers and regions by libphonenumber.
#include <tandem/regions.hpp>

#include <phonenumbers/geocoding/phonenumber_offline_geocoder.h>
#include <phonenumbers/phonenumberutil.h>

namespace tandem {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberOfflineGeocoder;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr const char* no_country = "ZZ";
constexpr const char* worldwide = "001";

class PhonenumberRegions final : public RegionData {
 public:
  std::vector<std::string> regions_of(std::string_view number) const override {
    std::vector<std::string> regions;
    PhoneNumber parsed;
    if (!parse(number, parsed)) return regions;
    for (const char* language : {"en", "ru"}) {
      std::string name = geocoder_.GetDescriptionForNumber(parsed, icu::Locale(language));
      if (!name.empty()) regions.push_back(std::move(name));
    }
    std::string country;
    numbers_.GetRegionCodeForNumber(parsed, &country);
    if (!country.empty() && country != no_country && country != worldwide) regions.push_back(std::move(country));
    return regions;
  }

  bool is_mobile(std::string_view number) const override {
    PhoneNumber parsed;
    return parse(number, parsed) && numbers_.GetNumberType(parsed) == PhoneNumberUtil::MOBILE;
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
  bool parse(std::string_view number, PhoneNumber& to) const {
    return numbers_.Parse("+" + std::string(number), no_country, &to) == PhoneNumberUtil::NO_PARSING_ERROR;
  }
  /// Carriers send international numbers without a plus. Where national numbers are dialled with a trunk prefix, one
  /// without it that is a foreign number, too, is that.
  bool looks_national(std::string_view digits, const std::string& country) const {
    std::string prefix;
    numbers_.GetNddPrefixForRegion(country, true, &prefix);
    if (prefix.empty() || prefix == calling_code(country) || digits.starts_with(prefix)) return true;
    PhoneNumber foreign;
    return !parse(digits, foreign) || !numbers_.IsValidNumber(foreign);
  }

  const PhoneNumberUtil& numbers_ = *PhoneNumberUtil::GetInstance();
  PhoneNumberOfflineGeocoder geocoder_;
};

}  // namespace

Result<std::shared_ptr<const RegionData>> phonenumber_data() {
  // One for the process: the tables are large, and constant.
  static const std::shared_ptr<const RegionData> data = std::make_shared<PhonenumberRegions>();
  return data;
}

}  // namespace tandem
