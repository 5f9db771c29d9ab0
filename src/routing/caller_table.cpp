#include "routing/caller_table.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

namespace tandem::routing {
namespace {

bool all_digits_in(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void CallerTable::add(CallerPattern pattern, std::uint32_t index) {
  ++size_;
  if (auto* exact = std::get_if<ExactCaller>(&pattern)) {
    exact_.try_emplace(std::move(exact->text), index);  // the older one stays
  } else if (const auto* range = std::get_if<CallerRange>(&pattern)) {
    const Specificity as{Specificity::Form::range, range->last - range->first, index};
    ranges_.push_back({range->length, range->first, range->last, as});
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
  // A walk over all beginnings and ends; the narrowest of those that are open holds up to the next of them.
  struct Edge {
    std::size_t length;
    std::uint64_t at;
    bool opens;
    Specificity as;
  };
  std::vector<Edge> edges;
  for (const Range& range : ranges_) {
    edges.push_back({range.length, range.first, true, range.as});
    edges.push_back({range.length, range.last + 1, false, range.as});  // of 18 digits at most: there is a next number
  }
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return std::tie(a.length, a.at) < std::tie(b.length, b.at); });
  std::set<Specificity> open;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].opens) {
      open.insert(edges[i].as);
    } else {
      open.erase(edges[i].as);
    }
    const bool more_here = i + 1 < edges.size() && edges[i + 1].length == edges[i].length && edges[i + 1].at == edges[i].at;
    if (more_here) continue;
    pieces_.push_back({edges[i].length, edges[i].at, open.empty() ? std::nullopt : std::optional(*open.begin())});
  }
  ranges_ = {};
}

void CallerTable::join_masks() {
  std::sort(rules_.begin(), rules_.end(), [](const MaskRule& a, const MaskRule& b) { return a.as < b.as; });
  std::vector<PatternSet::Pattern> patterns;
  for (MaskRule& rule : rules_) {
    const auto rank = static_cast<std::uint32_t>(mask_ranks_.size());
    mask_ranks_.push_back(rule.as);
    const std::string_view text = rule.mask.text;
    const std::size_t star = text.find('*');
    if (star == text.npos || star + 1 == text.size()) {
      beginnings_.add(text.substr(0, star), star != text.npos, rank);
    } else if (star == 0 && text.find('*', 1) == text.npos) {
      endings_.add(text.substr(1), true, rank);
    } else {
      patterns.push_back({std::move(rule.mask.program), 0, true});
      other_ranks_.push_back(rank);
    }
  }
  beginnings_.build();
  endings_.build();
  others_ = PatternSet(patterns, PatternSet::Answer::first);
  rules_ = {};
}

std::optional<Specificity> CallerTable::find_range(std::string_view caller) const {
  if (pieces_.empty() || caller.empty() || caller.size() > max_range_length || !all_digits_in(caller)) return std::nullopt;
  const std::size_t length = caller.size();
  const std::uint64_t value = value_of(caller);
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), std::tie(length, value), [](const auto& key, const Piece& piece) {
    return key < std::tie(piece.length, piece.first);
  });
  if (after == pieces_.begin() || std::prev(after)->length != length) return std::nullopt;
  return std::prev(after)->as;
}

std::optional<Specificity> CallerTable::find(std::string_view caller) const {
  if (const auto at = exact_.find(caller); at != exact_.end()) return Specificity{Specificity::Form::exact, 0, at->second};
  if (auto range = find_range(caller)) return range;
  return find_mask(caller);
}

std::optional<Specificity> CallerTable::find_mask(std::string_view caller) const {
  if (mask_ranks_.empty()) return std::nullopt;
  std::uint32_t best = beginnings_.first(caller, MaskTree::none);
  best = endings_.first(caller, best);
  if (const auto other = others_.first(caller)) best = std::min(best, other_ranks_[*other]);
  return best == MaskTree::none ? std::nullopt : std::optional(mask_ranks_[best]);
}

}  // namespace tandem::routing
