#include "model/linked_cards.hpp"

#include <algorithm>
#include <map>

namespace tandem::model {
namespace {

/// Everybody's flags in one group.
using Flags = std::pair<bool, bool>;
std::map<std::string, Flags> flags_in(const AccountData& data, const std::string& group) {
  std::map<std::string, Flags> flags;
  if (const Group* found = data.find<Group>(group)) {
    for (const Member& member : found->members) flags[member.employee.text] = {member.is_operator, member.supervisor};
  }
  return flags;
}

class Linker {
 public:
  Linker(const AccountData& before, const AccountData& after) : before_(before), after_(after) {}

  std::vector<AnyObject> run(const std::set<ObjectRef>& touched) {
    for (const ObjectRef& ref : touched) {
      if (ref.kind == Kind::employee) of_employee(ref.key);
      if (ref.kind == Kind::group) of_group(ref.key);
    }
    for (const std::string& key : changed_) {
      const Employee* employee = after_.find<Employee>(key);
      if (employee == nullptr || employee->access_source.empty() || newly_linked_.contains(key)) continue;
      Employee own = *employee;
      own.access_source = {};
      unlinked_.insert(key);
      employees_[key] = std::move(own);
    }
    // A master may follow another: its followers come after it, each once.
    std::vector<std::string> waiting(newly_linked_.begin(), newly_linked_.end());
    for (const std::string& key : newly_linked_) copy_to(key);
    waiting.insert(waiting.end(), changed_.begin(), changed_.end());
    while (!waiting.empty()) {
      const std::string master = std::move(waiting.back());
      waiting.pop_back();
      for (const std::string& follower : followers(master)) {
        if (copy_to(follower)) waiting.push_back(follower);
      }
    }
    std::vector<AnyObject> changes;
    for (auto& [key, employee] : employees_) changes.emplace_back(std::move(employee));
    for (auto& [key, group] : groups_) changes.emplace_back(std::move(group));
    return changes;
  }

 private:
  void of_employee(const std::string& key) {
    const Employee* old = before_.find<Employee>(key);
    const Employee* now = after_.find<Employee>(key);
    if (now == nullptr) return;
    const EmployeeKey source = old != nullptr ? old->access_source : EmployeeKey{};
    if (!now->access_source.empty() && now->access_source != source) newly_linked_.insert(key);
    if (old == nullptr || old->role != now->role) changed_.insert(key);
  }
  void of_group(const std::string& key) {
    const auto old = flags_in(before_, key);
    const auto now = flags_in(after_, key);
    const auto differs = [&](const auto& from, const auto& against) {
      for (const auto& [employee, flags] : from) {
        const auto same = against.find(employee);
        if (same == against.end() || same->second != flags) changed_.insert(employee);
      }
    };
    differs(old, now);
    differs(now, old);
  }

  std::vector<std::string> followers(const std::string& master) const {
    std::vector<std::string> keys;
    for (const ObjectRef& user : after_.users(Kind::employee, master)) {
      if (user.kind != Kind::employee || unlinked_.contains(user.key)) continue;
      if (after_.find<Employee>(user.key)->access_source.text == master) keys.push_back(user.key);
    }
    return keys;
  }

  const Employee* employee(const std::string& key) const {
    const auto at = employees_.find(key);
    return at != employees_.end() ? &at->second : after_.find<Employee>(key);
  }
  const Group* group(const std::string& key) const {
    const auto at = groups_.find(key);
    return at != groups_.end() ? &at->second : after_.find<Group>(key);
  }
  std::set<std::string> groups_of(const std::string& key) const {
    std::set<std::string> keys;
    for (const ObjectRef& user : after_.users(Kind::employee, key)) {
      if (user.kind == Kind::group) keys.insert(user.key);
    }
    for (const auto& [name, changed] : groups_) keys.insert(name);
    return keys;
  }

  /// Gives whether this is his first time and changed anything: nobody is copied to in a circle.
  bool copy_to(const std::string& key) {
    if (!copied_.insert(key).second) return false;
    const Employee* own = employee(key);
    const Employee* master = own != nullptr ? employee(own->access_source.text) : nullptr;
    if (master == nullptr || master == own) return false;
    bool changed = false;
    if (own->role != master->role) {
      Employee copy = *own;
      copy.role = master->role;
      employees_[key] = std::move(copy);
      changed = true;
    }
    std::set<std::string> keys = groups_of(key);
    keys.merge(groups_of(master->id.text));
    for (const std::string& name : keys) changed |= copy_membership(name, {key}, master->id);
    return changed;
  }
  bool copy_membership(const std::string& name, const EmployeeKey& to, const EmployeeKey& from) {
    Group copy = *group(name);
    const auto place = [&](const EmployeeKey& key) {
      return std::find_if(copy.members.begin(), copy.members.end(), [&](const Member& m) { return m.employee == key; });
    };
    if (place(from) == copy.members.end()) {
      if (place(to) == copy.members.end()) return false;
      copy.members.erase(place(to));
    } else {
      Member member = *place(from);
      member.employee = to;
      if (place(to) == copy.members.end()) {
        copy.members.push_back(member);
      } else {
        member.priority = place(to)->priority;
        if (*place(to) == member) return false;
        *place(to) = member;
      }
    }
    groups_[name] = std::move(copy);
    return true;
  }

  const AccountData& before_;
  const AccountData& after_;
  std::set<std::string> changed_;       ///< whose role or memberships were changed
  std::set<std::string> newly_linked_;
  std::set<std::string> unlinked_;
  std::set<std::string> copied_;
  std::map<std::string, Employee> employees_;
  std::map<std::string, Group> groups_;
};

}  // namespace

std::vector<AnyObject> linked_changes(const AccountData& before, const AccountData& after,
                                      const std::set<ObjectRef>& touched) {
  return Linker(before, after).run(touched);
}

}  // namespace tandem::model
