// The laboratory: an exchange for every account, simulated ports around it, one virtual clock under it.
#pragma once

#include "base/executor.hpp"
#include "base/random.hpp"
#include "call/exchange.hpp"
#include "sim/helpers.hpp"
#include "sim/media.hpp"
#include "sim/network.hpp"
#include "sim/phone.hpp"
#include "sim/signaling.hpp"
#include "sim/trace.hpp"

#include <tandem/account.hpp>
#include <tandem/calendar.hpp>
#include <tandem/simulation.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tandem::sim {

class Lab final : call::RecordSink, Signaling::Sink, Media::Sink, Directory, Endpoint {
 public:
  explicit Lab(const SimulationOptions& options);
  ~Lab() override;
  Lab(const Lab&) = delete;

  Result<void> save(std::string_view json);
  /// `text` "2026-03-02 10:00:00" in this time zone; none: that of the first account.
  Result<void> start_at(const std::string& text, std::string zone = {});

  [[nodiscard]] Phone* find_phone(std::string_view who);
  /// As find_phone(); a telephone number that nobody has seen yet gets a phone outside.
  [[nodiscard]] Result<Phone*> phone(std::string_view who);
  Result<void> call(std::string_view from, std::string_view dialled, std::string_view trunk = {});
  Result<void> set_registered(std::string_view who, bool registered);
  Result<void> set_status(std::string_view employee, const StatusKey& status);
  /// Into the contact centre, and out of it.
  Result<void> log_in(std::string_view employee, const std::optional<StatusKey>& status);
  Result<void> log_out(std::string_view employee);
  Result<void> end_wrap_up(std::string_view employee);
  Result<void> choose_devices(std::string_view employee, const std::vector<std::string>& devices);
  /// An integration passes on the call in which the employee talks.
  Result<void> transfer(std::string_view employee, std::string_view target);
  Result<void> set_softphone(std::string_view employee, SoftphoneKind kind, const Softphone& softphone);
  Result<void> send_sms(std::string_view employee, std::string_view to, std::string_view text);
  /// A call that the host places for an employee.
  Result<void> place_call(std::string_view employee, std::string_view to);
  void set_sound_length(std::string_view sound, Duration length);

  /// The account goes, with all its calls.
  Result<void> remove(std::string_view account);
  /// Of accounts whose other halves are not here: calls over internal trunks go to the world outside (dry runs).
  void let_outside_stand_in() { ties_.let_outside_stand_in(); }

  [[nodiscard]] call::Exchange* exchange(std::string_view account);
  [[nodiscard]] SimulationOptions const& options() const { return options_; }

  Executor executor;
  Trace trace;
  std::vector<Event> events;
  std::function<void(const Event&)> on_event;
  Storage storage = memory_storage();
  Integration integration{executor};
  Clients clients;
  SmsNetwork sms;
  Regions regions;
  ProductionCalendar calendar;  ///< of all accounts that are saved from now on
  SimSignaling& signaling() { return signaling_; }
  Endpoint& network_side() { return signaling_; }  ///< the engine as phones see it
  SimMedia& media() { return media_; }
  [[nodiscard]] std::size_t calls() const;

 private:
  void save(CallRecord record) override;
  void on_leg(AccountId account, LegId leg, LegEvent event) override;
  void on_media(AccountId account, MediaId leg, MediaEvent event) override;
  void on_registration(AccountId account, RegistrationChange change) override;
  void on_probe(AccountId account, std::string name, int status) override;
  void on_client_registration(AccountId account, std::string aor, int status) override;
  [[nodiscard]] std::optional<Line> line(const Knock& knock) const override;
  [[nodiscard]] std::optional<Directory::Device> device(std::string_view, std::string_view) const override { return {}; }
  [[nodiscard]] bool serves(std::string_view) const override { return true; }
  [[nodiscard]] std::optional<Peer> peer(const Knock& knock) const override;
  [[nodiscard]] bool known_address(std::string_view) const override { return true; }
  void on_message(DialogId dialog, Message message) override;  // calls to outside numbers

  /// With the exchange of the first account that has the employee. Errors: `not_found`.
  Result<void> with_exchange(std::string_view employee,
                             const std::function<Result<void>(call::Exchange&, const EmployeeKey&)>& act);
  [[nodiscard]] Result<Phone*> outside_address(std::string_view uri);
  void install_phones(AccountId id, const model::AccountData& data);
  [[nodiscard]] std::string phone_name(const Employee& employee, std::size_t account) const;
  call::Ports ports();
  routing::Surroundings surroundings();

  SimulationOptions options_;
  Random random_;
  Network network_;
  SimSignaling signaling_;
  call::TieLines ties_;
  SimMedia media_;
  ScriptedRecognizer speech_;
  routing::Plan first_;
  std::map<std::string, AccountId, std::less<>> account_ids_;
  std::uint64_t last_account_ = 0;
  std::map<AccountId, std::unique_ptr<call::Exchange>> exchanges_;
  std::map<std::string, std::unique_ptr<Phone>, std::less<>> phones_;
  std::map<std::string, std::string, std::less<>> aliases_;  ///< full SIP account name -> phone
  std::map<std::string, std::uint64_t, std::less<>> versions_;
};

}  // namespace tandem::sim
