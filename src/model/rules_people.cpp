// Rules of roles, employees' cards and contacts (ROL, EMP, ADR).
#include "base/password.hpp"
#include "model/json_value.hpp"
#include "model/names.hpp"
#include "model/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {

void RoleName::operator()(Judge& judge, const RoleKey& key) const {
  if (enum_value<BaseRole>(key.text)) {
    judge.say(errc::duplicate, fmt::format("{} is the name of a role that every account has", shown(key.text)));
    return;
  }
  judge_key(judge, Kind::role, key.text);
  if (!judge.names().defaults().services.roles) {
    judge.say(errc::forbidden, not_enabled("a role of the account's own making", Service::roles, "ROL-05"));
  }
}

void BaseOfRole::operator()(Judge& judge, BaseRole base) const {
  if (base == BaseRole::robot) judge.say(errc::invalid_argument, "no role is made from that of robots");
}

void KnownRole::operator()(Judge& judge, const RoleKey& key) const {
  const auto base = enum_value<BaseRole>(key.text);
  if (!base) return judge_reference(judge, Kind::role, key.text);
  if (is_additional(*base) && !judge.names().defaults().services.roles) {
    judge.say(errc::forbidden, not_enabled("the role " + key.text, Service::roles, "ROL-04, ROL-05"));
  }
}

void KnownRole::trace(Trace& trace, const RoleKey& key) const {
  if (!enum_value<BaseRole>(key.text)) trace.refer(Kind::role, key.text);
}

void StatusName::operator()(Judge& judge, const StatusKey& key) const {
  if (enum_value<Status>(key.text)) {
    return judge.say(errc::duplicate, fmt::format("{} is the name of a status that every account has", shown(key.text)));
  }
  judge_key(judge, Kind::status, key.text);
}

void KnownStatus::operator()(Judge& judge, const StatusKey& key) const {
  if (enum_value<Status>(key.text) || judge.names().knows(Kind::status, key.text) || judge.full()) return;
  judge.say_at(judge.path, errc::dangling,
               fmt::format("the account has no status {}; every account has {}", shown(key.text), listed(names_of<Status>)),
               Kind::status);
}

void KnownStatus::trace(Trace& trace, const StatusKey& key) const {
  if (!enum_value<Status>(key.text)) trace.refer(Kind::status, key.text);
}

void Channels::operator()(Judge& judge, const std::vector<std::string>& value) const {
  constexpr std::size_t longest = 255;
  Once::operator()(judge, value);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!value[i].empty() && value[i].size() <= longest) continue;
    judge.say_at(fmt::format("{}[{}]", judge.path, i), errc::invalid_argument, "a channel is named by 1 to 255 bytes");
  }
}

void AvatarReference::operator()(Judge& judge, const std::string& value) const {
  if (value.starts_with("blob:") && value.size() > 5 && value.size() <= 255) return;
  judge.say(errc::invalid_argument, fmt::format("{} is no picture of the blob store, \"blob:\" and its key (EMP-32)", shown(value)));
}

void Directions::operator()(Judge& judge, const std::vector<CallOrigin>& value) const {
  if (value.empty()) judge.say(errc::invalid_argument, "a rule is for calls of one direction at least (SEC-09)");
  Once::operator()(judge, value);
}

void Mobile::tidy(std::string& value) const {
  if (std::string mobile = mobile_of(value); !mobile.empty()) value = std::move(mobile);
}

void SmsNumber::operator()(Judge& judge, const std::string& value) const {
  if (!mobile_of(value).empty()) return;
  judge.say(errc::invalid_argument,
            fmt::format("{} gets no SMS: a mobile has 11 digits and begins with +79, 79 or 89 (SEC-28)", shown(value)));
}

void SecretaryFits::operator()(Judge& judge, const SecretaryRule& value) const {
  if (value.enabled && !judge.names().defaults().services.auto_secretary) {
    judge.say_at(judge.field("enabled"), errc::forbidden,
                 not_enabled("a rule of an auto-secretary", Service::auto_secretary, "SEC-01"));
  }
  if (value.notify_sms && value.sms_number.empty()) {
    judge.say_at(judge.field("sms_number"), errc::missing_field, "there is no mobile to send the SMS to (SEC-29)");
  }
  if (value.notify_email && value.email_address.empty()) {
    judge.say_at(judge.field("email_address"), errc::missing_field, "there is no address to send the mail to (SEC-29)");
  }
}

void SecretaryRules::operator()(Judge& judge, const std::vector<SecretaryRule>& value) const {
  if (value.size() <= most_secretary_rules) return;
  judge.say(errc::invalid_argument,
            fmt::format("an employee has at most {} rules, these are {} (SEC-05)", most_secretary_rules, value.size()));
}

void UniqueMobile::operator()(Judge& judge, const std::string& value) const {
  if (value.size() < 7 || value.size() > 15 || !all_digits(value)) {
    judge.say(
        errc::invalid_argument,
        fmt::format("{} is not a mobile number in international digits: 7 to 15 digits without a plus", shown(value)));
    return;
  }
  const auto owner = judge.names().other_owner(Kind::mobile, value, judge.path);
  if (!owner) return;
  judge.say(errc::duplicate, fmt::format("the mobile number {} already belongs to {} ({}); choose another (EMP-21)",
                                         shown(value), owner->label, owner->path));
}

void LoginName::operator()(Judge& judge, const std::string& value) const {
  const bool clean = value.size() <= 64 && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
  if (!clean) {
    judge.say(errc::invalid_argument,
              fmt::format("{} is no login: at most 64 Latin letters, digits, '-', '_' and '.'", shown(value)));
    return;
  }
  const auto owner = judge.names().other_owner(Kind::login, value, judge.path);
  if (!owner) return;
  judge.say(errc::duplicate, fmt::format("the login {} already belongs to {} ({}); choose another", shown(value),
                                         owner->label, owner->path));
}

void PortalPassword::operator()(Judge& judge, const std::string& value) const {
  if (is_password_hash(value)) return;
  // U+0400 to U+052F, by their first bytes.
  const bool cyrillic = std::any_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xD0 && byte <= 0xD4;
  });
  if (cyrillic) return judge.say(errc::invalid_argument, "a password has no Cyrillic letters (EMP-35)");
  if (is_strong(value) && value.size() <= 256) return;  // the message does not show what was written: messages are logged
  judge.say(errc::invalid_argument,
            "a password has at least 8 symbols, with a digit, a lower-case and an upper-case Latin letter (EMP-35)");
}

void SessionIdle::operator()(Judge& judge, std::chrono::seconds value) const {
  if (value.count() == 0) return;
  Range{300, 31'536'000, "a session may stand idle for 5 minutes to 365 days, or 0 for no limit (03 OP-15)"}(judge, value);
}

void ClientPhone::operator()(Judge& judge, const std::string& value) const {
  const std::size_t digits = digits_of(value).size();
  if (value.size() > 64 || digits < 2 || digits > 20) {
    judge.say(errc::invalid_argument, fmt::format("{} is no telephone number: 2 to 20 digits", shown(value)));
  }
}

void OnePrimary::operator()(Judge& judge, const Contact& value) const {
  bool marked = false;
  for (std::size_t i = 0; i < value.phones.size(); ++i) {
    if (value.phones[i].primary && std::exchange(marked, true)) {
      judge.say_at(judge.field("phones", i) + ".primary", errc::duplicate,
                   "one phone is the primary one; another is marked already (ADR-05)");
    }
  }
}

void EmployeeFits::operator()(Judge& judge, const Employee& value) const {
  const auto say = [&](std::string_view name, errc code, std::string message) {
    judge.say_at(judge.field(name), code, std::move(message));
  };
  const TwoFactor factor = judge.names().settings().security.two_factor;
  if (value.login.enabled && factor == TwoFactor::email && value.email.empty()) {
    say("email", errc::missing_field, "the second factor of log-in goes to an e-mail address (EMP-22)");
  }
  if (value.login.enabled && factor == TwoFactor::sms && value.mobile.empty()) {
    say("mobile", errc::missing_field, "the second factor of log-in goes to a mobile number (EMP-22)");
  }
  if (!value.access_source.empty() && value.access_source == value.id) {
    say("access_source", errc::invalid_argument, "a card cannot follow itself (EMP-53)");
  }
  if (!value.access_source.empty() && is_robot(value)) {
    say("access_source", errc::invalid_argument, "a robot's role is its own and no other card's (BOT-01)");
  }
  for (std::size_t i = 0; i < value.auto_secretary.size(); ++i) {
    const auto* to = std::get_if<ToEmployee>(&value.auto_secretary[i].action);
    if (to == nullptr || to->employee != value.id) continue;
    judge.say_at(judge.field("auto_secretary", i) + ".action.employee", errc::invalid_argument,
                 "a rule cannot send his calls to himself");
  }
  if (value.protection == PersonalProtection{}) return;
  const Role* role = judge.names().role(value.role.text);
  const auto base = role != nullptr ? std::optional(role->base) : enum_value<BaseRole>(value.role.text);
  if (base == BaseRole::company_head) return;
  say("protection", errc::invalid_argument,
      "personal protection is for company heads and roles made from theirs (EMP-73)");
}

}  // namespace tandem::model
