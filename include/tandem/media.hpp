// The media port: verbs on an audio stream.
//
// A media leg is one party's audio. The port writes and reads SDP (RFC 4566, RFC 3264), owns sockets and codecs, and
// knows nothing of calls. Implementations: rtp_media() (RTP over UDP), direct_media() (media flows between the parties,
// only SDP passes here), the simulated one of tandem::sim, and the host's own. tests/conformance/media.hpp is the suite.
//
// Threads: every function may be called from any thread and does not block for longer than a system call. Events come
// from threads of the implementation, those of one leg in order, never from inside a call into the port.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/storage.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tandem TANDEM_API {

enum class Codec : std::uint8_t {
  pcma,  ///< G.711 A-law
  pcmu,  ///< G.711 mu-law
  opus,  ///< RFC 6716, 7587
  g729,  ///< for a host's own port: rtp_media() does not carry it
};

/// What a leg may use.
struct MediaOptions {
  std::vector<Codec> codecs{Codec::pcma, Codec::pcmu};  ///< in order of preference
  bool telephone_event = true;                          ///< RFC 4733 digits
  bool inband_digits = false;  ///< digits are tones inside the voice, heard and sent (ITU-T Q.23, TRK-15)
};

/// What to play. `name` is an audio reference:
///   file:/path/x.wav          an audio file (whatever libsndfile reads, resampled to the leg's rate)
///   blob:KEY                  an audio file in the BlobStore
///   standard:NAME             a prompt of the standard set ("standard:all-operators-busy"), found by the host's mapping
///   tone:ringback | busy | beep | dial
///   silence:MILLISECONDS
struct Play {
  std::string name{};
  bool loop = false;
};

/// The file, tone or silence ended, or could not be played (`error` set, said once in the log as well).
struct PlayDone {
  PlayId play{};
  std::optional<Error> error{};
};
/// A recording ended: stopped, at its limit, or because the leg was closed. The blob is committed unless `error` is set.
struct RecordDone {
  PlayId recording{};
  Duration length{};
  std::optional<Error> error{};
};
/// A digit heard on the leg (RFC 4733, or a tone), once per press, at its beginning.
struct Digit {
  char digit = 0;  ///< '0'..'9', '*', '#', 'A'..'D'
};
/// The calling tone of a fax machine was heard on the leg (1100 Hz, T.30).
struct FaxTone {};
/// What receive_fax() began has ended: with so many pages, or `error`. The blob is committed when there is a page.
struct FaxDone {
  PlayId fax{};
  int pages = 0;
  std::optional<Error> error{};
};
/// No packet came for the configured time although the direction says there should be some.
struct MediaLost {};
/// The party put us on hold (its offer takes no sound from us: RFC 3264 section 8.4), or took us back.
struct HoldChanged {
  bool held = false;
};
using MediaEvent = std::variant<PlayDone, RecordDone, Digit, MediaLost, FaxTone, FaxDone, HoldChanged>;

/// Takes the sound of a party: mono, 16 bit, 8000 samples a second.
class PcmSink {
 public:
  virtual ~PcmSink() = default;
  /// Called from threads of the media port, in order; must not block.
  virtual void hear(std::span<const std::int16_t> samples) = 0;
};

class Media {
 public:
  virtual ~Media() = default;

  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void on_media(AccountId account, MediaId leg, MediaEvent event) = 0;
  };
  /// Begins to deliver events. `sink` outlives the port; `blobs` may be null, then blob: references fail.
  virtual Result<void> start(Sink& sink, BlobStore* blobs) = 0;
  /// Closes every leg; no event comes after it returned.
  virtual void stop() = 0;

  /// What this implementation carries. Of a leg's codecs the others are left out of offers and answers.
  [[nodiscard]] virtual std::vector<Codec> codecs() const { return {Codec::pcma, Codec::pcmu}; }

  /// A new leg without an address. Errors: `exhausted` (ports or descriptors; the message says which limit), `unsupported`
  /// when none of `options.codecs` is one of codecs(); the message names them.
  virtual Result<MediaId> open(AccountId account, MediaOptions options) = 0;
  /// Our offer. `peer` is the leg this one will be bridged with, or none: an implementation may offer the peer's codecs
  /// first so that no transcoding is needed, or pass its SDP on.
  virtual Result<std::string> offer(MediaId leg, MediaId peer = {}) = 0;
  /// Takes the other side's answer to offer(). May be called again for early media and then for the final answer.
  /// Errors: `protocol` with the line that is wrong, `unsupported` when no codec is common.
  virtual Result<void> take_answer(MediaId leg, std::string_view sdp) = 0;
  /// Takes the other side's offer, first or later (RFC 3264 section 8; hold included), and gives our answer. `peer` as in
  /// offer(). Errors as take_answer().
  virtual Result<std::string> answer(MediaId leg, std::string_view offer, MediaId peer = {}) = 0;
  /// True for an implementation that passes the parties' SDP on to each other: its answer() is to be asked for again,
  /// with the peer, once the peer has answered.
  [[nodiscard]] virtual bool passes_sdp_on() const { return false; }
  /// Ends all that happens on the leg and frees its ports. No event of this leg follows but a RecordDone.
  virtual void close(MediaId leg) = 0;

  /// Plays to the party, replacing whatever was playing (which ends with PlayDone). Bridged audio is not mixed in: a
  /// playing leg hears the prompt alone.
  virtual PlayId play(MediaId leg, Play what) = 0;
  /// Ends what is playing; no PlayDone follows for it.
  virtual void stop_play(MediaId leg) = 0;
  /// Records what the party says into `to`, as WAV (PCM 16 bit mono 8 kHz), until stop_record(), close() or `limit`.
  virtual PlayId record(MediaId leg, std::unique_ptr<BlobWriter> to, Duration limit) = 0;
  virtual void stop_record(MediaId leg) = 0;
  /// Answers a fax machine and takes its document into `to` (TIFF). Ends with FaxDone, or silently with close(). Errors:
  /// `unsupported` by a port that takes no faxes.
  virtual Result<PlayId> receive_fax(MediaId leg, std::unique_ptr<BlobWriter> to) {
    (void)leg, (void)to;
    return std::unexpected(Error{errc::unsupported, "this media port takes no faxes", "", {}});
  }
  /// From now on `sink` is given what the party says, whatever else happens on the leg; null ends that. Errors:
  /// `unsupported` by a port that hands no sound out.
  virtual Result<void> tap(MediaId leg, std::shared_ptr<PcmSink> sink) {
    (void)leg, (void)sink;
    return std::unexpected(Error{errc::unsupported, "this media port hands no sound out", "", {}});
  }
  /// The two parties hear each other from now on. A leg is in one bridge at most; bridging again replaces. Playing on
  /// either leg stops, without a PlayDone.
  virtual void bridge(MediaId a, MediaId b) = 0;
  virtual void unbridge(MediaId leg) = 0;
  /// Sends digits, 100 ms each with 100 ms between: RFC 4733, or tones on a leg with `inband_digits`. In a bridge digits of
  /// one party reach the other in the other's own way.
  virtual void send_digits(MediaId leg, std::string digits) = 0;
};

}  // namespace tandem
