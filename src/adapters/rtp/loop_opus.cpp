// Opus in and Opus out. Between two parties that speak it packets go on as they come; what has to be understood or made
// here is decoded or encoded, in order and in frames of 20 ms.
#include "adapters/rtp/g711.hpp"
#include "adapters/rtp/loop.hpp"

#include <algorithm>
#include <array>

namespace tandem::rtp {
namespace {

// What is made of a party's stream is another stream: neither joins the other's numbers.
std::uint32_t made_of(std::uint32_t ssrc) { return ~ssrc; }

}  // namespace

void Loop::take_opus(Leg& leg, const Packet& packet, std::size_t size) {
  const bool foreign_peer = leg.peer && leg.peer->agreed.codec != Codec::opus;
  const bool listened_to = leg.ear || leg.inband || leg.recorder;
  if (listened_to || (foreign_peer && !leg.peer->blocked)) {
    hear_opus(leg, packet);
  } else if (foreign_peer) {
    if (leg.opus_ear) leg.opus_ear->rest();
  } else {
    leg.opus_ear.reset();
  }
  if (!leg.peer || foreign_peer || leg.peer->blocked) return;
  Leg& to = *leg.peer;
  to.opus_mouth.reset();
  to.out.carry(buffer_.data(), packet, to.agreed.send_type, now_);
  send(to, buffer_.data(), size);
}

void Loop::hear_opus(Leg& leg, const Packet& packet) {
  if (!leg.opus_ear) leg.opus_ear = std::make_unique<OpusEar>();
  OpusEar::Room room;
  const auto heard = leg.opus_ear->take(packet, room);
  if (!heard) return;
  Packet sound = packet;
  sound.timestamp = heard->timestamp;
  hear(leg, sound, heard->samples);
  if (leg.recorder) leg.recorder->take(sound, heard->samples, now_);
  if (leg.peer && !leg.peer->blocked && leg.peer->agreed.codec != Codec::opus)
    decoded_to(*leg.peer, *leg.opus_ear, sound, *heard);
}

void Loop::decoded_to(Leg& to, OpusEar& ear, const Packet& sound, const OpusEar::Heard& heard) {
  if (heard.begins) {
    ear.frames.begin();
    to.out.splice();
  }
  ear.frames.put(heard.missing, false, heard.samples,
                 [&](const Framer::Frame& frame, std::uint16_t sequence, std::uint32_t timestamp) {
                   std::array<std::uint8_t, header_size + frame_samples> bytes;
                   const auto codes = std::span(bytes).subspan(header_size);
                   bytes[0] = 0x80;
                   encode(to.agreed.codec, frame, codes.data());
                   const Packet made{.marker = heard.missing != 0,
                                     .sequence = sequence,
                                     .timestamp = timestamp,
                                     .ssrc = made_of(sound.ssrc),
                                     .payload = codes};
                   to.out.carry(bytes.data(), made, to.agreed.send_type, now_);
                   send(to, bytes.data(), bytes.size());
                 });
}

void Loop::encoded_to(Leg& to, const Packet& packet, Codec codec) {
  if (!to.opus_mouth) to.opus_mouth = std::make_unique<OpusMouth>(to.agreed.opus);
  OpusMouth& mouth = *to.opus_mouth;
  std::array<std::int16_t, longest_packet> samples;
  const auto codes = packet.payload.first(std::min(packet.payload.size(), samples.size()));
  const StreamOrder::Place place =
      mouth.order.take(packet, static_cast<std::uint32_t>(codes.size()), sdp::khz_of(codec));
  if (place.step == StreamOrder::Step::late) return;
  if (place.step == StreamOrder::Step::begin) {
    mouth.frames.begin();
    to.out.splice();
  }
  decode(codec, codes, samples.data());
  mouth.frames.put(place.gap, place.step == StreamOrder::Step::lost, std::span(samples).first(codes.size()),
                   [&](const Framer::Frame& frame, std::uint16_t sequence, std::uint32_t timestamp) {
                     std::array<std::uint8_t, header_size + OpusMouth::most_bytes> bytes;
                     const auto payload = std::span(bytes).subspan<header_size>();
                     const std::size_t size = mouth.say(frame, payload);
                     if (size == 0) return;
                     bytes[0] = 0x80;
                     const Packet made{.marker = packet.marker,
                                       .sequence = sequence,
                                       .timestamp = timestamp * opus_ticks,
                                       .ssrc = made_of(packet.ssrc),
                                       .payload = payload.first(size)};
                     to.out.carry(bytes.data(), made, to.agreed.send_type, now_);
                     send(to, bytes.data(), header_size + size);
                   });
}

// What we generate, in the party's codec.
void Loop::send_frame(Leg& leg, const Player::Frame& frame, bool marker) {
  std::array<std::uint8_t, header_size + OpusMouth::most_bytes> packet;
  const auto payload = std::span(packet).subspan<header_size>();
  std::size_t size = frame.size();
  if (leg.agreed.codec == Codec::opus) {
    if (!leg.opus_mouth) leg.opus_mouth = std::make_unique<OpusMouth>(leg.agreed.opus);
    leg.opus_mouth->order.reset();
    size = leg.opus_mouth->say(frame, payload);
  } else {
    encode(leg.agreed.codec, frame, payload.data());
  }
  leg.out.begin(packet.data(), leg.agreed.send_type, marker, leg.own_time, size, now_);
  send(leg, packet.data(), header_size + size);
}

}  // namespace tandem::rtp
