#include "routing/caller_masks.hpp"

#include <algorithm>
#include <utility>

namespace tandem::routing {

CallerMasks::CallerMasks(std::vector<CallerMask> masks) {
  std::vector<PatternSet::Pattern> patterns;
  for (std::uint32_t place = 0; place < masks.size(); ++place) {
    const std::string_view text = masks[place].text;
    const std::size_t star = text.find('*');
    if (star == text.npos || star + 1 == text.size()) {
      beginnings_.add(text.substr(0, star), star != text.npos, place);
    } else if (star == 0 && text.find('*', 1) == text.npos) {
      endings_.add(text.substr(1), true, place);
    } else {
      patterns.push_back({std::move(masks[place].program), 0, true});
      other_places_.push_back(place);
    }
  }
  beginnings_.build();
  endings_.build();
  others_ = PatternSet(patterns, PatternSet::Answer::first);
}

std::optional<std::uint32_t> CallerMasks::find(std::string_view caller) const {
  std::uint32_t best = beginnings_.first(caller, MaskTree::none);
  best = endings_.first(caller, best);
  if (const auto other = others_.first(caller)) best = std::min(best, other_places_[*other]);
  return best == MaskTree::none ? std::nullopt : std::optional(best);
}

}  // namespace tandem::routing
