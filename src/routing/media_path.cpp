#include "routing/media_path.hpp"

namespace tandem::routing {

MediaPath media_path(const AccountSettings& settings, const SipAccount* one, const SipAccount* other,
                     bool relays_up) noexcept {
  const MediaProxy& proxy = settings.media_proxy;
  if (!settings.defaults.services.media_proxy || !proxy.enabled) return MediaPath::built_in;  // MPX-01, MPX-13
  if (one == nullptr || other == nullptr) return MediaPath::built_in;                         // MPX-03
  if (!relays_up && proxy.fallback_to_builtin) return MediaPath::built_in;                    // 03 OP-06
  const auto flagged = [&](const SipAccount& end) {
    return proxy.apply_mode == ProxyScope::all_accounts || end.external_media_proxy;  // MPX-07, MPX-08
  };
  if (flagged(*one) && flagged(*other)) return MediaPath::external;
  return flagged(*one) || flagged(*other) ? MediaPath::both : MediaPath::built_in;  // MPX-09
}

}  // namespace tandem::routing
