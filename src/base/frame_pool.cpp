#include "base/frame_pool.hpp"

#include <array>
#include <atomic>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TANDEM_PLAIN_FRAMES 1
#else
#define TANDEM_PLAIN_FRAMES 0
#endif

namespace tandem {
namespace {

constexpr std::size_t grain = 64;
constexpr std::size_t classes = 32;          // up to 2 kB; larger frames are rare
constexpr std::size_t kept_per_class = 256;  // so that a burst's memory goes back to the heap

std::atomic<std::size_t> live_frames{0};

struct FreeBlock {
  FreeBlock* next;
};

struct Shelf {
  FreeBlock* head = nullptr;
  std::size_t count = 0;
};

struct Shelves {
  std::array<Shelf, classes> shelf;
  ~Shelves() {
    for (Shelf& each : shelf) {
      while (each.head != nullptr) ::operator delete(std::exchange(each.head, each.head->next));
    }
  }
};

Shelf* shelf_for(std::size_t bytes) {
  static thread_local Shelves shelves;
  const std::size_t index = (bytes + grain - 1) / grain;
  return index < classes ? &shelves.shelf[index] : nullptr;
}

std::size_t rounded(std::size_t bytes) { return (bytes + grain - 1) / grain * grain; }

}  // namespace

std::size_t FramePool::live() noexcept { return live_frames.load(std::memory_order_relaxed); }

void* FramePool::allocate(std::size_t bytes) {
  live_frames.fetch_add(1, std::memory_order_relaxed);
  if constexpr (TANDEM_PLAIN_FRAMES) return ::operator new(bytes);
  if (Shelf* shelf = shelf_for(bytes); shelf != nullptr && shelf->head != nullptr) {
    FreeBlock* block = shelf->head;
    shelf->head = block->next;
    --shelf->count;
    return block;
  }
  return ::operator new(rounded(bytes));
}

void FramePool::release(void* block, std::size_t bytes) noexcept {
  live_frames.fetch_sub(1, std::memory_order_relaxed);
  if constexpr (!TANDEM_PLAIN_FRAMES) {
    if (Shelf* shelf = shelf_for(bytes); shelf != nullptr && shelf->count < kept_per_class) {
      shelf->head = ::new (block) FreeBlock{shelf->head};
      ++shelf->count;
      return;
    }
  }
  ::operator delete(block);
}

}  // namespace tandem
