// Rules of SIP domains, accounts and hosts (specification 03, SIP-07 to SIP-20, TRK-08).
#include "base/password.hpp"
#include "model/json_value.hpp"
#include "model/rules.hpp"
#include "model/text.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tandem::model {

namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return letter(c) || digit(c) || c == '-'; });
}

/// What is wrong with a domain of the account, or nothing. The first label is the account's own choice.
std::optional<std::string_view> problem_of_domain(std::string_view domain) {
  const std::string_view label = domain.substr(0, domain.find('.'));
  if (label.size() < 4) return "its first part has less than 4 characters (SIP-07)";
  if (!letter(label.front())) return "it does not begin with a Latin letter (SIP-08)";
  if (!is_host_name(domain)) return "a domain has Latin letters, digits and inner hyphens, parted by dots (SIP-08)";
  if (lower(domain) != domain) return "it is to be written in lower case (SIP-09)";
  return std::nullopt;
}

std::optional<std::string_view> problem_of_user(std::string_view user) {
  if (user.size() < 4) return "the user name has less than 4 characters (SIP-16)";
  if (user.size() > 64) return "the user name has more than 64 characters (03 OP-01)";
  if (all_digits(user)) {
    if (user.starts_with("000")) return std::nullopt;
    return "a user name of digits only begins with 000 (SIP-18)";
  }
  if (!letter(user.front())) return "the user name does not begin with a Latin letter (SIP-17)";
  const bool clean = std::all_of(user.begin(), user.end(),
                                 [](char c) { return letter(c) || digit(c) || c == '-' || c == '_' || c == '.'; });
  if (!clean) return "the user name has other characters than Latin letters, digits, '-', '_' and '.' (SIP-17)";
  return std::nullopt;
}

bool is_ip_address(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 || inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

}  // namespace

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == text.npos) return true;
    text.remove_prefix(dot + 1);
  }
}

void Domains::operator()(Judge& judge, const std::vector<std::string>& value) const {
  if (value.size() > 3) {
    judge.say(errc::invalid_argument,
              fmt::format("{} domains are too many: an account has at most 3 (SIP-11)", value.size()));
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string path = fmt::format("{}[{}]", judge.path, i);
    if (const auto problem = problem_of_domain(value[i])) {
      judge.say_at(path, errc::invalid_argument, fmt::format("{} cannot be a domain: {}", shown(value[i]), *problem));
    }
    const auto here = value.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(value.begin(), here, value[i]) != here) {
      judge.say_at(path, errc::duplicate,
                   fmt::format("the domain {} stands in the list already (SIP-10)", shown(value[i])));
    }
  }
}

void TrunkDomain::operator()(Judge& judge, const std::string& value) const {
  if (value.empty()) return;
  if (const auto problem = problem_of_domain(value)) {
    judge.say(errc::invalid_argument, fmt::format("{} cannot be a domain: {}", shown(value), *problem));
    return;
  }
  judge_owner(judge, Kind::domain, lower(value), lower(value));
}

void TrunkDomain::trace(Trace& trace, const std::string& value) const {
  if (!value.empty()) trace.claim(Kind::domain, lower(value));
}

void Domains::trace(Trace& trace, const std::vector<std::string>& value) const {
  for (std::size_t i = 0; i < value.size(); ++i) {
    trace.claim_at(fmt::format("{}[{}]", trace.path, i), Kind::domain, lower(value[i]));
  }
}

void Domains::tidy(std::vector<std::string>& value) const {
  for (std::string& domain : value) domain = lower(domain);
}

void Aor::operator()(Judge& judge, const std::string& value) const {
  const std::size_t at = value.find('@');
  if (at == value.npos) {
    judge.say(errc::invalid_argument, fmt::format("{} is not a SIP address: user@domain", shown(value)));
    return;
  }
  if (const auto problem = problem_of_user(std::string_view(value).substr(0, at))) {
    judge.say(errc::invalid_argument, fmt::format("{} does not fit: {}", shown(value), *problem));
  } else if (lower(value) != value) {
    judge.say(errc::invalid_argument, fmt::format("{} is to be written in lower case (SIP-19)", shown(value)));
  }
  const std::string domain = value.substr(at + 1);
  if (!judge.names().knows(Kind::domain, lower(domain))) {
    judge.say(errc::dangling, fmt::format("{} is not one of the account's domains", shown(domain)));
  }
  if (const auto owner = judge.names().other_owner(Kind::sip_account, lower(value), judge.path)) {
    judge.say(errc::duplicate,
              fmt::format("the SIP account {} already belongs to {} ({}); letter case does not count (SIP-19)",
                          shown(value), owner->label, owner->path));
  }
}

void Aor::trace(Trace& trace, const std::string& value) const {
  const std::string name = lower(value);
  trace.claim(Kind::sip_account, name);
  if (const std::size_t at = name.find('@'); at != name.npos) trace.refer(Kind::domain, name.substr(at + 1));
}

void Aor::tidy(std::string& value) const { value = lower(value); }

void RefersToAor::operator()(Judge& judge, const std::string& value) const {
  judge_reference(judge, Kind::sip_account, lower(value));
}

void RefersToAor::tidy(std::string& value) const { value = lower(value); }

void ForeignAddress::operator()(Judge& judge, const std::string& value) const {
  const std::size_t at = value.find('@');
  const std::string_view user = std::string_view(value).substr(0, at);
  const bool clean = at != value.npos && !user.empty() && user.size() <= 64 &&
                     std::all_of(user.begin(), user.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '<' && c != '>'; });
  const std::string domain = at != value.npos ? value.substr(at + 1) : std::string();
  if (!clean || (!is_ip_address(domain) && !is_host_name(domain))) {
    judge.say(errc::invalid_argument, fmt::format("{} is not a SIP address: user@domain", shown(value)));
  } else if (judge.names().knows(Kind::domain, domain)) {
    judge.say(errc::invalid_argument,
              fmt::format("{} is in a domain of the account: that is a \"sip\" device (SIP-30)", shown(value)));
  }
}

void SipPassword::operator()(Judge& judge, const std::string& value) const {
  if (is_strong(value)) return;  // the message does not show what was written: messages are logged
  judge.say(errc::invalid_argument,
            "a SIP password has at least 8 characters, with a digit, a lower-case and an upper-case letter (SIP-20)");
}

void Ha1::operator()(Judge& judge, const std::string& value) const {
  const bool good = value.size() == digits &&
                    std::all_of(value.begin(), value.end(), [](char c) { return digit(c) || (c >= 'a' && c <= 'f'); });
  if (!good) judge.say(errc::invalid_argument, fmt::format("a digest has {} small hexadecimal digits", digits));
}

void HostAddress::operator()(Judge& judge, const std::string& value) const {
  // A name of digits and dots only is meant as an address: "300.1.1.1" is not a host name.
  const bool numeric = value.find_first_not_of("0123456789.") == value.npos;
  if (is_ip_address(value) || (!numeric && is_host_name(value))) return;
  judge.say(errc::invalid_argument, fmt::format("{} is neither an IP address nor a host name (TRK-08)", shown(value)));
}

}  // namespace tandem::model
