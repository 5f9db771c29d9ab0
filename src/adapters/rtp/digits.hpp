// Digits as telephone-events (RFC 4733): hearing each press once, whatever the network does to its packets, and
// sending.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tandem::rtp {

[[nodiscard]] std::optional<std::uint8_t> event_of(char digit);
[[nodiscard]] std::optional<char> digit_of(std::uint8_t event);

class DigitReceiver {
 public:
  /// Takes an event packet; gives the digit if a press begins with it. `khz`: what its times count.
  std::optional<char> take(std::uint32_t ssrc, std::uint32_t timestamp, std::span<const std::uint8_t> payload,
                           std::uint8_t khz);

 private:
  [[nodiscard]] bool is_same_press(std::uint32_t timestamp, std::uint8_t event, std::uint32_t khz) const;

  bool any_ = false;
  bool ended_ = false;
  std::uint8_t event_ = 0;
  std::uint16_t duration_ = 0;
  std::uint32_t ssrc_ = 0;
  std::uint32_t timestamp_ = 0;
};

/// The digits waiting to be sent on a leg, 20 ms at a time.
class DigitSender {
 public:
  static constexpr std::size_t payload_size = 4;

  void add(std::string_view digits);
  [[nodiscard]] bool idle() const { return digits_.empty(); }
  /// A digit is on the line now, so nothing else may be.
  [[nodiscard]] bool on() const { return !digits_.empty() && step_ < steps_on; }

  /// The digit at hand; not when idle.
  [[nodiscard]] char digit() const { return digits_.front(); }

  /// What this 20 ms step needs: nothing in the gap; the same payload `copies` times otherwise.
  struct Step {
    bool first = false;  ///< the marker goes here, and the press's timestamp begins here
    int copies = 0;
    std::array<std::uint8_t, payload_size> payload{};
  };
  /// Durations count at `khz`.
  Step step(std::uint8_t khz);

 private:
  static constexpr int steps_on = 5;    // 100 ms
  static constexpr int steps_all = 10;  // and 100 ms between
  std::string digits_;
  int step_ = 0;
};

}  // namespace tandem::rtp
