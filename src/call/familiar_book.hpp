// Which client talked to which operator of which group today (GRP-24..GRP-29). Kept in memory: a restart forgets it.
#pragma once

#include <tandem/ids.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace tandem::call {

class FamiliarBook {
 public:
  /// `day` as AccountPlan::local_day() counts.
  [[nodiscard]] std::optional<EmployeeKey> of(const GroupKey& group, const std::string& client, int day) const {
    const auto at = known_.find({group, client});
    if (at == known_.end() || at->second.day != day) return std::nullopt;
    return at->second.employee;
  }
  void met(const GroupKey& group, const std::string& client, const EmployeeKey& employee, int day) {
    if (day != today_) known_.clear();  // 02 OP-31: of one day of the account
    today_ = day;
    known_[{group, client}] = {employee, day};
  }

 private:
  struct Known {
    EmployeeKey employee;
    int day = 0;
  };
  int today_ = 0;
  std::map<std::pair<GroupKey, std::string>, Known> known_;
};

}  // namespace tandem::call
