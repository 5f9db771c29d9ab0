#include "adapters/pocketsphinx/decoder.hpp"

#include "adapters/pocketsphinx/band.hpp"

#include <fmt/core.h>

#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fsg_model.h>

#include <sys/mman.h>
#include <unistd.h>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace tandem::pocketsphinx {
namespace {

constexpr const char* search_name = "menu";

/// Text that C code can open as a file.
class TextFile {
 public:
  explicit TextFile(const std::string& text) : fd_(memfd_create("tandem-speech", MFD_CLOEXEC)) {
    std::size_t at = 0;
    while (fd_ >= 0 && at < text.size()) {
      const ssize_t written = write(fd_, text.data() + at, text.size() - at);
      if (written <= 0) break;
      at += static_cast<std::size_t>(written);
    }
  }
  ~TextFile() {
    if (fd_ >= 0) close(fd_);
  }
  TextFile(const TextFile&) = delete;
  [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", fd_); }

 private:
  int fd_;
};

struct FreeConfig {
  void operator()(cmd_ln_t* config) const { cmd_ln_free_r(config); }
};
using Config = std::unique_ptr<cmd_ln_t, FreeConfig>;

/// Options as words of a command line, which is how the library reads them with their types. What it does not know it
/// passes over: feat.params says things for other programs too.
Config config_of(std::vector<std::string> words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  return Config(cmd_ln_parse_r(nullptr, ps_args(), static_cast<int32>(pointers.size()), pointers.data(), FALSE));
}

Result<TelephoneBand> band_of(const SpeechModel& model) {
  for (const char* part : {"mdef", "means", "variances", "transition_matrices", "feat.params"}) {
    const std::filesystem::path path = std::filesystem::path(model.acoustic) / part;
    if (std::filesystem::exists(path)) continue;
    return fail(errc::not_found,
                fmt::format("there is no acoustic model in '{}' ({} is missing); on Debian, install pocketsphinx-en-us",
                            model.acoustic, part),
                "models.acoustic");
  }
  std::ifstream in(std::filesystem::path(model.acoustic) / "feat.params");
  return telephone_band(read_parameters(std::string(std::istreambuf_iterator<char>(in), {})));
}

}  // namespace

struct Decoder::Handles {
  Config config;
  ps_decoder_t* decoder = nullptr;
  ~Handles() {
    if (decoder != nullptr) ps_free(decoder);
  }
};

Decoder::Decoder(std::unique_ptr<Handles> handles, std::shared_ptr<const Lexicon> lexicon)
    : handles_(std::move(handles)), lexicon_(std::move(lexicon)) {}
Decoder::~Decoder() = default;

Result<std::unique_ptr<Decoder>> Decoder::open(const SpeechModel& model, std::shared_ptr<const Lexicon> lexicon) {
  err_set_logfp(nullptr);
  const Result<TelephoneBand> band = band_of(model);
  if (!band) return std::unexpected(band.error());
  if (lexicon->sounds().empty()) return fail(errc::not_found, "the dictionary is empty", "models.dictionary");
  const std::string& any = lexicon->sounds().front();
  const TextFile words(filler_of(any) + " " + any + "\n");  // the rest is taught when it is needed
  const TextFile no_parameters("");
  std::vector<std::string> options{
      "tandem",          "-hmm", model.acoustic, "-dict", words.path(), "-featparams", no_parameters.path(),
      "-remove_silence", "no",   "-bestpath",    "no",    "-logfn",     "/dev/null"};
  for (const auto& [name, value] : band->parameters) options.insert(options.end(), {name, value});
  auto handles = std::make_unique<Handles>();
  handles->config = config_of(std::move(options));
  if (handles->config) handles->decoder = ps_init(handles->config.get());
  if (handles->decoder == nullptr) {
    return fail(errc::unsupported, fmt::format("pocketsphinx cannot load the model in '{}'", model.acoustic),
                "models.acoustic");
  }
  if (!band->adaptation.empty()) {
    const TextFile file(band->adaptation);
    ps_mllr_t* adaptation = ps_mllr_read(file.path().c_str());
    if (adaptation == nullptr || ps_update_mllr(handles->decoder, adaptation) == nullptr) {
      return fail(errc::unsupported, fmt::format("the model in '{}' cannot be mapped to 8 kHz", model.acoustic),
                  "models.acoustic");
    }
  }
  std::unique_ptr<Decoder> decoder(new Decoder(std::move(handles), std::move(lexicon)));
  decoder->taught_.insert(filler_of(any));
  for (const std::string& sound : decoder->lexicon_->sounds()) {
    if (!decoder->taught_.insert(filler_of(sound)).second) continue;
    if (ps_add_word(decoder->handles_->decoder, filler_of(sound).c_str(), sound.c_str(), FALSE) < 0) {
      return fail(errc::invalid_argument, fmt::format("the acoustic model has no sound '{}'", sound), "pronunciations");
    }
  }
  return decoder;
}

void Decoder::teach(const Grammar& grammar) {
  for (const std::string& word : grammar.words) {
    if (!taught_.insert(word).second) continue;
    int number = 0;
    for (const std::string_view sounds : lexicon_->sounds_of(word)) {
      const std::string name = ++number == 1 ? word : fmt::format("{}({})", word, number);
      ps_add_word(handles_->decoder, name.c_str(), std::string(sounds).c_str(), FALSE);
    }
  }
}

std::string Decoder::decode(const Grammar& grammar, const Samples& utterance) {
  err_set_logfp(nullptr);
  ps_decoder_t* decoder = handles_->decoder;
  teach(grammar);
  logmath_t* logarithms = ps_get_logmath(decoder);
  const double unit = std::log(logmath_get_base(logarithms));
  fsg_model_t* net = fsg_model_init(search_name, logarithms, 1.0F, grammar.states);
  for (const Arc& arc : grammar.arcs) {
    const auto cost = static_cast<int32>(arc.cost / unit);
    if (arc.word.empty()) {
      fsg_model_null_trans_add(net, arc.from, arc.to, cost);
    } else {
      fsg_model_trans_add(net, arc.from, arc.to, cost, fsg_model_word_add(net, arc.word.c_str()));
    }
  }
  net->start_state = Grammar::start;
  net->final_state = Grammar::end;
  glist_free(fsg_model_null_trans_closure(net, nullptr));
  const bool set = ps_set_fsg(decoder, search_name, net) == 0 && ps_set_search(decoder, search_name) == 0;
  fsg_model_free(net);
  if (!set || ps_start_utt(decoder) != 0) return {};
  ps_process_raw(decoder, utterance.data(), utterance.size(), FALSE, TRUE);
  ps_end_utt(decoder);
  int32 score = 0;
  const char* best = ps_get_hyp(decoder, &score);
  std::istringstream said(best == nullptr ? "" : best);
  std::string words, word;
  while (said >> word) {
    if (grammar.words.contains(word)) words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

}  // namespace tandem::pocketsphinx
