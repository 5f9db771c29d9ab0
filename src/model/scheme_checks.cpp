// Doubts about schemes.
#include <tandem/scheme_check.hpp>

#include "model/doubt_table.hpp"
#include "model/names.hpp"
#include "model/warnings.hpp"
#include "model/week_cover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tandem {
namespace {

bool always(const std::optional<Schedule>& schedule) { return !schedule || schedule->any_time(); }

/// Does the call never come to the line behind this one?
bool ends_call(const Action& action) {
  if (const auto* forward = std::get_if<Forward>(&action)) return std::holds_alternative<ToScheme>(forward->to);
  return std::holds_alternative<Voicemail>(action) || std::holds_alternative<ReceiveFax>(action) ||
         std::holds_alternative<Hangup>(action) || std::holds_alternative<DialThrough>(action);
}

class Doubts {
 public:
  explicit Doubts(const model::AccountData& data) : data_(data) {}
  std::vector<SchemeDoubt> take() && { return std::move(found_); }

  void of_scheme(const Scheme& scheme, const std::string& path) {
    const SpeechInput& speech = scheme.speech;
    if (speech.enabled && !speech.digits && !speech.people && !speech.topics) {
      say(Doubt::speech_without_mode, path + ".speech");
    }
    of_circle(scheme, path);
    const bool plain = scheme.branches.size() == 1 && !scheme.branches.front().schedule;
    for (std::size_t i = 0; i < scheme.branches.size(); ++i) {
      const std::string at = plain ? path : fmt::format("{}.branches[{}]", path, i);
      if (i > 0) of_branch(scheme, i, at);
      of_block(scheme.branches[i].block, at);
    }
  }

 private:
  void say(Doubt doubt, std::string path, std::vector<std::string> arguments = {}) {
    found_.push_back({doubt, std::move(path), std::move(arguments)});
  }

  void of_branch(const Scheme& scheme, std::size_t i, const std::string& path) {
    const Branch& branch = scheme.branches[i];
    const std::string zone = branch.schedule ? branch.schedule->time_zone : "";
    model::WeekCover before;
    for (std::size_t k = 0; k < i; ++k) {
      const auto& earlier = scheme.branches[k].schedule;
      const bool comparable = i + 1 == scheme.branches.size() || (earlier ? earlier->time_zone : "") == zone;
      if (comparable) before.add(model::WeekCover::certain(earlier));
    }
    if (before.holds_all_of(model::WeekCover::possible(branch.schedule))) {
      say(Doubt::branch_never_taken, path);
    } else if (i + 1 == scheme.branches.size() && branch.block == Block{}) {
      say(Doubt::time_without_reception, path);
    }
  }

  void of_block(const Block& block, const std::string& path) {
    bool ended = false;
    for (std::size_t i = 0; i < block.actions.size(); ++i) {
      const std::string at = fmt::format("{}.actions[{}]", path, i);
      if (ended) say(Doubt::action_unreachable, at);
      of_action(block.actions[i], at);
      ended = ended || ends_call(block.actions[i]);
    }
    for (std::size_t i = 0; i < block.menu.size(); ++i) of_item(block, i, fmt::format("{}.menu[{}]", path, i));
    for (std::size_t i = 0; i < block.handlers.size(); ++i) {
      const std::string at = fmt::format("{}.handlers[{}]", path, i);
      of_handler(block, i, ended, at);
      if (block.handlers[i].kind != HandlerKind::fax_detect) of_block(block.handlers[i].block, at);
    }
  }

  void of_item(const Block& block, std::size_t i, const std::string& path) {
    const MenuItem& item = block.menu[i];
    const Block& inside = item.block;
    if (inside.actions.empty() && inside.menu.empty() && inside.handlers.empty() &&
        inside.final_action == FinalAction::hangup) {
      say(Doubt::item_does_nothing, path, {item.digits});
    }
    for (std::size_t k = 0; k < i; ++k) {
      for (const std::string& keyword : item.keywords) {
        const auto& others = block.menu[k].keywords;
        if (std::ranges::find(others, keyword) == others.end()) continue;
        say(Doubt::keyword_twice, path + ".keywords", {keyword, block.menu[k].digits});
      }
    }
    of_block(inside, path);
  }

  void of_handler(const Block& block, std::size_t i, bool ended, const std::string& path) {
    const Handler& handler = block.handlers[i];
    for (std::size_t k = 0; k < i; ++k) {
      if (block.handlers[k].kind != handler.kind || !always(block.handlers[k].schedule)) continue;
      return say(Doubt::handler_shadowed, path, {std::string(model::enum_name(handler.kind))});
    }
    const Defaults& defaults = data_.settings().defaults;
    switch (handler.kind) {
      case HandlerKind::no_input:
        if (ended) say(Doubt::no_input_unreachable, path);
        break;
      case HandlerKind::extension_dial:
        if (!defaults.extension_dial.enabled) say(Doubt::dialling_switched_off, path);
        break;
      case HandlerKind::fax_detect:
        if (!defaults.fax.auto_detect) say(Doubt::fax_switched_off, path);
        if (!handler.block.actions.empty()) say(Doubt::fax_actions_ignored, path + ".actions");
        break;
      case HandlerKind::wrong_password:
        if (std::ranges::all_of(block.menu, [](const MenuItem& item) { return item.password.empty(); })) {
          say(Doubt::no_item_has_password, path);
        }
        break;
      case HandlerKind::input_error_limit:
        if (!takes_input(block)) say(Doubt::nothing_is_entered, path);
        break;
      case HandlerKind::any_other_input: break;
    }
  }

  [[nodiscard]] bool takes_input(const Block& block) const {
    if (!block.menu.empty() || data_.settings().defaults.extension_dial.enabled) return true;
    return std::ranges::any_of(block.handlers, [](const Handler& handler) {
      return handler.kind == HandlerKind::any_other_input || handler.kind == HandlerKind::no_input ||
             handler.kind == HandlerKind::extension_dial;
    });
  }

  void of_action(const Action& action, const std::string& path) {
    if (const auto* forward = std::get_if<Forward>(&action)) {
      of_target(forward->to, path + ".forward");
    } else if (const auto* by_region = std::get_if<ForwardByRegion>(&action)) {
      if (by_region->targets.empty() && std::holds_alternative<std::monostate>(by_region->otherwise)) {
        say(Doubt::region_without_target, path + ".forward_by_region");
      }
      for (std::size_t i = 0; i < by_region->targets.size(); ++i) {
        of_target(by_region->targets[i].to, fmt::format("{}.forward_by_region[{}].to", path, i));
      }
      of_target(by_region->otherwise, path + ".otherwise");
    }
  }

  void of_target(const ForwardTo& to, const std::string& path) {
    if (const auto* named = std::get_if<ToGroup>(&to)) {
      const Group* group = data_.find<Group>(named->group.text);
      const bool empty = group != nullptr && std::ranges::none_of(group->members, &Member::is_operator);
      if (empty) say(Doubt::group_without_operators, path, {group->id.text});
    } else if (const auto* one = std::get_if<ToEmployee>(&to)) {
      of_employee(*one, path);
    } else if (const auto* into = std::get_if<ToTrunk>(&to)) {
      of_trunk(into->trunk, path);
    } else if (const auto* number = std::get_if<ToNumber>(&to)) {
      of_trunk(number->trunk, path);
    }
  }

  void of_trunk(const TrunkKey& key, const std::string& path) {
    const Trunk* trunk = data_.find<Trunk>(key.text);
    if (trunk != nullptr && !trunk->enabled) say(Doubt::trunk_switched_off, path, {trunk->id.text});
  }

  void of_employee(const ToEmployee& to, const std::string& path) {
    const Employee* employee = data_.find<Employee>(to.employee.text);
    if (employee == nullptr) return;
    const auto fits = [&](const Device& device) {
      return device.active && (to.by != EmployeeBy::contact || device.sip == to.contact || device.number == to.contact);
    };
    if (std::ranges::any_of(employee->devices, fits)) return;
    if (to.by == EmployeeBy::contact) {
      say(Doubt::no_such_contact, path, {employee->id.text, to.contact});
    } else {
      say(Doubt::employee_without_device, path, {employee->id.text});
    }
  }

  // Circles. A scheme is reported where a way out of it leads back to it.
  static void add_targets(const Block& block, std::set<std::string>& to) {
    const auto add = [&](const ForwardTo& target) {
      if (const auto* scheme = std::get_if<ToScheme>(&target)) to.insert(scheme->scheme.text);
    };
    for (const Action& action : block.actions) {
      if (const auto* forward = std::get_if<Forward>(&action)) add(forward->to);
      if (const auto* by_region = std::get_if<ForwardByRegion>(&action)) {
        for (const RegionTarget& target : by_region->targets) add(target.to);
        add(by_region->otherwise);
      }
    }
    for (const MenuItem& item : block.menu) add_targets(item.block, to);
    for (const Handler& handler : block.handlers) add_targets(handler.block, to);
  }

  const std::set<std::string>& targets_of(const Scheme& scheme) {
    const auto [at, fresh] = targets_.try_emplace(scheme.id.text);
    if (fresh) {
      for (const Branch& branch : scheme.branches) add_targets(branch.block, at->second);
    }
    return at->second;
  }

  /// The shortest way from `scheme` back to it.
  void of_circle(const Scheme& scheme, const std::string& path) {
    std::map<std::string, std::string> came_from;
    std::vector<const Scheme*> front{&scheme};
    for (std::size_t i = 0; i < front.size(); ++i) {
      for (const std::string& next : targets_of(*front[i])) {
        if (next == scheme.id.text) return say(Doubt::scheme_circle, path, {way(scheme, *front[i], came_from)});
        const Scheme* found = data_.find<Scheme>(next);
        if (found != nullptr && came_from.emplace(next, front[i]->id.text).second) front.push_back(found);
      }
    }
  }
  static std::string way(const Scheme& scheme, const Scheme& last,
                         const std::map<std::string, std::string>& came_from) {
    std::string text = scheme.id.text;
    for (std::string at = last.id.text; at != scheme.id.text; at = came_from.at(at)) text = at + ", " + text;
    return scheme.id.text + ", " + text;
  }

  const model::AccountData& data_;
  std::vector<SchemeDoubt> found_;
  std::map<std::string, std::set<std::string>> targets_;
};

}  // namespace

std::string_view name_of(Doubt doubt) noexcept {
  const auto index = static_cast<std::size_t>(doubt);
  return index < std::size(model::doubt_table) ? model::doubt_table[index].name : std::string_view("?");
}

namespace {

bool is_somebody(const ForwardTo& to) { return !std::holds_alternative<std::monostate>(to); }

bool forwards(const Block& block) {
  for (const Action& action : block.actions) {
    if (const auto* forward = std::get_if<Forward>(&action); forward != nullptr && is_somebody(forward->to)) return true;
    const auto* by_region = std::get_if<ForwardByRegion>(&action);
    if (by_region == nullptr) continue;
    const auto some = [](const RegionTarget& target) { return is_somebody(target.to); };
    if (is_somebody(by_region->otherwise) || std::ranges::any_of(by_region->targets, some)) return true;
  }
  return std::ranges::any_of(block.menu, [](const MenuItem& item) { return forwards(item.block); }) ||
         std::ranges::any_of(block.handlers, [](const Handler& handler) { return forwards(handler.block); });
}

}  // namespace

bool forwards_anywhere(const Scheme& scheme) {
  return std::ranges::any_of(scheme.branches, [](const Branch& branch) { return forwards(branch.block); });
}

std::vector<SchemeDoubt> doubts_of_schemes(const AccountDocument& document) {
  const model::AccountData data{AccountDocument(document)};
  Doubts doubts(data);
  for (std::size_t i = 0; i < document.schemes.size(); ++i) {
    doubts.of_scheme(document.schemes[i], fmt::format("schemes[{}]", i));
  }
  return std::move(doubts).take();
}

std::vector<SchemeDoubt> model::doubts_of(const AccountData& data, const Scheme& scheme, const std::string& at) {
  Doubts doubts(data);
  doubts.of_scheme(scheme, at);
  return std::move(doubts).take();
}

std::string text_of(const SchemeDoubt& doubt, Language language) {
  const model::DoubtRow& row = model::doubt_table[static_cast<std::size_t>(doubt.doubt)];
  return model::filled(language == Language::russian ? row.russian : row.english, doubt.arguments, language);
}

}  // namespace tandem
