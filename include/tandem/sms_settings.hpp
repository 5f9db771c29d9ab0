// Whose name an account's SMS bear, by which way they go, and the replies to clients who were missed (specification 04,
// 2.7; 01, area SMS).
#pragma once

#include <tandem/export.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// "default" in documents is the name that every account has.
enum class SenderKind : std::uint8_t {
  common,    ///< `common_sender`
  category,  ///< one of sender_categories(), shared with other accounts; needs the service `category_sms_name` (MSG-23)
  unique,    ///< one's own: up to 11 Latin letters, after an application (MSG-24, MSG-25)
};
/// How an application for a unique name stands; the other kinds are `available`. The host decides (MSG-25).
enum class SenderState : std::uint8_t { available, pending, approved, rejected };

inline constexpr std::string_view common_sender = "COM-PRO";  ///< MSG-20
[[nodiscard]] std::span<const std::string_view> sender_categories() noexcept;

struct SenderName {
  std::string name{};
  SenderKind kind = SenderKind::category;
  SenderState state = SenderState::available;
  std::string contact{};                 ///< of an application: whom to ask
  std::vector<std::string> documents{};  ///< and its papers, as the host refers to them
  friend bool operator==(const SenderName&, const SenderName&) = default;
};

struct SmsSettings {
  /// On: every SMS goes by the platform's own way. Off: an employee's by the carrier of his outgoing number, and without
  /// one it is not sent (MSG-21, MSG-22, 04 OP-32). What no employee sends goes by the platform.
  bool send_all_via_platform = true;
  /// What SMS bear from now on, but replies, which have their own: one that may_send() (MSG-28).
  std::string sender_name{common_sender};
  std::vector<SenderName> names{};  ///< each once; `common_sender` is there without being listed
  friend bool operator==(const SmsSettings&, const SmsSettings&) = default;
};
/// May SMS bear this name?
[[nodiscard]] bool may_send(const SmsSettings& settings, std::string_view name) noexcept;

/// The answer by SMS to a client whose call was missed (SMS-01..SMS-06). A scheme has to ask for it as well (SMS-02).
struct SmsReplySettings {
  bool enabled = false;
  std::string sender_name{common_sender};  ///< one that may_send() (SMS-03)
  std::string message{};
  int no_repeat_days = 1;  ///< 1..7: the same client gets none for so long after one (SMS-05)
  std::optional<int>
      daily_limit{};            ///< of the account, per day of its time zone; 0: none is sent; none: no limit (SMS-06)
  bool report_delivery = true;  ///< SmsDelivered events (SMS-10)
  friend bool operator==(const SmsReplySettings&, const SmsReplySettings&) = default;
};

}  // namespace tandem
