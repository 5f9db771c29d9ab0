// One decoder of pocketsphinx; the only file that knows its interface is decoder.cpp.
#pragma once

#include "adapters/pocketsphinx/endpoint.hpp"
#include "adapters/pocketsphinx/grammar.hpp"

#include <tandem/pocketsphinx.hpp>

#include <memory>
#include <string>

namespace tandem::pocketsphinx {

/// Of one thread at a time.
class Decoder {
 public:
  /// Errors: as pocketsphinx_speech().
  static Result<std::unique_ptr<Decoder>> open(const SpeechModel& model, std::shared_ptr<const Lexicon> lexicon);
  ~Decoder();
  Decoder(const Decoder&) = delete;

  /// The words of the grammar that were said, with blanks between; empty when none was made out.
  [[nodiscard]] std::string decode(const Grammar& grammar, const Samples& utterance);

 private:
  struct Handles;
  Decoder(std::unique_ptr<Handles> handles, std::shared_ptr<const Lexicon> lexicon);
  void teach(const Grammar& grammar);

  std::unique_ptr<Handles> handles_;
  std::shared_ptr<const Lexicon> lexicon_;
  std::set<std::string> taught_;  // never more than the lexicon has
};

}  // namespace tandem::pocketsphinx
