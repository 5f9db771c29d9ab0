#include "adapters/rtp/g711.hpp"

namespace tandem::rtp {
namespace {

// A-law: 13-bit sign and magnitude in 8 segments; even bits are inverted on the line (G.711 table 1).
constexpr std::int16_t alaw_to_linear(std::uint8_t code) {
  const int a = code ^ 0x55;
  const int segment = (a >> 4) & 7;
  int magnitude = ((a & 0x0F) << 4) + 8;
  if (segment != 0) magnitude = (magnitude + 0x100) << (segment - 1);
  return static_cast<std::int16_t>((a & 0x80) ? magnitude : -magnitude);
}

constexpr std::uint8_t linear_to_alaw(int sample) {
  const int sign = sample >= 0 ? 0x80 : 0;
  const int magnitude = (sample >= 0 ? sample : -sample - 1) >> 3;  // 12 bits, the lowest of which is not sent
  int segment = 0;
  for (int m = magnitude >> 5; m != 0; m >>= 1) ++segment;
  const int mantissa = segment <= 1 ? (magnitude >> 1) & 0x0F : (magnitude >> segment) & 0x0F;
  return static_cast<std::uint8_t>((sign | (segment << 4) | mantissa) ^ 0x55);
}

// mu-law: 14 bits with a bias of 33 (132 at 16 bits), all bits inverted on the line (G.711 table 2).
constexpr std::int16_t ulaw_to_linear(std::uint8_t code) {
  const int u = ~code & 0xFF;
  const int magnitude = ((((u & 0x0F) << 3) + 0x84) << ((u >> 4) & 7)) - 0x84;
  return static_cast<std::int16_t>((u & 0x80) ? -magnitude : magnitude);
}

constexpr std::uint8_t linear_to_ulaw(int sample) {
  const int sign = sample < 0 ? 0x80 : 0;
  int magnitude = sample < 0 ? -sample : sample;
  if (magnitude > 32635) magnitude = 32635;
  magnitude += 0x84;
  int segment = 7;
  while (segment > 0 && !(magnitude & (0x80 << segment))) --segment;
  const int mantissa = (magnitude >> (segment + 3)) & 0x0F;
  return static_cast<std::uint8_t>(~(sign | (segment << 4) | mantissa) & 0xFF);
}

struct Tables {
  std::array<std::int16_t, 256> alaw{}, ulaw{};
  std::array<std::uint8_t, 256> alaw_to_ulaw{}, ulaw_to_alaw{};
};

constexpr Tables make_tables() {
  Tables t;
  for (unsigned i = 0; i < 256; ++i) {
    const auto code = static_cast<std::uint8_t>(i);
    t.alaw[i] = alaw_to_linear(code);
    t.ulaw[i] = ulaw_to_linear(code);
    t.alaw_to_ulaw[i] = linear_to_ulaw(t.alaw[i]);
    t.ulaw_to_alaw[i] = linear_to_alaw(t.ulaw[i]);
  }
  return t;
}
constexpr Tables tables = make_tables();

// Encoders by the sample's upper 13 (A-law) or 14 bits (mu-law): what is below does not change the code.
struct Encoders {
  std::array<std::uint8_t, 8192> alaw{};
  std::array<std::uint8_t, 16384> ulaw{};
  Encoders() {
    for (int i = 0; i < 8192; ++i) alaw[static_cast<std::size_t>(i)] = linear_to_alaw((i - 4096) * 8);
    for (int i = 0; i < 16384; ++i)
      ulaw[static_cast<std::size_t>(i)] = linear_to_ulaw((i - 8192) * 4 + (i < 8192 ? 3 : 0));
  }
};
const Encoders& encoders() {
  static const Encoders made;
  return made;
}

}  // namespace

std::int16_t decode(Codec codec, std::uint8_t code) {
  return codec == Codec::pcma ? tables.alaw[code] : tables.ulaw[code];
}

std::uint8_t encode(Codec codec, std::int16_t sample) {
  const auto index = [&](int bits, int middle) { return static_cast<std::size_t>((sample >> bits) + middle); };
  return codec == Codec::pcma ? encoders().alaw[index(3, 4096)] : encoders().ulaw[index(2, 8192)];
}

void decode(Codec codec, std::span<const std::uint8_t> codes, std::int16_t* out) {
  const auto& table = codec == Codec::pcma ? tables.alaw : tables.ulaw;
  for (const std::uint8_t code : codes) *out++ = table[code];
}

void encode(Codec codec, std::span<const std::int16_t> samples, std::uint8_t* out) {
  for (const std::int16_t sample : samples) *out++ = encode(codec, sample);
}

void transcode(Codec from, std::span<std::uint8_t> codes) {
  const auto& table = from == Codec::pcma ? tables.alaw_to_ulaw : tables.ulaw_to_alaw;
  for (std::uint8_t& code : codes) code = table[code];
}

}  // namespace tandem::rtp
