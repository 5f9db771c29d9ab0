// AccountPlan: an account compiled for calls. Immutable; a call keeps the one it began with, so a saved
// change acts on new calls only.
#pragma once

#include "model/account_data.hpp"

#include <tandem/account.hpp>
#include <tandem/clock.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace date {
class time_zone;
}

namespace tandem::routing {

/// Whatever an extension names (one dial plan for all: EMP-06).
using Internal = std::variant<std::monostate, const Employee*, const Group*, const Scheme*>;

class AccountPlan {
 public:
  explicit AccountPlan(model::AccountData data);
  AccountPlan(const AccountPlan&) = delete;
  AccountPlan& operator=(const AccountPlan&) = delete;

  [[nodiscard]] const model::AccountData& data() const noexcept { return data_; }
  [[nodiscard]] const Defaults& defaults() const noexcept { return data_.settings().defaults; }
  [[nodiscard]] const std::string& id() const noexcept { return data_.id(); }

  [[nodiscard]] Internal extension(std::string_view digits) const;
  /// Is there an extension that is longer than `digits` and begins with them, and may be dialled in a menu?
  [[nodiscard]] bool longer_extension_possible(std::string_view digits) const;
  [[nodiscard]] const Employee* employee(const EmployeeKey& key) const { return data_.find<Employee>(key.text); }
  [[nodiscard]] const Group* group(const GroupKey& key) const { return data_.find<Group>(key.text); }
  [[nodiscard]] const Scheme* scheme(const SchemeKey& key) const { return data_.find<Scheme>(key.text); }
  [[nodiscard]] const Trunk* trunk(const TrunkKey& key) const { return data_.find<Trunk>(key.text); }
  [[nodiscard]] const Number* number(std::string_view digits) const { return data_.find<Number>(digits); }
  /// The employee who owns a SIP account; `aor` in lower case.
  [[nodiscard]] const Employee* owner_of(std::string_view aor) const {
    return data_.owner_as<Employee>(model::Kind::sip_account, aor);
  }
  [[nodiscard]] const SipAccount* sip_account(std::string_view aor) const;

  /// International digits of a number as received or dialled (ruling 5).
  [[nodiscard]] std::string normalise(std::string_view number) const;
  /// Is the schedule in force at this time? None means always.
  [[nodiscard]] bool in_force(const std::optional<Schedule>& schedule, Time now) const;
  /// Days since the epoch in the account's time zone; counters of "today" use it.
  [[nodiscard]] int local_day(Time now) const;
  /// The reference of media.hpp that a prompt key stands for.
  [[nodiscard]] std::string sound(const PromptKey& key) const;

 private:
  model::AccountData data_;
  const date::time_zone* zone_;
};

using Plan = std::shared_ptr<const AccountPlan>;

/// How long a device rings (DEV-09, DEV-11): its own wait, else the account's default; none is for ever.
[[nodiscard]] std::optional<Duration> ring_time(const Device& device, const Defaults& defaults);

}  // namespace tandem::routing
