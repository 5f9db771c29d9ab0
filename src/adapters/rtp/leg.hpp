// One party's audio as its media thread sees it. Nothing here is touched by another thread.
#pragma once

#include "adapters/rtp/address.hpp"
#include "adapters/rtp/digits.hpp"
#include "adapters/rtp/latch.hpp"
#include "adapters/rtp/opus_voice.hpp"
#include "adapters/rtp/out_stream.hpp"
#include "adapters/rtp/player.hpp"
#include "adapters/rtp/recorder.hpp"
#include "adapters/rtp/rtcp.hpp"
#include "adapters/rtp/tones.hpp"
#include "adapters/sdp/offer_answer.hpp"

#include <tandem/media.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace tandem::rtp {

struct Leg;

/// What epoll gives back: which leg, and which of its sockets.
struct Socket {
  Leg* leg = nullptr;
  int fd = -1;
  bool rtcp = false;
};

struct Leg {
  Leg(MediaId leg, AccountId owner, int fd, std::uint16_t on_port, std::uint32_t ssrc, Instant now)
      : id(leg),
        account(owner),
        rtp{this, fd, false},
        port(on_port),
        out(ssrc, static_cast<std::uint16_t>(ssrc >> 7), ssrc * 2654435761u, now),
        opened(now),
        heard(now) {}
  Leg(const Leg&) = delete;
  Leg& operator=(const Leg&) = delete;

  const MediaId id;
  const AccountId account;
  std::shared_ptr<const std::atomic<bool>> closed;  ///< set by close() at once; events are not delivered from then on

  // The way of every packet.
  Socket rtp;
  std::uint16_t port;
  Leg* peer = nullptr;             ///< bridged with
  std::uint64_t bridge_order = 0;  ///< of the last bridge() or unbridge() it had part in
  bool connected = false;          ///< the socket is connected: only the latched source gets through
  bool agreed_once = false;
  /// Nothing may be relayed to the party now: it is on hold, a prompt plays, a digit is being sent, or no address is
  /// known.
  bool blocked = true;
  sdp::Agreed agreed;
  Address remote;
  OutStream out;
  Reception in;
  Latch latch;
  DigitReceiver heard_digits;
  /// Digits are tones inside the voice; else null.
  struct InBand {
    ToneReceiver heard;
    ToneGenerator sent;
  };
  std::unique_ptr<InBand> inband;
  // Null but where what the party says in Opus has to be understood, or what it hears made.
  std::unique_ptr<OpusEar> opus_ear;
  std::unique_ptr<OpusMouth> opus_mouth;

  // What comes and goes.
  Socket rtcp{this, -1, true};
  Address remote_rtcp;
  Instant opened;
  Instant heard;      ///< when the last packet came
  bool lost = false;  ///< MediaLost was said for this silence
  Instant next_report{};
  std::unique_ptr<Player> player;
  std::unique_ptr<DigitSender> digits;
  std::unique_ptr<Recorder> recorder;
  std::shared_ptr<PcmSink> ear;  ///< hears what the party says
  int phase = -1;                ///< which 20 ms tick serves it; -1: none
  std::uint32_t own_time = 0;    ///< timestamp of what we generate
  bool generating = false;       ///< own_time is running
  std::uint32_t digit_time = 0;  ///< timestamp of the digit on the line

  /// A digit is on the line; between tones nothing else may be there either, or they would run together.
  [[nodiscard]] bool sends_digit() const { return digits && (inband || digits->on()); }
  [[nodiscard]] bool can_send() const { return agreed.send && !remote.empty(); }
  /// The party's packets are sent on, or the party hears something else: to be called when any of it changed.
  void update_blocked() {
    blocked = !can_send() || player || sends_digit();
    if (!blocked) return;
    out.splice();
    if (opus_mouth) opus_mouth->order.reset();
  }
};

}  // namespace tandem::rtp
