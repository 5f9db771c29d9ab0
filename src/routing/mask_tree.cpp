#include "routing/mask_tree.hpp"

#include <algorithm>
#include <bit>

namespace tandem::routing {
namespace {

constexpr std::uint8_t behind_all = 64;  // where # comes among the classes of characters

}  // namespace

void MaskTree::add(std::string_view mask, bool open, std::uint32_t rank) {
  std::uint32_t node = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const auto fresh = static_cast<std::uint32_t>(growing_.size());
    const auto [edge, added] = growing_[node].next.try_emplace(at(mask, i), fresh);
    node = edge->second;
    if (added) growing_.emplace_back();
  }
  std::uint32_t& holds = open ? growing_[node].open : growing_[node].ends;
  holds = std::min(holds, rank);
}

void MaskTree::build() {
  tell_characters_apart();
  nodes_.reserve(growing_.size());
  nodes_.emplace_back();
  flatten(0, 0);
  growing_ = {};
}

void MaskTree::tell_characters_apart() {
  std::uint8_t count = 0;
  for (const Growing& node : growing_) {
    for (const auto& [label, next] : node.next) {
      std::uint8_t& known = classes_[static_cast<unsigned char>(label)];
      // 63 at the most: numbers and lower-case addresses are written with fewer characters.
      if (label != '#' && known == 0) known = ++count;
    }
  }
}

// What hangs from a node stands behind it, each branch in one piece, so that a walk meets few cache lines.
void MaskTree::flatten(std::uint32_t from, std::uint32_t to) {
  std::map<std::uint8_t, std::uint32_t> branches;  // by class; # last
  Node node;
  for (const auto& [label, next] : growing_[from].next) {
    const std::uint8_t as = label == '#' ? behind_all : classes_[static_cast<unsigned char>(label)];
    branches.emplace(as, next);
    if (label != '#') node.labels |= std::uint64_t{1} << as;
  }
  node.next = static_cast<std::uint32_t>(nodes_.size());
  nodes_.resize(nodes_.size() + branches.size());
  node.ends = growing_[from].ends;
  node.open = growing_[from].open;
  node.best = std::min(node.ends, node.open);
  std::uint32_t child = node.next;
  for (const auto& [as, next] : branches) {
    if (as == behind_all) node.any = child;
    flatten(next, child);
    node.best = std::min(node.best, nodes_[child++].best);
  }
  nodes_[to] = node;
}

void MaskTree::visit(std::uint32_t index, std::string_view text, std::size_t place, std::uint32_t& best) const {
  for (;; ++place) {
    const Node& node = nodes_[index];
    if (node.best >= best) return;
    best = std::min(best, node.open);
    if (place == text.size()) {
      best = std::min(best, node.ends);
      return;
    }
    const std::uint64_t label = std::uint64_t{1} << classes_[static_cast<unsigned char>(at(text, place))];
    std::uint32_t next = node.any;
    if ((node.labels & label) != 0) {
      const auto own = node.next + static_cast<std::uint32_t>(std::popcount(node.labels & (label - 1)));
      if (next != 0) visit(own, text, place + 1, best);
      if (next == 0) next = own;
    }
    if (next == 0) return;
    index = next;
  }
}

std::uint32_t MaskTree::first(std::string_view text, std::uint32_t bound) const {
  std::uint32_t best = bound;
  if (!nodes_.empty()) visit(0, text, 0, best);
  return best;
}

}  // namespace tandem::routing
