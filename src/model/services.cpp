// The services of an account, one by one (SVC-02).
#include "model/names.hpp"

#include <tandem/call_settings.hpp>

#include <array>

namespace tandem {
namespace {

using Flag = bool Services::*;
/// In the enum's order.
constexpr std::array<Flag, service_count> flags{
    &Services::multi_level_menu, &Services::speech_menu,       &Services::menu_callback, &Services::fax_detect,
    &Services::contact_centre,   &Services::caller_forwarding, &Services::roles,         &Services::own_prompts,
    &Services::foreign_numbers,  &Services::site_widgets,      &Services::auto_secretary, &Services::srtp,
    &Services::tls,              &Services::media_proxy};

}  // namespace

std::string_view name_of(Service service) noexcept { return model::enum_name(service); }

bool has_service(const Services& services, Service service) noexcept {
  return services.*flags[static_cast<std::size_t>(service)];
}

void set_service(Services& services, Service service, bool on) noexcept {
  services.*flags[static_cast<std::size_t>(service)] = on;
}

}  // namespace tandem
