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

/// Of the standard number.
void need_carrier(Judge& judge, const TrunkKey& key) {
  const Trunk* trunk = judge.names().trunk(key.text);
  if (trunk == nullptr || !leads_to_pbx(*trunk)) return;
  judge.say_at(judge.field("trunk"), errc::invalid_argument, "the standard number has a carrier's trunk (NUM-60)");
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

/// NUM-60, NUM-61: it calls out, by a carrier, and nobody reaches it.
void judge_standard(Judge& judge, const Number& value) {
  const StandardNumber& given = judge.names().settings().standard_number;
  if (value.number != given.number) {
    judge.say_at(judge.field("number"), errc::invalid_argument,
                 given.number.empty()
                     ? std::string("the host gives this account no standard number (NUM-60)")
                     : fmt::format("the standard number of this account is {} (NUM-60)", shown(given.number)));
  }
  if (value.incoming) {
    judge.say_at(judge.field("incoming"), errc::invalid_argument, "the standard number takes no calls (NUM-61)");
  }
  if (!value.scheme.empty()) {
    judge.say_at(judge.field("scheme"), errc::invalid_argument, "the standard number takes no calls (NUM-61)");
  }
  need_carrier(judge, value.trunk);
}

/// What a use asks of the mode and of the number.
void judge_use(Judge& judge, const Number& value) {
  const bool widget = value.use == LineUse::widget;
  const LineMode mode = widget ? LineMode::passive : LineMode::trunk;
  if (value.use != LineUse::ordinary && value.mode != mode) {
    judge.say_at(judge.field("mode"), errc::invalid_argument,
                 widget ? "a site widget's line is passive (NUM-33)" : "the standard number has a trunk (NUM-60)");
  }
  if (value.number.size() < widget_digits) return;  // said already
  if (widget && value.number.size() != widget_digits) {
    judge.say_at(judge.field("number"), errc::invalid_argument,
                 fmt::format("{} is not the number of a site widget's line: five digits (NUM-33)", shown(value.number)));
  } else if (!widget && value.number.size() < 7) {
    judge.say_at(judge.field("number"), errc::invalid_argument, no_number(value.number));
  }
}

/// NUM-51
void judge_service(Judge& judge, const Number& value) {
  if (value.mode == LineMode::trunk) return;
  const Service needed = value.use == LineUse::widget ? Service::site_widgets : Service::foreign_numbers;
  if (has_service(judge.names().defaults().services, needed)) return;
  judge.say_at(judge.field("mode"), errc::forbidden,
               not_enabled("this line", needed, "NUM-51"));
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
  judge_use(judge, value);
  judge_service(judge, value);
  if (value.use == LineUse::standard) judge_standard(judge, value);
  if (!value.via.empty() && value.via == value.number) {
    judge.say_at(judge.field("via"), errc::invalid_argument,
                 "this is the line itself: name another one (NUM-22)");
  }
}

void WidgetLine::operator()(Judge& judge, const std::string& value) const {
  judge_reference(judge, Kind::number, value);
  const Number* number = judge.names().number(value);
  if (number == nullptr || number->mode == LineMode::passive) return;
  judge.say(errc::invalid_argument, fmt::format("{} is not a passive line, so no site can call it (WGT-13)", shown(value)));
}

void WidgetFits::operator()(Judge& judge, const Widget&) const {
  if (judge.names().defaults().services.site_widgets) return;
  judge.say(errc::forbidden, not_enabled("a widget", Service::site_widgets, "WGT-13"));
}

void StandardFits::operator()(Judge& judge, const StandardNumber& value) const {
  if (value.number.empty() != value.trunk.empty()) {
    const std::string_view missing = value.number.empty() ? "number" : "trunk";
    judge.say_at(judge.field(missing), errc::missing_field,
                 "a standard number has its digits and the trunk that its calls go out by (NUM-60)");
  }
  need_carrier(judge, value.trunk);
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
