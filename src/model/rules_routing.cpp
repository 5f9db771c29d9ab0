// Rules about what routes calls: masks, trunks' backups, caller patterns, caller-id rules.
#include "model/json_value.hpp"
#include "model/rules.hpp"

#include <tandem/caller_rules.hpp>
#include <tandem/mask.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {


void say_of(Judge& judge, std::string_view name, const Result<void>& checked) {
  if (!checked) judge.say_at(judge.field(name), checked.error().code, checked.error().message);
}

void judge_pattern(Judge& judge, AddressKind kind, const std::string& pattern) {
  if (!pattern.empty()) say_of(judge, "pattern", check_caller_pattern(kind, pattern));
}

}  // namespace

// MSK-10, MSK-19, MSK-20. A transform of a single digit fits every mask: with it the mask alone is judged.
void MaskFits::operator()(Judge& judge, const MaskRule& value) const {
  if (value.mask.empty() || value.transform.empty()) return;  // said as missing
  const Result<void> mask = check_mask(value.mask, "1");
  say_of(judge, "mask", mask);
  if (mask) say_of(judge, "transform", check_mask(value.mask, value.transform));
}

void Backups::operator()(Judge& judge, const std::vector<TrunkKey>& value) const {
  constexpr std::size_t most = 5;  // TRK-51
  if (value.size() > most) {
    judge.say(errc::invalid_argument,
              fmt::format("a trunk has at most {} backups, not {} (TRK-51)", most, value.size()));
  }
  const std::string path = judge.path;
  for (auto at = value.begin(); at != value.end(); ++at) {
    append_step(judge.path, static_cast<std::size_t>(at - value.begin()));
    judge_reference(judge, Kind::trunk, at->text);
    if (std::find(value.begin(), at, *at) != at) {
      judge.say(errc::duplicate, fmt::format("trunk {} is a backup already", shown(at->text)));
    }
    judge.path = path;
  }
}

void Backups::trace(Trace& trace, const std::vector<TrunkKey>& value) const {
  for (std::size_t i = 0; i < value.size(); ++i) {
    std::string at = trace.path;
    append_step(at, i);
    trace.refer_at(std::move(at), Kind::trunk, value[i].text);
  }
}

void NotItsOwnBackup::operator()(Judge& judge, const Trunk& value) const {
  if (std::find(value.backups.begin(), value.backups.end(), value.id) == value.backups.end()) return;
  judge.say_at(judge.field("backups"), errc::invalid_argument, "a trunk cannot be its own backup (03 OP-28)");
}

void CallbackHasLine::operator()(Judge& judge, const GroupCallback& value) const {
  if (!value.enabled || !value.line.empty()) return;
  judge.say_at(judge.field("line"), errc::missing_field, "callbacks need a line to call from (GRP-38)");
}

void CarrierNumber::operator()(Judge& judge, const std::string& value) const {
  judge_reference(judge, Kind::number, value);
  const Number* number = judge.names().number(value);
  if (number == nullptr) return;
  const Trunk* trunk = judge.names().trunk(number->trunk.text);
  if (trunk == nullptr || (!leads_to_pbx(*trunk) && number->outgoing)) return;
  judge.say(errc::invalid_argument,
            fmt::format("{} is not a carrier's number that may be called from (TRK-37)", shown(value)));
}

void CallerPatternFits::operator()(Judge& judge, const CallerRule& value) const {
  const bool sip = std::any_of(value.pattern.begin(), value.pattern.end(),
                               [](char c) { return c == '@' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  judge_pattern(judge, sip ? AddressKind::sip : AddressKind::phone, value.pattern);
}
void CallerPatternFits::operator()(Judge& judge, const ListEntry& value) const {
  judge_pattern(judge, value.kind, value.pattern);
}

void CallerIdValueFits::operator()(Judge& judge, const CallerIdRule& value) const {
  if (value.value.empty()) return;
  if (value.type == CallerIdRuleType::mask) {
    say_of(judge, "value", check_mask(value.value, "1"));
  } else if (value.type == CallerIdRuleType::prefix && (value.value.size() > 4 || !all_digits(value.value))) {
    judge.say_at(judge.field("value"), errc::invalid_argument,
                 fmt::format("{} does not fit: a prefix has 1 to 4 digits (04 OP-11)", shown(value.value)));
  }
}

}  // namespace tandem::model
