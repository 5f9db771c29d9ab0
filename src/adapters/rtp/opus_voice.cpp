#include "adapters/rtp/opus_voice.hpp"

#include <opus.h>

#include <algorithm>
#include <new>

namespace tandem::rtp {
namespace {

constexpr opus_int32 sound_rate = 8000;
constexpr std::uint32_t smallest = 20;  // samples: 2.5 ms, what lengths of Opus are made of
constexpr int complexity = 5;
constexpr std::uint32_t bitrate = 20000;  // narrow-band speech gains nothing beyond; with room for the repair of losses
constexpr int expected_loss_percent = 5;

opus_int32 length(std::span<const std::uint8_t> bytes) { return static_cast<opus_int32>(bytes.size()); }

}  // namespace

OpusEar::OpusEar() : decoder_(opus_decoder_create(sound_rate, 1, nullptr)) {
  if (!decoder_) throw std::bad_alloc();
}

OpusEar::~OpusEar() { opus_decoder_destroy(decoder_); }

std::optional<OpusEar::Heard> OpusEar::take(const Packet& packet, Room& room) {
  const std::span<const std::uint8_t> bytes = packet.payload;
  const int samples = bytes.empty() ? 0 : opus_packet_get_nb_samples(bytes.data(), length(bytes), sound_rate);
  if (samples <= 0 || samples > static_cast<int>(longest)) return std::nullopt;
  const StreamOrder::Place place =
      order_.take(packet, static_cast<std::uint32_t>(samples) * opus_ticks, sdp::khz_of(Codec::opus));
  Heard heard;
  std::uint32_t repaired = 0;
  switch (place.step) {
    case StreamOrder::Step::late: return std::nullopt;
    case StreamOrder::Step::begin:
      opus_decoder_ctl(decoder_, OPUS_RESET_STATE);
      heard.begins = true;
      time_ = packet.timestamp / opus_ticks;
      break;
    case StreamOrder::Step::lost: repaired = place.gap / opus_ticks / smallest * smallest; break;
    case StreamOrder::Step::pause: heard.missing = place.gap / opus_ticks; break;
    case StreamOrder::Step::next: break;
  }
  std::int16_t* at = room.data();
  // The packet may hold a poorer copy of the one before it; what that does not cover is made up from what was heard.
  if (repaired != 0) {
    at += std::max(0, opus_decode(decoder_, bytes.data(), length(bytes), at, static_cast<int>(repaired), 1));
  }
  int got = opus_decode(decoder_, bytes.data(), length(bytes), at, samples, 0);
  if (got < 0) got = opus_decode(decoder_, nullptr, 0, at, samples, 0);
  at += std::max(0, got);
  time_ += heard.missing;
  heard.timestamp = time_;
  heard.samples = std::span(room).first(static_cast<std::size_t>(at - room.data()));
  time_ += static_cast<std::uint32_t>(heard.samples.size());
  return heard;
}

OpusMouth::OpusMouth(const sdp::OpusWishes& wishes)
    : encoder_(opus_encoder_create(sound_rate, 1, OPUS_APPLICATION_VOIP, nullptr)) {
  if (!encoder_) throw std::bad_alloc();
  const std::uint32_t most = wishes.most_bitrate != 0 ? std::min(wishes.most_bitrate, bitrate) : bitrate;
  opus_encoder_ctl(encoder_, OPUS_SET_COMPLEXITY(complexity));
  opus_encoder_ctl(encoder_, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
  opus_encoder_ctl(encoder_, OPUS_SET_BITRATE(static_cast<opus_int32>(most)));
  opus_encoder_ctl(encoder_, OPUS_SET_VBR(wishes.constant ? 0 : 1));
  opus_encoder_ctl(encoder_, OPUS_SET_INBAND_FEC(wishes.fec ? 1 : 0));
  if (wishes.fec) opus_encoder_ctl(encoder_, OPUS_SET_PACKET_LOSS_PERC(expected_loss_percent));
}

OpusMouth::~OpusMouth() { opus_encoder_destroy(encoder_); }

std::size_t OpusMouth::say(const Framer::Frame& frame, std::span<std::uint8_t, most_bytes> out) {
  const opus_int32 written =
      opus_encode(encoder_, frame.data(), static_cast<int>(frame.size()), out.data(), length(out));
  return written > 0 ? static_cast<std::size_t>(written) : 0;
}

}  // namespace tandem::rtp
