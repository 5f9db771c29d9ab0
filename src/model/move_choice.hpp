// Which numbers of an account can move to another, and which were chosen (NUM-48 to NUM-53).
#pragma once

#include "model/account_data.hpp"

#include <tandem/number_move.hpp>

#include <vector>

namespace tandem::model {

struct MoveChoice {
  std::vector<MoveCandidate> candidates{};
  std::vector<const Number*> chosen{};  ///< movable ones, in the order of the account
  std::vector<Error> problems{};
};
[[nodiscard]] MoveChoice choose(const AccountData& from, const AccountData& to, const NumberMove& wanted);

/// The destination's trunk that a number of a carrier comes by there; null: there is none.
[[nodiscard]] const Trunk* trunk_there(const AccountData& from, const AccountData& to, const NumberMove& wanted,
                                       const Number& number);

}  // namespace tandem::model
