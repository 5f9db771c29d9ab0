// The call record: what happened to one call, and why. Every call leaves exactly one, closed exactly once.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/party.hpp>
#include <tandem/reason.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

enum class Direction : std::uint8_t { incoming, outgoing, internal };

/// How the call ended for the company (SCH-69, SCH-70, VM-19).
enum class CallResult : std::uint8_t {
  open,         ///< not ended yet
  answered,     ///< an employee talked
  missed,       ///< nobody did, although somebody was called
  menu,         ///< ended in the voice menu: hang-up, or the end of the scheme; missed by nobody (SCH-71)
  input_error,  ///< ended by the wrong-input or wrong-password limit
  voicemail,    ///< a message was offered
  external,     ///< passed to an external number or a trunk: "other", neither answered nor missed by staff
  refused,      ///< not let in: unknown number, no right, no line, blocked
  interrupted,  ///< the process ended while the call was up; closed at the next start
  failed,       ///< an internal error
  fax,          ///< a fax was taken, or tried (SCH-69)
  blacklisted,  ///< refused by the black or white list; counts as missed (ACL-19, ACL-20)
};

enum class EndedBy : std::uint8_t {
  nobody,  ///< not ended yet, or interrupted
  caller,
  callee,
  engine,  ///< a rule ended it: `end_cause` says which
};

/// The kind of one part of a call.
enum class PartKind : std::uint8_t {
  scheme,     ///< entered a routing scheme or another of its branches; subject: scheme
  menu,       ///< entered a menu item; subject: scheme, detail: digits of all levels, "2" or "2.1"
  group,      ///< was at a group, arrival to leaving; subject: group
  attempt,    ///< an employee was rung (also the parts of a group call); subject: employee, via: device
  talk,       ///< talked to an employee; subject: employee
  external,   ///< rang or talked to an external number; subject: trunk, detail: number as sent
  voicemail,  ///< message; subject: employee or empty, detail: blob key
  fax,        ///< a fax; detail: blob key
  secretary,  ///< a rule of an auto-secretary took over; subject: employee, via: its position, detail: as SecretaryFired (SEC-35)
};

/// How a part ended. Of a group: GroupCallRecord.exit in the specification (02, 2.11).
enum class PartResult : std::uint8_t {
  open,
  done,
  answered,
  no_answer,           ///< rang out
  busy,
  rejected,
  unavailable,         ///< no device in schedule, not registered, status forbids
  answered_elsewhere,  ///< another was faster (DST-16)
  cancelled,           ///< the engine or the caller stopped it
  caller_hangup,
  callee_hangup,
  max_wait,            ///< QUE-09
  max_length,          ///< QUE-08
  no_operator,
  failed,
  transferred,       ///< of a conversation: the employee passed the call on
  picked_up,         ///< another employee took the call from where it rang (LIM-19)
  callback_ordered,  ///< the caller asked to be called back (GRP-33)
};

struct CallPart {
  PartKind kind = PartKind::scheme;
  PartResult result = PartResult::open;
  Time at{};
  Time until{};          ///< equal to `at` for a part without length
  std::string subject{};   ///< key of the object
  std::string name{};      ///< its name at that time; survives the object (EMP-60)
  std::string via{};       ///< attempts and talks: the device; empty otherwise
  std::string group{};     ///< attempts and talks of a group call: the group's key
  std::string detail{};
  friend bool operator==(const CallPart&, const CallPart&) = default;
};

/// One decision: the rule that was applied, what came out of it, and who was left out and why. text_of() says it.
struct Decision {
  Time at{};
  std::string rule{};  ///< "DST-02"
  Reason reason = Reason::free_text;
  std::vector<std::string> arguments{};  ///< of the reason, in its order
  struct Left {
    std::string who{};  ///< key of the employee; empty where the reason counts several
    Reason why = Reason::free_text;
    std::vector<std::string> arguments{};
    friend bool operator==(const Left&, const Left&) = default;
  };
  std::vector<Left> left_out{};
  friend bool operator==(const Decision&, const Decision&) = default;
};

struct CallRecord {
  CallId id{};
  std::string account{};
  Direction direction = Direction::incoming;
  CallResult result = CallResult::open;
  EndedBy ended_by = EndedBy::nobody;
  std::string end_cause{};  ///< "bye", "cancel", "scheme end", "busy", "no route", ...
  Time started{};
  std::optional<Time> answered{};  ///< first conversation with a person
  std::optional<Time> ended{};     ///< set when closed
  Party caller{};                  ///< as received, normalised number
  std::string caller_employee{};   ///< key, for calls from the account's devices
  std::string dialled{};           ///< as received
  std::string line{};              ///< the account's number that the call used, digits
  std::string trunk{};             ///< trunk the call came from, key
  std::string trunk_name{};        ///< its name at that time; survives the trunk
  bool from_account = false;       ///< that trunk is an internal one: another account has a record of the call, too (TRK-72)
  std::string answered_by{};       ///< employee who talked first, key
  bool callback = false;           ///< the engine placed it by itself, for a call that was missed (ACB-31)
  std::vector<CallPart> parts{};
  std::vector<Decision> decisions{};

  [[nodiscard]] bool closed() const noexcept { return ended.has_value(); }
  friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

[[nodiscard]] std::string_view name_of(Direction) noexcept;
[[nodiscard]] std::string_view name_of(CallResult) noexcept;
[[nodiscard]] std::string_view name_of(EndedBy) noexcept;
[[nodiscard]] std::string_view name_of(PartKind) noexcept;
[[nodiscard]] std::string_view name_of(PartResult) noexcept;

/// What was dialled, as history shows it: of a call that another account sent over an internal trunk "<trunk> – <number>"
/// (TRK-72, HIS-22), else the number alone.
[[nodiscard]] std::string dialled_title(const CallRecord& record);

/// One JSON object; times as RFC 3339 with milliseconds in UTC. Lossless together with parse_record() to the
/// millisecond.
[[nodiscard]] std::string to_json(const CallRecord& record);
[[nodiscard]] Result<CallRecord> parse_record(std::string_view json);

/// What was decided, one sentence.
[[nodiscard]] std::string text_of(const Decision& decision, Language language = Language::english);
/// "boris: busy"
[[nodiscard]] std::string text_of(const Decision::Left& left, Language language = Language::english);
/// The decisions as a person reads them: one line each, time in UTC, rule, text, and who was left out.
[[nodiscard]] std::string explain(const CallRecord& record, Language language = Language::english);

}  // namespace tandem
