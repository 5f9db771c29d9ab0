#include "routing/caller_table.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace tandem::routing {

void CallerTable::add(CallerPattern pattern, std::uint32_t index) {
  ++size_;
  if (auto* exact = std::get_if<ExactCaller>(&pattern)) {
    if (const std::uint64_t key = number_key(exact->text); key != 0) {
      numbers_.add(key, index);  // the older one stays
    } else {
      texts_.try_emplace(std::move(exact->text), index);
    }
  } else if (const auto* range = std::get_if<CallerRange>(&pattern)) {
    const Specificity as{Specificity::Form::range, range->last - range->first, index};
    ranges_.push_back({*range, as});
  } else {
    auto& mask = std::get<CallerMask>(pattern);
    const Specificity as{Specificity::Form::mask, std::numeric_limits<std::uint64_t>::max() - mask.literals, index};
    rules_.push_back({std::move(mask), as});
  }
}

void CallerTable::build() {
  cut_ranges();
  join_masks();
}

void CallerTable::cut_ranges() {
  // A walk over all beginnings and ends; the narrowest of those that are open holds up to the next of them. What is
  // behind the last number of a length lies before the first of the next.
  struct Edge {
    std::uint64_t at;
    bool opens;
    Specificity as;
  };
  std::vector<Edge> edges;
  for (const Range& range : ranges_) {
    edges.push_back({range.numbers.first, true, range.as});
    edges.push_back({range.numbers.last + 1, false, range.as});
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
  std::set<Specificity> open;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].opens) {
      open.insert(edges[i].as);
    } else {
      open.erase(edges[i].as);
    }
    if (i + 1 < edges.size() && edges[i + 1].at == edges[i].at) continue;
    piece_keys_.push_back(edges[i].at);
    pieces_.push_back(open.empty() ? std::nullopt : std::optional(*open.begin()));
  }
  ranges_ = {};
}

void CallerTable::join_masks() {
  if (rules_.empty()) return;
  std::sort(rules_.begin(), rules_.end(), [](const MaskRule& a, const MaskRule& b) { return a.as < b.as; });
  std::vector<CallerMask> masks;
  for (MaskRule& rule : rules_) {
    mask_ranks_.push_back(rule.as);
    masks.push_back(std::move(rule.mask));
  }
  masks_ = std::make_unique<const CallerMasks>(std::move(masks));
  rules_ = {};
}

std::optional<std::uint32_t> CallerTable::find_exact(std::string_view caller, std::uint64_t key) const {
  if (key != 0) {
    const std::uint32_t* at = numbers_.find(key);
    return at != nullptr ? std::optional(*at) : std::nullopt;
  }
  const auto at = texts_.find(caller);
  return at != texts_.end() ? std::optional(at->second) : std::nullopt;
}

std::optional<Specificity> CallerTable::find_range(std::uint64_t key) const {
  if (piece_keys_.empty() || key < piece_keys_.front()) return std::nullopt;
  // A bisection without branches: callers are in no order that a processor could guess.
  const std::uint64_t* piece = piece_keys_.data();
  for (std::size_t left = piece_keys_.size(); left > 1;) {
    const std::size_t half = left / 2;
    piece += piece[half] <= key ? half : 0;
    left -= half;
  }
  return pieces_[static_cast<std::size_t>(piece - piece_keys_.data())];
}

std::optional<Specificity> CallerTable::find(std::string_view caller) const {
  const std::uint64_t key = number_key(caller);
  if (const auto exact = find_exact(caller, key)) return Specificity{Specificity::Form::exact, 0, *exact};
  if (auto range = find_range(key)) return range;
  return find_mask(caller);
}

std::optional<Specificity> CallerTable::find_mask(std::string_view caller) const {
  if (masks_ == nullptr) return std::nullopt;
  const std::optional<std::uint32_t> place = masks_->find(caller);
  return place ? std::optional(mask_ranks_[*place]) : std::nullopt;
}

}  // namespace tandem::routing
