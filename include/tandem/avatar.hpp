// Pictures of employees (specification 02, EMP-32).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace tandem TANDEM_API {

enum class PictureFormat : std::uint8_t { png, jpeg, bmp };

struct Picture {
  PictureFormat format = PictureFormat::png;
  int width = 0;  ///< pixels
  int height = 0;
  friend bool operator==(const Picture&, const Picture&) = default;
};

inline constexpr std::size_t largest_avatar = 20 * 1024 * 1024;  ///< bytes

/// What the head of a picture's file says of it: PNG, JPEG or BMP, 200x200 to 2048x2048 pixels. Pure; any thread. Errors:
/// `exhausted` for a file of over 20 MB, `invalid_argument` for another format or another size, with what is wrong.
[[nodiscard]] Result<Picture> check_avatar(std::span<const std::byte> file);

}  // namespace tandem
