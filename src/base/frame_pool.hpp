// Memory for coroutine frames: blocks in sizes of 64 bytes, kept per thread, given back to the heap past a limit.
#pragma once

#include <cstddef>

namespace tandem {

/// Sanitizer builds allocate plainly: a pool would hide use after free.
struct FramePool {
  [[nodiscard]] static void* allocate(std::size_t bytes);
  static void release(void* block, std::size_t bytes) noexcept;
  /// Frames alive on all threads; for tests that look for leaks.
  [[nodiscard]] static std::size_t live() noexcept;
};

}  // namespace tandem
