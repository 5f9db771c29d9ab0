#include "model/account_edit.hpp"

#include "model/checker.hpp"
#include "model/describe_account.hpp"
#include "model/names.hpp"
#include "model/on_remove.hpp"
#include "model/tidy.hpp"
#include "model/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <map>
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
bool matters_to_users(const Role& before, const Role& after) { return before.base != after.base; }
template <class T>
bool matters_to_users(const T&, const T&) {
  return false;
}

std::string users_text(const std::vector<AccountData::User>& users) {
  constexpr std::size_t most = 20;
  std::string text;
  for (std::size_t i = 0; i < users.size() && i < most; ++i) {
    text += fmt::format("{}{} ({})", i == 0 ? "" : ", ", label_of(users[i].object), users[i].path);
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
  Editor(const AccountData& before, const Changes& changes) : before_(before), changes_(changes), after_(before) {}

  Result<Edited> run() {
    const auto& list = changes_.list();
    for (std::size_t i = 0; i < list.size(); ++i) take(list[i], list.size() == 1 ? "" : fmt::format("changes[{}]", i));
    if (!problems_.empty()) return refused();
    const std::size_t asked = steps_.size();
    take_roles_away();
    for (std::size_t i = 0; i < steps_.size(); ++i) follow_removal(i);  // grows while it is walked over
    carry_out();
    for (const Step& step : steps_) judge(step);
    judge_limits();
    if (!problems_.empty()) return refused();
    Edited edited{std::move(after_)};
    edited.asked = asked;
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
  std::unexpected<Error> refused() {
    Error first = std::move(problems_.front());
    first.more.assign(std::make_move_iterator(problems_.begin() + 1), std::make_move_iterator(problems_.end()));
    return std::unexpected(std::move(first));
  }

  void take(const Changes::Change& change, std::string at) {
    if (change.verb == Changes::Verb::arrange) return arrange(change, at);
    Step step;
    step.at = std::move(at);
    step.after = change.object;
    tidy(*step.after);
    if (change.verb == Changes::Verb::create) complete(*step.after);
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
    if (step.before && step.after) {
      const auto* old = std::get_if<Employee>(&step.before->object);
      auto* fresh = std::get_if<Employee>(&*step.after);
      if (old != nullptr && fresh != nullptr) keep_secrets(*old, *fresh);
    }
    steps_.push_back(std::move(step));
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

  /// ROL-22: without the service, the roles that came with it are gone, and whoever had one is an employee again.
  void take_roles_away() {
    const auto settings =
        std::find_if(steps_.begin(), steps_.end(), [](const Step& step) { return step.ref.kind == Kind::settings; });
    if (settings == steps_.end()) return;
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

  /// What a new object gets that its maker left open.
  void complete(AnyObject& object) {
    std::visit(
        [&]<class T>(T& value) {
          if constexpr (!std::is_same_v<T, AccountSettings>) {
            std::string& key = ObjectKind<T>::key(value);
            if (key.empty() && !std::is_same_v<T, Number>) key = free_key(ObjectKind<T>::kind);
          }
          if constexpr (std::is_same_v<T, Employee>) {
            if (value.extension.empty()) value.extension = free_extension();    // EMP-03
            if (value.devices.empty()) value.devices = implied_devices(value);  // SIP-24
            if (value.outgoing_number.empty()) value.outgoing_number = only_line();
          }
        },
        object);
  }
  /// EMP-12, EMP-14: where there is no choice, a new employee calls out by the one line there is; empty: there is a
  /// choice, or none.
  [[nodiscard]] std::string only_line() const {
    if (before_.all<Number>().size() != 1) return {};
    std::string line;
    before_.all<Number>().each([&](const Stored<Number>& stored) {
      const bool stays = !seen_.contains(ref_of(stored.object));
      if (stays && stored.object.outgoing && !stored.object.reserved) line = stored.object.number;
    });
    return line;
  }
  std::string free_key(Kind kind) {
    std::size_t& next = next_key_[kind];
    if (next == 0) next = before_.count(kind) + 1;
    while (true) {
      std::string key = given_key(kind, next++);
      if (before_.owner(kind, key) == nullptr && !seen_.contains({kind, key})) return key;
    }
  }
  /// EMP-03: the number after the highest extension of an employee, among those that are free; 101 is the first.
  std::string free_extension() {
    if (next_extension_ == 0) {
      next_extension_ = 101;
      before_.all<Employee>().each([&](const Stored<Employee>& stored) {
        int number = 0;
        const std::string& text = stored.object.extension;
        std::from_chars(text.data(), text.data() + text.size(), number);
        if (text.size() <= 5 && text.front() != '0') next_extension_ = std::max(next_extension_, number + 1);
      });
    }
    const auto taken = [&](const std::string& text) {
      if (before_.owner(Kind::extension, text) != nullptr) return true;
      return std::any_of(changes_.list().begin(), changes_.list().end(), [&](const Changes::Change& change) {
        const auto* employee = std::get_if<Employee>(&change.object);
        return employee != nullptr && employee->extension == text;
      });
    };
    while (taken(std::to_string(next_extension_))) ++next_extension_;
    return std::to_string(next_extension_++);
  }

  /// Those who refer to what goes with step `i` forget it, follow it, or guard it.
  void follow_removal(std::size_t i) {
    if (!steps_[i].before) return;
    const ObjectRef self = steps_[i].ref;
    const std::string at = steps_[i].at;
    const AnyObject object = steps_[i].before->object;
    const std::optional<AnyObject> after = steps_[i].after;
    if (const auto* number = std::get_if<Number>(&object); number != nullptr && !number->scheme.empty() && !after) {
      say(at, errc::in_use,
          fmt::format("number '{}' has the scheme '{}'; take it away first (NUM-38)", number->number,
                      number->scheme.text));
    }
    const std::vector<Mention> kept = after ? claims_of(*after) : std::vector<Mention>();
    for (const Mention& claim : claims_of(object)) {
      const auto same = [&](const Mention& other) { return other.kind == claim.kind && other.name == claim.name; };
      if (std::any_of(kept.begin(), kept.end(), same)) continue;
      for (const AccountData::User& user : before_.users(claim.kind, claim.name)) {
        if (user.object != self) take_leave(user.object, claim, at);
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
    const OnRemove result = on_remove(object, claim.kind, claim.name, instead_of(claim));
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

  /// SCH-06, SCH-52: a change may not lead beyond a limit; what is beyond it already may stay, and become less.
  void judge_limits() {
    const AccountLimits& limits = after_.settings().limits;
    const auto judge_count = [&](std::string_view what, std::size_t old, std::size_t fresh, const std::optional<int>& most) {
      std::string message = fresh > old ? beyond_limit(what, fresh, most) : std::string();
      if (!message.empty()) say(std::string(), errc::exhausted, std::move(message));
    };
    judge_count("schemes", before_.all<Scheme>().size(), after_.all<Scheme>().size(), limits.schemes);
    judge_count("employees", before_.all<Employee>().size(), after_.all<Employee>().size(), limits.employees);
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
      const std::vector<AccountData::User> users = after_.users(claim.kind, claim.name);
      if (users.empty()) continue;
      std::string path = step.at;
      if (step.after) path += (path.empty() ? "" : ".") + claim.path;
      say(std::move(path), errc::in_use,
          fmt::format("{} '{}' is used by {}; change that first", noun(claim.kind), claim.name, users_text(users)));
    }
  }

  void judge_users(const Step& step) {
    const Defaults& old = before_.settings().defaults;
    const Defaults& fresh = after_.settings().defaults;
    const bool schemes = step.ref.kind == Kind::settings &&
                         (old.extension_dial != fresh.extension_dial || old.services != fresh.services);
    if (schemes) {
      after_.all<Scheme>().each([&](const Stored<Scheme>& stored) {
        judge_object(stored.object, ref_of(stored.object), step.at, errc::in_use);
      });
    }
    const bool matters =
        std::visit([&]<class T>(const T& value) { return matters_to_users(std::get<T>(step.before->object), value); },
                   *step.after);
    if (!matters) return;
    std::set<ObjectRef> judged;
    for (const AccountData::User& user : after_.users(step.ref.kind, step.ref.key)) {
      if (!judged.insert(user.object).second || seen_.contains(user.object)) continue;
      if (const auto found = find_any(after_, user.object)) {
        judge_object(found->object, user.object, step.at, errc::in_use);
      }
    }
  }

  const AccountData& before_;
  const Changes& changes_;
  AccountData after_;
  std::deque<Step> steps_;
  std::set<ObjectRef> seen_;
  std::vector<Error> problems_;
  std::map<Kind, std::size_t> next_key_;
  int next_extension_ = 0;
};

}  // namespace

Result<Edited> edit(const AccountData& before, const Changes& changes) { return Editor(before, changes).run(); }

void keep_secrets(const Employee& before, Employee& after) {
  for (SipAccount& account : after.sip_accounts) {
    if (!account.password.empty() || !account.ha1.empty()) continue;
    for (const SipAccount& same : before.sip_accounts) {
      if (same.aor != account.aor) continue;
      account.password = same.password;
      account.ha1 = same.ha1;
    }
  }
}

Edited replace(const AccountData& before, AccountDocument document) {
  AccountData fresh(std::move(document));
  Edited edited{AccountData(fresh.id(), fresh.settings())};
  each_object_kind([&]<class T>(As<T>) {
    fresh.all<T>().each([&](const Stored<T>& stored) {
      const Stored<T>* old = before.all<T>().find(ObjectKind<T>::key(stored.object));
      const bool same = old != nullptr && old->position == stored.position && old->object == stored.object;
      const std::uint64_t version = same ? old->version : old != nullptr ? old->version + 1 : 1;
      if (!same) edited.touched.push_back({ref_of(stored.object), old != nullptr ? old->version : 0, version});
      edited.after.put(stored.object, version, stored.position);
    });
    before.all<T>().each([&](const Stored<T>& stored) {
      if (fresh.find<T>(ObjectKind<T>::key(stored.object)) != nullptr) return;
      edited.touched.push_back({ref_of(stored.object), stored.version, 0});
    });
  });
  if (!(before.settings() == fresh.settings())) edited.touched.push_back({{Kind::settings, ""}, 1, 2});
  edited.asked = edited.touched.size();
  return edited;
}

std::vector<Usage> usages_of(const AccountData& data, const ObjectRef& object) {
  std::vector<Usage> usages;
  const auto found = find_any(data, object);
  if (!found) return usages;
  for (const Mention& claim : claims_of(found->object)) {
    for (const AccountData::User& user : data.users(claim.kind, claim.name)) {
      if (user.object == object) continue;
      usages.push_back({std::string(noun(user.object.kind)), user.object.key, user.path});
    }
  }
  return usages;
}

}  // namespace tandem::model
