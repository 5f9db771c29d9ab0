// Vectors that are filled and emptied over and over.
#pragma once

#include <cstddef>
#include <vector>

namespace tandem {

/// Empties `items` for its next filling. The memory is kept, but not that of a rare burst.
template <class T>
void empty_for_reuse(std::vector<T>& items) {
  constexpr std::size_t most_kept = 64 * 1024;  // bytes
  items.clear();
  if (items.capacity() * sizeof(T) > most_kept) items.shrink_to_fit();
}

}  // namespace tandem
