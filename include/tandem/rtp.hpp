// Media over RTP (RFC 3550, 3551, 4733): G.711 A-law and mu-law, Opus (RFC 7587); and media that does not pass through the
// engine at all.
#pragma once

#include <tandem/export.hpp>
#include <tandem/log.hpp>
#include <tandem/media.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

struct PortRange {
  std::uint16_t first = 20000;  ///< even ports carry RTP, the odd one above RTCP
  std::uint16_t last = 29999;
};

struct RtpOptions {
  std::string address = "127.0.0.1";  ///< bound, and written into SDP
  PortRange ports{};
  int threads = 1;  ///< media threads; legs are spread over them
  /// MediaLost after this long without a packet while the direction says there should be some; 0: never.
  std::chrono::seconds lost_after{0};
  /// Gives the file for a standard prompt ("all-operators-busy"), or an empty string. The default looks in the sound
  /// packages of Debian; see standard_prompt_file().
  std::function<std::string(std::string_view)> standard_prompt{};
  Log log{};
};

/// Carries pcma, pcmu and opus. Opus is passed on untouched between two parties that speak it; where one of them does not,
/// and for prompts, recordings and taps, it is coded as speech of 8 kHz. No library of G.729 goes with this one's licence:
/// a leg that may use nothing else is refused (`unsupported`); a host that has one brings its own port.
[[nodiscard]] std::shared_ptr<Media> rtp_media(RtpOptions options = {});

/// SDP is passed from party to party, audio flows between them; nothing can be played or recorded (plays end at once with
/// `unsupported`).
[[nodiscard]] std::shared_ptr<Media> direct_media();

/// All standard prompts but the numbers ("digit-0" to "digit-9"; "number-0" to "number-20" and the tens to "number-90"), in
/// the order of their names.
[[nodiscard]] std::vector<std::string> standard_prompt_names();
/// Finds a standard prompt in Debian's packages asterisk-core-sounds-LANGUAGE-wav and asterisk-moh-opsound-wav
/// (`language` "en" or "ru"); an empty string when the package is not installed.
[[nodiscard]] std::string standard_prompt_file(std::string_view name, std::string_view language = "en");

}  // namespace tandem
