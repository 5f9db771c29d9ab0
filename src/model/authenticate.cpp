#include "model/authenticate.hpp"

#include "base/digest.hpp"
#include "base/password.hpp"
#include "model/names.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

struct Claimed {
  const Employee* employee = nullptr;
  LoginBy by = LoginBy::login;
  const SipAccount* account = nullptr;  ///< of LoginBy::sip_account
};

Claimed claimed(const AccountData& data, std::string_view text) {
  const std::string login = lower(text);
  if (const Employee* employee = data.owner_as<Employee>(Kind::sip_account, login)) {
    for (const SipAccount& account : employee->sip_accounts) {
      if (account.aor == login) return {employee, LoginBy::sip_account, &account};
    }
  }
  if (const Employee* employee = data.owner_as<Employee>(Kind::email, login)) return {employee, LoginBy::email};
  if (const Employee* employee = data.owner_as<Employee>(Kind::mobile, mobile_of(text))) return {employee, LoginBy::mobile};
  std::string_view name = login;
  const std::string prefix = lower(data.id()) + '/';
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  if (const Employee* employee = data.owner_as<Employee>(Kind::login, name)) return {employee, LoginBy::login};
  return {};
}

/// Does this door open for this identity of his?
bool opens(const AccountData& data, const Employee& employee, Door door, LoginBy by) {
  const auto base = enum_value<BaseRole>(employee.role.text);
  if (base == BaseRole::robot) return false;
  if (door == Door::softphone) return by != LoginBy::login;  // EMP-44, EMP-39, LIM-24
  if (door == Door::portal && base == BaseRole::no_access) return false;
  if (by != LoginBy::sip_account) return employee.login.enabled;  // EMP-38, EMP-41, LIM-25
  return door == Door::contact_centre || (employee.login.by_sip && data.settings().security.portal_login_by_sip);
}

bool proves_sip(const SipAccount& account, const std::string& password) {
  if (!account.password.empty()) return same_secret(account.password, password);
  const std::size_t at = account.aor.find('@');
  const std::string realm = account.realm.empty() ? account.aor.substr(at + 1) : account.realm;
  return same_secret(account.ha1, digest_ha1(std::string_view(account.aor).substr(0, at), realm, password));
}

}  // namespace

std::unexpected<Error> no_such_login() {
  return fail(errc::forbidden, "no such login, a wrong password, or no access");
}

std::string whom_it_names(const AccountData& data, std::string_view login) {
  constexpr std::size_t longest = 100;
  const Claimed who = claimed(data, login);
  if (who.employee == nullptr) return data.id() + "/?" + lower(login.substr(0, longest));
  return data.id() + "/" + who.employee->id.text;
}

Result<Identity> authenticate(const AccountData& data, const LoginAttempt& attempt) {
  const Claimed who = claimed(data, attempt.login);
  // The same work whoever is meant, so that its time tells nothing.
  const bool hash = proves(attempt.password, who.employee != nullptr ? who.employee->login.password : "");
  const bool right = who.account != nullptr ? proves_sip(*who.account, attempt.password) : hash;
  if (who.employee == nullptr || !right || !opens(data, *who.employee, attempt.door, who.by)) {
    return no_such_login();
  }
  return Identity{who.employee->id, who.by};
}

bool may_stay(const AccountData& data, const EmployeeKey& employee, Door door, LoginBy by) {
  const Employee* found = data.find<Employee>(employee.text);
  return found != nullptr && opens(data, *found, door, by);
}

std::optional<std::string> secret_of(const AccountData& data, std::string_view login, const EmployeeKey& employee) {
  const Claimed who = claimed(data, login);
  if (who.employee == nullptr || who.employee->id != employee) return std::nullopt;
  if (who.account != nullptr) return who.account->password + ' ' + who.account->ha1;
  return who.employee->login.password;
}

std::string full_login(const AccountData& data, const EmployeeKey& employee) {
  const Employee* found = data.find<Employee>(employee.text);
  const bool named = found != nullptr && !found->login.name.empty();
  return fmt::format("{}/{}", data.id(), named ? found->login.name : employee.text);
}

}  // namespace tandem::model
