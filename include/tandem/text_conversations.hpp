// Who gets a text conversation that comes in for a group (specification 01, DEF-46 to DEF-55).
#pragma once

#include <tandem/clock.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace tandem TANDEM_API {

enum class TextAlgorithm : std::uint8_t {
  least_loaded,  ///< who has the fewest open conversations; of equals, who was given one the longest ago
  even,          ///< in turn: who was given one the longest ago
};

/// One set for all groups of the account.
struct TextConversations {
  bool auto_distribute = true;  ///< off: they wait until somebody takes them (DEF-46)
  TextAlgorithm algorithm = TextAlgorithm::even;       ///< DEF-47
  bool skip_in_group_call = false;  ///< DEF-53, DEF-54
  bool to_responsible = false;      ///< DEF-55
  int max_per_employee = 0;         ///< open ones at a time; 0: no limit (DEF-48 to DEF-50)
  std::chrono::seconds first_reply_timeout{0};  ///< then it passes to another; 0: never (DEF-51)
  /// From one that was given automatically to the next, so that he may finish what he has; 0: none. Only with `even`
  /// (DEF-52, 01 OP-53).
  std::chrono::seconds cooldown{0};
  friend bool operator==(const TextConversations&, const TextConversations&) = default;
};

/// Somebody who may be given it, as he stands: the operators of the group, and the client's responsible.
struct TextOperator {
  EmployeeKey employee{};
  bool of_group = true;          ///< false: only as the responsible
  bool available = true;         ///< his status lets him be given conversations, and nothing excludes him
  bool in_group_call = false;    ///< he is on a call that came for the same group
  int open = 0;                  ///< conversations
  std::optional<Time> given{};   ///< when he was last given one automatically
};

/// A conversation that nobody has.
struct TextRequest {
  EmployeeKey responsible{};  ///< of the client; empty: nobody
  /// Those who had it and let the time for the first reply pass.
  std::span<const EmployeeKey> unanswered{};
};

struct TextDecision {
  EmployeeKey to{};  ///< empty: it waits in the queue
  /// When it passes to another unless he has replied by then; none: never.
  std::optional<Time> reply_by{};
  /// Of one that waits: when to ask again although nothing else has changed; none: only then.
  std::optional<Time> again{};
};

/// The responsible operator first, if that is wanted and he can be given one, else by the algorithm; of equals the first
/// in the list. Pure.
[[nodiscard]] TextDecision distribute(const TextConversations& settings, const TextRequest& request,
                                      std::span<const TextOperator> operators, Time now);

}  // namespace tandem
