#include "routing/caller_rules.hpp"

#include "routing/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::routing {
namespace {

std::optional<Specificity> find_in(const CallerTable& phones, const CallerTable& addresses, const Caller& caller) {
  std::optional<Specificity> best;
  if (!caller.number.empty()) best = phones.find(caller.number);
  if (!caller.address.empty() && !addresses.empty()) {
    const auto other = addresses.find(caller.address);
    if (other && (!best || *other < *best)) best = other;
  }
  return best;
}

}  // namespace

Result<CompiledLists> CompiledLists::compile(const CallerLists& lists, std::span<const ListEntry* const> entries) {
  CompiledLists compiled;
  compiled.enabled_ = lists.enabled;
  compiled.mode_ = lists.mode;
  compiled.accept_unidentified_ = lists.accept_unidentified;
  Problems problems;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ListEntry& entry = *entries[i];
    auto pattern = parse_caller_pattern(entry.kind, entry.pattern);
    if (!pattern) {
      problems.add(std::move(pattern).error(), fmt::format("list_entries[{}].pattern", i));
    } else if (entry.list == lists.mode) {
      CallerTable& table = entry.kind == AddressKind::phone ? compiled.phones_ : compiled.addresses_;
      table.add(std::move(*pattern), static_cast<std::uint32_t>(i));
    }
  }
  compiled.phones_.build();
  compiled.addresses_.build();
  return problems.or_else(std::move(compiled));
}

ListDecision CompiledLists::decide(const Caller& caller) const {
  if (!enabled_) return {true, ListVerdict::off, {}};
  if (!caller.known()) return {accept_unidentified_, ListVerdict::unidentified, {}};
  const auto found = find_in(phones_, addresses_, caller);
  const bool accepted = found.has_value() == (mode_ == CallerList::whitelist);  // ACL-05..08
  if (!found) return {accepted, ListVerdict::not_listed, {}};
  return {accepted, ListVerdict::listed, found->index};
}

bool CompiledLists::blacklisted(std::string_view number) const {
  return enabled_ && mode_ == CallerList::blacklist && phones_.find(number).has_value();
}

Result<CompiledForwarding> CompiledForwarding::compile(const CallerForwarding& forwarding,
                                                       std::span<const CallerRule* const> rules) {
  CompiledForwarding compiled;
  Problems problems;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const CallerRule& rule = *rules[i];
    const AddressKind kind = kind_of(rule.pattern);
    auto pattern = parse_caller_pattern(kind, rule.pattern);
    if (!pattern) {
      problems.add(std::move(pattern).error(), fmt::format("caller_rules[{}].pattern", i));
    } else if (forwarding.active && rule.enabled) {  // FWD-16, FWD-17
      Tables& tables = rule.source == CallerSource::phone ? compiled.phone_ : compiled.trunk_;
      (kind == AddressKind::phone ? tables.phones : tables.addresses)
          .add(std::move(*pattern), static_cast<std::uint32_t>(i));
    }
  }
  for (Tables* tables : {&compiled.phone_, &compiled.trunk_}) {
    tables->phones.build();
    tables->addresses.build();
  }
  return problems.or_else(std::move(compiled));
}

std::optional<std::size_t> CompiledForwarding::find(const Caller& caller) const {
  const Tables& tables = caller.source == CallerSource::phone ? phone_ : trunk_;
  const auto found = find_in(tables.phones, tables.addresses, caller);
  if (!found) return std::nullopt;
  return found->index;
}

}  // namespace tandem::routing

namespace tandem {

Result<void> check_caller_pattern(AddressKind kind, std::string_view pattern) {
  auto parsed = routing::parse_caller_pattern(kind, pattern);
  if (!parsed) return std::unexpected(std::move(parsed).error());
  return {};
}

Result<bool> test_caller_pattern(AddressKind kind, std::string_view pattern, std::string_view caller) {
  auto parsed = routing::parse_caller_pattern(kind, pattern);
  if (!parsed) return std::unexpected(std::move(parsed).error());
  routing::CallerTable table;
  table.add(std::move(*parsed), 0);
  table.build();
  return table.find(kind == AddressKind::sip ? routing::lower(caller) : std::string(caller)).has_value();
}

std::size_t active_rules(const CallerForwarding& forwarding, std::span<const CallerRule> rules) noexcept {
  if (!forwarding.active) return 0;
  return static_cast<std::size_t>(
      std::count_if(rules.begin(), rules.end(), [](const CallerRule& rule) { return rule.enabled; }));
}

}  // namespace tandem
