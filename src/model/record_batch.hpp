// Records of the same call that are on their way into a store together.
#pragma once

#include <tandem/record.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace tandem::model {

/// Which of these are to be written, each call once, in the order of the calls' first records: the first that is closed,
/// which is final, else the last.
[[nodiscard]] std::vector<std::size_t> once_each(std::span<const CallRecord> records);

}  // namespace tandem::model
