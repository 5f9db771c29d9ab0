// The library of audio files: the account's own, and the standard ones that everybody has (specification 03, area AUD).
#pragma once

#include <tandem/objects.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

struct LibraryFile {
  PromptKey key{};     ///< what settings and schemes name it by
  std::string name{};
  bool standard = false;
  std::uint64_t size = 0;  ///< bytes
  bool in_use = false;     ///< own files: it cannot be removed (AUD-04)
  EmployeeKey owner{};
  std::optional<Time> added{};
};
/// One block of the library (AUD-01).
struct LibraryBlock {
  std::vector<LibraryFile> files{};
  std::uint64_t bytes = 0;  ///< of `files`
};
struct LibraryList {
  LibraryBlock own{};
  LibraryBlock standard{};
};

struct NewAudio {
  std::string file_name{};  ///< "greeting.mp3": MP3 up to 256 kbit/s, or WAV with PCM of 8 kHz, 16 bit, one channel (AUD-06)
  std::span<const std::byte> bytes{};
  PromptKey key{};       ///< empty: one is made
  std::string name{};    ///< empty: that of the file
  bool recorded = false;  ///< by the user in the product: 2 minutes at the most (AUD-09)
};

enum class AudioUse : std::uint8_t { play, download };

/// A small value; any thread. Errors, of all: `gone`; `forbidden` beyond the scope of the asker's right: own files, those of
/// employees in the groups he controls as well, or any (AUD-15).
class Library {
 public:
  /// Files in whose name the text stands, in any letter case (AUD-05); own ones as far as the asker may see them, standard
  /// ones always (AUD-18).
  [[nodiscard]] Result<LibraryList> list(std::string_view text = {}) const;
  /// Checks the file, keeps it as it came, and makes a Prompt that the asker owns (AUD-10, AUD-13). Nothing is kept on
  /// failure. Errors: `unsupported` with the formats that are (AUD-07); `exhausted` for more than 20 MB (AUD-08), 2 minutes
  /// recorded, or the quota; `forbidden` without the service own_prompts (AUD-19).
  Result<Versioned<Prompt>> add(const NewAudio& audio) const;
  /// The file as it is kept (AUD-14). Errors: `forbidden` for the download of a standard file (AUD-03); `not_found`.
  [[nodiscard]] Result<std::vector<std::byte>> read(const PromptKey& key, AudioUse use) const;
  /// AUD-12; errors: `forbidden` for standard files (AUD-03).
  Result<Saved> rename(const PromptKey& key, std::string name) const;
  /// The file goes with its entry. Errors: `in_use` (AUD-04); `forbidden` for standard files (AUD-03).
  Result<Saved> remove(const PromptKey& key) const;

 private:
  friend class Account;
  explicit Library(AccountHandle account) : account_(std::move(account)) {}
  AccountHandle account_;
};

}  // namespace tandem
