// The event stream: what happens in an account, in order.
#pragma once

#include <tandem/call_settings.hpp>
#include <tandem/clock.hpp>
#include <tandem/employee.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/party.hpp>
#include <tandem/record.hpp>
#include <tandem/sms.hpp>
#include <tandem/trunk.hpp>

#include <cstdint>
#include <string>
#include <variant>

namespace tandem TANDEM_API {

struct CallArrived {
  CallId call{};
  Direction direction = Direction::incoming;
  Party from{};
  std::string dialled{};
  std::string line{};
  std::string comment{};  ///< the line's comment (NUM-10)
  // Who calls, where it is an employee (EMP-31).
  std::string employee{};
  std::string position{};
  std::string department{};
};
/// A key pressed by the caller in a menu (IVR-10).
struct DigitPressed {
  CallId call{};
  char digit = 0;
};
struct MenuEntered {
  CallId call{};
  std::string scheme{};
  std::string digits{};  ///< of all levels, "2.1"
};
struct GroupEntered {
  CallId call{};
  std::string group{};
};
/// The caller is held: nobody could take the call at once.
struct CallQueued {
  CallId call{};
  std::string group{};
  int waiting = 0;  ///< callers of the group that wait now, this one included
};
struct GroupLeft {
  CallId call{};
  std::string group{};
  PartResult exit = PartResult::open;
};
struct EmployeeRinging {
  CallId call{};
  std::string employee{};
  std::string device{};
  std::string group{};  ///< empty for a direct call
};
/// An employee's device stopped ringing without taking the call.
struct EmployeeMissed {
  CallId call{};
  std::string employee{};
  std::string device{};
  PartResult result = PartResult::open;
};
struct CallAnswered {
  CallId call{};
  std::string employee{};  ///< empty for an external number
  std::string number{};    ///< external number, or empty
  std::string group{};
};
struct VoicemailLeft {
  CallId call{};
  std::string employee{};
  std::string blob{};
  Duration length{};
  std::vector<std::string> recipients{};  ///< nobody, where no mail is to be sent (VM-15)
  MessageMail mail = MessageMail::attach;
  bool transcript = false;  ///< the mail is to carry the words as well, which the host has recognised (VM-16)
};
struct FaxReceived {
  CallId call{};
  std::string blob{};
  int pages = 0;
  std::vector<std::string> recipients{};  ///< nobody, where no mail is to be sent
  MessageMail mail = MessageMail::attach;
};
/// A client whose call was missed, in a scheme (SCH-63) or by groups (GRP-30), is going to be called back.
struct CallbackWanted {
  CallId call{};
  std::string client{};  ///< number
  std::string scheme{};
  std::string group{};   ///< whose operators call; of several the first
  std::string line{};    ///< outgoing number
};
/// A callback is no longer due.
struct CallbackClosed {
  std::string client{};
  std::string how{};  ///< "done", "exhausted", "cancelled" (the number is barred, the groups are gone), "expired" or "failed"
  int attempts = 0;   ///< how often the client was called
};
/// A client was sent an SMS because his call was missed (SMS-01).
struct SmsReplySent {
  CallId call{};
  std::string client{};
  int parts = 0;
};
/// An employee sent an SMS through the account (EMP-86).
struct SmsSent {
  std::string employee{};
  std::string to{};
  int parts = 0;
};
/// How an SMS stands (SMS-10). Of one that an employee sent, `call` is none.
struct SmsDelivery {
  CallId call{};
  std::string client{};
  SmsStatus status = SmsStatus::sent;
};
/// An employee passed a call on, and it was taken, or went into a scheme.
struct CallTransferred {
  CallId call{};
  std::string by{};  ///< employee
  std::string to{};  ///< the number as he gave it
};
/// An employee took a call that rang elsewhere. `call` goes on as `next` (LIM-19).
struct CallPickedUp {
  CallId call{};
  CallId next{};
  std::string by{};    ///< employee
  std::string from{};  ///< employee it rang at; empty: nobody, it waited in a group
};
enum class LineState : std::uint8_t { idle, ringing, busy };
/// How the line of an employee stands, for the lamps of his colleagues (LIM-18).
struct LineStateChanged {
  std::string employee{};
  LineState state = LineState::idle;
};
struct CallEnded {
  CallId call{};
  CallResult result = CallResult::open;
  EndedBy ended_by = EndedBy::nobody;
  std::string cause{};
};
struct StatusChanged {
  std::string employee{};
  StatusKey before{};  ///< of a base status, or of the account's own
  StatusKey now{};
  Status base_before = Status::online;
  Status base = Status::online;  ///< of `now`
  std::string cause{};  ///< "user", "wrap_up", "login", "logout", "system"
};
struct DeviceRegistered {
  std::string aor{};
  bool registered = false;
  std::string contact{};
};
/// A trunk came to be connected, or not any more (TRK-25).
struct TrunkStateChanged {
  std::string trunk{};
  TrunkState state = TrunkState::connected;
  std::string cause{};  ///< "options answered 404", "no answer to options", "a call failed", "a call went through", ...
};
/// An active line's registration at its operator: it holds, or not any more (NUM-30).
struct LineRegistrationChanged {
  std::string line{};
  bool registered = false;
  int status = 0;  ///< the operator's answer; 408: none
};
/// The host took away a service of encryption: that half of SipEncryption is not to be had any more, and off where it
/// was on (NET-03).
struct EncryptionWithdrawn {
  bool srtp = false;
  bool tls = false;
};
enum class ObjectChange : std::uint8_t { made, changed, removed };
struct ChangedObject {
  std::string kind{};  ///< "employee", "group", ...; "account" for its settings
  std::string key{};   ///< empty for the settings
  ObjectChange change = ObjectChange::changed;
};
/// Another configuration is in force: what new calls are led by from now on.
struct ConfigurationChanged {
  std::uint64_t version = 0;              ///< of the account
  std::vector<ChangedObject> objects{};  ///< what differs from the one before; at most 100 of them
  std::size_t total = 0;                  ///< so many differ
};
/// Why an employee should get a letter.
enum class MailReason : std::uint8_t {
  registration,  ///< he is new: a link by which he sets his own password (EMP-24)
  welcome,       ///< he is new: his name and extension (EMP-27)
  softphone,     ///< his e-mail address was filled in: where the softphone is found (LIM-21)
  missed_call,   ///< a call to him alone was missed (EMP-29)
  auto_secretary,  ///< his auto-secretary took a call, and he wants to be told (SEC-27)
};
struct MailWanted {
  MailReason reason = MailReason::welcome;
  std::string employee{};
  std::string full_name{};
  std::string extension{};
  std::string email{};
  CallId call{};  ///< that was missed
  // Of an auto-secretary, in the language of the account: `ru` where its country speaks it (RU, BY, KZ, KG), else English.
  std::string subject{};
  std::string text{};
};
/// A rule of an employee's auto-secretary took a call (SEC-35).
struct SecretaryFired {
  CallId call{};
  std::string employee{};
  int rule = 0;  ///< its position in the card, from 1
  std::string action{};  ///< "voicemail", "hangup", "group sales", "employee boris", "number 79161234567"
  std::string sms{};  ///< who was sent an SMS; empty: nobody (SEC-26)
};
/// The address book changed (ADR-19).
struct ContactChanged {
  std::string contact{};
  std::string full_name{};
  bool removed = false;
};
/// A session of the portal or the contact centre ended: the user has to be shown out (LIM-27).
struct SessionEnded {
  std::string employee{};
  std::string login{};
  std::string cause{};  ///< "log out", "lifetime", "idle", "revoked"
};
/// The store refuses to write; records are kept in memory and tried again. `waiting` is how many.
struct StorageTrouble {
  std::string message{};
  std::size_t waiting = 0;
};

using Happening = std::variant<CallArrived, DigitPressed, MenuEntered, GroupEntered, CallQueued, GroupLeft,
                               EmployeeRinging, EmployeeMissed, CallAnswered, VoicemailLeft, CallEnded, StatusChanged,
                               DeviceRegistered, ConfigurationChanged, StorageTrouble, FaxReceived, CallbackWanted,
                               SmsReplySent, SmsDelivery, CallTransferred, CallPickedUp, LineStateChanged,
                               CallbackClosed, SessionEnded, MailWanted, ContactChanged, TrunkStateChanged,
                               LineRegistrationChanged, SecretaryFired, EncryptionWithdrawn, SmsSent>;

struct Event {
  std::uint64_t sequence = 0;  ///< per account, from 1, without gaps
  std::string account{};         ///< empty: of the engine
  Time at{};
  Happening what{};
};

/// "call_arrived", "group_left", ...
[[nodiscard]] std::string_view name_of(const Happening& what) noexcept;
/// One JSON object: {"event":"call_arrived","account":"acme","sequence":1,"at":"2026-...","call":"...", ...}.
[[nodiscard]] std::string to_json(const Event& event);

}  // namespace tandem
