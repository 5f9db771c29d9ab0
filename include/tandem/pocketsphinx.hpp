// Speech in menus understood on this machine, without a service: CMU Sphinx (pocketsphinx) behind the port of speech.hpp.
//
// It listens for what the menu waits for and nothing else: digits, the names and positions of employees, the names of
// groups, the keywords of items. Whatever else a caller says is sound to it, and passed over. Words that stand in no
// dictionary cannot be heard; give their sounds (SpeechModel::pronunciations).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/log.hpp>
#include <tandem/speech.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// What a language is heard with. The defaults are those of Debian's package pocketsphinx-en-us.
struct SpeechModel {
  std::string language = "en";  ///< ISO 639-1, as schemes name it
  /// The folder of an acoustic model. One made for 16 kHz is mapped to the band of the telephone when it is loaded.
  std::string acoustic = "/usr/share/pocketsphinx/model/en-us/en-us";
  std::string dictionary = "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict";  ///< a file: "word S OU N D S"
  /// Words that the dictionary lacks, names above all, by the sounds of the model: {"orlova", "AO R L OW V AH"}.
  std::map<std::string, std::string> pronunciations{};
};

struct PocketsphinxOptions {
  std::vector<SpeechModel> models{SpeechModel{}};
  /// Decoders, each on a thread of its own with some 15 MB for every language; one is enough for a few dozen callers who
  /// speak now and then.
  int threads = 1;
  Log log{};
};

/// Utterances end with 0.8 s of silence, or with the packets; one of more than 8 s is no answer to a menu and passed over.
/// At most 64 wait for a decoder, those beyond count as not made out. Callers of a language without a model press
/// (listen() gives null). Errors: `not_found` for a model or dictionary that is not there, `unsupported` for a model of a
/// kind that is not known, and in a build without pocketsphinx (TANDEM_POCKETSPHINX), `invalid_argument`.
[[nodiscard]] Result<std::shared_ptr<SpeechRecognizer>> pocketsphinx_speech(PocketsphinxOptions options = {});

}  // namespace tandem
