// Offer and answer (RFC 3264) for one audio stream over RTP: what to offer, what to answer, what was agreed.
#pragma once

#include "adapters/sdp/codecs.hpp"
#include "adapters/sdp/session.hpp"

#include <tandem/media.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::sdp {

/// What both sides agreed on, as needed to send and receive.
struct Agreed {
  std::string address;                   ///< where the party wants its packets; empty when it wants none at all
  std::uint16_t port = 0;                ///< its RTP port
  std::uint16_t rtcp_port = 0;           ///< its RTCP port: port + 1, or a=rtcp, or the RTP port with rtcp-mux
  bool mux = false;                      ///< RTCP comes and goes on the RTP port (RFC 5761)
  Codec codec = Codec::pcma;             ///< what we send
  std::uint8_t send_type = 8;            ///< its payload type
  std::uint8_t pcma_type = 8;            ///< as which A-law comes to us; no_type: not allowed here
  std::uint8_t pcmu_type = 0;            ///< as which mu-law comes to us
  std::uint8_t opus_type = no_type;      ///< as which Opus comes to us
  OpusWishes opus{};                     ///< for the Opus we send
  std::uint8_t event_send = no_type;     ///< telephone-event, to the party; no_type: not agreed
  std::uint8_t event_receive = no_type;  ///< telephone-event, from the party
  std::uint8_t event_khz = 8;            ///< what its durations count (RFC 4733 section 2.3)
  bool send = false;                     ///< the party wants to hear us
  bool receive = false;                  ///< the party will send

  friend bool operator==(const Agreed&, const Agreed&) = default;
};

/// Where we are and what we can do.
struct Local {
  std::string address;
  std::uint16_t port = 0;
  MediaOptions options;
  std::uint64_t session_id = 0;
};

/// One leg's negotiation, through all its offers and answers.
class OfferAnswer {
 public:
  explicit OfferAnswer(Local local);

  /// Our offer, `first` being the codec to put before the others if it is one of ours (the bridge's other side has it).
  std::string offer(std::optional<Codec> first = {});
  /// The other side's answer to the last offer; may come again (early, then final; RFC 3261 section 13.2.1).
  Result<Agreed> take_answer(std::string_view text);
  /// The other side's offer; the answer is in `text`, what was agreed in `agreed`.
  struct Answer {
    std::string text;
    Agreed agreed;
  };
  Result<Answer> answer(std::string_view offer, std::optional<Codec> first = {});

  /// The codec of the last agreement.
  [[nodiscard]] std::optional<Codec> codec() const;

 private:
  struct Choice {
    std::size_t index = 0;  // of the media line
    Agreed agreed;
  };
  [[nodiscard]] std::vector<Codec> ordered(std::optional<Codec> first) const;
  [[nodiscard]] bool allows(Codec codec) const;
  [[nodiscard]] MediaLine audio_line() const;
  [[nodiscard]] std::uint8_t& type_of(Codec codec);
  void adopt(const Agreed& agreed);
  void take_types(Agreed& agreed);
  [[nodiscard]] Result<Choice> choose(const Session& theirs, std::optional<Codec> first);
  std::string stamped(Session session);

  Local local_;
  std::uint64_t version_ = 0;
  std::string last_text_;         // what we said last, to know whether the version must grow
  std::vector<MediaLine> slots_;  // every media line of the session, ours at audio_
  std::size_t audio_ = 0;
  bool offered_ = false;
  // Our payload types: as which each comes to us. They stay what they are through the session (RFC 3264 section 8.3.2).
  struct Types {
    std::uint8_t pcma = 8;
    std::uint8_t pcmu = 0;
    std::uint8_t opus = 107;
    std::uint8_t event = 101;
    std::uint8_t wide_event = 110;  // at 48 kHz, beside Opus
  };
  Types types_;
  std::optional<Agreed> agreed_;
};

/// An answer that takes nothing, or an offer of nothing yet: one inactive audio line (or every line of `offer`
/// refused).
[[nodiscard]] std::string inactive_description(std::uint64_t session_id, std::uint64_t version, const Session* offer);

}  // namespace tandem::sdp
