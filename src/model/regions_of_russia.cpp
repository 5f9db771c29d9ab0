#include "model/regions_of_russia.hpp"

#include <algorithm>
#include <iterator>

namespace tandem::model {
namespace {

struct Zone {
  std::string_view name;
  std::string_view regions;  ///< codes behind "RU-", parted by blanks
};

constexpr Zone zones[] = {
    {"Europe/Kaliningrad", "KGD"},
    {"Europe/Moscow",
     "AD ARK BEL BRY CE CU DA IN IVA KB KC KDA KL KLU KO KOS KR KRS LEN LIP ME MO MOS MOW MUR NEN NGR NIZ ORL PNZ PSK ROS "
     "RYA SE SMO SPE STA TA TAM TUL TVE VLA VLG VOR YAR"},
    {"Europe/Kirov", "KIR"},
    {"Europe/Volgograd", "VGG"},
    {"Europe/Astrakhan", "AST"},
    {"Europe/Saratov", "SAR"},
    {"Europe/Ulyanovsk", "ULY"},
    {"Europe/Samara", "SAM UD"},
    {"Asia/Yekaterinburg", "BA CHE KGN KHM ORE PER SVE TYU YAN"},
    {"Asia/Omsk", "OMS"},
    {"Asia/Novosibirsk", "NVS"},
    {"Asia/Barnaul", "AL ALT"},
    {"Asia/Tomsk", "TOM"},
    {"Asia/Novokuznetsk", "KEM"},
    {"Asia/Krasnoyarsk", "KK KYA TY"},
    {"Asia/Irkutsk", "BU IRK"},
    {"Asia/Chita", "ZAB"},
    {"Asia/Yakutsk", "AMU SA"},
    {"Asia/Vladivostok", "KHA PRI YEV"},
    {"Asia/Magadan", "MAG"},
    {"Asia/Sakhalin", "SAK"},
    {"Asia/Kamchatka", "KAM"},
    {"Asia/Anadyr", "CHU"},
};

bool holds(std::string_view regions, std::string_view code) {
  for (std::size_t at = 0; at < regions.size();) {
    const std::size_t end = std::min(regions.find(' ', at), regions.size());
    if (regions.substr(at, end - at) == code) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

std::string_view zone_of_region(std::string_view code) noexcept {
  if (!code.starts_with("RU-")) return {};
  code.remove_prefix(3);
  const auto zone = std::find_if(std::begin(zones), std::end(zones),
                                 [&](const Zone& z) { return !code.empty() && holds(z.regions, code); });
  return zone != std::end(zones) ? zone->name : std::string_view();
}

}  // namespace tandem::model
