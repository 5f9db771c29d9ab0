#include "model/completion.hpp"

#include "base/digest.hpp"
#include "base/password.hpp"
#include "model/rules.hpp"
#include "model/shorthand.hpp"
#include "model/text.hpp"

#include <tandem/scheme_edit.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tandem::model {

Completion::Completion(const AccountData& before, const Changes& changes) : before_(before), changes_(changes) {
  for (const Changes::Change& change : changes.list()) {
    std::visit(
        [&]<class T>(const T& value) {
          if constexpr (!std::is_same_v<T, AccountSettings>) {
            if (!ObjectKind<T>::key(value).empty()) asked_.insert(ref_of(value));
          }
        },
        change.object);
  }
}

void Completion::create(AnyObject& object) {
  std::visit(
      [&]<class T>(T& value) {
        if constexpr (!std::is_same_v<T, AccountSettings>) {
          std::string& key = ObjectKind<T>::key(value);
          if (key.empty() && !std::is_same_v<T, Number>) key = free_key(ObjectKind<T>::kind);
          given_.insert(ref_of(value));
        }
        if constexpr (std::is_same_v<T, Employee>) {
          if (value.extension.empty()) value.extension = free_extension();  // EMP-03
          finish(value, !value.devices.empty());
          if (value.devices.empty()) value.devices = implied_devices(value);  // SIP-24
          if (value.outgoing_number.empty()) value.outgoing_number = only_line();
        }
        if constexpr (std::is_same_v<T, Room>) {
          if (value.name.empty()) value.name = fmt::format("Conference room {}", before_.all<Room>().size() + ++rooms_);  // CNF-34
          if (value.extension.empty()) value.extension = free_from(1000);  // CNF-31
        }
      },
      object);
}

void Completion::finish(AnyObject& object) {
  if (auto* employee = std::get_if<Employee>(&object)) finish(*employee, true);
  if (auto* trunk = std::get_if<Trunk>(&object)) give_code(*trunk, before_.find<Trunk>(trunk->id.text));
  if (auto* settings = std::get_if<AccountSettings>(&object)) {
    give_key(settings->media_proxy, &before_.settings().media_proxy);
  }
}

namespace {

/// Is the card's mobile number that of a device?
bool mirrors_device(const Employee& employee) {
  return std::any_of(employee.devices.begin(), employee.devices.end(), [&](const Device& device) {
    return !employee.mobile.empty() && mobile_of(device.number) == employee.mobile;
  });
}

}  // namespace

void Completion::finish(Employee& employee, bool has_devices) {
  const Employee* old = before_.find<Employee>(employee.id.text);
  if (old != nullptr && employee.mobile == old->mobile && mirrors_device(*old) && !mirrors_device(employee)) {
    employee.mobile.clear();  // DEV-21: it goes with its device, or becomes another's
  }
  for (const Device& device : employee.devices) {  // EMP-23
    const std::string mobile = employee.mobile.empty() ? mobile_of(device.number) : std::string();
    if (mobile.empty()) continue;
    const ObjectRef* owner = before_.owner(Kind::mobile, mobile);
    const bool own = owner != nullptr && *owner == ref_of(employee);
    if (own || is_free(Kind::mobile, mobile)) employee.mobile = mobile;
  }
  for (SecretaryRule& rule : employee.auto_secretary) {  // SEC-26, SEC-27
    if (rule.notify_sms && rule.sms_number.empty()) rule.sms_number = mobile_of(employee.mobile);
    if (rule.notify_email && rule.email_address.empty()) rule.email_address = employee.email;
  }
  std::vector<Device> devices;
  for (SipAccount& account : employee.sip_accounts) {
    if (!account.aor.empty()) continue;
    account.aor = free_aor(employee);
    if (account.aor.empty()) continue;  // without a domain there is no address; the rules say so
    if (account.password.empty() && account.ha1.empty()) account.password = random_password();
    if (has_devices) devices.emplace_back().sip = account.aor;  // SIP-24
    const std::string domain = account.aor.substr(account.aor.find('@') + 1);
    issued_.push_back({employee.id.text, account.aor, account.password, domain, 5060});  // EMP-11
  }
  employee.devices.insert(employee.devices.begin(), devices.begin(), devices.end());
  PortalLogin& login = employee.login;
  if (!login.enabled) return;
  const bool made = login.name.empty() || login.password.empty();
  if (login.name.empty()) login.name = free_login(employee);
  if (login.password.empty()) login.password = random_password();
  if (!made) return;
  const std::string clear = is_password_hash(login.password) ? std::string() : login.password;
  issued_.push_back({employee.id.text, fmt::format("{}/{}", before_.id(), login.name), clear, {}, 0});
}

WidgetLineMade Completion::widget_line(const Widget& widget) {
  const std::string domain = own_domain(before_.settings());
  WidgetLineMade made;
  made.scheme = new_scheme({free_key(Kind::scheme)}, widget.name);
  Number& line = made.line;
  line.mode = LineMode::passive;
  line.use = LineUse::widget;
  line.scheme = made.scheme.id;
  do {
    line.number = random_digits(widget_digits);
    line.sip = "line" + line.number + "@" + domain;  // WGT-12, SIP-36
  } while (!is_free(Kind::number, line.number) || !is_free(Kind::sip_account, line.sip));
  return made;
}

bool Completion::is_free(Kind kind, const std::string& name) {
  return before_.owner(kind, name) == nullptr && given_.insert({kind, name}).second;
}

std::string Completion::free_key(Kind kind) {
  std::size_t& next = next_key_[kind];
  if (next == 0) next = before_.count(kind) + 1;
  while (true) {
    std::string key = given_key(kind, next++);
    if (!asked_.contains({kind, key}) && is_free(kind, key)) return key;
  }
}

/// EMP-12, EMP-14: where there is no choice, a new employee calls out by the one line there is; empty: there is a choice,
/// or none.
std::string Completion::only_line() const {
  if (before_.all<Number>().size() != 1) return {};
  std::string line;
  before_.all<Number>().each([&](const Stored<Number>& stored) {
    const bool stays = !asked_.contains(ref_of(stored.object));
    const bool out = stored.object.outgoing && stored.object.mode != LineMode::passive && !stored.object.reserved;
    if (stays && out) line = stored.object.number;
  });
  return line;
}

/// EMP-03: the number after the highest extension of an employee, among those that are free; 101 is the first.
std::string Completion::free_extension() {
  if (next_extension_ == 0) {
    next_extension_ = 101;
    before_.all<Employee>().each([&](const Stored<Employee>& stored) {
      int number = 0;
      const std::string& text = stored.object.extension;
      std::from_chars(text.data(), text.data() + text.size(), number);
      if (text.size() <= 5 && text.front() != '0') next_extension_ = std::max(next_extension_, number + 1);
    });
  }
  std::string extension = free_from(next_extension_);
  std::from_chars(extension.data(), extension.data() + extension.size(), next_extension_);
  ++next_extension_;
  return extension;
}

/// The first internal number from `first` upwards that nobody has, nor takes with these changes.
std::string Completion::free_from(int first) {
  const auto asked = [&](const std::string& text) {
    return std::any_of(changes_.list().begin(), changes_.list().end(), [&](const Changes::Change& change) {
      return std::visit(
          [&]<class T>(const T& value) {
            if constexpr (requires { value.extension; }) {
              return value.extension == text;
            } else {
              return false;
            }
          },
          change.object);
    });
  };
  for (int number = first;; ++number) {
    std::string text = std::to_string(number);
    if (!asked(text) && is_free(Kind::extension, text)) return text;
  }
}

/// "user101@acme.example", in the account's own domain (DEV-33).
std::string Completion::free_aor(const Employee& employee) {
  const std::string domain = own_domain(before_.settings());
  if (domain.empty()) return {};
  const std::string base = "user" + (employee.extension.empty() ? random_digits(5) : employee.extension);
  for (std::size_t i = 1;; ++i) {
    const std::string user = i == 1 ? base : fmt::format("{}-{}", base, i);
    std::string aor = fmt::format("{}@{}", user, domain);
    if (is_free(Kind::sip_account, aor)) return aor;
  }
}

std::string Completion::free_login(const Employee& employee) {
  const std::string base = lower(employee.id.text);
  for (std::size_t i = 1;; ++i) {
    std::string name = i == 1 ? base : fmt::format("{}-{}", base, i);
    if (is_free(Kind::login, name)) return name;
  }
}

LoginHashes hash_logins(const Changes& changes) {
  LoginHashes hashes;
  for (const Changes::Change& change : changes.list()) {
    const auto* employee = std::get_if<Employee>(&change.object);
    if (employee == nullptr || change.verb == Changes::Verb::remove) continue;
    const std::string& password = employee->login.password;
    if (!password.empty() && !is_password_hash(password) && !hashes.contains(password)) {
      hashes.emplace(password, hash_password(password));
    }
  }
  return hashes;
}

void give_code(Trunk& trunk, const Trunk* before) {
  if (!is_internal(trunk) || !trunk.link_code.empty()) return;
  trunk.link_code = before != nullptr && is_internal(*before) ? before->link_code : random_uuid();
}

void give_key(MediaProxy& proxy, const MediaProxy* before) {
  if (proxy.key.empty() && before != nullptr) proxy.key = before->key;
  if (proxy.key.empty() && proxy.enabled) proxy.key = random_token(16);
}

void date_reservation(const Number* before, Number& after, std::optional<Time> now) {
  if (!after.reserved || after.purchased || !now) return;
  after.purchased = before != nullptr && before->reserved && before->purchased ? before->purchased : now;
}

bool settle(Employee& employee, const SecuritySettings& security, const LoginHashes& hashes) {
  bool changed = false;
  if (std::string& password = employee.login.password; !password.empty() && !is_password_hash(password)) {
    const auto known = hashes.find(password);
    password = known != hashes.end() ? known->second : hash_password(password);
    changed = true;
  }
  if (!security.hash_only) return changed;
  for (SipAccount& account : employee.sip_accounts) {
    if (account.password.empty()) continue;
    const std::string_view user = std::string_view(account.aor).substr(0, account.aor.find('@'));
    account.ha1 = digest_ha1(user, sip_realm, account.password);
    account.ha1_sha256 = digest_ha1_sha256(user, sip_realm, account.password);
    account.realm = sip_realm;
    account.password.clear();
    changed = true;
  }
  return changed;
}

}  // namespace tandem::model
