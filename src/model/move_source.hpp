// What becomes of an account that numbers leave (NUM-56 to NUM-60, SVC-08).
#pragma once

#include "model/account_data.hpp"
#include "model/number_move.hpp"

#include <vector>

namespace tandem::model {

/// Writes the changes of the source, and what they come to, into the sheet.
void leave_source(const AccountData& from, const std::vector<const Number*>& chosen, MoveSheet& sheet);

}  // namespace tandem::model
