#include "routing/mask_tree.hpp"

#include <algorithm>

namespace tandem::routing {

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
  nodes_.resize(growing_.size());
  // Nodes were made after the ones they hang from: from the last to the first, all below a node is known.
  for (auto node = static_cast<std::uint32_t>(growing_.size()); node-- > 0;) flatten(node);
  growing_ = {};
}

void MaskTree::flatten(std::uint32_t node) {
  const Growing& from = growing_[node];
  Node& to = nodes_[node];
  to.edges = static_cast<std::uint32_t>(edges_.size());
  to.ends = from.ends;
  to.open = from.open;
  to.best = std::min(from.ends, from.open);
  for (const auto& [label, next] : from.next) {
    to.best = std::min(to.best, nodes_[next].best);
    if (label == '#') {
      to.any = next;
    } else {
      edges_.push_back({label, next});
      ++to.edge_count;
    }
  }
}

void MaskTree::visit(std::uint32_t index, std::string_view text, std::size_t place, std::uint32_t& best) const {
  const Node& node = nodes_[index];
  if (node.best >= best) return;
  best = std::min(best, node.open);
  if (place == text.size()) {
    best = std::min(best, node.ends);
    return;
  }
  const auto first = edges_.begin() + node.edges;
  const auto last = first + node.edge_count;
  const char c = at(text, place);
  const auto edge = std::lower_bound(first, last, c, [](const Edge& one, char key) { return one.label < key; });
  if (edge != last && edge->label == c) visit(edge->node, text, place + 1, best);
  if (node.any != 0) visit(node.any, text, place + 1, best);
}

std::uint32_t MaskTree::first(std::string_view text, std::uint32_t bound) const {
  std::uint32_t best = bound;
  if (!nodes_.empty()) visit(0, text, 0, best);
  return best;
}

}  // namespace tandem::routing
