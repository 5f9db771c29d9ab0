// A party of a call as signaling shows it.
#pragma once

#include <tandem/export.hpp>

#include <string>

namespace tandem TANDEM_API {

/// The number or user part, and the display name; either may be empty.
struct Party {
  std::string number{};
  std::string display{};
  friend bool operator==(const Party&, const Party&) = default;
};

}  // namespace tandem
