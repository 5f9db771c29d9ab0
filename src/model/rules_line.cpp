// Rules about numbers of other operators (NUM-16..29).
#include "model/json_value.hpp"
#include "model/rules.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

namespace tandem::model {
namespace {


void need(Judge& judge, const std::string& value, std::string_view name, std::string_view why) {
  if (value.empty()) judge.say_at(judge.field(name), errc::missing_field, std::string(why));
}

/// NUM-20: user name and one of the account's domains, nobody else's.
void judge_passive(Judge& judge, const Number& value) {
  if (value.sip.empty()) return;
  const std::string at = judge.field("sip");
  const std::string address = lower(value.sip);
  const std::size_t sign = address.find('@');
  if (sign == address.npos || sign == 0) {
    judge.say_at(at, errc::invalid_argument,
                 fmt::format("{} is not a SIP address: user@domain (NUM-20)", shown(value.sip)));
  } else if (!judge.names().knows(Kind::domain, address.substr(sign + 1))) {
    judge.say_at(at, errc::dangling,
                 fmt::format("{} is not one of the account's domains (NUM-20)", shown(address.substr(sign + 1))));
  } else if (const auto owner = judge.names().other_owner(Kind::sip_account, address, at)) {
    judge.say_at(
        at, errc::duplicate,
        fmt::format("the SIP address {} already belongs to {} ({})", shown(address), owner->label, owner->path));
  }
}

void judge_active(Judge& judge, const Number& value) {
  need(judge, value.provider, "provider", "an active line has an operator (NUM-28)");
  need(judge, value.login, "login", "an active line has a login at its operator (NUM-28)");
  need(judge, value.password, "password", "an active line has a password at its operator (NUM-28)");
  const SipProvider* provider = find_sip_provider(value.provider);
  if (provider == nullptr) return;
  if (provider->needs_server)
    need(judge, value.server, "server", "this operator needs the address of its server (NUM-28)");
  if (provider->needs_address) need(judge, value.sip, "sip", "this operator needs our SIP address there (NUM-28)");
  if (!value.sip.empty() && (value.sip.find('@') == value.sip.npos || value.sip.front() == '@')) {
    judge.say_at(judge.field("sip"), errc::invalid_argument,
                 fmt::format("{} is not a SIP address: user@domain (NUM-28)", shown(value.sip)));
  }
}

}  // namespace

void KnownProvider::operator()(Judge& judge, const std::string& value) const {
  if (find_sip_provider(value) != nullptr) return;
  std::string known;
  for (const SipProvider& provider : sip_providers())
    known += fmt::format("{}{}", known.empty() ? "" : ", ", provider.id);
  judge.say(errc::invalid_argument, fmt::format("{} is no operator of the list: {} (NUM-28)", shown(value), known));
}

void LinePassword::operator()(Judge& judge, const std::string& value) const {
  if (value.size() > 255) judge.say(errc::invalid_argument, "a password has at most 255 characters");
}

void LineFits::operator()(Judge& judge, const Number& value) const {
  switch (value.mode) {
    case LineMode::trunk:
      need(judge, value.trunk.text, "trunk", "a number has a trunk, or another mode (NUM-16)");
      break;
    case LineMode::passive: judge_passive(judge, value); break;
    case LineMode::active: judge_active(judge, value); break;
  }
  if (!value.via.empty() && value.via == value.number) {
    judge.say_at(judge.field("via"), errc::invalid_argument,
                 "this is the line itself: name another one (NUM-22)");
  }
}

void LineFits::trace(Trace& trace, const Number& value) const {
  if (value.mode != LineMode::passive || value.sip.empty()) return;
  const std::string address = lower(value.sip);
  std::string at = trace.path;
  append_step(at, "sip");
  trace.claim_at(at, Kind::sip_account, address);
  if (const std::size_t sign = address.find('@'); sign != address.npos) {
    trace.refer_at(at, Kind::domain, address.substr(sign + 1));
  }
}

}  // namespace tandem::model
