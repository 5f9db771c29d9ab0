// What a change of an account means to the host, beyond that there was one.
#pragma once

#include "model/account_edit.hpp"

#include <tandem/event.hpp>

#include <vector>

namespace tandem::engine {

/// `before` is null for a new account, which nobody is written about.
[[nodiscard]] std::vector<Happening> news_of(const model::AccountData* before, const model::Edited& edited,
                                             const SaveOptions& options);

}  // namespace tandem::engine
