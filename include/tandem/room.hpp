// Conference rooms: permanent meeting places with an internal number (specification 04, CNF-30 to CNF-53).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstdint>
#include <string>

namespace tandem TANDEM_API {

/// Who may come in (CNF-37 to CNF-41).
enum class RoomAccess : std::uint8_t { external_and_employees, external_only, employees_only };
/// Who is asked for the PIN (CNF-44, CNF-45).
enum class PinScope : std::uint8_t { everyone, external_only };

/// Needs the service `rooms` (CNF-52), which also says how many there may be, and how large (CNF-36, CNF-46).
struct Room {
  RoomKey id{};
  std::string name{};       ///< empty in a new room: "Conference room" and a number (CNF-34)
  std::string extension{};  ///< unique in the account's dial plan; empty in a new room: the first free from 1000 (CNF-31)
  int seats = 8;            ///< so many at one moment (CNF-35)
  RoomAccess access = RoomAccess::external_and_employees;  ///< 04 OP-29
  bool pin_required = false;
  std::string pin{};  ///< 4 to 7 digits (CNF-43)
  PinScope pin_scope = PinScope::everyone;
  friend bool operator==(const Room&, const Room&) = default;
};

}  // namespace TANDEM_API
