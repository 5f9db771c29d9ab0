// Secrets at rest: AES-256-GCM under one key (ruling 4 of the specification's index).
#pragma once

#include <tandem/error.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tandem {

using SecretKey = std::array<unsigned char, 32>;

/// May be used by many threads at once.
class Sealer {
 public:
  explicit Sealer(const SecretKey& key) : key_(key) {}
  /// A fresh random key; what it seals can be opened by this sealer alone.
  Sealer();

  /// "sealed:..." Every call gives another text.
  [[nodiscard]] std::string seal(std::string_view secret) const;
  /// What was sealed; a text that is not sealed is given back as it is. Errors: `invalid_argument` when it was sealed with
  /// another key, or is damaged.
  [[nodiscard]] Result<std::string> open(std::string_view sealed) const;

 private:
  SecretKey key_;
};

/// The key in a file of 32 bytes and mode 0600, which is made with a random key if there is none. Errors: `storage` for a
/// file that cannot be read or made, that is of another size, or that others may read.
[[nodiscard]] Result<SecretKey> key_from_file(const std::string& path);

}  // namespace tandem
