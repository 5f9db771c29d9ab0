#include "adapters/rtp/audio_file.hpp"

#include "adapters/rtp/clip.hpp"
#include "adapters/rtp/memory_file.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <string>

namespace tandem::rtp {
namespace {

std::unexpected<Error> refused(std::string_view why) {
  return fail(errc::unsupported, fmt::format("{}; taken are MP3 files up to 256 kbit/s, and WAV files of 8 kHz, 16 bit, one "
                                             "channel (PCM)", why));
}

}  // namespace

Result<std::chrono::milliseconds> check_audio(std::string_view file_name, std::span<const std::byte> bytes) {
  const std::string name = model::lower(file_name);
  const bool mp3 = name.ends_with(".mp3");
  if (!mp3 && !name.ends_with(".wav")) return refused("the file's name has another ending than .mp3 and .wav");
  if (bytes.size() > largest_audio) {
    return fail(errc::exhausted, fmt::format("the file has {} bytes; 20 MB ({} bytes) are taken", bytes.size(), largest_audio));
  }
  SF_INFO info{};
  MemoryFile memory{bytes};
  if (const File file = open_audio(memory, info); !file) return refused("this is no audio file");
  const int container = info.format & SF_FORMAT_TYPEMASK;
  const int coding = info.format & SF_FORMAT_SUBMASK;
  if (mp3 && (container != SF_FORMAT_MPEG || coding != SF_FORMAT_MPEG_LAYER_III)) return refused("this is no MP3 file");
  if (!mp3 && (container != SF_FORMAT_WAV || coding != SF_FORMAT_PCM_16 || info.samplerate != 8000 || info.channels != 1)) {
    return refused("this WAV file is of another kind");
  }
  const Result<ClipPtr> audio = decode_bytes(bytes);
  if (!audio) return std::unexpected(audio.error());
  const std::chrono::milliseconds length((*audio)->size() / 8);
  // On the average of the file; a little more, for its headers.
  const auto bits_a_second = bytes.size() * 8 * 1000 / std::max<std::size_t>(1, static_cast<std::size_t>(length.count()));
  if (mp3 && bits_a_second > 264'000 && length >= std::chrono::seconds(1)) return refused("this MP3 file has more");
  return length;
}

}  // namespace tandem::rtp
