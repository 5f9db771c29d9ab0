#include "model/media_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

/// The account as it was before: under this name, or, where its domain was renamed, under the old one.
const SipAccount* earlier(const Employee& before, const Employee& after, const SipAccount& account) {
  const auto same = std::ranges::find(before.sip_accounts, account.aor, &SipAccount::aor);
  if (same != before.sip_accounts.end()) return &*same;
  const auto user = [](const SipAccount& one) { return std::string_view(one.aor).substr(0, one.aor.find('@')); };
  const auto renamed = std::ranges::find_if(before.sip_accounts, [&](const SipAccount& old) {
    return user(old) == user(account) && std::ranges::find(after.sip_accounts, old.aor, &SipAccount::aor) == after.sip_accounts.end();
  });
  return renamed != before.sip_accounts.end() ? &*renamed : nullptr;
}

}  // namespace

bool chosen_by_account(const AccountSettings& settings) noexcept {
  return settings.defaults.services.media_proxy && settings.media_proxy.apply_mode == ProxyScope::per_account;
}

void hide_choices(Employee& employee) {
  for (SipAccount& account : employee.sip_accounts) account.external_media_proxy = false;
}

void show_choices(const Employee& before, Employee& after) {
  for (SipAccount& account : after.sip_accounts) {
    const SipAccount* old = earlier(before, after, account);
    account.external_media_proxy = account.external_media_proxy || (old != nullptr && old->external_media_proxy);
  }
}

std::optional<Error> keep_choices(const Employee* before, Employee& after) {
  for (std::size_t i = 0; i < after.sip_accounts.size(); ++i) {
    SipAccount& account = after.sip_accounts[i];
    const SipAccount* old = before != nullptr ? earlier(*before, after, account) : nullptr;
    const bool had = old != nullptr && old->external_media_proxy;
    if (account.external_media_proxy && !had) {
      return Error{errc::forbidden,
                   "SIP accounts go by an external relay one by one only with the service `media_proxy` and the mode "
                   "per_account (SIP-04)",
                   fmt::format("sip_accounts[{}].external_media_proxy", i), {}};
    }
    account.external_media_proxy = had;
  }
  return std::nullopt;
}

}  // namespace tandem::model
