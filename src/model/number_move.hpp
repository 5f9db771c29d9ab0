// What a move of numbers between two accounts changes in both (NUM-46 to NUM-63).
#pragma once

#include "model/account_data.hpp"

#include <tandem/number_move.hpp>
#include <tandem/objects.hpp>

namespace tandem::model {

struct MoveSheet {
  MovePlan plan;  ///< with the problems of the choice; those of the changes are found when they are judged
  Changes here;
  Changes there;
  NumbersMoved done;  ///< what it comes to, but for the revisions
};

/// May numbers go from one to the other: two accounts of one customer, both in work (NUM-47)?
[[nodiscard]] bool may_exchange(const AccountData& from, const AccountData& to);
/// Works out both sides. Without problems in the plan, the changes are worth judging.
[[nodiscard]] MoveSheet work_out(const AccountData& from, const AccountData& to, const NumberMove& wanted);

}  // namespace tandem::model
