// Patterns of IPv4 addresses (NET-08 to NET-13): read once, then four comparisons each.
#pragma once

#include <tandem/network.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace tandem::routing {

/// Four numbers of 0 to 255; none if it is no IPv4 address.
using Ipv4 = std::array<std::uint8_t, 4>;
[[nodiscard]] std::optional<Ipv4> ipv4_of(std::string_view address);

class AddressPattern {
 public:
  /// Errors: `invalid_argument`.
  [[nodiscard]] static Result<AddressPattern> compile(std::string_view pattern);
  [[nodiscard]] bool holds(const Ipv4& address) const noexcept;

 private:
  Ipv4 low_{0, 0, 0, 0};
  Ipv4 high_{255, 255, 255, 255};
};

/// A policy's list.
class AddressList {
 public:
  AddressList() = default;
  /// Patterns with mistakes hold nothing.
  explicit AddressList(std::span<const std::string> patterns);
  [[nodiscard]] bool holds(std::string_view address) const;

 private:
  std::vector<AddressPattern> patterns_;
};

}  // namespace tandem::routing
