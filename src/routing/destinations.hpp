// Destination classes as a tree of digits.
#pragma once

#include <tandem/destination.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::routing {

enum class DestinationVerdict : std::uint8_t {
  everywhere,  ///< all destinations are allowed
  emergency,   ///< nothing forbids it
  short_number,  ///< too short for the telephone network: an internal number or a service behind a trunk
  home,        ///< of the home country
  ticked,      ///< its class is allowed
  refused,     ///< `destination_not_allowed` (03 OP-09)
};
struct DestinationDecision {
  DestinationVerdict verdict = DestinationVerdict::everywhere;
  std::string destination{};  ///< the class; empty: none has the number
  [[nodiscard]] bool allowed() const noexcept { return verdict != DestinationVerdict::refused; }
};

class CompiledDestinations {
 public:
  CompiledDestinations() = default;
  /// The table must pass check_destinations().
  explicit CompiledDestinations(DestinationTable table);

  /// `number` in international digits, or as dialled if it is short. Never refuses emergency numbers and numbers of up to
  /// seven digits (03 OP-09).
  [[nodiscard]] DestinationDecision decide(std::string_view number, const AllowedDestinations& allowed) const;
  /// The class of the longest prefix; null: none.
  [[nodiscard]] const DestinationClass* class_of(std::string_view number) const;
  [[nodiscard]] bool emergency(std::string_view number) const;

 private:
  static constexpr std::uint16_t none = 0xffff;
  struct Node {
    std::array<std::uint32_t, 10> next{};  ///< 0: nothing
    std::uint16_t destination = none;
  };
  DestinationTable table_;
  std::vector<Node> nodes_{Node{}};
};

}  // namespace tandem::routing
