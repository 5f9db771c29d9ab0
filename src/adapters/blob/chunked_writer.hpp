// A blob that is written in chunks of one size, the last of them in memory: what writers over a database have in common.
#pragma once

#include <tandem/storage.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tandem {

inline constexpr std::size_t blob_chunk_bytes = 64 * 1024;

class ChunkedWriter : public BlobWriter {
 public:
  Result<void> append(std::span<const std::byte> bytes) final;
  Result<void> patch(std::size_t offset, std::span<const std::byte> bytes) final;
  Result<void> commit() final;

 protected:
  explicit ChunkedWriter(std::string key) : key_(std::move(key)) {}

  /// Puts a full chunk aside, where nobody sees it.
  virtual Result<void> put_aside(std::size_t position, std::span<const std::byte> chunk) = 0;
  /// Overwrites bytes of one that was put aside.
  virtual Result<void> patch_aside(std::size_t position, std::size_t inside, std::span<const std::byte> bytes) = 0;
  /// Makes the chunks that were put aside, and the last one (empty: there is none), the blob, in one transaction.
  virtual Result<void> make_visible(std::span<const std::byte> last) = 0;

  [[nodiscard]] const std::string& key() const noexcept { return key_; }
  /// How many chunks stand aside; none after a commit.
  [[nodiscard]] std::size_t aside() const noexcept { return aside_; }

 private:
  [[nodiscard]] Result<void> over() const;

  std::string key_;
  std::vector<std::byte> last_;  ///< the growing one
  std::size_t aside_ = 0;
  bool over_ = false;
};

}  // namespace tandem
