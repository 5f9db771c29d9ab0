#include "model/hidden.hpp"

#include "model/media_proxy.hpp"

#include <algorithm>

namespace tandem::model {
namespace {

bool sees_relays(const Authority& authority) { return authority.has(Right::media_proxy_edit); }  // MPX-02
bool sees_services(const Authority& authority) { return authority.has(Right::services_edit); }  // SVC-03, FMC-04
bool sees_call_rules(const Authority& authority) { return authority.has(Right::call_rules_edit); }  // SEC-01

void keep_secrets(const Employee& before, Employee& after) {
  if (after.login.password.empty()) after.login.password = before.login.password;
  for (SipAccount& account : after.sip_accounts) {
    if (!account.password.empty() || !account.ha1.empty()) continue;
    for (const SipAccount& same : before.sip_accounts) {
      if (same.aor != account.aor) continue;
      account.password = same.password;
      account.ha1 = same.ha1;
      account.ha1_sha256 = same.ha1_sha256;
      account.realm = same.realm;
    }
  }
}

}  // namespace

void hide(const Authority& reader, AccountSettings& settings) {
  if (!sees_relays(reader)) settings.media_proxy = {};
  if (sees_services(reader)) return;
  settings.defaults.services.terms.clear();
  settings.fmc.numbers.clear();
  for (SenderName& name : settings.sms.names) {
    name.contact.clear();
    name.documents.clear();
  }
}
void hide(const Authority& reader, Employee& employee) {
  if (!reader.sees_proxy_choices()) hide_choices(employee);
  employee.login.password.clear();  // ruling 16
  if (!sees_call_rules(reader)) employee.auto_secretary.clear();
  if (reader.may_see_passwords_of(employee)) return;
  employee.pin.clear();
  for (SipAccount& account : employee.sip_accounts) {
    account.password.clear();
    account.ha1.clear();
    account.ha1_sha256.clear();
  }
}
void hide(const Authority& reader, Number& number) {
  if (!reader.has(Right::sip_accounts_edit)) number.password.clear();
}
void hide(const Authority& reader, Room& room) {
  if (!reader.has(Right::rooms_manage)) room.pin.clear();
}
void hide(const Authority& reader, AccountDocument& document) {
  hide(reader, static_cast<AccountSettings&>(document));
  for (Employee& employee : document.employees) hide(reader, employee);
  for (Number& number : document.numbers) hide(reader, number);
  for (Room& room : document.rooms) hide(reader, room);
}

void keep_hidden(const Authority& author, const AccountSettings& before, AccountSettings& after) {
  if (!sees_relays(author) && after.media_proxy == MediaProxy{}) after.media_proxy = before.media_proxy;
  if (sees_services(author)) return;
  auto& terms = after.defaults.services.terms;
  if (terms.empty()) terms = before.defaults.services.terms;
  if (after.fmc.numbers.empty()) after.fmc.numbers = before.fmc.numbers;
  for (SenderName& name : after.sms.names) {
    const auto same = std::ranges::find(before.sms.names, name.name, &SenderName::name);
    if (same == before.sms.names.end()) continue;
    if (name.contact.empty()) name.contact = same->contact;
    if (name.documents.empty()) name.documents = same->documents;
  }
}
void keep_hidden(const Authority& author, const Employee& before, Employee& after) {
  keep_secrets(before, after);
  if (!sees_call_rules(author) && after.auto_secretary.empty()) after.auto_secretary = before.auto_secretary;
  if (!author.may_see_passwords_of(before) && after.pin.empty()) after.pin = before.pin;
  if (!author.sees_proxy_choices()) show_choices(before, after);
}
void keep_hidden(const Authority&, const Number& before, Number& after) {
  const bool same_login = after.mode == LineMode::active && after.login == before.login;
  if (same_login && after.password.empty()) after.password = before.password;
}

}  // namespace tandem::model
