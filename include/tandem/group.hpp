// Groups: who takes their calls, in which order, and how callers wait (specification 02, areas GRP, DST, QUE).
#pragma once

#include <tandem/employee.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

enum class RingStrategy : std::uint8_t {
  sequential,                ///< one at a time in list order, from the top for every call (DST-02)
  random,                    ///< DST-03
  parallel_by_priority,      ///< tier by tier, a tier at once (DST-04, DST-05)
  ring_all,                  ///< DST-06
  longest_idle,              ///< DST-07
  least_talk_time,           ///< DST-08
  fewest_answered,           ///< DST-09
  longest_idle_in_priority,  ///< DST-10
};

/// Which devices of a chosen operator ring (GRP-21..23).
enum class GroupReception : std::uint8_t { as_in_card, main_only, all_simultaneous, all_sequential };

struct Member {
  EmployeeKey employee{};
  bool is_operator = true;  ///< only operators are rung (02 OP-01); "operator" in documents
  bool supervisor = false;
  /// 1 is the highest; equal numbers form one tier. 0: the position in the list (02 OP-05).
  int priority = 0;
  friend bool operator==(const Member&, const Member&) = default;
};

/// How callers wait. The account holds one copy for all groups that have none of their own (QUE-01, QUE-02).
struct QueueSettings {
  bool hold_when_busy = true;          ///< QUE-04
  std::chrono::seconds max_wait{600};  ///< from arrival at the group to answer; 0: unlimited (QUE-05, QUE-14)
  int max_length = 0;                  ///< 0: unlimited (QUE-06)
  std::optional<PromptKey> enqueue_prompt = PromptKey{"standard:all-operators-busy"};  ///< none: silence (QUE-15)
  PromptKey hold_melody{"standard:hold-melody"};  ///< looped (QUE-16)
  std::optional<PromptKey> overflow_prompt{};       ///< QUE-13
  friend bool operator==(const QueueSettings&, const QueueSettings&) = default;
};

/// Calling back the clients whose calls the group missed; how often and how long, the account says for all groups
/// (GRP-30..GRP-40).
struct GroupCallback {
  bool enabled = false;
  bool when_missed = true;   ///< whoever was not served (GRP-31)
  bool on_key = true;        ///< whoever presses 1 while he waits (GRP-32, GRP-33)
  std::string line{};        ///< called from; required when enabled (GRP-38)
  bool by_rules = false;     ///< the caller-id rules may give another line (GRP-39)
  friend bool operator==(const GroupCallback&, const GroupCallback&) = default;
};

/// Time for what a conversation leaves to be done, after which the operator is as he was (PRS-21..PRS-30). It counts where a
/// contact centre is connected (DEF-03), for employees whose status counts; of several groups the longest (PRS-25, PRS-26).
struct WrapUp {
  std::chrono::seconds duration{};     ///< 0 (off) to 3600
  StatusKey status{"break"};           ///< meanwhile: a base status, or one of the account's
  friend bool operator==(const WrapUp&, const WrapUp&) = default;
};

/// How a group stands at a moment.
struct GroupState {
  std::size_t active = 0;   ///< members in any status but those of `offline` (PRS-18)
  std::size_t free = 0;     ///< operators who are given its calls in their status and neither talk nor are rung (PRS-19, ruling 13)
  std::size_t waiting = 0;  ///< callers in its queue
  friend bool operator==(const GroupState&, const GroupState&) = default;
};

struct Group {
  GroupKey id{};
  std::string name{};
  std::string extension{};  ///< 1 to 5 digits (GRP-01); empty: not dialled (GRP-45)
  std::string description{};
  RingStrategy strategy = RingStrategy::sequential;
  GroupReception reception = GroupReception::main_only;
  std::vector<Member> members{};
  std::optional<PromptKey> ring_melody{};  ///< none: the account's, else ringback (QUE-17)
  std::optional<QueueSettings> queue{};    ///< own settings; none: the account's
  bool familiar_first = false;  ///< a client's calls of one day go first to whom he has talked to (GRP-24..GRP-29)
  GroupCallback callback{};
  /// What callers from outside are told while they wait; only where callers are held (QUE-18..QUE-26).
  bool announce_position = false;
  bool announce_wait_time = false;  ///< in minutes; nothing is said as long as nobody was answered
  WrapUp wrap_up{};
  friend bool operator==(const Group&, const Group&) = default;
};

}  // namespace tandem
