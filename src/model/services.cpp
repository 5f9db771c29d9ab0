// The services of an account, one by one (SVC-01, SVC-02).
#include "model/names.hpp"

#include <tandem/account.hpp>

#include <algorithm>
#include <array>

namespace tandem {
namespace {

using Flag = bool Services::*;
/// In the enum's order, as far as there are switches.
constexpr std::array<Flag, 30> flags{&Services::multi_level_menu,
                                     &Services::speech_menu,
                                     &Services::menu_callback,
                                     &Services::fax_detect,
                                     &Services::contact_centre,
                                     &Services::caller_forwarding,
                                     &Services::roles,
                                     &Services::own_prompts,
                                     &Services::foreign_numbers,
                                     &Services::site_widgets,
                                     &Services::auto_secretary,
                                     &Services::srtp,
                                     &Services::tls,
                                     &Services::media_proxy,
                                     &Services::rooms,
                                     &Services::announced_wait_time,
                                     &Services::announced_position,
                                     &Services::ring_modes,
                                     &Services::incoming_announcement,
                                     &Services::category_sms_name,
                                     &Services::voicemail_speech,
                                     &Services::callback_widgets,
                                     &Services::multichannel_widgets,
                                     &Services::call_recording,
                                     &Services::monitoring,
                                     &Services::fax_broadcast,
                                     &Services::speech_analytics,
                                     &Services::file_mailing,
                                     &Services::integrations,
                                     &Services::conference_extension};
static_assert(flags.size() == static_cast<std::size_t>(Service::extra_employees));
static_assert(service_count == static_cast<std::size_t>(Service::fmc) + 1);

/// How a service stands by a setting that is not its own: on or off, and how much of it there is.
void set_by_settings(Feature& feature, const AccountSettings& settings) {
  const Services& services = settings.defaults.services;
  const auto by_limit = [&](std::optional<int> most) {
    feature.enabled = !most || *most > 0;
    feature.quantity = most;
  };
  const auto by_quantity = [&](bool enabled, std::size_t quantity) {
    feature.enabled = enabled;
    feature.quantity = static_cast<int>(quantity);
  };
  switch (feature.service) {
    case Service::rooms: feature.quantity = services.max_rooms; return;
    case Service::own_prompts: feature.quantity = services.prompt_megabytes; return;
    case Service::extra_employees: return by_limit(services.max_employees);
    case Service::extra_numbers: return by_limit(services.max_numbers);
    case Service::group_strategies: {
      const std::size_t all = model::names_of<RingStrategy>.size();
      const std::size_t on = all - std::min(all, services.strategies_off.size());
      return by_quantity(on > 0, on);
    }
    case Service::caller_id_rules: feature.enabled = settings.caller_id.enabled; return;
    case Service::storage: {
      const int bought = settings.storage.purchased_mb;
      return by_quantity(bought > 0, static_cast<std::size_t>(bought));
    }
    case Service::group_video:
      return by_quantity(settings.video.group_enabled, static_cast<std::size_t>(settings.video.group_licences));
    case Service::fmc: return by_quantity(settings.fmc.enabled, settings.fmc.numbers.size());
    default: return;
  }
}

}  // namespace

std::string_view name_of(Service service) noexcept { return model::enum_name(service); }

bool has_service(const Services& services, Service service) noexcept {
  return has_switch(service) && services.*flags[static_cast<std::size_t>(service)];
}

void set_service(Services& services, Service service, bool on) noexcept {
  if (has_switch(service)) services.*flags[static_cast<std::size_t>(service)] = on;
}

std::vector<Feature> features_of(const AccountSettings& settings) {
  const Services& services = settings.defaults.services;
  std::vector<Feature> features(service_count);
  for (std::size_t i = 0; i < service_count; ++i) {
    Feature& feature = features[i];
    feature.service = static_cast<Service>(i);
    feature.enabled = has_service(services, feature.service);
    const auto terms = std::ranges::find(services.terms, feature.service, &ServiceTerms::service);
    if (terms != services.terms.end()) {
      feature.quantity = terms->quantity;
      feature.monthly_cost = terms->monthly_cost;
    }
    set_by_settings(feature, settings);
  }
  return features;
}

}  // namespace tandem
