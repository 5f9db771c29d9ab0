// Packets in, packets on: the path every packet of a relayed call takes. No allocation here, no clock, no lock.
#include "adapters/rtp/g711.hpp"
#include "adapters/rtp/loop.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace tandem::rtp {
namespace {

// The times of one's events would be wrong for the other.
bool differ_in_clock(const sdp::Agreed& a, const sdp::Agreed& b) {
  return a.event_khz != b.event_khz || sdp::khz_of(a.codec) != sdp::khz_of(b.codec);
}

}  // namespace

// One packet for each readiness: a leg's socket seldom holds two, and asking for the second costs a system call.
void Loop::receive(Leg& leg) {
  std::size_t size = 0;
  if (leg.connected) {
    const ssize_t got = ::recv(leg.rtp.fd, buffer_.data(), buffer_.size(), 0);
    if (got <= 0) return;  // or an ICMP error of a party that is gone: the reading took it away
    size = static_cast<std::size_t>(got);
  } else if (!receive_latching(leg, size)) {
    return;
  }
  take_rtp(leg, size);
}

bool Loop::receive_latching(Leg& leg, std::size_t& size) {
  Address source;
  const ssize_t got = ::recvfrom(leg.rtp.fd, buffer_.data(), buffer_.size(), 0, source.data(), source.room());
  if (got <= 0 || !leg.agreed_once) return false;  // before the agreement nobody can tell whose packet it is
  size = static_cast<std::size_t>(got);
  const std::span<std::uint8_t> bytes(buffer_.data(), size);
  if (is_rtcp(bytes)) {
    if (leg.agreed.mux && source == leg.remote) take_rtcp(leg, bytes);
    return false;
  }
  const auto packet = read_packet(bytes);
  if (!packet) return false;
  const sdp::Agreed& agreed = leg.agreed;
  if (packet->type != agreed.pcma_type && packet->type != agreed.pcmu_type && packet->type != agreed.opus_type &&
      packet->type != agreed.event_receive)
    return false;
  if (!leg.latch.take(source, leg.remote, *packet)) return false;
  if (!(source == leg.remote)) {
    leg.remote_rtcp = source;
    if (!agreed.mux) leg.remote_rtcp.set_port(static_cast<std::uint16_t>(source.port() + 1));
    leg.remote = source;
    leg.update_blocked();
  }
  leg.connected = ::connect(leg.rtp.fd, source.data(), source.size()) == 0;
  return true;
}

void Loop::hear(Leg& leg, const Packet& packet, Codec codec) {
  std::array<std::int16_t, longest_packet> samples;
  const auto codes = packet.payload.first(std::min(packet.payload.size(), samples.size()));
  decode(codec, codes, samples.data());
  hear(leg, packet, std::span(samples).first(codes.size()));
}

void Loop::hear(Leg& leg, const Packet& packet, std::span<const std::int16_t> samples) {
  if (leg.ear) leg.ear->hear(samples);
  if (!leg.inband) return;
  for (const char digit : leg.inband->heard.take(packet, samples)) take_digit(leg, digit, true);
}

// A party whose digits travel otherwise than this one's gets them in its own way (TRK-14, TRK-15). While it does, it hears
// nothing else: the tone that is not over yet would be a second press to it.
void Loop::take_digit(Leg& leg, char digit, bool as_tone) {
  Leg* to = leg.peer;
  const bool takes_events = to != nullptr && to->agreed.event_send != sdp::no_type;
  const bool differently = to != nullptr && (to->inband || (takes_events && differ_in_clock(leg.agreed, to->agreed)));
  const bool otherwise = as_tone ? takes_events : differently;
  if (otherwise) send_digits(*to, std::string_view(&digit, 1));
  deliver(leg, Digit{digit});
}

void Loop::take_rtp(Leg& leg, std::size_t size) {
  const std::span<std::uint8_t> bytes(buffer_.data(), size);
  const auto packet = read_packet(bytes);
  if (!packet || is_rtcp(bytes)) {
    if (is_rtcp(bytes) && leg.agreed.mux) take_rtcp(leg, bytes);
    return;
  }
  const sdp::Agreed& agreed = leg.agreed;
  const bool is_event =
      packet->type == agreed.event_receive ||
      (packet->type == agreed.event_send && packet->type >= 96 && packet->type != agreed.opus_type);
  const bool is_g711 = packet->type == agreed.pcma_type || packet->type == agreed.pcmu_type;
  if (!is_event && !is_g711 && packet->type != agreed.opus_type) return;
  const Codec codec = packet->type == agreed.pcma_type ? Codec::pcma : Codec::pcmu;
  leg.heard = now_;
  leg.lost = false;
  leg.in.take(*packet, now_);
  if (!is_event && !is_g711) return take_opus(leg, *packet, size);
  if ((leg.ear || leg.inband) && !is_event) hear(leg, *packet, codec);
  if (leg.recorder && !is_event) leg.recorder->take(*packet, codec, now_);
  std::optional<char> digit;
  if (is_event) digit = leg.heard_digits.take(packet->ssrc, packet->timestamp, packet->payload, agreed.event_khz);
  if (leg.peer && !leg.peer->blocked) relay(*leg.peer, *packet, codec, is_event, size);
  if (digit) take_digit(leg, *digit, false);
}

void Loop::relay(Leg& to, const Packet& packet, Codec codec, bool is_event, std::size_t size) {
  std::uint8_t type = to.agreed.send_type;
  if (is_event) {
    type = to.agreed.event_send;
    // The other party does not know events, or has the digit by take_digit(); the hole they leave is closed by the next
    // splice.
    if (type == sdp::no_type || differ_in_clock(to.agreed, to.peer->agreed)) {
      to.out.splice();
      return;
    }
  } else if (codec != to.agreed.codec) {
    if (to.agreed.codec == Codec::opus) return encoded_to(to, packet, codec);
    transcode(codec, packet.payload);
  }
  to.out.carry(buffer_.data(), packet, type, now_);
  send(to, buffer_.data(), size);
}

void Loop::send(Leg& leg, const std::uint8_t* bytes, std::size_t size) {
  // What the socket cannot take now is lost, as in any network: late voice is of no use.
  if (leg.connected) {
    (void)::send(leg.rtp.fd, bytes, size, 0);
  } else {
    (void)::sendto(leg.rtp.fd, bytes, size, 0, leg.remote.data(), leg.remote.size());
  }
}

void Loop::receive_rtcp(Leg& leg) {
  Address source;
  const ssize_t got = ::recvfrom(leg.rtcp.fd, buffer_.data(), buffer_.size(), 0, source.data(), source.room());
  if (got <= 0 || !source.same_host(leg.remote)) return;
  const std::span<const std::uint8_t> bytes(buffer_.data(), static_cast<std::size_t>(got));
  if (!is_rtcp(bytes)) return;
  leg.remote_rtcp = source;  // symmetric, like RTP
  take_rtcp(leg, bytes);
}

void Loop::take_rtcp(Leg& leg, std::span<const std::uint8_t> bytes) {
  if (const auto middle = sender_report_in(bytes)) leg.in.sender_report(*middle, now_);
}

}  // namespace tandem::rtp
