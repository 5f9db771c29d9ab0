// Rules about schemes and the settings that belong to them. A problem is said at the field that has to change.
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


bool scheduled(const std::optional<Schedule>& schedule) { return schedule && !schedule->any_time(); }

}  // namespace

void Texts::operator()(Judge& judge, const std::vector<std::string>& value) const {
  const bool empty = std::ranges::any_of(value, [](const std::string& text) { return text.empty(); });
  if (value.size() < least || empty) judge.say(errc::invalid_argument, std::string(what));
}

void SipAddress::operator()(Judge& judge, const std::string& value) const {
  const std::size_t at = value.find('@');
  const bool user = at != value.npos && at > 0 &&
                    std::all_of(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(at), [](char c) {
                      return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F &&
                             std::string_view("@<>\"\\;:/?").find(c) == std::string_view::npos;
                    });
  if (user && is_host_name(std::string_view(value).substr(at + 1))) return;
  judge.say(errc::invalid_argument,
            fmt::format("{} is not a SIP address of the form user@realm (SCH-43)", shown(value)));
}

void ContactFits::operator()(Judge& judge, const ToEmployee& value) const {
  if ((value.by == EmployeeBy::contact) == !value.contact.empty()) return;
  if (value.contact.empty()) {
    judge.say_at(judge.field("contact"), errc::missing_field, "by \"contact\", the contact has to be named (SCH-39)");
  } else {
    judge.say_at(judge.field("contact"), errc::invalid_argument,
                 "a contact is named only with \"by\": \"contact\" (SCH-39)");
  }
}

void SpeechFits::operator()(Judge& judge, const SpeechInput& value) const {
  if (!value.enabled || judge.names().defaults().services.speech_menu) return;
  judge.say_at(judge.field("enabled"), errc::invalid_argument,
               not_enabled("speech in menus", Service::speech_menu, "SCH-84"));
}

void CallbackFits::operator()(Judge& judge, const AutoCallback& value) const {
  if (!value.enabled) return;
  if (value.group.empty()) {
    judge.say_at(judge.field("group"), errc::missing_field, "a callback needs the group that calls (SCH-65)");
  }
  if (value.line.empty()) {
    judge.say_at(judge.field("line"), errc::missing_field, "a callback needs an outgoing number (SCH-65)");
  }
  if (!judge.names().defaults().services.menu_callback) {
    judge.say_at(judge.field("enabled"), errc::invalid_argument, not_enabled("a callback", Service::menu_callback, "SCH-84"));
  }
}

void WarningsOnce::operator()(Judge& judge, const ReceptionSettings& value) const {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < value.warnings.size(); ++i) {
    const std::string& line = value.warnings[i].line;
    if (line.empty() || seen.insert(line).second) continue;
    judge.say_at(judge.field("warnings", i) + ".line", errc::duplicate,
                 fmt::format("line {} has a warning already (NUM-41)", shown(line)));
  }
}

void SmsFits::operator()(Judge& judge, const SmsReplySettings& value) const {
  if (!value.enabled || !value.message.empty()) return;
  judge.say_at(judge.field("message"), errc::missing_field, "a reply by SMS has a text (SMS-01)");
}

namespace {

void judge_menu(Judge& judge, const Block& block) {
  if (judge.place.menu_level >= 4) {
    judge.say_at(judge.field("menu"), errc::invalid_argument,
                 "menus have at most four levels; this is the fifth (IVR-04)");
  }
  if (judge.place.menu_level >= 1 && !judge.names().defaults().services.multi_level_menu) {
    judge.say_at(judge.field("menu"), errc::invalid_argument,
                 not_enabled("a menu inside a menu", Service::multi_level_menu, "IVR-05"));
  }
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < block.menu.size(); ++i) {
    if (block.menu[i].digits.empty()) continue;
    const auto [first, is_new] = seen.try_emplace(block.menu[i].digits, i);
    if (is_new) continue;
    judge.say_at(judge.field("menu", i) + ".digits", errc::duplicate,
                 fmt::format("{} already stands in menu[{}] of this block (01 OP-11)", shown(block.menu[i].digits),
                             first->second));
  }
}

void judge_handlers(Judge& judge, const Block& block) {
  const SchemePlace& place = judge.place;
  if (place.menu_level >= 4) {
    judge.say_at(judge.field("handlers"), errc::invalid_argument,
                 "a block on the fourth menu level has no handlers (IVR-21)");
  } else if (place.handler_level >= 2 || (place.handler_level == 1 && place.handler_in_menu)) {
    judge.say_at(judge.field("handlers"), errc::invalid_argument,
                 place.handler_in_menu ? "a handler of a menu item has no handlers of its own (IVR-22)"
                                       : "handlers have at most two levels (IVR-22)");
  }
  for (std::size_t i = 0; i < block.handlers.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const Handler& earlier = block.handlers[k];
      if (earlier.kind != block.handlers[i].kind || earlier.schedule != block.handlers[i].schedule) continue;
      judge.say_at(
          judge.field("handlers", i) + ".on", errc::duplicate,
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
        judge.field("final_action"), errc::invalid_argument,
        "the main block ends with hangup; only handlers and menu items return to it (SCH-31, SCH-32, 01 OP-13)");
  }
}

void HandlerFits::operator()(Judge& judge, const Handler& value) const {
  if (value.kind == HandlerKind::fax_detect && !judge.names().defaults().services.fax_detect) {
    judge.say_at(judge.field("on"), errc::invalid_argument, not_enabled("fax recognition", Service::fax_detect, "IVR-27"));
  }
  if (!value.email.empty() && value.kind != HandlerKind::fax_detect) {
    judge.say_at(judge.field("email"), errc::invalid_argument,
                 fmt::format("only fax_detect has an e-mail address, {} has none", enum_name(value.kind)));
  }
  if (value.length == 0) return;
  const ExtensionDial& dial = judge.names().defaults().extension_dial;
  if (value.kind != HandlerKind::extension_dial) {
    judge.say_at(judge.field("length"), errc::invalid_argument,
                 fmt::format("only extension_dial has a length, {} has none", enum_name(value.kind)));
  } else if (value.length < dial.min_length || value.length > dial.max_length) {
    judge.say_at(judge.field("length"), errc::invalid_argument,
                 fmt::format("{} digits are outside the account's range of {} to {} (01 OP-26)", value.length,
                             dial.min_length, dial.max_length));
  }
}

void BranchesFit::operator()(Judge& judge, const Scheme& value) const {
  if (value.branches.empty()) {
    judge.say_at(judge.field("branches"), errc::invalid_argument, "a scheme has at least one branch (SCH-19)");
    return;
  }
  const std::size_t last = value.branches.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    if (scheduled(value.branches[i].schedule)) continue;
    judge.say_at(
        judge.field("branches", i), errc::invalid_argument,
        "a branch without a schedule takes every call, so nothing behind it is reached; only the last may have "
        "none (SCH-22)");
  }
  if (scheduled(value.branches[last].schedule)) {
    judge.say_at(judge.field("branches", last) + ".schedule", errc::invalid_argument,
                 "the last branch is for any other time, so that every call finds a branch (SCH-22)");
  }
}

}  // namespace tandem::model
