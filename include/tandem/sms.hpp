// The port that sends SMS, and how texts are counted.
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tandem TANDEM_API {

/// By which way an SMS is to go (MSG-21, MSG-22).
enum class SmsRoute : std::uint8_t { platform, employee_carrier };

struct SmsMessage {
  std::string account{};
  CallId call{};         ///< what it answers
  std::string sender{};  ///< what the receiver sees as sender (MSG-20, SMS-03)
  std::string to{};      ///< international digits
  std::string text{};
  SmsRoute route = SmsRoute::platform;
  std::string line{};  ///< of SmsRoute::employee_carrier: his outgoing number
};

enum class SmsStatus : std::uint8_t { sent, delivered, failed };

class SmsSender {
 public:
  virtual ~SmsSender() = default;
  /// Must not block. `report` may be called from any thread, any number of times, also much later: how the message
  /// stands (SMS-10).
  virtual void send(SmsMessage message, std::function<void(SmsStatus)> report) = 0;
};

struct SmsSize {
  std::size_t characters = 0;  ///< as the network counts: UTF-16 units, or GSM 7-bit characters with escapes twice
  std::size_t parts = 0;       ///< how many SMS that makes
  friend bool operator==(const SmsSize&, const SmsSize&) = default;
};
/// SMS-04: 160 characters of the GSM 7-bit alphabet in one part and 153 each in several; with any other character
/// (UCS-2) 70 and 67. `text` is UTF-8.
[[nodiscard]] SmsSize size_of_sms(std::string_view text);

}  // namespace TANDEM_API
