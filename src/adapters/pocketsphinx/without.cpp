// A build without pocketsphinx.
#include <tandem/pocketsphinx.hpp>

namespace tandem {

Result<std::shared_ptr<SpeechRecognizer>> pocketsphinx_speech(PocketsphinxOptions) {
  return fail(errc::unsupported,
              "this build does not understand speech; install libpocketsphinx-dev and build with TANDEM_POCKETSPHINX=ON, or "
              "give the engine a SpeechRecognizer of your own");
}

}  // namespace tandem
