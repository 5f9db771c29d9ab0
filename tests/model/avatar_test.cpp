// Pictures of employees, judged by their heads (EMP-32).
#include <doctest/doctest.h>

#include <tandem/avatar.hpp>

#include <initializer_list>
#include <string>
#include <vector>

using namespace tandem;

namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes(std::initializer_list<int> values) {
  Bytes all;
  for (const int value : values) all.push_back(static_cast<std::byte>(value));
  return all;
}
int high(int value) { return value / 256; }
int low(int value) { return value % 256; }

Bytes png(int width, int height) {
  return bytes({0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, high(width), low(width),
                0, 0, high(height), low(height), 8, 2, 0, 0, 0, 0, 0, 0, 0});
}
/// With an application segment, a table and a fill byte in front of the frame.
Bytes jpeg(int width, int height, int frame = 0xc0) {
  return bytes({0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc4, 0, 3, 9, 0xff, 0xff, frame, 0, 11, 8, high(height),
                low(height), high(width), low(width), 1, 1, 0x11, 0});
}
Bytes bmp(int width, int height) {
  const int rows = height < 0 ? 0x10000 + height : height;
  const int sign = height < 0 ? 0xff : 0;
  Bytes file = bytes({'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, low(width), high(width), 0, 0, low(rows),
                      high(rows), sign, sign, 1, 0, 24, 0});
  return file;
}
std::string verdict(const Bytes& file) {
  const auto picture = check_avatar(file);
  return picture ? "" : picture.error().message;
}

}  // namespace

TEST_CASE("[EMP-32] PNG, JPEG and BMP, from 200x200 to 2048x2048") {
  CHECK(check_avatar(png(200, 2048)).value() == Picture{PictureFormat::png, 200, 2048});
  CHECK(check_avatar(jpeg(2048, 200)).value() == Picture{PictureFormat::jpeg, 2048, 200});
  CHECK(check_avatar(jpeg(640, 480, 0xc2)).value() == Picture{PictureFormat::jpeg, 640, 480});
  CHECK(check_avatar(bmp(201, 300)).value() == Picture{PictureFormat::bmp, 201, 300});
  CHECK(check_avatar(bmp(201, -300)).value() == Picture{PictureFormat::bmp, 201, 300});
  for (const auto& file : {png(199, 200), png(200, 199), png(2049, 200), png(200, 2049), jpeg(199, 300), jpeg(300, 2049),
                           bmp(2049, 300), bmp(300, 199), bmp(300, -199)}) {
    CHECK(verdict(file).find("200x200 to 2048x2048 pixels") != std::string::npos);
  }
  CHECK(verdict(png(199, 200)).find("199x200") != std::string::npos);
  CHECK(verdict(bytes({'G', 'I', 'F', '8', '9', 'a'})) == "a picture is a PNG, a JPEG or a BMP file (EMP-32)");
  CHECK(verdict({}) == "a picture is a PNG, a JPEG or a BMP file (EMP-32)");
}

TEST_CASE("[EMP-32] at most 20 MB") {
  Bytes file = png(300, 300);
  file.resize(largest_avatar);
  CHECK(verdict(file).empty());
  file.resize(largest_avatar + 1);
  CHECK(check_avatar(file).error().code == errc::exhausted);
}

TEST_CASE("damaged pictures are refused at every length") {
  for (const auto& whole : {png(300, 300), jpeg(300, 300), bmp(300, 300)}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      const auto picture = check_avatar(cut);
      if (picture) CHECK(*picture == check_avatar(whole).value());  // what is missing says nothing of the size
      CHECK((picture || picture.error().code == errc::invalid_argument));
    }
  }
  CHECK(verdict(bytes({0xff, 0xd8, 0xff, 0xda, 0, 8})).find("damaged") != std::string::npos);     // no frame before the scan
  CHECK(verdict(bytes({0xff, 0xd8, 0xff, 0xe0, 0, 0, 1, 1})).find("damaged") != std::string::npos);  // a segment without end
  CHECK(verdict(bytes({0xff, 0xd8, 0x00, 0xe0, 0, 4, 1, 1})).find("damaged") != std::string::npos);
}
