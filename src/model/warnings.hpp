// What is allowed in an object but looks wrong, as the object stands in an account.
#pragma once

#include "model/account_data.hpp"

#include <tandem/scheme_check.hpp>

#include <string>
#include <vector>

namespace tandem::model {

/// Paths are inside the object, behind `at`. Nothing for an object that is not there.
[[nodiscard]] std::vector<Error> warnings_of(const AccountData& data, const ObjectRef& object, const std::string& at);

/// The doubts about one scheme; paths are inside it, behind `at`.
[[nodiscard]] std::vector<SchemeDoubt> doubts_of(const AccountData& data, const Scheme& scheme, const std::string& at);

}  // namespace tandem::model
