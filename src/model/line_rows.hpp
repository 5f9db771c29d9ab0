// The lines of an account as lists show them (NUM-01, NUM-02, NUM-05).
#pragma once

#include "model/account_data.hpp"

#include <tandem/regions.hpp>
#include <tandem/trunk.hpp>

#include <vector>

namespace tandem::model {

/// In the order of the groups, and in each in that of the numbers.
[[nodiscard]] std::vector<LineRow> line_rows(const AccountData& data, const LineQuery& query, Time now,
                                             const RegionData& regions);

}  // namespace tandem::model
