#include "model/record_batch.hpp"

#include <unordered_map>

namespace tandem::model {

std::vector<std::size_t> once_each(std::span<const CallRecord> records) {
  std::vector<std::size_t> kept;
  std::unordered_map<CallId, std::size_t> places;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto [at, is_new] = places.try_emplace(records[i].id, kept.size());
    if (is_new) {
      kept.push_back(i);
    } else if (!records[kept[at->second]].ended) {
      kept[at->second] = i;
    }
  }
  return kept;
}

}  // namespace tandem::model
