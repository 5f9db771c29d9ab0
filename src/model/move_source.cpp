#include "model/move_source.hpp"

#include "model/on_remove.hpp"
#include "model/rename.hpp"
#include "model/service_uses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tandem::model {
namespace {

class Source {
 public:
  Source(const AccountData& from, const std::vector<const Number*>& chosen, MoveSheet& sheet)
      : from_(from), chosen_(chosen), sheet_(sheet) {
    for (const Number* number : chosen) leaving_.insert(number->number);
  }

  void run() {
    for (const Number* number : chosen_) sheet_.here.remove<Number>(number->number);
    take_widgets();
    for (const Number* number : chosen_) part_with(*number);
    sheet_.plan.to_standard_number = nothing_stays();
    if (sheet_.plan.to_standard_number) to_standard_number();
    switch_off();
    write();
  }

 private:
  [[nodiscard]] bool leaves(const Number& number) const { return leaving_.contains(number.number); }

  /// The object as it will be: one copy for all that happens to it.
  AnyObject* object(const ObjectRef& ref) {
    if (const auto at = changed_.find(ref); at != changed_.end()) return &at->second;
    std::optional<AnyObject> found;
    if (ref.kind == Kind::settings) found = from_.settings();
    each_object_kind([&]<class T>(As<T>) {
      if (ref.kind != ObjectKind<T>::kind) return;
      if (const T* known = from_.find<T>(ref.key)) found = *known;
    });
    return found ? &changed_.emplace(ref, std::move(*found)).first->second : nullptr;
  }
  AccountSettings& settings() { return std::get<AccountSettings>(*object({Kind::settings, ""})); }

  /// A widget goes with its line.
  void take_widgets() {
    from_.all<Widget>().each([&](const Stored<Widget>& stored) {
      if (!leaving_.contains(stored.object.line)) return;
      sheet_.here.remove<Widget>(stored.object.id.text);
      gone_widgets_.insert(stored.object.id.text);
    });
  }

  /// Everybody who names the number names another one (NUM-57 to NUM-59); its warning goes with it (NUM-35).
  void part_with(const Number& number) {
    for (const ObjectRef& user : from_.users(Kind::number, number.number)) {
      const bool goes = (user.kind == Kind::number && leaving_.contains(user.key)) ||
                        (user.kind == Kind::widget && gone_widgets_.contains(user.key));
      AnyObject* changed = goes ? nullptr : object(user);
      if (changed == nullptr) continue;
      if (user.kind == Kind::settings) {
        std::erase_if(settings().defaults.reception.warnings,
                      [&](const LineWarning& warning) { return warning.line == number.number; });
        continue;
      }
      const bool may_be_none = user.kind == Kind::number || user.kind == Kind::trunk;  // NUM-22, TRK-41
      const std::string by = instead_of(number, false, may_be_none ? std::string() : label_of(user));
      const std::string by_carrier = user.kind == Kind::trunk ? instead_of(number, true, {}) : std::string();
      replace_number(*changed, number.number, by, by_carrier);
      if (auto* rule = std::get_if<CallerIdRule>(changed)) rule->active = false;  // NUM-57
    }
  }

  /// The stand-in, else the standard number (01 OP-30). `needed_by`: who cannot be without.
  std::string instead_of(const Number& gone, bool of_carrier, const std::string& needed_by) {
    const Number* found = stand_in(from_, gone.number, [&](const Number& number) {
      const Trunk* trunk = from_.find<Trunk>(number.trunk.text);
      return !leaves(number) && (!of_carrier || (trunk != nullptr && !leads_to_pbx(*trunk)));
    });
    return found != nullptr ? found->number : standard_number(needed_by);
  }

  /// The standard number, which is made where it is not there yet.
  std::string standard_number(const std::string& needed_by) {
    const StandardNumber& given = from_.settings().standard_number;
    if (given.number.empty()) {
      if (!needed_by.empty() && !said_) {
        sheet_.plan.problems.push_back(
            {errc::missing_field,
             fmt::format("{} is left without a number to call from, and the host gives account '{}' no standard number "
                         "(NUM-60)",
                         needed_by, from_.id()),
             "standard_number",
             {}});
        said_ = true;
      }
      return {};
    }
    if (from_.find<Number>(given.number) == nullptr && !made_) {
      Number standard;
      standard.number = given.number;
      standard.trunk = given.trunk;
      standard.use = LineUse::standard;
      standard.incoming = false;
      sheet_.here.create(std::move(standard));
      made_ = true;
    }
    return given.number;
  }

  [[nodiscard]] bool nothing_stays() const {
    bool stays = false;
    from_.all<Number>().each([&](const Stored<Number>& stored) {
      stays = stays || (stored.object.use != LineUse::standard && !leaves(stored.object));
    });
    return !stays;
  }
  /// NUM-60, CID-06
  void to_standard_number() {
    from_.all<Employee>().each([&](const Stored<Employee>& stored) {
      const std::string number = standard_number(label_of(ref_of(stored.object)));
      if (number.empty()) return;
      std::get<Employee>(*object(ref_of(stored.object))).outgoing_number = number;
      sheet_.done.standard_number = number;
    });
  }

  [[nodiscard]] std::set<Service> uses_of(const Number& number) const {
    std::set<Service> uses = services_used(number);
    if (const Scheme* scheme = from_.find<Scheme>(number.scheme.text)) uses.merge(services_used(*scheme));
    return uses;
  }
  /// Does a call still come to the scheme: by a number that stays, its extension, or somebody who sends it there?
  [[nodiscard]] bool is_reached(const Scheme& scheme) const {
    if (!scheme.extension.empty()) return true;
    const auto users = from_.users(Kind::scheme, scheme.id.text);
    return std::any_of(users.begin(), users.end(), [&](const ObjectRef& user) {
      return user.kind != Kind::number || !leaving_.contains(user.key);
    });
  }

  /// NUM-56, SVC-08. What no call reaches does not keep a service; it loses what needs it, as NUM-55 has it.
  void switch_off() {
    std::set<Service> tied;
    std::set<Service> used;
    for (const Number* number : chosen_) tied.merge(uses_of(*number));
    from_.all<Number>().each([&](const Stored<Number>& stored) {
      if (!leaves(stored.object)) used.merge(uses_of(stored.object));
    });
    from_.all<Scheme>().each([&](const Stored<Scheme>& stored) {
      if (is_reached(stored.object)) used.merge(services_used(stored.object));
    });
    from_.all<Group>().each([&](const Stored<Group>& stored) {  // it goes on with another number (NUM-59)
      if (stored.object.callback.enabled) used.insert(Service::menu_callback);
    });
    if (from_.all<Widget>().size() > gone_widgets_.size()) used.insert(Service::site_widgets);
    Services after = from_.settings().defaults.services;
    for (const Service service : tied) {
      if (used.contains(service) || !has_service(after, service)) continue;
      set_service(after, service, false);
      sheet_.plan.switched_off.push_back(service);
    }
    if (sheet_.plan.switched_off.empty()) return;
    settings().defaults.services = after;
    from_.all<Scheme>().each([&](const Stored<Scheme>& stored) {
      if (is_reached(stored.object)) return;
      Scheme trial = stored.object;
      if (!leave_out(trial, after)) return;
      (void)leave_out(std::get<Scheme>(*object(ref_of(stored.object))), after);
      sheet_.plan.cut.push_back(stored.object.id);
    });
  }

  void write() {
    for (auto& [ref, object] : changed_) {
      std::visit(
          [&]<class T>(T& value) {
            if constexpr (std::is_same_v<T, AccountSettings>) {
              sheet_.here.settings(std::move(value));
            } else {
              sheet_.here.update(std::move(value));
            }
          },
          object);
    }
  }

  const AccountData& from_;
  const std::vector<const Number*>& chosen_;
  MoveSheet& sheet_;
  std::set<std::string> leaving_;
  std::set<std::string> gone_widgets_;
  std::map<ObjectRef, AnyObject> changed_;
  bool made_ = false;
  bool said_ = false;
};

}  // namespace

void leave_source(const AccountData& from, const std::vector<const Number*>& chosen, MoveSheet& sheet) {
  Source(from, chosen, sheet).run();
}

}  // namespace tandem::model
