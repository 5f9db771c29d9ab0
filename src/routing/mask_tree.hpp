// Masks with # and at most one * at their end, as a tree of their characters.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::routing {

/// Finds the mask of the lowest rank that matches a text. Masks with a common beginning share it, so only those beginnings
/// that fit the text are walked, and of these only where a better rank may lie: for masks as people write them a small
/// part of the tree, at worst all of it. May be read backwards, for masks that begin with the *.
class MaskTree {
 public:
  explicit MaskTree(bool backwards = false) : backwards_(backwards) {}
  /// `mask` without its *, as it is written; `open`: there was one.
  void add(std::string_view mask, bool open, std::uint32_t rank);
  /// After the last add().
  void build();

  /// The lowest rank below `bound`, else `bound`.
  [[nodiscard]] std::uint32_t first(std::string_view text, std::uint32_t bound) const;

  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

 private:
  struct Growing {
    std::map<char, std::uint32_t> next;  ///< # among them, as it cannot be a character of a number or an address
    std::uint32_t ends = none;   ///< rank of the mask that ends here
    std::uint32_t open = none;   ///< and of the one with its * here
  };
  struct Edge {
    char label;
    std::uint32_t node;
  };
  struct Node {
    std::uint32_t edges = 0;  ///< where they begin; sorted by their labels
    std::uint32_t edge_count = 0;
    std::uint32_t any = 0;  ///< the node behind #; 0: none
    std::uint32_t ends = none;
    std::uint32_t open = none;
    std::uint32_t best = none;  ///< the lowest rank here and below
  };
  [[nodiscard]] char at(std::string_view text, std::size_t place) const {
    return text[backwards_ ? text.size() - 1 - place : place];
  }
  void visit(std::uint32_t node, std::string_view text, std::size_t place, std::uint32_t& best) const;
  void flatten(std::uint32_t node);

  bool backwards_;
  std::vector<Growing> growing_{1};
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
};

}  // namespace tandem::routing
