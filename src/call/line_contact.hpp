// How the operator of an active line calls us: the user part of the Contact we register, which nobody else can guess.
#pragma once

#include <tandem/trunk.hpp>

#include <string>

namespace tandem::call {

/// Of one process and one state of the line: 32 hexadecimal digits.
[[nodiscard]] std::string line_contact(AccountId account, const Number& line);

}  // namespace tandem::call
