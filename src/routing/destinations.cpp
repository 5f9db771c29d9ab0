#include "routing/destinations.hpp"

#include "routing/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tandem::routing {
namespace {

/// Longer ones belong to the telephone network (03 OP-09).
constexpr std::size_t longest_short = 7;

}  // namespace

CompiledDestinations::CompiledDestinations(DestinationTable table) : table_(std::move(table)) {
  for (std::size_t i = 0; i < table_.classes.size(); ++i) {
    for (const std::string& prefix : table_.classes[i].prefixes) {
      std::uint32_t at = 0;
      for (const char c : prefix) {
        const auto digit = static_cast<std::size_t>(c - '0');
        if (nodes_[at].next[digit] == 0) {
          nodes_[at].next[digit] = static_cast<std::uint32_t>(nodes_.size());
          nodes_.emplace_back();
        }
        at = nodes_[at].next[digit];
      }
      nodes_[at].destination = static_cast<std::uint16_t>(i);
    }
  }
}

const DestinationClass* CompiledDestinations::class_of(std::string_view number) const {
  std::uint16_t found = none;
  std::uint32_t at = 0;
  for (const char c : number) {
    if (c < '0' || c > '9') break;
    at = nodes_[at].next[static_cast<std::size_t>(c - '0')];
    if (at == 0) break;
    if (nodes_[at].destination != none) found = nodes_[at].destination;
  }
  return found == none ? nullptr : &table_.classes[found];
}

bool CompiledDestinations::emergency(std::string_view number) const {
  return std::find(table_.emergency.begin(), table_.emergency.end(), number) != table_.emergency.end();
}

DestinationDecision CompiledDestinations::decide(std::string_view number, const AllowedDestinations& allowed) const {
  if (emergency(number)) return {DestinationVerdict::emergency, {}};
  if (number.size() <= longest_short) return {DestinationVerdict::short_number, {}};
  const DestinationClass* destination = class_of(number);
  const std::string id = destination != nullptr ? destination->id : std::string{};
  if (allowed.all) return {DestinationVerdict::everywhere, id};
  if (destination == nullptr) return {DestinationVerdict::refused, {}};
  if (destination->home) return {DestinationVerdict::home, id};
  const bool ticked = std::find(allowed.classes.begin(), allowed.classes.end(), id) != allowed.classes.end();
  return {ticked ? DestinationVerdict::ticked : DestinationVerdict::refused, id};
}

}  // namespace tandem::routing

namespace tandem {

Result<void> check_destinations(const DestinationTable& table) {
  routing::Problems problems;
  const auto is_number = [](std::string_view text) {
    return !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == text.npos;
  };
  if (table.classes.size() >= 0xffff) return fail(errc::invalid_argument, "there are more than 65,534 classes", "classes");
  std::set<std::string> ids;
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < table.classes.size(); ++i) {
    const DestinationClass& one = table.classes[i];
    if (one.id.empty() || !ids.insert(one.id).second) {
      problems.add({errc::duplicate, fmt::format("the id '{}' is empty or taken; give each class its own", one.id)},
                   fmt::format("classes[{}].id", i));
    }
    for (std::size_t p = 0; p < one.prefixes.size(); ++p) {
      const std::string path = fmt::format("classes[{}].prefixes[{}]", i, p);
      const auto [owner, added] = owners.emplace(one.prefixes[p], one.id);
      if (!is_number(one.prefixes[p])) {
        problems.add({errc::invalid_argument, fmt::format("'{}' is no beginning of a number; write 1 to 15 digits",
                                                          one.prefixes[p])}, path);
      } else if (!added) {
        problems.add({errc::duplicate, fmt::format("the prefix {} is in the class '{}', too", one.prefixes[p],
                                                   owner->second)}, path);
      }
    }
  }
  for (std::size_t i = 0; i < table.emergency.size(); ++i) {
    if (is_number(table.emergency[i])) continue;
    problems.add({errc::invalid_argument, fmt::format("'{}' is no number; write digits", table.emergency[i])},
                 fmt::format("emergency[{}]", i));
  }
  const auto checked = problems.or_else(true);
  if (!checked) return std::unexpected(checked.error());
  return {};
}

DestinationTable default_destinations(std::string_view country, std::string_view calling_code) {
  DestinationTable table;
  if (country == "RU") {
    table.classes = {{"home_mobile", "Russia, mobile", {"79"}, true},
                     {"home_fixed", "Russia, fixed", {"73", "74", "78"}, true},
                     {"home_toll_free", "Russia, toll-free", {"7800"}, true},
                     {"kazakhstan", "Kazakhstan", {"76", "77"}, false}};
  } else if (country == "KZ") {
    table.classes = {{"home", "Kazakhstan", {"76", "77"}, true}, {"russia", "Russia", {"73", "74", "78", "79"}, false}};
  } else if (!calling_code.empty()) {
    table.classes = {{"home", "Home country", {std::string(calling_code)}, true}};
  }
  const std::vector<DestinationClass> world{
      {"cis", "Countries around Russia", {"373", "374", "375", "992", "993", "994", "996", "998"}, false},
      {"north_america", "North America and the Caribbean", {"1"}, false},
      {"africa", "Africa", {"2"}, false},
      {"europe", "Europe", {"3", "4"}, false},
      {"latin_america", "Latin America", {"5"}, false},
      {"oceania", "South-East Asia and Oceania", {"6"}, false},
      {"east_asia", "East Asia", {"81", "82", "84", "85", "86", "88"}, false},
      {"west_asia", "West and South Asia", {"9"}, false},
      {"satellite", "Satellite and international networks", {"870", "881", "882", "883"}, false},
  };
  for (DestinationClass one : world) {  // a zone that is the home country is no class of its own
    std::erase_if(one.prefixes, [&](const std::string& prefix) { return prefix == calling_code; });
    if (!one.prefixes.empty()) table.classes.push_back(std::move(one));
  }
  table.emergency = {"112", "101", "102", "103", "104", "01", "02", "03", "04", "911", "999"};
  return table;
}

}  // namespace tandem
