#include "model/move_choice.hpp"

#include "model/service_uses.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tandem::model {
namespace {

/// NUM-49, NUM-50
bool is_listed(const AccountData& from, const Number& number) {
  if (number.use == LineUse::standard) return false;
  const Trunk* trunk = from.find<Trunk>(number.trunk.text);
  return number.mode != LineMode::trunk || trunk == nullptr || !leads_to_pbx(*trunk);
}

/// Why it cannot go there; empty: it can.
std::string why_not(const AccountData& from, const AccountData& to, const NumberMove& wanted, const Number& number,
                    const std::vector<Service>& lacking) {
  if (!lacking.empty()) {
    return fmt::format("account '{}' does not have the service `{}`", to.id(), name_of(lacking.front()));
  }
  if (number.use == LineUse::ordinary && to.find<Number>(number.number) != nullptr) {
    return fmt::format("account '{}' has it as its standard number", to.id());
  }
  if (number.mode == LineMode::passive && own_domain(to.settings()).empty()) {
    return fmt::format("account '{}' has no SIP domain that its calls could come to", to.id());
  }
  if (number.mode != LineMode::trunk || trunk_there(from, to, wanted, number) != nullptr) return {};
  const Trunk* trunk = from.find<Trunk>(number.trunk.text);
  return fmt::format("account '{}' has no trunk to the carrier {}; name the one it shall come by there", to.id(),
                     trunk != nullptr ? trunk->host : number.trunk.text);
}

MoveCandidate candidate(const AccountData& from, const AccountData& to, const NumberMove& wanted,
                        const Number& number) {
  MoveCandidate row;
  row.number = number.number;
  row.group = group_of(number, from.find<Trunk>(number.trunk.text));
  row.mode = number.mode;
  row.comment = number.comment;
  if (const Scheme* scheme = from.find<Scheme>(number.scheme.text)) {
    row.scheme_name = title_of(*scheme);
  }
  for (const Service service : services_used(number)) {
    if (!has_service(to.settings().defaults.services, service)) row.lacking.push_back(service);
  }
  row.why_not = why_not(from, to, wanted, number, row.lacking);
  row.movable = row.why_not.empty();
  return row;
}

}  // namespace

const Trunk* trunk_there(const AccountData& from, const AccountData& to, const NumberMove& wanted,
                         const Number& number) {
  if (!wanted.trunk.empty()) {
    const Trunk* named = to.find<Trunk>(wanted.trunk.text);
    return named != nullptr && !leads_to_pbx(*named) ? named : nullptr;
  }
  const Trunk* now = from.find<Trunk>(number.trunk.text);
  const Trunk* same = nullptr;
  to.all<Trunk>().each([&](const Stored<Trunk>& stored) {
    const Trunk& trunk = stored.object;
    const bool fits = now != nullptr && !leads_to_pbx(trunk) && lower(trunk.host) == lower(now->host);
    if (same == nullptr && fits) same = &trunk;
  });
  return same;
}

MoveChoice choose(const AccountData& from, const AccountData& to, const NumberMove& wanted) {
  MoveChoice choice;
  std::set<std::string_view> listed;
  const auto place_of = [&](const std::string& number) {
    const auto at = std::find(wanted.numbers.begin(), wanted.numbers.end(), number);
    return at == wanted.numbers.end() ? std::string("numbers")
                                      : fmt::format("numbers[{}]", at - wanted.numbers.begin());
  };
  from.all<Number>().each([&](const Stored<Number>& stored) {
    const Number& number = stored.object;
    if (!is_listed(from, number)) return;
    listed.insert(number.number);
    MoveCandidate& row = choice.candidates.emplace_back(candidate(from, to, wanted, number));
    row.chosen =
        wanted.all || std::find(wanted.numbers.begin(), wanted.numbers.end(), number.number) != wanted.numbers.end();
    if (row.chosen && row.movable) choice.chosen.push_back(&number);
    if (!row.chosen || row.movable) return;  // NUM-52
    choice.problems.push_back({errc::unsupported,
                               fmt::format("{} cannot be moved: {} (NUM-51)", row.number, row.why_not),
                               place_of(row.number),
                               {}});
  });
  for (std::size_t i = 0; i < wanted.numbers.size(); ++i) {
    if (listed.contains(wanted.numbers[i])) continue;
    choice.problems.push_back(
        {errc::not_found,
         fmt::format("'{}' is no number of account '{}' that moves (NUM-49, NUM-50)", wanted.numbers[i], from.id()),
         fmt::format("numbers[{}]", i),
         {}});
  }
  if (choice.chosen.empty() && choice.problems.empty()) {
    choice.problems.push_back({errc::invalid_argument, "no number is chosen (NUM-48)", "numbers", {}});
  }
  return choice;
}

}  // namespace tandem::model
