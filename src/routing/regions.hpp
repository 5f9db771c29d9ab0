// Regions by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::routing {

/// Text in which letter case does not count.
[[nodiscard]] std::string folded(std::string_view text);

/// An ordered list of regions as RegionData names them: which is the first of those that a number is of?
class RegionList {
 public:
  void add(std::string_view region, std::uint32_t rank);
  [[nodiscard]] std::optional<std::uint32_t> first(const std::vector<std::string>& regions) const;
  [[nodiscard]] bool empty() const noexcept { return ranks_.empty(); }
  /// The smallest rank there is; the list must not be empty.
  [[nodiscard]] std::uint32_t best() const noexcept { return best_; }

 private:
  std::unordered_map<std::string, std::uint32_t> ranks_;
  std::uint32_t best_ = 0xffffffff;
};

}  // namespace tandem::routing
