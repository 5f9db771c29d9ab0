// AccountPlan: an account compiled for calls. Immutable; a call keeps the one it began with, so a saved
// change acts on new calls only.
#pragma once

#include "model/account_data.hpp"
#include "model/statuses.hpp"
#include "routing/address_pattern.hpp"
#include "routing/caller_id.hpp"
#include "routing/caller_rules.hpp"
#include "routing/destinations.hpp"
#include "routing/schedule.hpp"
#include "routing/trunk_routes.hpp"

#include <tandem/account.hpp>
#include <tandem/clock.hpp>
#include <tandem/regions.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace tandem::routing {

/// Whatever an extension names (one dial plan for all: EMP-06).
using Internal = std::variant<std::monostate, const Employee*, const Group*, const Scheme*>;

/// What all accounts of an engine have in common. Null where the host said nothing: working days are Monday to Friday,
/// destinations are those of default_destinations(), numbers are read by the rules of Russia and Kazakhstan only.
struct Surroundings {
  Calendar calendar{};
  std::shared_ptr<const CompiledDestinations> destinations{};
  std::shared_ptr<const RegionData> numbers{};
  std::function<std::string(std::string_view)> country_of_address{};
};

/// One way to place a call: `trunk` carries it, for `main` if it is a backup.
struct TrunkWay {
  const Trunk* trunk = nullptr;
  const Trunk* main = nullptr;
  std::string number{};
  std::optional<std::size_t> mask{};  ///< of the main trunk; none: by its prefix, or chosen otherwise
};

class AccountPlan {
 public:
  /// `before`: the account's plan until now, if any; what did not change in it is taken from there.
  explicit AccountPlan(model::AccountData data, Surroundings surroundings = {}, const AccountPlan* before = nullptr);
  AccountPlan(const AccountPlan&) = delete;
  AccountPlan& operator=(const AccountPlan&) = delete;

  [[nodiscard]] const model::AccountData& data() const noexcept { return data_; }
  [[nodiscard]] const AccountSettings& settings() const noexcept { return data_.settings(); }
  [[nodiscard]] const Defaults& defaults() const noexcept { return data_.settings().defaults; }
  [[nodiscard]] const std::string& id() const noexcept { return data_.id(); }

  [[nodiscard]] Internal extension(std::string_view digits) const;
  /// Is there an extension that is longer than `digits` and begins with them, and may be dialled in a menu?
  [[nodiscard]] bool longer_extension_possible(std::string_view digits) const;
  [[nodiscard]] const Employee* employee(const EmployeeKey& key) const { return data_.find<Employee>(key.text); }
  [[nodiscard]] const Group* group(const GroupKey& key) const { return data_.find<Group>(key.text); }
  /// A base status, or one of the account's own; none: there is no such status.
  [[nodiscard]] std::optional<AgentStatus> status(const StatusKey& key) const { return model::find_status(data_, key); }
  [[nodiscard]] const Scheme* scheme(const SchemeKey& key) const { return find_in(*schemes_, key.text); }
  [[nodiscard]] const Trunk* trunk(const TrunkKey& key) const { return data_.find<Trunk>(key.text); }
  [[nodiscard]] const Number* number(std::string_view digits) const { return find_in(*numbers_, digits); }
  /// What a line's calls go out by: its trunk, or, of an active line, what stands for its operator. Null: nothing.
  [[nodiscard]] const Trunk* carrier_of(const Number& line) const;
  /// The active line that this stands for; null: it is a trunk.
  [[nodiscard]] const Number* line_behind(const Trunk& carrier) const;
  /// The employee who owns a SIP account; `aor` in lower case.
  [[nodiscard]] const Employee* owner_of(std::string_view aor) const {
    return data_.owner_as<Employee>(model::Kind::sip_account, aor);
  }
  [[nodiscard]] const SipAccount* sip_account(std::string_view aor) const;

  /// International digits of a number as received or dialled (ruling 5).
  [[nodiscard]] std::string normalise(std::string_view number) const;
  /// Is the schedule in force at this time? None means always.
  [[nodiscard]] bool in_force(const std::optional<Schedule>& schedule, Time now) const;
  /// The same in the time zone of an employee's card or region (EMP-30).
  [[nodiscard]] bool in_force(const std::optional<Schedule>& schedule, Time now, const Employee& employee) const;
  /// What the clocks of an employee show (EMP-30).
  [[nodiscard]] LocalMinute local_minute(Time now, const Employee& employee) const;
  /// Does the employee's device take calls at this time (DEV-16 to DEV-18)?
  [[nodiscard]] bool in_schedule(const Device& device, Time now, const Employee& employee) const;
  /// The first branch of a scheme whose schedule is in force; null: there is none (SCH-21, SCH-22).
  [[nodiscard]] const Branch* branch(const Scheme& scheme, Time now) const;
  /// Days since the epoch in the account's time zone; counters of "today" use it.
  [[nodiscard]] int local_day(Time now) const;
  // Decisions. All pure, and of this plan alone.
  /// May a SIP phone of the account be used from this IP address (NET-04 to NET-07)?
  [[nodiscard]] bool admits(std::string_view address) const;
  /// Black and white list (ACL).
  [[nodiscard]] ListDecision list_decision(const Caller& caller) const { return lists_->compiled.decide(caller); }
  [[nodiscard]] const ListEntry& list_entry(std::size_t of_decision) const { return *lists_->objects[of_decision]; }
  /// The number is in the blacklist in force: no call is placed to it by itself (ACL-21).
  [[nodiscard]] bool blacklisted(std::string_view number) const { return lists_->compiled.blacklisted(number); }
  /// Forwarding by caller (FWD); null: no rule is this caller's.
  [[nodiscard]] const CallerRule* forwarding_rule(const Caller& caller) const;
  /// The ways of a number that trunks' prefixes and masks lead into (TRK-46..50); empty: none matches.
  /// Trunks that are switched off are no ways.
  [[nodiscard]] std::vector<TrunkWay> ways(std::string_view dialled) const;
  /// Through a trunk that was chosen otherwise: itself and its backups.
  [[nodiscard]] std::vector<TrunkWay> ways_through(const Trunk& trunk, std::string_view number) const;
  /// The line an external call goes out by (CID, EMP-13).
  [[nodiscard]] LineChoice line_for(const LineRequest& request) const;
  /// May the employee call there (LIM-04..06)? `number` as dialled.
  [[nodiscard]] DestinationDecision destination(const Employee& employee, std::string_view number) const;
  /// May anybody of the account, a PBX behind a trunk for one (03 OP-09)?
  [[nodiscard]] DestinationDecision destination(std::string_view number) const;
  /// Is it a number of the telephone network: an emergency number, or one of eight digits at least (03 OP-30)?
  [[nodiscard]] bool in_network(std::string_view dialled) const;
  /// What a call from a PBX shows to the telephone network (TRK-37..41); null: nothing may be shown, and it is not
  /// made.
  [[nodiscard]] const Number* caller_id_of(const Trunk& from, std::string_view caller) const;

  /// The reference of media.hpp that a prompt key stands for.
  [[nodiscard]] std::string sound(const PromptKey& key) const;

 private:
  /// Objects of a kind, compiled; kept while they and what the settings say of them do not change. The objects are
  /// those of the account, which later versions of it share.
  template <class T, class C>
  struct Part {
    std::vector<const T*> objects;
    C compiled;
  };
  using Lists = Part<ListEntry, CompiledLists>;
  using Forwarding = Part<CallerRule, CompiledForwarding>;
  using CallerId = Part<CallerIdRule, CompiledCallerId>;
  /// What every call asks for, by key; the names are the objects' own.
  template <class T>
  using ByKey = std::unordered_map<std::string_view, const T*>;
  template <class T>
  [[nodiscard]] static std::shared_ptr<const ByKey<T>> by_key(const model::AccountData& data);
  template <class T>
  [[nodiscard]] static const T* find_in(const ByKey<T>& objects, std::string_view key) {
    const auto at = objects.find(key);
    return at != objects.end() ? at->second : nullptr;
  }
  void compile_routes();
  [[nodiscard]] TrunkWay way_of(const Route& route) const;
  [[nodiscard]] DestinationDecision destination(std::string_view number, const AllowedDestinations& allowed) const;

  model::AccountData data_;
  Surroundings surroundings_;
  [[nodiscard]] const ZoneTable& zone_of(const Employee& employee) const;
  const ZoneTable* zone_;
  std::shared_ptr<const Lists> lists_;
  std::shared_ptr<const Forwarding> forwarding_;
  std::shared_ptr<const CallerId> caller_id_;
  std::shared_ptr<const ByKey<Number>> numbers_;
  std::shared_ptr<const ByKey<Scheme>> schemes_;
  std::vector<const Trunk*> trunks_;  ///< in their order
  using LineCarriers = std::unordered_map<std::string, Trunk>;
  std::shared_ptr<const LineCarriers> line_carriers_;  ///< by number; kept while the numbers do not change
  TrunkRoutes routes_;
  std::shared_ptr<const AddressList> addresses_;
};

using Plan = std::shared_ptr<const AccountPlan>;

/// How long a device rings (DEV-09, DEV-11): its own wait, else the account's default; none is for ever.
[[nodiscard]] std::optional<Duration> ring_time(const Device& device, const Defaults& defaults);

}  // namespace tandem::routing
