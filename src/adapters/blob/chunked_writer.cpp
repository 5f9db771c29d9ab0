#include "adapters/blob/chunked_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem {

Result<void> ChunkedWriter::append(std::span<const std::byte> bytes) {
  if (over_) return over();
  while (!bytes.empty()) {
    // A chunk goes out only when more comes, so a failure leaves everything before it in place.
    if (last_.size() == blob_chunk_bytes) {
      if (auto done = put_aside(aside_, last_); !done) return done;
      ++aside_;
      last_.clear();
    }
    const auto part = bytes.first(std::min(bytes.size(), blob_chunk_bytes - last_.size()));
    last_.insert(last_.end(), part.begin(), part.end());
    bytes = bytes.subspan(part.size());
  }
  return {};
}

Result<void> ChunkedWriter::patch(std::size_t offset, std::span<const std::byte> bytes) {
  if (over_) return over();
  const std::size_t size = aside_ * blob_chunk_bytes + last_.size();
  if (offset > size || bytes.size() > size - offset) {
    return fail(errc::invalid_argument,
                fmt::format("bytes {} to {} of a blob of {} were not written yet", offset, offset + bytes.size(), size));
  }
  while (!bytes.empty()) {
    const std::size_t position = offset / blob_chunk_bytes;
    const std::size_t inside = offset % blob_chunk_bytes;
    const auto part = bytes.first(std::min(bytes.size(), blob_chunk_bytes - inside));
    if (position == aside_) {
      std::copy(part.begin(), part.end(), last_.begin() + static_cast<std::ptrdiff_t>(inside));
    } else if (auto done = patch_aside(position, inside, part); !done) {
      return done;
    }
    bytes = bytes.subspan(part.size());
    offset += part.size();
  }
  return {};
}

Result<void> ChunkedWriter::commit() {
  if (over_) return over();
  if (auto done = make_visible(last_); !done) return done;
  over_ = true;
  aside_ = 0;
  return {};
}

Result<void> ChunkedWriter::over() const {
  return fail(errc::invalid_argument, fmt::format("blob '{}' is committed already", key_));
}

}  // namespace tandem
