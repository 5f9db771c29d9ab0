#include "model/account_edit.hpp"

#include "model/account_limits.hpp"
#include "model/announcements.hpp"
#include "model/authorise.hpp"
#include "model/checker.hpp"
#include "model/describe_account.hpp"
#include "model/hidden.hpp"
#include "model/linked_cards.hpp"
#include "model/media_proxy.hpp"
#include "model/names.hpp"
#include "model/on_remove.hpp"
#include "model/rename.hpp"
#include "model/robots.hpp"
#include "model/sip_guards.hpp"
#include "model/tidy.hpp"
#include "model/trace.hpp"
#include "model/withdrawn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace tandem::model {
namespace {

ObjectRef ref_of_any(const AnyObject& object) {
  return std::visit(
      []<class T>(const T& value) {
        if constexpr (std::is_same_v<T, AccountSettings>) {
          return ObjectRef{Kind::settings, ""};
        } else {
          return ref_of(value);
        }
      },
      object);
}

/// The stored object of a reference, as a copy; and its version and position.
struct Found {
  AnyObject object;
  std::uint64_t version = 0;
  std::uint64_t position = 0;
};
std::optional<Found> find_any(const AccountData& data, const ObjectRef& ref) {
  if (ref.kind == Kind::settings) return Found{data.settings(), 0, 0};
  std::optional<Found> found;
  each_object_kind([&]<class T>(As<T>) {
    if (ref.kind != ObjectKind<T>::kind) return;
    if (const Stored<T>* stored = data.all<T>().find(ref.key))
      found = {stored->object, stored->version, stored->position};
  });
  return found;
}

std::vector<Mention> claims_of(const AnyObject& object) {
  Trace trace;
  std::visit([&](const auto& value) { walk(trace, value); }, object);
  return std::move(trace.claims);
}

/// Does it matter to those who refer to an object by its key that this changed in it?
bool matters_to_users(const Number& before, const Number& after) { return before.outgoing != after.outgoing; }
bool matters_to_users(const Scheme& before, const Scheme& after) {
  return before.extension.empty() != after.extension.empty();  // SCH-42
}
bool matters_to_users(const Trunk& before, const Trunk& after) { return before.peer != after.peer; }  // NUM-60
bool matters_to_users(const Role& before, const Role& after) { return before.base != after.base; }
template <class T>
bool matters_to_users(const T&, const T&) {
  return false;
}

/// Where in `user` the name stands, "members[2].employee, members[5].employee".
std::vector<std::string> places_in(const AccountData& data, const ObjectRef& user, const Mention& name) {
  std::vector<std::string> places;
  for (Mention& use : data.trace(user).references) {
    if (use.kind == name.kind && use.name == name.name) places.push_back(std::move(use.path));
  }
  return places;
}

std::string users_text(const AccountData& data, const std::vector<ObjectRef>& users, const Mention& name) {
  constexpr std::size_t most = 20;
  std::string text;
  for (std::size_t i = 0; i < users.size() && i < most; ++i) {
    text += fmt::format("{}{} ({})", i == 0 ? "" : ", ", label_of(users[i]),
                        fmt::join(places_in(data, users[i], name), ", "));
  }
  if (users.size() > most) text += fmt::format(" and {} more", users.size() - most);
  return text;
}

/// One object on its way from before to after.
struct Step {
  ObjectRef ref;
  std::string at;  ///< where problems of it are said
  std::optional<Found> before{};
  std::optional<AnyObject> after{};  ///< none: it is removed
  bool asked = true;
  std::uint64_t position = 0;  ///< the new one; 0: as it was
};

class Editor {
 public:
  Editor(const AccountData& before, const Changes& changes, const EditOptions& options)
      : before_(before), changes_(changes), options_(options), completion_(before, changes), after_(before) {}

  Result<Edited> run() {
    const auto& list = changes_.list();
    for (std::size_t i = 0; i < list.size(); ++i) take(list[i], list.size() == 1 ? "" : fmt::format("changes[{}]", i));
    if (!problems_.empty()) return refused();
    const std::size_t asked = steps_.size();
    follow_settings();
    for (std::size_t i = 0; i < asked; ++i) follow_widget(i);
    if (!problems_.empty()) return refused();
    for (std::size_t i = 0; i < steps_.size(); ++i) follow_removal(i);  // grows while it is walked over
    carry_out();
    follow_cards();
    for (const Step& step : steps_) judge(step);
    judge_guards();
    if (!problems_.empty()) return refused();
    for (const Step& step : steps_) {
      if (options_.hashes != nullptr) keep_settled(step);
    }
    Edited edited{std::move(after_)};
    edited.asked = asked;
    edited.issued = completion_.take_issued();
    edited.switched_off = std::move(switched_off_);
    edited.reconfigure = accounts_to_reconfigure(before_, edited.after, employees_);
    for (const Step& step : steps_) {
      const std::uint64_t old = step.before ? step.before->version : 0;
      edited.touched.push_back({step.ref, old, step.after ? old + 1 : 0});
    }
    return edited;
  }

 private:
  void say(std::string path, errc code, std::string message) {
    if (problems_.size() < Judge::most_findings) problems_.push_back({code, std::move(message), std::move(path), {}});
  }
  std::unexpected<Error> refused() { return std::unexpected(joined(std::move(problems_))); }

  void take(const Changes::Change& change, std::string at) {
    if (change.verb == Changes::Verb::arrange) return arrange(change, at);
    Step step;
    step.at = std::move(at);
    step.after = change.object;
    tidy(*step.after);
    if (change.verb == Changes::Verb::create) completion_.create(*step.after);
    if (auto* employee = std::get_if<Employee>(&*step.after)) set_waits(*employee);
    step.ref = ref_of_any(*step.after);
    step.before = find_any(before_, step.ref);
    if (!seen_.insert(step.ref).second) {
      return say(step.at, errc::invalid_argument,
                 fmt::format("{} is changed twice; say once what it shall be", label_of(step.ref)));
    }
    if (change.verb == Changes::Verb::create && step.before) {
      return say(step.at, errc::duplicate, fmt::format("there is already {}", label_of(step.ref)));
    }
    const bool must_exist = change.verb == Changes::Verb::update || change.verb == Changes::Verb::remove;
    if (must_exist && !step.before) {
      return say(step.at, errc::not_found, fmt::format("there is no {}", label_of(step.ref)));
    }
    const std::uint64_t version = step.before ? step.before->version : 0;
    if (change.expected_version && *change.expected_version != version) {
      return say(step.at, errc::conflict,
                 fmt::format("{} has version {}, expected was {}; read it again", label_of(step.ref), version,
                             *change.expected_version));
    }
    if (change.verb == Changes::Verb::remove) step.after.reset();
    if (step.before && step.after) keep_unseen(step.before->object, *step.after);
    if (auto* line = step.after ? std::get_if<Number>(&*step.after) : nullptr) {
      date_reservation(step.before ? std::get_if<Number>(&step.before->object) : nullptr, *line, options_.now);
    }
    if (step.after) settle_group(step);
    if (auto* settings = step.after ? std::get_if<AccountSettings>(&*step.after) : nullptr) {
      withdraw(before_.settings(), *settings);
    }
    if (step.after) settle_choices(step);
    if (step.after) completion_.finish(*step.after);
    steps_.push_back(std::move(step));
  }

  /// QUE-22..QUE-25.
  void settle_group(Step& step) {
    auto* group = std::get_if<Group>(&*step.after);
    if (group == nullptr) return;
    const auto* old = step.before ? std::get_if<Group>(&step.before->object) : nullptr;
    SettledAnnouncements settled = settle_announcements(old, *group, callers_held());
    std::ranges::move(settled.switched_off, std::back_inserter(switched_off_));
    for (const std::string& field : settled.refused) {
      say(step.at.empty() ? field : step.at + "." + field, errc::invalid_argument, std::string(no_announcement));
    }
  }
  /// The common flag, as it is going to be.
  [[nodiscard]] bool callers_held() const { return to_be_.defaults.queue.hold_when_busy; }
  /// The settings as they are going to be.
  [[nodiscard]] AccountSettings settings_to_be() const {
    AccountSettings to_be = before_.settings();
    for (const Changes::Change& change : changes_.list()) {
      const auto* settings = std::get_if<AccountSettings>(&change.object);
      if (settings == nullptr || change.verb == Changes::Verb::remove) continue;
      to_be = *settings;
      keep_hidden(author(), before_.settings(), to_be);
    }
    return to_be;
  }

  [[nodiscard]] const Authority& author() const { return options_.author != nullptr ? *options_.author : everybody_; }
  void keep_unseen(const AnyObject& before, AnyObject& after) const {
    std::visit(
        [&]<class T>(T& fresh) {
          if constexpr (requires(const T& old) { keep_hidden(author(), old, fresh); }) {
            keep_hidden(author(), std::get<T>(before), fresh);
          }
        },
        after);
  }
  /// SIP-04, by the settings as they are going to be.
  void settle_choices(Step& step) {
    auto* employee = std::get_if<Employee>(&*step.after);
    if (employee == nullptr || chosen_by_account(to_be_)) return;
    const auto* old = step.before ? std::get_if<Employee>(&step.before->object) : nullptr;
    std::optional<Error> refused = keep_choices(old, *employee);
    if (refused) say(step.at.empty() ? refused->path : step.at + "." + refused->path, refused->code, refused->message);
  }

  /// The positions of these objects, handed out anew in the order of their keys.
  void arrange(const Changes::Change& change, const std::string& at) {
    const Kind kind = ref_of_any(change.object).kind;
    std::vector<std::uint64_t> positions;
    const std::size_t first = steps_.size();
    for (const std::string& key : change.order) {
      Step step{{kind, key}, at, find_any(before_, {kind, key})};
      if (!step.before) return say(at, errc::not_found, fmt::format("there is no {}", label_of(step.ref)));
      if (!seen_.insert(step.ref).second) {
        return say(at, errc::invalid_argument, fmt::format("{} is named or changed twice", label_of(step.ref)));
      }
      step.after = step.before->object;
      positions.push_back(step.before->position);
      steps_.push_back(std::move(step));
    }
    std::sort(positions.begin(), positions.end());
    for (std::size_t i = 0; i < positions.size(); ++i) steps_[first + i].position = positions[i];
  }

  /// DEF-21: a contact that comes without a ring time gets the default of the day for its own.
  void set_waits(Employee& employee) const {
    for (Device& device : employee.devices) {
      if (!device.wait) device.wait = before_.settings().defaults.employee_ring_time;
    }
  }

  /// What the settings carry with them. ROL-22: without the service, the roles that came with it are gone, and whoever had
  /// one is an employee again.
  void follow_settings() {
    const auto settings = std::find_if(steps_.begin(), steps_.end(),
                                       [](const Step& step) { return step.ref.kind == Kind::settings; });
    if (settings == steps_.end()) return;
    if (std::get<AccountSettings>(*settings->after).security.hash_only && !before_.settings().security.hash_only) {
      const std::string path = settings->at;  // ruling 4: no password stays
      before_.all<Employee>().each([&](const Stored<Employee>& stored) {
        follow(ref_of(stored.object), path, stored.object);
      });
    }
    const bool taken = before_.settings().defaults.services.roles &&
                       !std::get<AccountSettings>(*settings->after).defaults.services.roles;
    if (!taken) return;
    const std::string at = settings->at;
    before_.all<Role>().each([&](const Stored<Role>& stored) { follow(ref_of(stored.object), at, std::nullopt); });
    before_.all<Employee>().each([&](const Stored<Employee>& stored) {
      const auto base = enum_value<BaseRole>(stored.object.role.text);
      if (base && !is_additional(*base)) return;
      Employee employee = stored.object;
      employee.role = {"employee"};
      employee.protection = {};
      follow(ref_of(employee), at, employee);
    });
  }
  /// A step that nobody asked for.
  void follow(const ObjectRef& ref, const std::string& at, std::optional<AnyObject> after) {
    if (!seen_.insert(ref).second) return;
    steps_.push_back({ref, at, find_any(before_, ref), std::move(after), false});
  }

  /// NUM-33: the first widget gets a line and a scheme. NUM-34: such a line goes with its last widget.
  void follow_widget(std::size_t i) {
    auto* widget = steps_[i].after ? std::get_if<Widget>(&*steps_[i].after) : nullptr;
    if (widget != nullptr && widget->line.empty()) return make_line(*widget, steps_[i].at);
    const auto* old = steps_[i].before ? std::get_if<Widget>(&steps_[i].before->object) : nullptr;
    const Number* line = old != nullptr ? before_.find<Number>(old->line) : nullptr;
    if (line == nullptr || line->use != LineUse::widget || still_used(*line)) return;
    follow(ref_of(*line), steps_[i].at, std::nullopt);
  }
  [[nodiscard]] bool still_used(const Number& line) const {
    const auto others = before_.users(Kind::number, line.number);
    const auto uses = [&](const AnyObject& object) {
      const auto* widget = std::get_if<Widget>(&object);
      return widget != nullptr && widget->line == line.number;
    };
    const bool stays = std::any_of(others.begin(), others.end(), [&](const ObjectRef& user) {
      return user.kind == Kind::widget && !seen_.contains(user);
    });
    return stays || std::any_of(steps_.begin(), steps_.end(), [&](const Step& s) { return s.after && uses(*s.after); });
  }
  void make_line(Widget& widget, const std::string& at) {
    const auto passive = [&](const AnyObject& object) {
      const auto* number = std::get_if<Number>(&object);
      return number != nullptr && number->mode == LineMode::passive;
    };
    bool has_lines = std::any_of(steps_.begin(), steps_.end(), [&](const Step& s) { return s.after && passive(*s.after); });
    before_.all<Number>().each([&](const Stored<Number>& stored) { has_lines = has_lines || passive(stored.object); });
    const std::string path = at + (at.empty() ? "" : ".") + "line";
    if (has_lines) return say(path, errc::missing_field, "name the passive line that this widget's calls come by (WGT-13)");
    if (own_domain(before_.settings()).empty()) {
      return say(path, errc::missing_field, "a widget's line is in a SIP domain of the account, which has none (NUM-33)");
    }
    WidgetLineMade made = completion_.widget_line(widget);
    widget.line = made.line.number;
    follow(ref_of(made.scheme), at, made.scheme);
    follow(ref_of(made.line), at, made.line);
  }

  /// Those who refer to what goes with step `i` forget it, follow it, or guard it.
  void follow_removal(std::size_t i) {
    if (!steps_[i].before) return;
    const ObjectRef self = steps_[i].ref;
    const std::string at = steps_[i].at;
    const AnyObject object = steps_[i].before->object;
    const std::optional<AnyObject> after = steps_[i].after;
    const auto* number = std::get_if<Number>(&object);
    const bool of_widget = number != nullptr && number->use == LineUse::widget && !steps_[i].asked;  // NUM-34
    if (number != nullptr && !number->scheme.empty() && !after && !options_.moves_numbers && !of_widget) {
      say(at, errc::in_use,
          fmt::format("number '{}' has the scheme '{}'; take it away first (NUM-38)", number->number,
                      number->scheme.text));
    }
    const std::vector<Mention> kept = after ? claims_of(*after) : std::vector<Mention>();
    for (const Mention& claim : claims_of(object)) {
      const auto same = [&](const Mention& other) { return other.kind == claim.kind && other.name == claim.name; };
      if (std::any_of(kept.begin(), kept.end(), same)) continue;
      for (const ObjectRef& user : before_.users(claim.kind, claim.name)) {
        if (user != self) take_leave(user, claim, at);
      }
    }
  }
  void take_leave(const ObjectRef& user, const Mention& claim, const std::string& at) {
    const auto planned = std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) { return step.ref == user; });
    if (planned != steps_.end()) {
      if (planned->after && !planned->asked) {
        (void)on_remove(*planned->after, claim.kind, claim.name, instead_of(claim));
      }
      return;  // what was asked for is judged as it is
    }
    std::optional<Found> found = find_any(before_, user);
    AnyObject object = found->object;
    OnRemove result = on_remove(object, claim.kind, claim.name, instead_of(claim));
    if (claim.kind == Kind::prompt && user.kind == Kind::scheme && !is_active(user.key)) {  // AUD-04, 03 OP-08
      replace_prompt(object, claim.name, PromptKey{"standard:welcome"});
      result = OnRemove::forgets;
    }
    if (result == OnRemove::guards) return;  // found by judge()
    Step step{user, at, std::move(found), std::nullopt, false};
    if (result == OnRemove::forgets) step.after = std::move(object);
    steps_.push_back(std::move(step));
  }

  /// The stand-in of a number that goes (NUM-64), among those that stay as they are.
  const Number* instead_of(const Mention& claim) const {
    if (claim.kind != Kind::number) return nullptr;
    return stand_in(before_, claim.name, [&](const Number& number) { return !seen_.contains(ref_of(number)); });
  }
  /// Do calls come to the scheme: by a number, an extension, or somebody who sends them there?
  bool is_active(const std::string& scheme) const {
    const Scheme* found = before_.find<Scheme>(scheme);
    return found == nullptr || !found->extension.empty() || !before_.users(Kind::scheme, scheme).empty();
  }

  // All leave before any comes, so that names can be handed over within one change.
  void carry_out() {
    for (const Step& step : steps_) after_.erase(step.ref);
    for (const Step& step : steps_) {
      if (!step.after) continue;
      const std::uint64_t old = step.before ? step.before->position : 0;
      after_.put(*step.after, step.before ? step.before->version + 1 : 1, step.position != 0 ? step.position : old);
    }
  }

  void judge(const Step& step) {
    // What followed from a change is a problem of that change.
    if (step.after) judge_object(*step.after, step.ref, step.at, step.asked ? errc::internal : errc::in_use);
    if (!step.before) return;
    judge_lost_names(step);
    if (step.after) judge_users(step);
  }

  /// Findings are said at `at`; with `as`, as one problem of somebody else's object.
  void judge_object(const AnyObject& object, const ObjectRef& ref, const std::string& at, errc as) {
    const AccountData::View view(after_, ref);
    Judge judge(view);
    std::visit([&](const auto& value) { check(judge, value); }, object);
    for (Finding& finding : judge.findings) {
      std::string path = at;
      if (as == errc::internal) {
        if (!path.empty() && !finding.error.path.empty()) path += '.';
        path += finding.error.path;
        say(std::move(path), finding.error.code, std::move(finding.error.message));
      } else {
        say(std::move(path), as,
            fmt::format("{} would no longer be right ({}): {}", label_of(ref), finding.error.path,
                        finding.error.message));
      }
    }
  }

  /// What others use may not go.
  void judge_lost_names(const Step& step) {
    for (const Mention& claim : claims_of(step.before->object)) {
      if (after_.owner(claim.kind, claim.name) != nullptr) continue;
      const std::vector<ObjectRef> users = after_.users(claim.kind, claim.name);
      if (users.empty()) continue;
      std::string path = step.at;
      if (step.after) path += (path.empty() ? "" : ".") + claim.path;
      say(std::move(path), errc::in_use,
          fmt::format("{} '{}' is used by {}; change that first", noun(claim.kind), claim.name,
                      users_text(after_, users, claim)));
    }
  }

  /// EMP-53
  void follow_cards() {
    for (AnyObject& object : linked_changes(before_, after_, seen_)) {
      const ObjectRef ref = ref_of_any(object);
      auto step = std::find_if(steps_.begin(), steps_.end(), [&](const Step& known) { return known.ref == ref; });
      if (step == steps_.end()) {
        steps_.push_back({ref, steps_.front().at, find_any(before_, ref), std::nullopt, false});
        step = std::prev(steps_.end());
      }
      step->after = object;
      after_.put(std::move(object), step->before ? step->before->version + 1 : 1, step->before ? step->before->position : 0);
    }
  }

  void judge_guards() {
    judge_limits();
    const std::string& root = before_.settings().root_domain;
    const auto& domains = after_.settings().domains;
    if (!root.empty() && root == after_.settings().root_domain &&
        std::find(domains.begin(), domains.end(), root) == domains.end()) {
      say("domains", errc::forbidden, "the root domain is neither renamed nor removed (SIP-15, SIP-38)");
    }
    for (const Step& step : steps_) {
      if (step.ref.kind != Kind::employee) continue;
      employees_.push_back(step.ref.key);
      const auto say_all = [&](std::vector<Error> errors) {
        for (Error& error : errors) {
          say(step.at + (step.at.empty() ? "" : ".") + error.path, error.code, std::move(error.message));
        }
      };
      if (std::optional<Error> error = problem_of_robot(before_, after_, step.ref.key)) say_all({std::move(*error)});
      say_all(problems_of_primaries(before_, after_, step.ref.key));
      say_all(problems_of_schedules(before_, after_, step.ref.key));
    }
  }
  /// Said of the first new object of its kind, else of the first that is changed.
  void judge_limits() {
    for (OverLimit& over : limits_exceeded(before_, after_)) {
      const auto of_kind = [&](const Step& step) { return step.ref.kind == over.kind; };
      auto step = std::find_if(steps_.begin(), steps_.end(), [&](const Step& s) { return of_kind(s) && !s.before; });
      if (step == steps_.end()) step = std::find_if(steps_.begin(), steps_.end(), of_kind);
      const std::string& at = step != steps_.end() ? step->at : steps_.front().at;
      say(at.empty() || over.path.empty() ? at + over.path : at + "." + over.path, errc::exhausted,
          std::move(over.message));
    }
  }
  void keep_settled(const Step& step) {
    const Stored<Employee>* stored = step.after && step.ref.kind == Kind::employee
                                         ? after_.all<Employee>().find(step.ref.key) : nullptr;
    if (stored == nullptr) return;
    Employee employee = stored->object;
    const auto [version, position] = std::pair(stored->version, stored->position);
    if (settle(employee, after_.settings().security, *options_.hashes)) after_.put(std::move(employee), version, position);
  }

  /// Those whose rules look at the settings.
  void judge_all(const Step& step) {
    const AccountSettings& old = before_.settings();
    const AccountSettings& fresh = after_.settings();
    const auto judge_kind = [&]<class T>(As<T>) {
      after_.all<T>().each([&](const Stored<T>& stored) {
        judge_object(stored.object, ref_of(stored.object), step.at, errc::in_use);
      });
    };
    const bool services = old.defaults.services != fresh.defaults.services;
    if (services || old.defaults.extension_dial != fresh.defaults.extension_dial) judge_kind(As<Scheme>{});
    if (services) judge_kind(As<Group>{});
    if (services) judge_kind(As<Room>{});
    if (services) judge_kind(As<CallerRule>{});
    if (services) judge_kind(As<Role>{});
    if (services) judge_kind(As<Widget>{});
    if (services || old.standard_number != fresh.standard_number) judge_kind(As<Number>{});
    const auto taken = [&](bool Services::*service) {
      return old.defaults.services.*service && !(fresh.defaults.services.*service);
    };
    const bool of_cards = taken(&Services::auto_secretary) || taken(&Services::ring_modes);
    if (of_cards || old.security.two_factor != fresh.security.two_factor) judge_kind(As<Employee>{});
  }
  void judge_users(const Step& step) {
    if (step.ref.kind == Kind::settings) judge_all(step);
    const bool matters = std::visit(
        [&]<class T>(const T& value) { return matters_to_users(std::get<T>(step.before->object), value); },
        *step.after);
    if (!matters) return;
    for (const ObjectRef& user : after_.users(step.ref.kind, step.ref.key)) {
      if (seen_.contains(user)) continue;
      if (const auto found = find_any(after_, user)) judge_object(found->object, user, step.at, errc::in_use);
    }
  }

  const AccountData& before_;
  const Changes& changes_;
  const EditOptions& options_;
  const Authority everybody_{before_, Actor()};  ///< who is shown everything
  const AccountSettings to_be_{settings_to_be()};
  Completion completion_;
  AccountData after_;
  std::deque<Step> steps_;
  std::set<ObjectRef> seen_;
  std::vector<Error> problems_;
  std::vector<std::string> switched_off_;
  std::vector<std::string> employees_;  ///< keys of those that were touched
};

}  // namespace

Result<Edited> edit(const AccountData& before, const Changes& changes, const EditOptions& options) {
  return Editor(before, changes, options).run();
}

std::vector<Usage> usages_of(const AccountData& data, const ObjectRef& object) {
  std::vector<Usage> usages;
  const auto found = find_any(data, object);
  if (!found) return usages;
  for (const Mention& claim : claims_of(found->object)) {
    for (const ObjectRef& user : data.users(claim.kind, claim.name)) {
      if (user == object) continue;
      for (std::string& place : places_in(data, user, claim)) {
        usages.push_back({std::string(noun(user.kind)), user.key, std::move(place)});
      }
    }
  }
  return usages;
}

}  // namespace tandem::model
