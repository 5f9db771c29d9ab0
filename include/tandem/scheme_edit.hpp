// Building and changing schemes as an administrator does: splitting branches, adding menu items, simple schemes. Pure;
// the results are saved like any other document.
#pragma once

#include <tandem/account.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/scheme.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// The lines a new block begins with: a prompt, a forward without a target, the reception of a fax (SCH-36, SCH-37).
[[nodiscard]] Block default_block();
/// A scheme with one branch that holds at any time (SCH-19).
[[nodiscard]] Scheme new_scheme(SchemeKey id, std::string name);

/// Gives the last branch, that for any (other) time, a schedule; a new one for any other time follows it (SCH-20,
/// SCH-21). Errors: `invalid_argument` for a schedule that holds at any time.
Result<void> split_last_branch(Scheme& scheme, Schedule when);
/// Errors: `invalid_argument` for the last one, without which calls would find no branch (SCH-22, SCH-23).
Result<void> remove_branch(Scheme& scheme, std::size_t index);
/// The line at `from` comes to stand at `to` (SCH-33). The block's final action is no line and stays. Errors:
/// `invalid_argument`.
Result<void> move_action(Block& block, std::size_t from, std::size_t to);
Result<void> remove_action(Block& block, std::size_t index);

/// A new item of the block's menu: the lowest number that is free, from 1, and a copy of the main block's lines
/// (IVR-02, IVR-03). Errors: `exhausted` when no number is left.
Result<MenuItem*> add_menu_item(Block& block, const Block& main);

/// What changing a template makes in its place: a copy "NAME: N" that is none, with the first free N (SCH-14).
[[nodiscard]] Scheme copy_of_template(const Scheme& original, const std::vector<Scheme>& all);

/// The kind of scheme first-time users get (SCH-44..SCH-46).
struct SimpleScheme {
  std::vector<DayTimes> hours{};  ///< empty: at any time
  PromptKey greeting{};
  std::optional<PromptKey> melody{};     ///< while the caller waits
  std::vector<EmployeeKey> employees{};  ///< one to three, tried in this order
  friend bool operator==(const SimpleScheme&, const SimpleScheme&) = default;
};
/// Outside its hours calls are hung up on (01 OP-42). Errors: `invalid_argument`.
[[nodiscard]] Result<Scheme> make_simple(SchemeKey id, std::string name, const SimpleScheme& content);
/// The scheme as a simple one; none: it is complex (SCH-47), and cannot be made simple without losing something
/// (SCH-49, 01 OP-43).
[[nodiscard]] std::optional<SimpleScheme> as_simple(const Scheme& scheme);

/// Whether the account can take and make calls, and the figures behind it (SCH-54..SCH-56, 01 OP-52).
struct Readiness {
  std::size_t employees = 0;
  std::size_t lines = 0;           ///< that take calls
  std::size_t lines_ready = 0;     ///< ... and have a scheme with a forward
  std::size_t active_schemes = 0;  ///< of those lines
  std::size_t schemes_with_forward = 0;
  bool can_receive = false;
  bool can_call = false;
  friend bool operator==(const Readiness&, const Readiness&) = default;
};
[[nodiscard]] Readiness readiness_of(const AccountDocument& document);

}  // namespace TANDEM_API
