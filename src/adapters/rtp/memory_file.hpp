// A file in memory, as libsndfile wants to read it.
#pragma once

#include <sndfile.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace tandem::rtp {

struct MemoryFile {
  std::span<const std::byte> bytes;
  sf_count_t at = 0;

  static MemoryFile& of(void* user) { return *static_cast<MemoryFile*>(user); }
  static sf_count_t size(void* user) { return static_cast<sf_count_t>(of(user).bytes.size()); }
  static sf_count_t tell(void* user) { return of(user).at; }
  static sf_count_t write(const void*, sf_count_t, void*) { return 0; }
  static sf_count_t seek(sf_count_t offset, int whence, void* user) {
    const sf_count_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? of(user).at : size(user);
    of(user).at = std::clamp<sf_count_t>(from + offset, 0, size(user));
    return of(user).at;
  }
  static sf_count_t read(void* out, sf_count_t count, void* user) {
    MemoryFile& file = of(user);
    const sf_count_t given = std::clamp<sf_count_t>(count, 0, size(user) - file.at);
    if (given > 0) std::memcpy(out, file.bytes.data() + file.at, static_cast<std::size_t>(given));
    file.at += given;
    return given;
  }
};

struct CloseAudio {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
/// An open file of libsndfile.
using File = std::unique_ptr<SNDFILE, CloseAudio>;

/// `file` outlives what is opened; null when it is no audio.
[[nodiscard]] inline File open_audio(MemoryFile& file, SF_INFO& info) {
  SF_VIRTUAL_IO calls{.get_filelen = MemoryFile::size,
                      .seek = MemoryFile::seek,
                      .read = MemoryFile::read,
                      .write = MemoryFile::write,
                      .tell = MemoryFile::tell};
  return File(sf_open_virtual(&calls, SFM_READ, &info, &file));
}

}  // namespace tandem::rtp
