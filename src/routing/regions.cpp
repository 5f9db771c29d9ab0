#include "routing/regions.hpp"

#include <algorithm>

namespace tandem::routing {

std::string folded(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto c = static_cast<unsigned char>(result[i]);
    if (c >= 'A' && c <= 'Z') result[i] = static_cast<char>(c + ('a' - 'A'));
    if (c != 0xd0 || i + 1 == result.size()) continue;
    // Capitals in UTF-8: Ё is d0 81 (ё d1 91), А to П are d0 90..9f (а to п d0 b0..bf), Р to Я d0 a0..af (d1 80..8f).
    const auto second = static_cast<unsigned char>(result[i + 1]);
    if (second == 0x81) {
      result[i] = '\xd1';
      result[i + 1] = '\x91';
    } else if (second >= 0x90 && second <= 0x9f) {
      result[i + 1] = static_cast<char>(second + 0x20);
    } else if (second >= 0xa0 && second <= 0xaf) {
      result[i] = '\xd1';
      result[i + 1] = static_cast<char>(second - 0x20);
    }
    ++i;
  }
  return result;
}

void RegionList::add(std::string_view region, std::uint32_t rank) {
  const auto [at, added] = ranks_.emplace(folded(region), rank);
  if (!added) at->second = std::min(at->second, rank);
  best_ = std::min(best_, rank);
}

std::optional<std::uint32_t> RegionList::first(const NumberRegion& region) const {
  std::optional<std::uint32_t> best;
  const auto look = [&](std::string_view name) {
    if (name.empty()) return;
    const auto at = ranks_.find(folded(name));
    if (at != ranks_.end() && (!best || at->second < *best)) best = at->second;
  };
  look(region.country);
  for (const std::string& name : region.names) look(name);
  return best;
}

}  // namespace tandem::routing
