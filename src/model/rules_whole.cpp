// Rules that join several fields of one struct. A problem is said at the field that has to change.
#include "model/announcements.hpp"
#include "model/json_value.hpp"
#include "model/names.hpp"
#include "model/rules.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tandem::model {
namespace {

/// A field of what stands at the path of a Trace.
std::string field(const Trace& trace, std::string_view name) {
  std::string path = trace.path;
  append_step(path, name);
  return path;
}

}  // namespace

void SettingsFit::operator()(Judge& judge, const AccountSettings& value) const {
  if (value.time_zone.empty()) {
    judge.say_at(judge.field("time_zone"), errc::invalid_argument, "an account has a time zone, as \"UTC\"");
  }
  if (value.country.empty()) {
    judge.say_at(judge.field("country"), errc::invalid_argument, "an account has a country, as \"RU\"");
  }
  const auto& domains = value.domains;
  if (!value.root_domain.empty() && std::find(domains.begin(), domains.end(), value.root_domain) == domains.end()) {
    judge.say_at(judge.field("root_domain"), errc::invalid_argument,
                 fmt::format("{} is not one of the account's domains", shown(value.root_domain)));
  }
}

void DefaultsFit::operator()(Judge& judge, const Defaults& value) const {
  if (value.consult_display == ConsultDisplay::external_party && !value.services.contact_centre) {
    judge.say_at(judge.field("consult_display"), errc::invalid_argument,
                 not_enabled("what a consulted colleague sees", Service::contact_centre, "DEF-13"));
  }
  if (value.voicemail_transcript && !value.services.voicemail_speech) {
    judge.say_at(judge.field("voicemail_transcript"), errc::forbidden,
                 not_enabled("a transcript of messages", Service::voicemail_speech, "VM-16"));
  }
  if (value.employee_no_answer_action != NoAnswerAction::forward_extension) return;
  const std::string before = judge.path;
  append_step(judge.path, "employee_forward_extension");
  if (value.employee_forward_extension.empty()) {
    judge.say(errc::missing_field, "the action forward_extension needs an extension (DEF-28)");
  } else {
    judge_reference(judge, Kind::extension, value.employee_forward_extension);  // 01 OP-47
  }
  judge.path = before;
}

void DefaultsFit::trace(Trace& trace, const Defaults& value) const {
  if (value.employee_no_answer_action != NoAnswerAction::forward_extension) return;
  trace.refer_at(field(trace, "employee_forward_extension"), Kind::extension, value.employee_forward_extension);
}

void DialLengthsFit::operator()(Judge& judge, const ExtensionDial& value) const {
  if (value.min_length <= value.max_length || value.min_length > 5 || value.max_length < 3) return;  // said already
  judge.say_at(judge.field("min_length"), errc::invalid_argument,
               fmt::format("the shortest extension ({} digits) is longer than the longest ({})", value.min_length,
                           value.max_length));
}

void LimitedInTime::operator()(Judge& judge, const Schedule& value) const {
  if (value.until) return;
  judge.say_at(judge.field("until"), errc::missing_field,
               "a temporary schedule has an end, until which it stands in for the other one (DEV-18)");
}

void OneAddress::operator()(Judge& judge, const Device& value) const {
  const int given = int{!value.sip.empty()} + int{!value.address.empty()} + int{!value.number.empty()};
  if (given == 0) {
    judge.say(errc::missing_field, "a device has a \"sip\", an \"address\" or a \"number\"; none is given");
  } else if (given > 1) {
    judge.say(errc::invalid_argument, "a device has one of \"sip\", \"address\" and \"number\"; more are given");
  }
}

void OneSecret::operator()(Judge& judge, const SipAccount& value) const {
  if (value.password.empty() && value.ha1.empty()) {
    judge.say_at(judge.field("password"), errc::missing_field,
                 "a SIP account has a \"password\", or an \"ha1\" instead");
  } else if (!value.password.empty() && !value.ha1.empty()) {
    judge.say_at(judge.field("ha1"), errc::invalid_argument,
                 "a SIP account has a \"password\" or an \"ha1\", not both");
  }
  if (value.ha1.empty() && (!value.ha1_sha256.empty() || !value.realm.empty())) {
    judge.say_at(judge.field("ha1"), errc::missing_field, "\"ha1_sha256\" and \"realm\" stand beside an \"ha1\"");
  }
  if (!value.forward_to.empty() && lower(value.forward_to) == lower(value.aor)) {
    judge.say_at(judge.field("forward_to"), errc::invalid_argument,
                 "a SIP account cannot be forwarded to itself (DEV-37)");
  }
}

void RecordedFits::operator()(Judge& judge, const Prompt& value) const {
  if (!value.recorded || value.length <= std::chrono::minutes(2)) return;
  judge.say_at(judge.field("length"), errc::invalid_argument, "a recording of one's own lasts 2 minutes at the most (AUD-09)");
}

void MembersOnce::operator()(Judge& judge, const Group& value) const {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < value.members.size(); ++i) {
    const std::string& employee = value.members[i].employee.text;
    if (employee.empty() || seen.insert(employee).second) continue;
    judge.say_at(judge.field("members", i) + ".employee", errc::duplicate,
                 fmt::format("employee {} is in this group already", shown(employee)));
  }
}

void AnnouncementsHeld::operator()(Judge& judge, const Group& value) const {
  if (!value.queue || value.queue->hold_when_busy) return;
  for (const Announcement& each : announcements) {
    if (value.*each.flag) judge.say_at(judge.field(each.name), errc::invalid_argument, std::string(no_announcement));
  }
}

namespace {

/// What a trunk's calls are told from others by (03 OP-20): "192.0.2.10 port 5060".
std::vector<std::string> addresses_of(const Trunk& trunk) {
  std::vector<std::string> addresses;
  const std::string& host = trunk.split_addresses ? trunk.from_host : trunk.host;
  const std::vector<std::uint16_t>& ports = trunk.split_addresses ? trunk.from_ports : trunk.ports;
  if (host.empty()) return addresses;
  const std::string as = trunk.domain.empty() ? "" : " as " + lower(trunk.domain);
  for (const std::uint16_t port : ports.empty() ? std::vector<std::uint16_t>{5060} : ports) {
    addresses.push_back(fmt::format("{} port {}{}", lower(host), port, as));
  }
  return addresses;
}

}  // namespace

void SplitFits::operator()(Judge& judge, const Trunk& value) const {
  if (!value.split_addresses || !value.from_host.empty()) return;
  judge.say_at(judge.field("from_host"), errc::missing_field,
               "with split addresses the one that calls come from is needed, too (TRK-10)");
}

void OwnAddress::operator()(Judge& judge, const Trunk& value) const {
  const std::string at = judge.field("host");
  for (const std::string& address : addresses_of(value)) {
    const auto owner = judge.names().other_owner(Kind::address, address, at);
    if (!owner) continue;
    judge.say_at(at, errc::duplicate,
                 fmt::format("{} is already the address of {}; a call from there could not be told apart (03 OP-20)",
                             address, owner->label));
    return;
  }
}

void OwnAddress::trace(Trace& trace, const Trunk& value) const {
  for (std::string& address : addresses_of(value)) {
    trace.claim_at(field(trace, "host"), Kind::address, std::move(address));
  }
}

void PeriodFits::operator()(Judge& judge, const Period& value) const {
  if (value.from <= value.until) return;
  judge.say_at(judge.field("until"), errc::invalid_argument,
               fmt::format("the period ends at {}, before it begins at {}", local_minute_text(value.until),
                           local_minute_text(value.from)));
}
void PeriodFits::operator()(Judge& judge, const Schedule& value) const {
  if (value.from && value.until) (*this)(judge, Period{*value.from, *value.until});
}

void DayTimesFit::operator()(Judge& judge, const DayTimes& value) const {
  constexpr std::chrono::minutes last{23 * 60 + 59};
  const auto check = [&](std::string_view name, std::chrono::minutes time) {
    if (time >= std::chrono::minutes{0} && time <= last) return;
    judge.say_at(judge.field(name), errc::invalid_argument,
                 fmt::format("{} minutes after midnight is no time of a day", time.count()));
  };
  check("from", value.from);
  check("to", value.to);
}

}  // namespace tandem::model
