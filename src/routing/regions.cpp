#include "routing/regions.hpp"

#include "model/unicode.hpp"

#include <algorithm>

namespace tandem::routing {

std::string folded(std::string_view text) {
  std::u32string letters = model::code_points(text);
  for (char32_t& c : letters) c = model::lower_letter(c);
  return model::utf8(letters);
}

void RegionList::add(std::string_view region, std::uint32_t rank) {
  const auto [at, added] = ranks_.emplace(folded(region), rank);
  if (!added) at->second = std::min(at->second, rank);
  best_ = std::min(best_, rank);
}

std::optional<std::uint32_t> RegionList::first(const std::vector<std::string>& regions) const {
  std::optional<std::uint32_t> best;
  for (const std::string& region : regions) {
    const auto at = ranks_.find(folded(region));
    if (at != ranks_.end() && (!best || at->second < *best)) best = at->second;
  }
  return best;
}

}  // namespace tandem::routing
