// Symmetric RTP: a party behind NAT sends from another address than its SDP says. Its first packets show the real one.
#pragma once

#include "adapters/rtp/address.hpp"
#include "adapters/rtp/packet.hpp"

namespace tandem::rtp {

/// Decides which source to believe, once for each offer and answer. The address we send to already is believed at once.
/// A stranger must send three packets in a row of one stream, with a payload type of the agreement, and must not be
/// contradicted by the expected source in between: a single forged packet takes no call over. Once latched, other
/// sources are not heard until the next offer.
class Latch {
 public:
  void begin() { strangers_ = 0; }

  /// True: `source` is the one.
  bool take(const Address& source, const Address& expected, const Packet& packet) {
    if (source == expected) return true;
    const bool next = strangers_ != 0 && source == candidate_ && packet.ssrc == ssrc_ &&
                      static_cast<std::uint16_t>(packet.sequence - sequence_ - 1) < 16;
    strangers_ = next ? strangers_ + 1 : 1;
    candidate_ = source;
    ssrc_ = packet.ssrc;
    sequence_ = packet.sequence;
    return strangers_ >= 3;
  }

 private:
  int strangers_ = 0;
  Address candidate_;
  std::uint32_t ssrc_ = 0;
  std::uint16_t sequence_ = 0;
};

}  // namespace tandem::rtp
