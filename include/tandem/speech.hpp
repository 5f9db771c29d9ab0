// The port that makes words of what callers say in menus (IVR-46..IVR-53). It only hears; what the words mean in a menu
// is the engine's business.
#pragma once

#include <tandem/export.hpp>
#include <tandem/media.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// What a caller is likely to say.
struct SpeechTask {
  std::string language = "ru";         ///< ISO 639-1
  bool digits = false;                 ///< digits, spoken one by one
  std::vector<std::string> phrases{};  ///< names and keywords, as the account writes them
};

class SpeechRecognizer {
 public:
  virtual ~SpeechRecognizer() = default;
  /// Listens to one caller: the engine feeds what it returns with sound (Media::tap) and lets go of it when enough was
  /// heard. `heard` is called once for every utterance, from any thread, with the words, or with an empty text when
  /// something was said that could not be made out; after the listener is gone it has no effect. Null: cannot listen.
  [[nodiscard]] virtual std::shared_ptr<PcmSink> listen(SpeechTask task,
                                                        std::function<void(std::string words)> heard) = 0;
};

}  // namespace TANDEM_API
