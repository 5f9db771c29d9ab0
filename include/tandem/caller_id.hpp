// Which number a called party sees (specification 04, area CID).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace tandem TANDEM_API {

enum class CallerIdRuleType : std::uint8_t {
  prefix,  ///< 1 to 4 digits dialled in front of a number; cut off, and chosen by the caller himself (04 OP-11)
  mask,    ///< a number mask in the dialect of trunks, on the called number in international digits (CID-18)
  region,  ///< the called number's region, by a name of it or the country's code (CID-23)
};

/// One rule of caller-id substitution: shows another of the account's numbers to those whom it fits (CID-13).
struct CallerIdRule {
  CallerIdRuleKey id{};           ///< empty in a document or a new rule: one is given
  std::string outgoing_number{};  ///< one of the account's numbers
  CallerIdRuleType type = CallerIdRuleType::mask;
  std::string value{};
  std::string comment{};
  bool active = true;
  friend bool operator==(const CallerIdRule&, const CallerIdRule&) = default;
};

/// The rules of an account are tried in their order; of masks and regions the first that fits wins (CID-14). Prefixes
/// have no place in the order (CID-16).
struct CallerIdSettings {
  bool enabled = false;  ///< the account's feature (CID-10)
  friend bool operator==(const CallerIdSettings&, const CallerIdSettings&) = default;
};

struct Employee;

/// How substitution stands for an employee (CID-26).
enum class Substitution : std::uint8_t {
  off,
  without_rules,  ///< on, but no rule is active
  on,
};
[[nodiscard]] Substitution substitution_of(const Employee& employee, const CallerIdSettings& settings,
                                           std::span<const CallerIdRule> rules) noexcept;

}  // namespace tandem
