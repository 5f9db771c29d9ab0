// The exchange: everything of one account that lives while the engine runs: its plan, agents, trunk lines and calls.
// It belongs to one shard's thread and has no locks.
#pragma once

#include "base/guesses.hpp"
#include "call/callbacks.hpp"
#include "call/chosen_devices.hpp"
#include "call/familiar_book.hpp"
#include "call/inbox.hpp"
#include "call/leg.hpp"
#include "call/line_watch.hpp"
#include "call/ports.hpp"
#include "call/sms_book.hpp"
#include "call/softphones.hpp"
#include "call/statuses.hpp"
#include "call/trunk_watch.hpp"
#include "call/wrap_ups.hpp"
#include "queue/pace.hpp"
#include "queue/roster.hpp"
#include "routing/account_plan.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::call {

class Call;

/// One line of a trunk in use (TRK-21).
class TrunkLine {
 public:
  TrunkLine() = default;
  TrunkLine(Exchange& exchange, const Trunk& trunk);
  TrunkLine(TrunkLine&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
  TrunkLine& operator=(TrunkLine&& other) noexcept {
    std::swap(count_, other.count_);
    return *this;
  }
  ~TrunkLine() {
    if (count_ != nullptr) --*count_;
  }

 private:
  int* count_ = nullptr;
};

/// A phone that rings, or a caller who waits in a group: what somebody else may pick up (LIM-13..LIM-17).
struct Offered {
  Call* call = nullptr;
  EmployeeKey employee{};  ///< whose phone rings; none: nobody's, the caller waits in the group
  GroupKey group{};        ///< none: the call is the employee's alone
  LegId leg{};
  Time since{};
  /// It is picked up; from this one, or from another of the same call.
  std::function<void(bool here)> taken;
};

class Exchange {
 public:
  /// The replies by SMS of the account (SMS-05, SMS-06).
  SmsBook& sms() { return sms_; }
  /// Errors: `not_found`.
  [[nodiscard]] Result<GroupState> group_state(const GroupKey& group) const;
  /// Who talked to whom today (GRP-24..GRP-29).
  FamiliarBook& familiar() { return familiar_; }
  [[nodiscard]] const Softphones& softphones() const { return softphones_; }
  [[nodiscard]] const ChosenDevices& chosen_devices() const { return chosen_devices_; }
  /// DEV-30; empty: by his card. Errors: `not_found`, `forbidden`, `invalid_argument`.
  Result<void> choose_devices(const EmployeeKey& employee, std::vector<std::string> addresses);
  Result<void> set_softphone(const EmployeeKey& employee, SoftphoneKind kind, Softphone softphone);
  [[nodiscard]] Result<Communications> communications(const EmployeeKey& employee) const;
  /// EMP-86
  Result<void> send_sms(const EmployeeKey& employee, const std::string& to, const std::string& text);
  /// In the account's name, about a call or none; how it stands is told where the account wants that (SMS-10). False: the
  /// host sends none.
  bool send_sms(SmsMessage message);
  /// Wrong PINs of callers who dial through, by their numbers and the employees they name.
  Guesses& pins() { return pins_; }
  /// The same of all callers together, since numbers can be made up.
  Guesses& pins_of_all() { return pins_of_all_; }
  /// Clients who are going to be called back.
  Callbacks& callbacks() { return callbacks_; }
  /// Begins a callback.
  void place(std::unique_ptr<CallbackOrder> order);
  /// Begins a call for an employee (EMP-81). Errors: `not_found`, `invalid_argument`; `in_use` while he talks or rings.
  Result<CallId> place(const EmployeeKey& employee, std::string to);

  Exchange(AccountId id, routing::Plan plan, Ports ports);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  [[nodiscard]] AccountId id() const { return id_; }
  [[nodiscard]] const std::string& key() const { return plan_->id(); }
  [[nodiscard]] const routing::Plan& plan() const { return plan_; }
  [[nodiscard]] const Ports& ports() const { return ports_; }
  [[nodiscard]] Time now() const { return ports_.executor.now(); }
  queue::Roster& roster() { return roster_; }

  /// New calls see `plan` from now on; calls in progress keep theirs.
  void change_plan(routing::Plan plan, std::uint64_t version);

  void on_leg(LegId leg, LegEvent event);
  void on_media(MediaId media, MediaEvent event);
  void on_registration(RegistrationChange change);
  void relinked() { trunks_.relinked(); }
  void on_probe(std::string_view trunk, int status) { trunks_.on_probe(trunk, status); }
  void on_client_registration(const std::string& address, int status) { lines_out_.on_status(address, status); }
  /// The passive and active lines with how they stand, in their order (NUM-30).
  [[nodiscard]] std::vector<LineInfo> line_list() const;
  /// The trunks as lists show them, in their order (TRK-67).
  [[nodiscard]] std::vector<TrunkInfo> trunk_list();

  Statuses& statuses() { return statuses_; }
  [[nodiscard]] std::unexpected<Error> no_employee(const EmployeeKey& employee) const;
  WrapUps& wrap_ups() { return wrap_ups_; }
  /// He has talked; a wrap-up may begin, now or when he is free.
  void conversation_over(queue::Agent& agent) { wrap_ups_.look_at(agent); }
  queue::Pace& pace() { return pace_; }

  /// Ends every call; records are closed as ended by the engine. Its internal trunks are no longer linked.
  void end_all();
  [[nodiscard]] std::size_t calls() const { return calls_.size(); }
  /// Where each call stands, for people: the live flows.
  [[nodiscard]] std::string dump() const;

  void publish(Happening what);
  /// For what becomes known later and elsewhere: publishes from any thread, while the exchange lives.
  [[nodiscard]] std::function<void(Happening)> late_events() const { return late_events_.key(); }

  /// The call that an answered leg belongs to, or null.
  [[nodiscard]] Call* call_of(LegId leg) const;
  /// The call in which the employee talks.
  [[nodiscard]] std::optional<CallId> talk_of(const EmployeeKey& employee) const;
  /// `by` passes a call on in which he talks (SCH-11). Errors: `not_found`, `invalid_argument`.
  Result<void> transfer(CallId call, const EmployeeKey& by, std::string target);
  [[nodiscard]] LineState line_state(const EmployeeKey& employee) const;

  // What rings and waits.
  void add(const Offered& offered);
  void remove(const Offered& offered);
  [[nodiscard]] const std::vector<const Offered*>& offered() const { return offered_; }

  // For legs.
  void remember(LegId id, Leg& leg) { legs_[id] = &leg; }
  void remember(MediaId id, Leg& leg) { media_[id] = &leg; }
  void forget(LegId id) { legs_.erase(id); }
  void forget(MediaId id) { media_.erase(id); }

  // For flows.
  [[nodiscard]] int lines_used(const Trunk& trunk) { return lines_[trunk.id]; }
  [[nodiscard]] bool line_free(const Trunk& trunk) { return lines_used(trunk) < trunk.max_lines; }
  TrunkWatch& trunks() { return trunks_; }
  /// A voicemail recording that outlives its call: said when it is stored.
  void expect_recording(MediaId media, VoicemailLeft message) { recordings_[media] = std::move(message); }
  /// The call is over and may be destroyed.
  void release(CallId call);

 private:
  friend class TrunkLine;
  /// Tells how lines stand when something about them has changed, once for all changes of a moment (LIM-18).
  struct Lamps final : Runnable {
    explicit Lamps(Exchange& x) : exchange(x) {}
    void run() override;
    void changed(const EmployeeKey& employee);
    Exchange& exchange;
    std::vector<EmployeeKey> touched;
    std::unordered_map<EmployeeKey, LineState> told;
  };
  [[nodiscard]] static bool talks_in(const Call& call, const EmployeeKey& employee);
  CallId new_call_id();
  /// An agent for every employee who is new since `before`.
  void welcome(const model::ObjectSet<Employee>& before);

  AccountId id_;
  routing::Plan plan_;
  Ports ports_;
  std::uint64_t sequence_ = 0;
  std::uint64_t last_call_ = 0;
  queue::Roster roster_;
  SmsBook sms_;
  FamiliarBook familiar_;
  Softphones softphones_;
  ChosenDevices chosen_devices_;
  Guesses pins_{10, std::chrono::minutes(15)};
  Guesses pins_of_all_{50, std::chrono::minutes(15)};
  WrapUps wrap_ups_{*this};
  Statuses statuses_{*this};
  queue::Pace pace_;
  std::unordered_map<TrunkKey, int> lines_;
  TrunkWatch trunks_;
  LineWatch lines_out_;
  std::unordered_map<LegId, Leg*> legs_;
  std::unordered_map<MediaId, Leg*> media_;
  std::unordered_map<MediaId, VoicemailLeft> recordings_;
  LateDoor<Happening> late_events_;
  std::vector<const Offered*> offered_;  ///< oldest first
  Lamps lamps_{*this};
  std::unordered_map<CallId, std::unique_ptr<Call>> calls_;
  Callbacks callbacks_{*this};
};

/// In the exchange's list while it lives.
class OfferScope {
 public:
  OfferScope(Exchange& exchange, Offered offered) : exchange_(exchange), offered_(std::move(offered)) {
    exchange_.add(offered_);
  }
  ~OfferScope() { exchange_.remove(offered_); }
  OfferScope(const OfferScope&) = delete;

 private:
  Exchange& exchange_;
  Offered offered_;
};

}  // namespace tandem::call
