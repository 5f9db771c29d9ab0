#include <tandem/avatar.hpp>

#include <fmt/format.h>

#include <optional>

namespace tandem {
namespace {

constexpr int least_side = 200;
constexpr int most_side = 2048;

/// Reads numbers of a file; beyond its end there are zeros.
class Bytes {
 public:
  explicit Bytes(std::span<const std::byte> file) : file_(file) {}
  [[nodiscard]] std::size_t size() const { return file_.size(); }
  [[nodiscard]] unsigned at(std::size_t i) const { return i < file_.size() ? std::to_integer<unsigned>(file_[i]) : 0; }
  [[nodiscard]] unsigned big16(std::size_t i) const { return at(i) << 8U | at(i + 1); }
  [[nodiscard]] std::uint32_t big32(std::size_t i) const { return std::uint32_t{big16(i)} << 16U | big16(i + 2); }
  [[nodiscard]] std::uint32_t little32(std::size_t i) const {
    return std::uint32_t{at(i + 3)} << 24U | at(i + 2) << 16U | at(i + 1) << 8U | at(i);
  }
  [[nodiscard]] bool begin_with(std::initializer_list<unsigned> head) const {
    std::size_t i = 0;
    for (const unsigned byte : head) {
      if (i >= file_.size() || at(i++) != byte) return false;
    }
    return true;
  }

 private:
  std::span<const std::byte> file_;
};

struct Size {
  std::int64_t width = 0;
  std::int64_t height = 0;
};

// ISO/IEC 15948, 11.2.1: the first chunk is IHDR.
std::optional<Size> size_of_png(const Bytes& file) {
  constexpr std::uint32_t ihdr = 0x49484452;
  if (file.size() < 33 || file.big32(12) != ihdr) return std::nullopt;
  return Size{file.big32(16), file.big32(20)};
}

// ITU-T T.81, B.2.2: the frame header stands behind any number of other segments.
std::optional<Size> size_of_jpeg(const Bytes& file) {
  std::size_t at = 2;
  while (at + 4 <= file.size()) {
    if (file.at(at) != 0xff) return std::nullopt;
    const unsigned marker = file.at(at + 1);
    if (marker == 0xff) {  // a fill byte
      ++at;
      continue;
    }
    const bool alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (alone) {
      at += 2;
      continue;
    }
    const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame) return at + 9 <= file.size() ? std::optional(Size{file.big16(at + 7), file.big16(at + 5)}) : std::nullopt;
    const unsigned length = file.big16(at + 2);
    if (length < 2 || marker == 0xd9 || marker == 0xda) return std::nullopt;  // the picture begins, or is over
    at += 2 + length;
  }
  return std::nullopt;
}

// BITMAPINFOHEADER and later; a negative height is a picture that is written from the top.
std::optional<Size> size_of_bmp(const Bytes& file) {
  if (file.size() < 26) return std::nullopt;
  if (file.little32(14) == 12) return Size{file.at(18) | file.at(19) << 8U, file.at(20) | file.at(21) << 8U};
  const std::int64_t height = static_cast<std::int32_t>(file.little32(22));
  return Size{static_cast<std::int32_t>(file.little32(18)), height < 0 ? -height : height};
}

}  // namespace

Result<Picture> check_avatar(std::span<const std::byte> file) {
  if (file.size() > largest_avatar) {
    return fail(errc::exhausted, fmt::format("a picture has 20 MB at the most, this one {} bytes (EMP-32)", file.size()));
  }
  const Bytes bytes(file);
  std::optional<Size> size;
  Picture picture;
  if (bytes.begin_with({0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a})) {
    size = size_of_png(bytes);
  } else if (bytes.begin_with({0xff, 0xd8})) {
    picture.format = PictureFormat::jpeg;
    size = size_of_jpeg(bytes);
  } else if (bytes.begin_with({'B', 'M'})) {
    picture.format = PictureFormat::bmp;
    size = size_of_bmp(bytes);
  } else {
    return fail(errc::invalid_argument, "a picture is a PNG, a JPEG or a BMP file (EMP-32)");
  }
  if (!size) return fail(errc::invalid_argument, "the file is damaged: its head does not say how large the picture is");
  const auto fits = [](std::int64_t side) { return side >= least_side && side <= most_side; };
  if (!fits(size->width) || !fits(size->height)) {
    return fail(errc::invalid_argument, fmt::format("a picture has 200x200 to 2048x2048 pixels, this one {}x{} (EMP-32)",
                                                    size->width, size->height));
  }
  picture.width = static_cast<int>(size->width);
  picture.height = static_cast<int>(size->height);
  return picture;
}

}  // namespace tandem
