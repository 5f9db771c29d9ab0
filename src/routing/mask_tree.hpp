// Masks with # and at most one * at their end, as a tree of their characters.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string_view>
#include <vector>

namespace tandem::routing {

/// Finds the mask of the lowest rank that matches a text. Masks with a common beginning share it, so only those
/// beginnings that fit the text are walked, and of these only where a better rank may lie: for masks as people write
/// them a small part of the tree, at worst all of it. May be read backwards, for masks that begin with the *.
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
    std::uint32_t ends = none;           ///< rank of the mask that ends here
    std::uint32_t open = none;           ///< and of the one with its * here
  };
  struct Node {
    std::uint64_t labels = 0;  ///< a bit for the class of each character that leads on
    std::uint32_t next = 0;    ///< the nodes they lead to stand side by side from here, in the order of the bits
    std::uint32_t any = 0;     ///< the node behind #; 0: none
    std::uint32_t ends = none;
    std::uint32_t open = none;
    std::uint32_t best = none;  ///< the lowest rank here and below
  };
  [[nodiscard]] char at(std::string_view text, std::size_t place) const {
    return text[backwards_ ? text.size() - 1 - place : place];
  }
  void visit(std::uint32_t node, std::string_view text, std::size_t place, std::uint32_t& best) const;
  void tell_characters_apart();
  void flatten(std::uint32_t from, std::uint32_t to);

  bool backwards_;
  std::vector<Growing> growing_{1};
  std::vector<Node> nodes_;
  std::array<std::uint8_t, 256> classes_{};  ///< of each character of a mask; 0: it is in none
};

}  // namespace tandem::routing
