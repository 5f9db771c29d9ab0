#include "model/media_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

std::ptrdiff_t chosen(const Employee& employee) {
  return std::ranges::count_if(employee.sip_accounts, &SipAccount::external_media_proxy);
}

}  // namespace

bool chosen_by_account(const AccountSettings& settings) noexcept {
  return settings.defaults.services.media_proxy && settings.media_proxy.apply_mode == ProxyScope::per_account;
}

void hide_choices(Employee& employee) {
  for (SipAccount& account : employee.sip_accounts) account.external_media_proxy = false;
}

std::optional<Error> keep_choices(const Employee* before, Employee& after) {
  const std::ptrdiff_t had = before != nullptr ? chosen(*before) : 0;
  if (chosen(after) > had) {
    const auto first = std::ranges::find_if(after.sip_accounts, &SipAccount::external_media_proxy);
    return Error{errc::forbidden,
                 "SIP accounts go by an external relay one by one only with the service `media_proxy` and the mode "
                 "per_account (SIP-04)",
                 fmt::format("sip_accounts[{}].external_media_proxy", first - after.sip_accounts.begin()), {}};
  }
  if (before == nullptr) return std::nullopt;
  for (const SipAccount& old : before->sip_accounts) {
    const auto same = std::ranges::find(after.sip_accounts, old.aor, &SipAccount::aor);
    if (same != after.sip_accounts.end()) same->external_media_proxy = old.external_media_proxy;
  }
  return std::nullopt;
}

}  // namespace tandem::model
