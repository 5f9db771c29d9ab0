#include "routing/trunk_routes.hpp"

#include "routing/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::routing {
namespace {

constexpr std::size_t max_prefix = 4;

}  // namespace

Result<TrunkRoutes> TrunkRoutes::compile(std::span<const TrunkRouting> trunks) {
  TrunkRoutes all;
  Problems problems;
  std::vector<PatternSet::Pattern> patterns;
  for (std::size_t t = 0; t < trunks.size(); ++t) {
    if (!trunks[t].prefix.empty()) all.prefixes_[trunks[t].prefix].push_back(t);
    for (std::size_t m = 0; m < trunks[t].masks.size(); ++m) {
      const MaskRule& rule = trunks[t].masks[m];
      auto compiled = MaskTransform::compile(rule.mask, rule.transform);
      if (!compiled) {
        problems.add(std::move(compiled).error(), fmt::format("[{}].masks[{}]", t, m));
        continue;
      }
      if (!rule.active) continue;  // TRK-70
      patterns.push_back({compiled->mask().program(), static_cast<std::uint32_t>(t), compiled->never_empty()});
      all.masks_.push_back({t, m, std::move(*compiled)});
    }
    all.backups_.push_back(trunks[t].backups);
  }
  all.set_ = PatternSet(patterns, PatternSet::Answer::all, true);
  return problems.or_else(std::move(all));
}

void TrunkRoutes::add_prefix_routes(std::string_view digits, std::vector<Route>& found) const {
  // What would be empty behind the prefix is no match (03 OP-25).
  for (std::size_t length = 1; length <= max_prefix && length < digits.size(); ++length) {
    const auto at = prefixes_.find(std::string(digits.substr(0, length)));
    if (at == prefixes_.end()) continue;
    for (const std::size_t trunk : at->second) found.push_back({trunk, trunk, std::string(digits.substr(length)), {}});
  }
}

void TrunkRoutes::add_mask_routes(std::string_view digits, std::vector<Route>& found) const {
  std::vector<std::uint32_t> ranks;
  set_.all(digits, ranks);
  for (const std::uint32_t rank : ranks) {
    const MaskAt& at = masks_[rank];
    const bool has_one = std::any_of(found.begin(), found.end(), [&](const Route& r) { return r.trunk == at.trunk; });
    if (has_one) continue;  // its prefix, or a mask above this one
    if (auto number = at.rule.apply(digits)) found.push_back({at.trunk, at.trunk, std::move(*number), at.mask});
  }
}

void TrunkRoutes::add_backups(std::vector<Route>& routes) const {
  const Route first = routes.front();
  for (const std::size_t backup : backups_[first.trunk]) {
    // A backup of its own backup is not followed, and nothing is tried twice (03 OP-28).
    const bool there = std::any_of(routes.begin(), routes.end(), [&](const Route& r) { return r.trunk == backup; });
    if (!there) routes.push_back({backup, first.trunk, first.number, first.mask});
  }
}

std::vector<Route> TrunkRoutes::routes(std::string_view dialled) const {
  std::vector<Route> found;
  const std::string digits = clean_dialled(dialled);
  if (digits.empty() || digits.size() > max_dialled) return found;
  add_prefix_routes(digits, found);
  add_mask_routes(digits, found);
  std::stable_sort(found.begin(), found.end(), [](const Route& a, const Route& b) { return a.trunk < b.trunk; });
  if (!found.empty()) add_backups(found);
  return found;
}

std::vector<Route> TrunkRoutes::routes_through(std::size_t trunk, std::string_view number) const {
  std::vector<Route> found{{trunk, trunk, std::string(number), {}}};
  add_backups(found);
  return found;
}

std::optional<Route> choose_route(std::span<const Route> routes, const std::function<bool(std::size_t)>& available) {
  const auto at = std::find_if(routes.begin(), routes.end(), [&](const Route& route) { return available(route.trunk); });
  return at == routes.end() ? std::nullopt : std::optional(*at);
}

}  // namespace tandem::routing
