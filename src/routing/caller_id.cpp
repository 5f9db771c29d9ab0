#include "routing/caller_id.hpp"

#include "routing/mask.hpp"
#include "routing/number_plan.hpp"
#include "routing/problems.hpp"

#include <tandem/employee.hpp>

#include <fmt/format.h>

namespace tandem::routing {
namespace {

constexpr std::size_t max_prefix = 4;

bool is_prefix(std::string_view text) {
  return !text.empty() && text.size() <= max_prefix && text.find_first_not_of("0123456789") == text.npos;
}

}  // namespace

Result<CompiledCallerId> CompiledCallerId::compile(std::span<const CallerIdRule* const> rules) {
  CompiledCallerId compiled;
  Problems problems;
  std::vector<PatternSet::Pattern> patterns;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const CallerIdRule& rule = *rules[i];
    const std::string path = fmt::format("caller_id_rules[{}].value", i);
    if (rule.type == CallerIdRuleType::prefix) {
      if (!is_prefix(rule.value)) {
        problems.add({errc::invalid_argument, fmt::format("the prefix '{}' is not 1 to 4 digits", rule.value)}, path);
      } else if (rule.active) {
        compiled.prefixes_.try_emplace(rule.value, i);
      }
    } else if (rule.type == CallerIdRuleType::region) {
      if (rule.value.empty()) {
        problems.add({errc::invalid_argument, "write the region's name, or a country's code such as KZ"}, path);
      } else if (rule.active) {
        compiled.regions_.add(rule.value, static_cast<std::uint32_t>(i));
      }
    } else {
      auto mask = Mask::compile(rule.value);
      if (!mask) {
        problems.add(std::move(mask).error(), path);
      } else if (rule.active) {
        patterns.push_back({mask->program(), 0, true});
        compiled.mask_rules_.push_back(i);
      }
    }
  }
  compiled.masks_ = PatternSet(patterns, PatternSet::Answer::first, true);
  return problems.or_else(std::move(compiled));
}

std::optional<CompiledCallerId::Prefixed> CompiledCallerId::by_prefix(std::string_view dialled) const {
  if (prefixes_.empty()) return std::nullopt;
  for (std::size_t length = std::min(max_prefix, dialled.empty() ? 0 : dialled.size() - 1); length > 0; --length) {
    const auto at = prefixes_.find(std::string(dialled.substr(0, length)));
    if (at != prefixes_.end()) return Prefixed{at->second, std::string(dialled.substr(length))};
  }
  return std::nullopt;
}

std::optional<std::size_t> CompiledCallerId::by_number(std::string_view number, const RegionData* data) const {
  std::optional<std::size_t> best;
  if (const auto rank = masks_.first(number)) best = mask_rules_[*rank];
  // Regions take microseconds to find out: only where one could still win.
  if (data == nullptr || regions_.empty() || (best && *best < regions_.best())) return best;
  const auto region = regions_.first(data->regions_of(number));
  if (region && (!best || *region < *best)) best = *region;
  return best;
}

LineChoice choose_line(const LineRequest& request, const CallerIdSettings& settings,
                       std::span<const CallerIdRule* const> rules, const CompiledCallerId& compiled,
                       const RegionData* data) {
  LineChoice choice;
  choice.dialled = request.dialled;
  if (request.own.empty()) return choice;
  choice.by = LineChoice::By::own;  // CID-03, CID-17
  choice.line = request.own;
  if (!settings.enabled || !request.substitution) return choice;  // CID-10, CID-11
  if (!request.automatic) {
    if (auto prefixed = compiled.by_prefix(request.dialled)) {
      choice.by = LineChoice::By::prefix;
      choice.rule = rules[prefixed->rule];
      choice.line = choice.rule->outgoing_number;
      choice.dialled = std::move(prefixed->rest);
      return choice;
    }
  }
  const auto rule = compiled.by_number(normalise(request.dialled, request.country, data), data);
  if (!rule) return choice;
  choice.by = LineChoice::By::rule;
  choice.rule = rules[*rule];
  choice.line = choice.rule->outgoing_number;
  return choice;
}

}  // namespace tandem::routing

namespace tandem {

Substitution substitution_of(const Employee& employee, const CallerIdSettings& settings,
                             std::span<const CallerIdRule> rules) noexcept {
  if (!settings.enabled || !employee.caller_id_substitution) return Substitution::off;
  for (const CallerIdRule& rule : rules) {
    if (rule.active) return Substitution::on;
  }
  return Substitution::without_rules;
}

}  // namespace tandem
