// Thousands of caller patterns as one table: which of them is the most specific that matches?
#pragma once

#include "routing/caller_masks.hpp"
#include "routing/number_map.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::routing {

/// How specific a match is: the smaller, the more (01 OP-02).
struct Specificity {
  enum class Form : std::uint8_t { exact, range, mask };
  Form form = Form::exact;
  std::uint64_t breadth = 0;  ///< of a range: its width; of a mask: fewer characters of its own are broader
  std::uint32_t index = 0;    ///< which pattern; the older one is the smaller
  friend auto operator<=>(const Specificity&, const Specificity&) = default;
};

/// Immutable once built. Exact numbers are found by hash, ranges by bisection among pieces that do not overlap any
/// more, masks as CallerMasks. Small while it is empty, as it is in most accounts.
class CallerTable {
 public:
  CallerTable() = default;
  /// `index` tells the patterns apart and gives their age.
  void add(CallerPattern pattern, std::uint32_t index);
  /// After the last add(), before the first find().
  void build();

  /// The most specific pattern for a number, or a lower-case address.
  [[nodiscard]] std::optional<Specificity> find(std::string_view caller) const;
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// Null: there are none.
  [[nodiscard]] const CallerMasks* masks() const noexcept { return masks_.get(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  struct Range {
    CallerRange numbers;
    Specificity as;
  };
  struct MaskRule {
    CallerMask mask;
    Specificity as;
  };
  void cut_ranges();
  void join_masks();
  [[nodiscard]] std::optional<std::uint32_t> find_exact(std::string_view caller, std::uint64_t key) const;
  [[nodiscard]] std::optional<Specificity> find_range(std::uint64_t key) const;
  [[nodiscard]] std::optional<Specificity> find_mask(std::string_view caller) const;

  std::size_t size_ = 0;
  NumberMap<std::uint32_t> numbers_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> texts_;  ///< addresses, and longer numbers
  std::vector<Range> ranges_;    ///< until build()
  std::vector<MaskRule> rules_;  ///< until build()
  /// The ranges cut where they overlap: keys of numbers, ascending, and what holds from there to the next, if any.
  std::vector<std::uint64_t> piece_keys_;
  std::vector<std::optional<Specificity>> pieces_;
  std::vector<Specificity> mask_ranks_;  ///< of all masks, the most specific first
  std::unique_ptr<const CallerMasks> masks_;
};

}  // namespace tandem::routing
