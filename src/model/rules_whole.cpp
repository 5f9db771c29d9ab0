// Rules that join several fields of one struct. A problem is said at the field that has to change.
#include "model/json_value.hpp"
#include "model/names.hpp"
#include "model/rules.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tandem::model {
namespace {

/// A field of what stands at the path of a Judge or a Trace.
template <class At>
std::string field(const At& judge, std::string_view name) {
  std::string path = judge.path;
  append_step(path, name);
  return path;
}
std::string field(const Judge& judge, std::string_view name, std::size_t index) {
  return fmt::format("{}[{}]", field(judge, name), index);
}

bool scheduled(const std::optional<Schedule>& schedule) { return schedule && !schedule->any_time(); }

}  // namespace

void SettingsFit::operator()(Judge& judge, const AccountSettings& value) const {
  if (value.time_zone.empty()) {
    judge.say_at(field(judge, "time_zone"), errc::invalid_argument, "an account has a time zone, as \"UTC\"");
  }
  if (value.country.empty()) {
    judge.say_at(field(judge, "country"), errc::invalid_argument, "an account has a country, as \"RU\"");
  }
}

void DefaultsFit::operator()(Judge& judge, const Defaults& value) const {
  if (value.employee_no_answer_action != NoAnswerAction::forward_extension) return;
  const std::string before = judge.path;
  append_step(judge.path, "employee_forward_extension");
  if (value.employee_forward_extension.empty()) {
    judge.say(errc::missing_field, "the action forward_extension needs an extension (DEF-28)");
  } else {
    judge_reference(judge, Kind::extension, value.employee_forward_extension);  // 01 OP-47
  }
  judge.path = before;
}

void DefaultsFit::trace(Trace& trace, const Defaults& value) const {
  if (value.employee_no_answer_action != NoAnswerAction::forward_extension) return;
  trace.refer_at(field(trace, "employee_forward_extension"), Kind::extension, value.employee_forward_extension);
}

void DialLengthsFit::operator()(Judge& judge, const ExtensionDial& value) const {
  if (value.min_length <= value.max_length || value.min_length > 5 || value.max_length < 3) return;  // said already
  judge.say_at(field(judge, "min_length"), errc::invalid_argument,
               fmt::format("the shortest extension ({} digits) is longer than the longest ({})", value.min_length,
                           value.max_length));
}

void OneAddress::operator()(Judge& judge, const Device& value) const {
  if (value.sip.empty() && value.number.empty()) {
    judge.say(errc::missing_field, "a device has either \"sip\" or \"number\"; neither is given");
  } else if (!value.sip.empty() && !value.number.empty()) {
    judge.say(errc::invalid_argument, "a device has either \"sip\" or \"number\"; both are given");
  }
}

void OneSecret::operator()(Judge& judge, const SipAccount& value) const {
  if (value.password.empty() && value.ha1.empty()) {
    judge.say_at(field(judge, "password"), errc::missing_field,
                 "a SIP account has a \"password\", or an \"ha1\" instead");
  } else if (!value.password.empty() && !value.ha1.empty()) {
    judge.say_at(field(judge, "ha1"), errc::invalid_argument,
                 "a SIP account has a \"password\" or an \"ha1\", not both");
  }
  if (!value.forward_to.empty() && lower(value.forward_to) == lower(value.aor)) {
    judge.say_at(field(judge, "forward_to"), errc::invalid_argument,
                 "a SIP account cannot be forwarded to itself (DEV-37)");
  }
}

void MembersOnce::operator()(Judge& judge, const Group& value) const {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < value.members.size(); ++i) {
    const std::string& employee = value.members[i].employee.text;
    if (employee.empty() || seen.insert(employee).second) continue;
    judge.say_at(field(judge, "members", i) + ".employee", errc::duplicate,
                 fmt::format("employee {} is in this group already", shown(employee)));
  }
}

namespace {

/// What a trunk's calls are told from others by (03 OP-20): "192.0.2.10 port 5060".
std::vector<std::string> addresses_of(const Trunk& trunk) {
  std::vector<std::string> addresses;
  if (trunk.host.empty()) return addresses;
  for (const std::uint16_t port : trunk.ports.empty() ? std::vector<std::uint16_t>{5060} : trunk.ports) {
    addresses.push_back(fmt::format("{} port {}", lower(trunk.host), port));
  }
  return addresses;
}

}  // namespace

void OwnAddress::operator()(Judge& judge, const Trunk& value) const {
  const std::string at = field(judge, "host");
  for (const std::string& address : addresses_of(value)) {
    const auto owner = judge.names().other_owner(Kind::address, address, at);
    if (!owner) continue;
    judge.say_at(at, errc::duplicate,
                 fmt::format("{} is already the address of {}; a call from there could not be told apart (03 OP-20)",
                             address, owner->label));
    return;
  }
}

void OwnAddress::trace(Trace& trace, const Trunk& value) const {
  for (std::string& address : addresses_of(value)) {
    trace.claim_at(field(trace, "host"), Kind::address, std::move(address));
  }
}

void PeriodFits::operator()(Judge& judge, const Period& value) const {
  if (value.from <= value.until) return;
  judge.say_at(field(judge, "until"), errc::invalid_argument,
               fmt::format("the period ends at {}, before it begins at {}", local_minute_text(value.until),
                           local_minute_text(value.from)));
}
void PeriodFits::operator()(Judge& judge, const Schedule& value) const {
  if (value.from && value.until) (*this)(judge, Period{*value.from, *value.until});
}

void DayTimesFit::operator()(Judge& judge, const DayTimes& value) const {
  constexpr std::chrono::minutes last{23 * 60 + 59};
  const auto check = [&](std::string_view name, std::chrono::minutes time) {
    if (time >= std::chrono::minutes{0} && time <= last) return;
    judge.say_at(field(judge, name), errc::invalid_argument,
                 fmt::format("{} minutes after midnight is no time of a day", time.count()));
  };
  check("from", value.from);
  check("to", value.to);
}

namespace {

void judge_menu(Judge& judge, const Block& block) {
  if (judge.place.menu_level >= 4) {
    judge.say_at(field(judge, "menu"), errc::invalid_argument,
                 "menus have at most four levels; this is the fifth (IVR-04)");
  }
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < block.menu.size(); ++i) {
    if (block.menu[i].digits.empty()) continue;
    const auto [first, is_new] = seen.try_emplace(block.menu[i].digits, i);
    if (is_new) continue;
    judge.say_at(field(judge, "menu", i) + ".digits", errc::duplicate,
                 fmt::format("{} already stands in menu[{}] of this block (01 OP-11)", shown(block.menu[i].digits),
                             first->second));
  }
}

void judge_handlers(Judge& judge, const Block& block) {
  const SchemePlace& place = judge.place;
  if (place.menu_level >= 4) {
    judge.say_at(field(judge, "handlers"), errc::invalid_argument,
                 "a block on the fourth menu level has no handlers (IVR-21)");
  } else if (place.handler_level >= 2 || (place.handler_level == 1 && place.handler_in_menu)) {
    judge.say_at(field(judge, "handlers"), errc::invalid_argument,
                 place.handler_in_menu ? "a handler of a menu item has no handlers of its own (IVR-22)"
                                       : "handlers have at most two levels (IVR-22)");
  }
  for (std::size_t i = 0; i < block.handlers.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const Handler& earlier = block.handlers[k];
      if (earlier.kind != block.handlers[i].kind || earlier.schedule != block.handlers[i].schedule) continue;
      judge.say_at(
          field(judge, "handlers", i) + ".on", errc::duplicate,
          fmt::format("handlers[{}] is for {} at the same times already (SCH-16)", k, enum_name(earlier.kind)));
      break;
    }
  }
}

}  // namespace

void BlockFits::operator()(Judge& judge, const Block& value) const {
  if (!value.menu.empty()) judge_menu(judge, value);
  if (!value.handlers.empty()) judge_handlers(judge, value);
  const bool root = judge.place.menu_level == 0 && judge.place.handler_level == 0;
  if (root && value.final_action == FinalAction::return_to_main_menu) {
    judge.say_at(
        field(judge, "final_action"), errc::invalid_argument,
        "the main block ends with hangup; only handlers and menu items return to it (SCH-31, SCH-32, 01 OP-13)");
  }
}

void HandlerFits::operator()(Judge& judge, const Handler& value) const {
  if (value.length == 0) return;
  const ExtensionDial& dial = judge.names().defaults().extension_dial;
  if (value.kind != HandlerKind::extension_dial) {
    judge.say_at(field(judge, "length"), errc::invalid_argument,
                 fmt::format("only extension_dial has a length, {} has none", enum_name(value.kind)));
  } else if (value.length < dial.min_length || value.length > dial.max_length) {
    judge.say_at(field(judge, "length"), errc::invalid_argument,
                 fmt::format("{} digits are outside the account's range of {} to {} (01 OP-26)", value.length,
                             dial.min_length, dial.max_length));
  }
}

void BranchesFit::operator()(Judge& judge, const Scheme& value) const {
  if (value.branches.empty()) {
    judge.say_at(field(judge, "branches"), errc::invalid_argument, "a scheme has at least one branch (SCH-19)");
    return;
  }
  const std::size_t last = value.branches.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    if (scheduled(value.branches[i].schedule)) continue;
    judge.say_at(
        field(judge, "branches", i), errc::invalid_argument,
        "a branch without a schedule takes every call, so nothing behind it is reached; only the last may have "
        "none (SCH-22)");
  }
  if (scheduled(value.branches[last].schedule)) {
    judge.say_at(field(judge, "branches", last) + ".schedule", errc::invalid_argument,
                 "the last branch is for any other time, so that every call finds a branch (SCH-22)");
  }
}

}  // namespace tandem::model
