#include "adapters/rtp/digits.hpp"

#include "adapters/rtp/packet.hpp"

#include <string_view>

namespace tandem::rtp {
namespace {
constexpr std::string_view digit_names = "0123456789*#ABCD";  // RFC 4733 section 3.2
constexpr std::uint8_t end_bit = 0x80;
constexpr std::uint8_t volume = 10;  // -10 dBm0
constexpr std::uint16_t longest = 0xFFFF;
constexpr std::size_t most_waiting = 256;
}  // namespace

std::optional<std::uint8_t> event_of(char digit) {
  if (digit >= 'a' && digit <= 'd') digit = static_cast<char>(digit - 'a' + 'A');
  const std::size_t at = digit_names.find(digit);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

std::optional<char> digit_of(std::uint8_t event) {
  if (event >= digit_names.size()) return std::nullopt;
  return digit_names[event];
}

// A press is known by its timestamp; all its packets, repeated or late ones too, carry the same.
std::optional<char> DigitReceiver::take(std::uint32_t ssrc, std::uint32_t timestamp,
                                        std::span<const std::uint8_t> payload, std::uint8_t khz) {
  if (payload.size() < 4) return std::nullopt;
  const std::uint8_t event = payload[0];
  const bool end = (payload[1] & end_bit) != 0;
  const std::uint16_t duration = get16(&payload[2]);
  const auto digit = digit_of(event);
  if (!digit) return std::nullopt;
  if (any_ && ssrc == ssrc_) {
    // Late packets of presses already over. A jump back of more than 20 s is a new timeline, not a late packet.
    const std::int32_t ahead = distance(timestamp, timestamp_);
    if (ahead < 0 && ahead > -20'000 * khz) return std::nullopt;
    if (is_same_press(timestamp, event, khz)) {
      timestamp_ = timestamp;
      duration_ = duration;
      ended_ = ended_ || end;
      return std::nullopt;
    }
  }
  any_ = true;
  ended_ = end;
  event_ = event;
  duration_ = duration;
  ssrc_ = ssrc;
  timestamp_ = timestamp;
  return digit;
}

bool DigitReceiver::is_same_press(std::uint32_t timestamp, std::uint8_t event, std::uint32_t khz) const {
  if (timestamp == timestamp_) return true;
  if (event != event_ || ended_) return false;
  const std::uint32_t ahead = timestamp - timestamp_;
  // RFC 4733 section 2.5.1.3: a press longer than 16 bits can say (8 s, 1.4 s beside Opus) goes on in a segment that
  // begins where the full one ends. Who sends every 20 ms does not fill it to the last.
  const std::uint32_t frame = frame_ms * khz;
  if (duration_ >= longest - frame && ahead + frame >= duration_ && ahead <= longest + frame) return true;
  // Some phones move the timestamp with every packet of a press; nobody presses twice within 50 ms.
  return ahead <= 50 * khz;
}

void DigitSender::add(std::string_view digits) {
  for (const char digit : digits) {
    if (event_of(digit) && digits_.size() < most_waiting) digits_ += digit;
  }
}

DigitSender::Step DigitSender::step(std::uint8_t khz) {
  Step step;
  if (digits_.empty()) return step;
  if (step_ < steps_on) {
    const bool last = step_ == steps_on - 1;
    step.first = step_ == 0;
    step.copies = last ? 3 : 1;  // RFC 4733 section 2.5.1.4: the end is sent three times
    step.payload[0] = *event_of(digits_.front());
    step.payload[1] = static_cast<std::uint8_t>(volume | (last ? end_bit : 0));
    put16(&step.payload[2], static_cast<std::uint16_t>(frame_ms * khz * static_cast<std::uint32_t>(step_ + 1)));
  }
  if (++step_ == steps_all) {
    step_ = 0;
    digits_.erase(0, 1);
  }
  return step;
}

}  // namespace tandem::rtp
