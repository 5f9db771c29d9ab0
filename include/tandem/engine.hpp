// The engine: accounts, calls and events of one virtual PBX host. Any number of engines may live in one process.
#pragma once

#include <tandem/account.hpp>
#include <tandem/audit.hpp>
#include <tandem/avatar.hpp>
#include <tandem/calendar.hpp>
#include <tandem/destination.hpp>
#include <tandem/dry_run.hpp>
#include <tandem/error.hpp>
#include <tandem/event.hpp>
#include <tandem/export.hpp>
#include <tandem/hook.hpp>
#include <tandem/library.hpp>
#include <tandem/log.hpp>
#include <tandem/login.hpp>
#include <tandem/media.hpp>
#include <tandem/number_move.hpp>
#include <tandem/objects.hpp>
#include <tandem/people.hpp>
#include <tandem/people_csv.hpp>
#include <tandem/record.hpp>
#include <tandem/regions.hpp>
#include <tandem/signaling.hpp>
#include <tandem/sip_book.hpp>
#include <tandem/sms.hpp>
#include <tandem/speech.hpp>
#include <tandem/softphone.hpp>
#include <tandem/storage.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::engine {
class Core;
}

namespace tandem TANDEM_API {

struct EngineOptions {
  Storage storage = memory_storage();
  std::shared_ptr<Signaling> signaling{};
  std::shared_ptr<Media> media{};
  int shards = 1;          ///< threads of call logic; an account lives on one of them
  std::uint64_t seed = 0;  ///< of everything random in call logic; 0: a fresh one
  /// Seals SIP passwords in the store (AES-256-GCM). None: the key in `storage.key_file`.
  std::optional<std::array<unsigned char, 32>> secret_key{};
  Log log{};
  std::shared_ptr<RoutingHook> hook{};
  std::shared_ptr<const ClientBook> clients{};
  std::shared_ptr<SpeechRecognizer> speech{};  ///< none: callers press
  std::shared_ptr<SmsSender> sms{};            ///< none: no replies by SMS
  /// Regions and numbering plans of the world: phonenumber_data(), or the host's own. None: no regions, and national
  /// numbers of Russia and Kazakhstan only (ruling 5).
  std::shared_ptr<const RegionData> regions{};
  ProductionCalendar calendar{};                  ///< of all accounts (SCH-27); one with mistakes counts as none
  std::optional<DestinationTable> destinations{};  ///< none: default_destinations(); one with mistakes counts as none
  /// The country of an IP address, "RU"; empty: not known. For accounts that admit phones of their own country alone: where
  /// nobody tells, none is of it (NET-06). Any thread, no blocking.
  std::function<std::string(std::string_view address)> country_of_address{};
  std::function<Time()> clock{};  ///< of the audit journal and of sessions; none: the system's. Any thread
};

/// How secrets stand in an exported document.
enum class Secrets : std::uint8_t {
  sealed,    ///< with the engine's key: only engines with the same key can import it
  clear,     ///< readable by whoever has the text
  left_out,  ///< SIP accounts without a password: not for import
};

/// An account of an engine: a small value, usable from any thread, for as long as the engine lives; after that its
/// operations fail with `gone`.
class Account {
 public:
  [[nodiscard]] const std::string& id() const { return handle_.id; }
  /// The same account for somebody: an employee sees and changes what his role lets him (`forbidden` otherwise, which is
  /// written down), and the audit journal names him.
  [[nodiscard]] Account as(Actor actor) const;
  /// Has whoever this handle acts for the right? For screens that offer only what is allowed (ROL-01).
  [[nodiscard]] Result<bool> may(Right right) const;

  [[nodiscard]] Collection<Employee> employees() const { return Collection<Employee>(handle_); }
  [[nodiscard]] Collection<Group> groups() const { return Collection<Group>(handle_); }
  [[nodiscard]] Collection<Trunk> trunks() const { return Collection<Trunk>(handle_); }
  [[nodiscard]] Collection<Number> numbers() const { return Collection<Number>(handle_); }
  [[nodiscard]] Collection<Scheme> schemes() const { return Collection<Scheme>(handle_); }
  [[nodiscard]] Collection<Prompt> prompts() const { return Collection<Prompt>(handle_); }
  [[nodiscard]] Collection<Role> roles() const { return Collection<Role>(handle_); }
  [[nodiscard]] Collection<Contact> contacts() const { return Collection<Contact>(handle_); }
  [[nodiscard]] Collection<ListEntry> list_entries() const { return Collection<ListEntry>(handle_); }
  [[nodiscard]] Collection<CallerRule> caller_rules() const { return Collection<CallerRule>(handle_); }
  [[nodiscard]] Collection<CallerIdRule> caller_id_rules() const { return Collection<CallerIdRule>(handle_); }
  [[nodiscard]] Collection<Room> rooms() const { return Collection<Room>(handle_); }
  [[nodiscard]] Collection<Campaign> campaigns() const { return Collection<Campaign>(handle_); }
  [[nodiscard]] Collection<PlannedCall> planned_calls() const { return Collection<PlannedCall>(handle_); }
  [[nodiscard]] Collection<CustomStatus> statuses() const { return Collection<CustomStatus>(handle_); }
  [[nodiscard]] Collection<Widget> widgets() const { return Collection<Widget>(handle_); }
  /// Questions about employees, groups, contacts and their calls.
  [[nodiscard]] People people() const { return People(handle_); }
  [[nodiscard]] SipBook sip() const { return SipBook(handle_); }
  [[nodiscard]] Library library() const { return Library(handle_); }
  [[nodiscard]] NumberMoves moves() const { return NumberMoves(handle_); }
  /// Without the right media_proxy_edit, the relays read as none; without services_edit, so do prices of services, SIM cards,
  /// and what came with applications for names of SMS.
  [[nodiscard]] Result<AccountSettings> settings() const;
  /// Every service, on or off, with its quantity and cost (SVC-01). Needs the right services_edit (SVC-03).
  [[nodiscard]] Result<std::vector<Feature>> features() const;
  /// The SIM cards, with whom they belong to (FMC-02). Needs the same right (FMC-04).
  [[nodiscard]] Result<std::vector<FmcRow>> fmc_numbers() const;
  /// How encryption stands: what the account has, wants, and gets (NET-01, NET-02).
  [[nodiscard]] Result<EncryptionState> encryption() const;
  /// What the relays in the account's own network are set up with, key included (MPX-11). Needs the right
  /// media_proxy_edit. Errors: `forbidden`, also without the service; `not_found` before relays were first enabled.
  [[nodiscard]] Result<RelayKit> relay_kit() const;
  /// Makes another key, which takes the place of the one before at once (MPX-06), and gives it. Needs the same. Errors:
  /// `forbidden`; `conflict` when the account was changed meanwhile.
  Result<std::string> renew_relay_key() const;
  /// Several changes at once: all are judged together, stored in one transaction and put in force together, or none is.
  Result<Saved> save(const Changes& changes, SaveOptions options = {}) const;

  /// Everything that is in force, and the revision it has: that grows with every change of anything in it.
  [[nodiscard]] Result<AccountDocument> document() const;
  [[nodiscard]] Result<std::uint64_t> version() const;
  [[nodiscard]] Result<std::string> export_json(Secrets secrets = Secrets::sealed) const;
  /// All employees as CSV in UTF-8 with a heading of `employee_columns`; `number` is the first telephone among the devices.
  /// Needs the rights to see and to edit employees (EMP-47).
  [[nodiscard]] Result<std::string> export_employees_csv() const;
  /// Creates an employee for every row. The heading names the columns, in any order; unknown ones are an error. Equal names
  /// are no matter (EMP-61). Rows are stored one by one; the report has one entry for each.
  Result<std::vector<ImportedRow>> import_employees_csv(std::string_view csv) const;
  /// Adds the rows of a file as list_template() shows to one of the lists, all good ones at once; `created_by` is whoever this
  /// handle acts for, by his login (ACL-14, ACL-16). Gives the new entries, with their keys, and what was passed over.
  Result<ListImport> import_list_csv(CallerList list, std::string_view csv) const;
  /// A list as such a file. Needs the right lists_edit, as the import does.
  [[nodiscard]] Result<std::string> export_list_csv(CallerList list) const;
  /// Every role with what it may do, a column for each right. Needs the right roles_edit (ROL-23).
  [[nodiscard]] Result<std::string> export_roles_csv() const;
  /// What is allowed but looks wrong, in the whole account.
  [[nodiscard]] Result<std::vector<Error>> warnings() const;
  /// What would happen to a call, step by step and with the reasons, by what is in force now; nothing is placed. See
  /// tandem::explain_call() for documents that are not in force.
  [[nodiscard]] Result<DryRun> explain_call(const DryRunQuery& query) const;
  /// Who changed what, newest first; `query.account` is set to this account (LOG-07 to LOG-10). Whoever may read the journal
  /// reads all of it, but secrets.
  [[nodiscard]] Result<AuditPage> audit(AuditQuery query = {}) const;

  /// Who is it? Nothing is kept of it; for a softphone, or a host with sessions of its own. Takes some 20 ms: passwords are
  /// Argon2id hashes. Errors: `forbidden`, the same for every reason.
  [[nodiscard]] Result<Identity> authenticate(const LoginAttempt& attempt) const;
  /// The same, and opens a session of the portal or the contact centre, which the audit journal tells of, as of refusals
  /// (LOG-03). Errors: `forbidden`; `invalid_argument` for the softphone, which has no sessions here (03 OP-15).
  Result<Session> log_in(const LoginAttempt& attempt) const;
  /// The session with this token, which counts as used. Errors: `not_found` when it ended: by log_out(), with the lifetime
  /// of the account's security settings (LIM-27), or because the employee may not be in any more.
  [[nodiscard]] Result<Session> session(std::string_view token) const;
  /// Errors: `not_found`.
  Result<void> log_out(std::string_view token) const;

  /// PRS-02: a base status, or one of the account's (PRS-13). In force when this returns. Errors: `not_found`, `forbidden`,
  /// `gone` while nothing runs.
  Result<void> set_status(const EmployeeKey& employee, const StatusKey& status);
  Result<void> set_status(const EmployeeKey& employee, Status status) { return set_status(employee, AgentStatus(status).key); }
  /// What log_in() and log_out() of the contact centre do to the status by themselves, for a host with sessions of its own:
  /// it becomes the one that is given, or what it was at the last log-out; and "offline" (PRS-15). Errors as above.
  Result<void> enter_contact_centre(const EmployeeKey& employee, const std::optional<StatusKey>& status = {});
  Result<void> leave_contact_centre(const EmployeeKey& employee);
  /// For whoever may see his card. Errors: `not_found`, `forbidden`, `gone`.
  [[nodiscard]] Result<StatusHistory> status(const EmployeeKey& employee) const;
  /// In the contact centre he takes calls on these of his devices, by their addresses or numbers, in this order, whatever is
  /// active in his card and at whatever hour; empty: by his card again (DEV-30, 02 OP-19). Kept while the engine runs; for
  /// whoever may set his status. Errors: `not_found`; `forbidden`, also when his card does not say accept_on_cc_numbers;
  /// `invalid_argument` for what is no device of his, or stands there twice; `gone`.
  Result<void> choose_devices(const EmployeeKey& employee, std::vector<std::string> devices);
  /// Stores the picture and names it in the card, in the place of the one before; without bytes there is none any more. It
  /// stays in the BlobStore, under "avatars/" and the account's key, when the card goes otherwise.
  /// Errors: those of check_avatar(); `not_found`; `forbidden` without the right avatar_edit; `storage`.
  Result<Saved> set_avatar(const EmployeeKey& employee, std::span<const std::byte> picture);
  /// The picture, for whoever may see his card. Errors: `not_found`, also without a picture; `forbidden`; `storage`.
  [[nodiscard]] Result<std::vector<std::byte>> avatar(const EmployeeKey& employee) const;
  /// For whoever may see groups. Errors: `not_found`, `forbidden`, `gone`.
  [[nodiscard]] Result<GroupState> group_state(const GroupKey& group) const;
  /// Ready for work: a wrap-up that runs ends, and the status is what it was before (PRS-24). Nothing happens otherwise.
  Result<void> end_wrap_up(const EmployeeKey& employee);
  /// The employee `by`, who talks in this call, passes it on to an internal number, a scheme's among them, or a number
  /// outside (SCH-11, LIM-08). What comes of it is told by events; whoever cannot be reached leaves the call with him.
  /// Errors: `not_found` without such a call, `invalid_argument` when he does not talk in it.
  Result<void> transfer(CallId call, const EmployeeKey& by, std::string target);
  /// Places a call for an employee, as a click on a number does: his devices ring by his reception mode, for 120 s at the
  /// longest; when he answers, the call goes on as if he had dialled `to`, an internal number or one outside (EMP-81).
  /// Gives the call; what comes of it is told by events. Errors: `not_found`, `invalid_argument` for an empty number,
  /// `in_use` while he is on the phone, `forbidden` for the calls of others.
  Result<CallId> place_call(const EmployeeKey& employee, std::string to);
  /// Sends an SMS in the account's name, for an employee (EMP-86, MSG-31); how it stands is told by SmsDelivery events.
  /// Errors: `not_found`; `invalid_argument` for a number that is no mobile, or a text that is empty or has more than 1000
  /// characters; `unsupported` where the host sends no SMS, or where his go by the carrier of his outgoing number and he
  /// has none (MSG-21); `forbidden` for those of others; `gone` while nothing runs.
  Result<void> send_sms(const EmployeeKey& employee, std::string to, std::string text);
  /// How a program of an employee stands (EMP-71, EMP-85), for whoever may set his status. In force when this returns.
  /// Errors: `not_found`; `invalid_argument` for a SIP account that is not his; `gone` while nothing runs.
  Result<void> set_softphone(const EmployeeKey& employee, SoftphoneKind kind, Softphone softphone);
  /// The ways to an employee, for whoever may see his card. Errors: `not_found`; `forbidden`; `gone` while nothing runs.
  [[nodiscard]] Result<Communications> communications(const EmployeeKey& employee) const;
  /// Closed calls and those in progress, newest first; `query.account` is set to this account.
  [[nodiscard]] Result<std::vector<CallRecord>> records(RecordQuery query = {}) const;
  /// Erases, for good, the closed records of the calls of a line that the account has no more; a number's removal leaves
  /// them (NUM-35, ruling 14). Gives how many there were; the audit journal tells of it. Needs the rights
  /// call_processing_edit and history_all. Errors: `in_use` for a line that is there; `unsupported`, `storage` of the store.
  Result<std::size_t> purge_line_records(std::string_view line) const;
  /// The trunks with how they stand now (TRK-67, TRK-68), in their order, all or those that `filter` asks for (TRK-53,
  /// SCH-76). Needs the right to see trunks.
  [[nodiscard]] Result<std::vector<TrunkInfo>> trunk_list(TrunkFilter filter = {}) const;
  /// The lines in their three groups, each in the order in which they were made (NUM-01, NUM-02). Needs the right
  /// call_processing_edit.
  [[nodiscard]] Result<std::vector<LineRow>> lines(const LineQuery& query = {}) const;
  /// The lines of other operators with how they stand now (NUM-30), in their order. Needs the right call_processing_edit.
  [[nodiscard]] Result<std::vector<LineInfo>> line_list() const;
  /// The masks of all trunks, in the order in which they are looked at (TRK-69, 03 OP-24). The same right.
  [[nodiscard]] Result<std::vector<TrunkRule>> trunk_rules() const;
  /// Calls in progress now.
  [[nodiscard]] Result<std::size_t> calls() const;

 private:
  friend class Accounts;
  explicit Account(AccountHandle handle) : handle_(std::move(handle)) {}
  AccountHandle handle_;
};

class Accounts {
 public:
  /// A new account without objects. Errors: `duplicate` for an id, or a SIP domain, that is taken; those of
  /// parse_account().
  Result<Account> create(std::string_view id, AccountSettings settings = {});
  /// Validates the document, stores it, and puts it in force: new calls see it, calls in progress keep what they began
  /// with. Creates the account if there is none of that id. With `expected_version`, refused with `conflict` if the stored
  /// version is another (0: must be new). Errors: as parse_account(); `duplicate` for a SIP domain or number that another
  /// account has; `conflict`; `storage`.
  Result<Account> import_json(std::string_view json, std::optional<std::uint64_t> expected_version = {});
  Result<Account> import_document(const AccountDocument& document, std::optional<std::uint64_t> expected_version = {});
  /// The same accounts for somebody: the audit journal names him.
  [[nodiscard]] Accounts as(Actor actor) const;
  [[nodiscard]] Result<Account> find(std::string_view id) const;  ///< errors: `not_found`
  [[nodiscard]] std::vector<Account> list() const;                ///< ordered by id
  /// Removes the account; its calls in progress are ended, its records stay. Errors: `not_found`, `storage`.
  Result<void> remove(std::string_view id);

 private:
  friend class Engine;
  explicit Accounts(AccountHandle handle) : handle_(std::move(handle)) {}
  AccountHandle handle_;  // of no account
};

class Engine {
 public:
  explicit Engine(EngineOptions options);
  /// Stops, if that was not done.
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// Closes the records of calls that an earlier process did not end, loads the accounts, opens the ports. An account
  /// whose document cannot be read is left out, with an error in the log; its document stays in the store.
  /// Errors: `storage`, `network`.
  Result<void> start();
  /// Ends all calls (their records say so), closes the ports, writes what is to be written. Any thread but an event
  /// handler's.
  void stop();
  /// start(), unless it was done, then waits until somebody calls stop() or interrupt().
  Result<void> run();
  /// Makes run() return; safe in a signal handler.
  void interrupt() noexcept;

  [[nodiscard]] Accounts accounts();

  /// `sink` is called for every event, in order, on one thread of the engine's own, so that a slow one delays no call.
  /// Set before start(), or nothing is promised about the events in between.
  void on_event(std::function<void(const Event&)> sink);

  /// The addresses signaling listens on, after start().
  [[nodiscard]] std::vector<std::string> listening() const;

  /// Figures of the moment, for health checks.
  struct Health {
    std::size_t calls = 0;
    std::size_t records_waiting = 0;  ///< not yet in the store
    Duration lag{};                   ///< how late the slowest shard is
  };
  [[nodiscard]] Health health() const;
  /// Where every call stands: the live flows with file and line, for a bug report.
  [[nodiscard]] std::string dump() const;

 private:
  std::shared_ptr<engine::Core> core_;
};

}  // namespace tandem
