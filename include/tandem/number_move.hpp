// Moving numbers from one account of a customer to another of the same engine (specification 01, NUM-46 to NUM-63).
#pragma once

#include <tandem/objects.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// What is wanted.
struct NumberMove {
  std::string to{};                    ///< the account they go to
  std::vector<std::string> numbers{};  ///< NUM-48
  bool all = false;                    ///< all that the plan lists, in the place of `numbers`
  /// The trunk of the destination by which carriers' numbers come in there; empty: one to the host of the trunk that they
  /// come by now.
  TrunkKey trunk{};
  /// Consent to switch these services on at the destination, among those that the plan says are missing (NUM-63).
  std::vector<Service> connect{};
  bool extend_allowance = false;  ///< consent to raise the destination's Services::max_numbers by what exceeds it (NUM-53)
};

/// A number that could be chosen (NUM-49). The numbers of SIP trunks to other PBXs are none, nor is the standard number
/// (NUM-50).
struct MoveCandidate {
  std::string number{};
  LineGroup group = LineGroup::own;
  LineMode mode = LineMode::trunk;
  std::string comment{};
  std::string scheme_name{};  ///< of the active scheme
  bool movable = true;        ///< NUM-51
  std::string why_not{};      ///< for people
  std::vector<Service> lacking{};  ///< what the number itself depends on and the destination lacks
  bool chosen = false;
};

/// What a move would come to, as the accounts stand now.
struct MovePlan {
  std::vector<MoveCandidate> numbers{};
  std::size_t chosen = 0;
  std::size_t over_allowance = 0;  ///< so many of the chosen are more than the destination may have (NUM-53)
  std::vector<Service> missing{};  ///< the chosen numbers' schemes use them, the destination lacks them (NUM-63)
  std::vector<Service> switched_off{};  ///< at the source, by the move (NUM-56)
  std::vector<SchemeKey> cut{};  ///< schemes of the source that no call reaches, which lose what needs those services
  bool to_standard_number = false;      ///< every number leaves: all employees call from the standard number (NUM-60)
  /// Why it would be refused as it is wanted; empty: it would be done.
  std::vector<Error> problems{};
};

struct MovedNumber {
  std::string number{};
  std::string number_there{};  ///< the same, but of a widget's line whose digits are taken
  SchemeKey scheme{};          ///< the skeleton, at the destination; empty: it had none
  /// Of a passive line: where its operator sends its calls from now on, which he has to be told (NUM-23); empty: no change.
  std::string new_address{};
  WidgetKey widget{};          ///< at the destination, that came with its line
};
struct NumbersMoved {
  std::vector<MovedNumber> numbers{};
  std::vector<Service> connected{};     ///< at the destination
  std::vector<Service> switched_off{};  ///< at the source
  std::string standard_number{};        ///< the source's employees call from it now; empty: they do not
  std::uint64_t revision = 0;           ///< of the source
  std::uint64_t revision_there = 0;
};

/// Moves out of an account. A small value; any thread. Needs the right numbers_move in it (NUM-46), and services_edit
/// where `connect` or `extend_allowance` is set, for the destination gets more with it. Errors, of all: `gone`;
/// `forbidden`; `not_found` for a destination that is no account of the same customer; `invalid_argument` where source and
/// destination are one.
///
/// A number comes with its comment, its password at the operator and a skeleton of its scheme: all its lines, menus,
/// handlers and schedules, without what they play, call or send (NUM-54). What stays behind and named the number names
/// another one (NUM-57 to NUM-59). Calls in progress go on as they began.
class NumberMoves {
 public:
  /// The accounts that numbers can be moved to: of the same customer, in work as this one is (NUM-47); ordered.
  [[nodiscard]] Result<std::vector<std::string>> destinations() const;
  /// What is movable, and what the wished move would come to. Nothing is changed.
  [[nodiscard]] Result<MovePlan> plan(const NumberMove& wanted) const;
  /// Moves: both accounts are judged, stored in one transaction and put in force together, or nothing is changed. Both audit
  /// journals tell of it. Errors: `not_found` for a number that is not listed; `unsupported` for one that is not movable
  /// (NUM-52); `exhausted` beyond the destination's allowance; `missing_field` where the source needs a standard number
  /// that the host does not give; `conflict` when an account changes meanwhile; those of both accounts' rules; `storage`.
  Result<NumbersMoved> move(const NumberMove& wanted) const;

 private:
  friend class Account;
  explicit NumberMoves(AccountHandle account) : account_(std::move(account)) {}
  AccountHandle account_;
};

}  // namespace TANDEM_API
