// Rules of how SIP phones reach an account (specification 03, NET and MPX).
#include "model/json_value.hpp"
#include "model/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {

void AddressPatterns::operator()(Judge& judge, const std::vector<std::string>& value) const {
  constexpr std::size_t most = 1000;
  if (value.size() > most) judge.say(errc::exhausted, fmt::format("a list has {} patterns at the most", most));
  for (std::size_t i = 0; i < value.size() && i < most; ++i) {
    const auto checked = check_address_pattern(value[i]);
    if (!checked) judge.say_at(fmt::format("{}[{}]", judge.path, i), checked.error().code, checked.error().message);
  }
}

void PolicyFits::operator()(Judge& judge, const NetworkPolicy& value) const {
  if (value.sip_access != SipAccess::allow_list || !value.addresses.empty()) return;
  judge.say_at(judge.field("addresses"), errc::missing_field,
               "an empty list would let no phone in: name an address at least (03 OP-05)");
}

void EncryptionFits::operator()(Judge& judge, const SipEncryption& value) const {
  const auto half = [&](std::string_view name, Service service, bool on, bool required) {
    if (on && !has_service(judge.names().defaults().services, service)) {
      judge.say_at(judge.field(name), errc::forbidden, not_enabled("encryption", service, "NET-02"));
    } else if (required) {
      judge.say_at(judge.field(name), errc::unsupported,
                   "nothing here encrypts, so that nobody could call if it were required");
    }
  };
  half("srtp", Service::srtp, value.srtp != Srtp::off, value.srtp == Srtp::required);
  half("tls", Service::tls, value.tls != Tls::off, value.tls == Tls::required);
}

void Relays::operator()(Judge& judge, const std::vector<std::string>& value) const {
  if (value.size() > most_relays) {
    judge.say(errc::exhausted, fmt::format("an account has {} relays of its own at the most (MPX-10)", most_relays));
  }
  const std::string path = judge.path;
  for (std::size_t i = 0; i < std::min(value.size(), most_relays); ++i) {
    append_step(judge.path, i);
    HostAddress{}(judge, value[i]);
    const auto here = value.begin() + static_cast<std::ptrdiff_t>(i);
    const bool again = std::find(value.begin(), here, value[i]) != here;
    if (again) judge.say(errc::duplicate, "this relay stands in the list already");
    judge.path = path;
  }
}

void RelayKey::operator()(Judge& judge, const std::string& value) const {
  const bool good = value.size() == 32 && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  if (good) return;  // the message does not show what was written: messages are logged
  judge.say(errc::invalid_argument, "a relay's key has 32 small Latin letters and digits (MPX-05)");
}

void MediaProxyFits::operator()(Judge& judge, const MediaProxy& value) const {
  if (!value.enabled || judge.names().defaults().services.media_proxy) return;
  judge.say_at(judge.field("enabled"), errc::forbidden,
               not_enabled("a relay in one's own network", Service::media_proxy, "MPX-01"));
}

}  // namespace tandem::model
