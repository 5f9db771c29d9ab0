// What follows from the account's capacities: conferences, video, storage; and which names SMS may bear.
#include <tandem/conferencing.hpp>
#include <tandem/sms_settings.hpp>
#include <tandem/storage_quota.hpp>

#include <algorithm>
#include <array>

namespace tandem {

int extra_participants(const ConferenceSettings& settings) noexcept {
  return std::max(0, settings.max_total - settings.included);
}

int most_group_participants(const VideoSettings& settings) noexcept {
  constexpr int most = 100;
  return settings.group_enabled ? std::clamp(settings.group_licences, 0, most) : 0;
}

std::int64_t total_space(const StorageQuota& quota) noexcept {
  return (std::int64_t{quota.included_mb} + quota.purchased_mb) * 1'000'000;
}

std::int64_t free_space(const StorageQuota& quota, std::int64_t used) noexcept { return total_space(quota) - used; }

double warning_fill(const StorageQuota& quota) noexcept {
  const double total = static_cast<double>(quota.included_mb) + quota.purchased_mb;
  return total > 0 ? 100 - 100 * quota.warn_free_mb / total : 100;
}

std::span<const std::string_view> sender_categories() noexcept {
  static constexpr std::array<std::string_view, 18> names{
      "AKCIYA_MT", "AUTO_MT",    "BONUS_MT",    "MEBEL_MT",   "MEDICINA_MT", "ODEZHDA_MT",
      "OTDYH_MT",  "RABOTA_MT",  "RESTORAN_MT", "ROZNICA_MT", "SERVICE_MT",  "SKIDKA_MT",
      "SPORT_MT",  "STROYKA_MT", "TAXI_MT",     "TORGI_MT",   "TURIZM_MT",   "USLUGI_MT"};
  return names;
}

bool may_send(const SmsSettings& settings, std::string_view name) noexcept {
  if (name == common_sender) return true;
  const auto known = std::ranges::find(settings.names, name, &SenderName::name);
  if (known == settings.names.end()) return false;
  return known->state == (known->kind == SenderKind::unique ? SenderState::approved : SenderState::available);
}

}  // namespace tandem
