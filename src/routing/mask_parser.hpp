// Reads a mask's text into a program.
#pragma once

#include "routing/pattern_program.hpp"

#include <tandem/error.hpp>

#include <cstddef>
#include <string_view>

namespace tandem::routing {

struct ParsedMask {
  Program program;
  int groups = 0;
};

/// Errors: `invalid_argument`; the message has the place, counted from 1 (MSK-19).
[[nodiscard]] Result<ParsedMask> parse_mask(std::string_view text);

/// `invalid_argument`: "character 3 of the mask '5X': what"
[[nodiscard]] std::unexpected<Error> mask_error(std::string_view what_is_read, std::string_view text, std::size_t at,
                                                std::string_view what);

}  // namespace tandem::routing
