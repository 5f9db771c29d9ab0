#include "model/rules_services.hpp"

#include "model/json_value.hpp"
#include "model/names.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tandem::model {
namespace {

void need(Judge& judge, std::string at, std::string_view what, Service service, std::string_view rule) {
  if (has_service(judge.names().defaults().services, service)) return;
  judge.say_at(std::move(at), errc::forbidden, not_enabled(what, service, rule));
}

/// Where a limit or a setting is the quantity.
std::string_view quantity_of(Service service) {
  switch (service) {
    case Service::own_prompts: return "defaults.services.prompt_megabytes";
    case Service::rooms: return "defaults.services.max_rooms";
    case Service::extra_employees: return "defaults.services.max_employees";
    case Service::extra_numbers: return "defaults.services.max_numbers";
    case Service::group_strategies: return "defaults.services.strategies_off";
    case Service::storage: return "storage.purchased_mb";
    case Service::group_video: return "video.group_licences";
    case Service::fmc: return "fmc.numbers";
    default: return {};
  }
}

bool is_category(std::string_view name) {
  return std::ranges::find(sender_categories(), name) != sender_categories().end();
}

/// Calls `at(i)` for every entry whose `key` stood in the list before.
template <class T, class K, class F>
void repeated(const std::vector<T>& list, K key, F at) {
  std::set<std::decay_t<decltype(std::invoke(key, list.front()))>> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!seen.insert(std::invoke(key, list[i])).second) at(i);
  }
}

}  // namespace

void AlwaysOn::operator()(Judge& judge, bool value) const {
  if (!value) judge.say(errc::invalid_argument, fmt::format("false cannot be: {}", what));
}

void TermsFit::operator()(Judge& judge, const std::vector<ServiceTerms>& value) const {
  repeated(value, &ServiceTerms::service, [&](std::size_t i) {
    judge.say_at(fmt::format("{}[{}].service", judge.path, i), errc::duplicate,
                 fmt::format("the service {} stands in the list already", enum_name(value[i].service)));
  });
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string_view where = quantity_of(value[i].service);
    if (!value[i].quantity || where.empty()) continue;
    judge.say_at(fmt::format("{}[{}].quantity", judge.path, i), errc::invalid_argument,
                 fmt::format("how much there is of {} is said by {} (SVC-01)", enum_name(value[i].service), where));
  }
}

void CooldownFits::operator()(Judge& judge, const TextConversations& value) const {
  if (value.cooldown.count() == 0 || value.algorithm == TextAlgorithm::even) return;
  judge.say_at(judge.field("cooldown"), errc::invalid_argument,
               fmt::format("a pause of {} seconds is there only with the algorithm even; 0 is none (DEF-52)",
                           value.cooldown.count()));
}

void ConferenceSize::operator()(Judge& judge, int value) const {
  constexpr int most = 8;
  Range{2, 32, "2 to 32 people confer (CNF-10)"}(judge, value);
  if (value <= most || value > 32) return;
  need(judge, judge.path, "a conference of more than 8", Service::conference_extension, "CNF-09, CNF-10");
}

void VideoFits::operator()(Judge& judge, const VideoSettings& value) const {
  if (!value.group_enabled || value.group_licences > 0) return;
  judge.say_at(judge.field("group_licences"), errc::invalid_argument,
               "0 does not do: video conferences are switched on together with licences, 1 at least (VID-02)");
}

void NotifiedPhone::operator()(Judge& judge, const std::string& value) const {
  const std::string& country = judge.names().settings().country;
  const bool digits = value.size() >= 8 && value.size() <= 16 && value.front() == '+' && all_digits(value.substr(1));
  if (country == "RU" ? digits && value.starts_with("+79") && value.size() == 12 : digits) return;
  judge.say(
      errc::invalid_argument,
      country == "RU"
          ? fmt::format("{} gets no notices by SMS: a mobile is written +79 and nine digits (MSG-30)", shown(value))
          : fmt::format("{} gets no notices by SMS: a mobile is written + and 7 to 15 digits (MSG-30)", shown(value)));
}

void QuotaFits::operator()(Judge& judge, const StorageQuota& value) const {
  if (value.warn_sms && value.warn_phone.empty()) {
    judge.say_at(judge.field("warn_phone"), errc::missing_field, "warnings by SMS need a mobile (STO-06)");
  }
  const std::int64_t total = total_space(value) / 1'000'000;
  if (value.warn_free_mb <= total) return;
  judge.say_at(judge.field("warn_free_mb"), errc::invalid_argument,
               fmt::format("{} is more than the whole space, {} megabytes (STO-07)", value.warn_free_mb, total));
}

void FmcNumbersOnce::operator()(Judge& judge, const std::vector<FmcNumber>& value) const {
  repeated(value, &FmcNumber::number, [&](std::size_t i) {
    judge.say_at(fmt::format("{}[{}].number", judge.path, i), errc::duplicate,
                 fmt::format("{} stands in the list already", shown(value[i].number)));
  });
}

void SenderFits::operator()(Judge& judge, const SenderName& value) const {
  const auto say = [&](std::string_view field, std::string message) {
    judge.say_at(judge.field(field), errc::invalid_argument, std::move(message));
  };
  if (value.name.empty()) return;  // said already
  const bool latin =
      std::ranges::all_of(value.name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  switch (value.kind) {
    case SenderKind::common:
      if (value.name != common_sender)
        say("name", fmt::format("{} is not the name of all, {} (MSG-20)", shown(value.name), common_sender));
      break;
    case SenderKind::category:
      if (!is_category(value.name)) {
        say("name",
            fmt::format("{} is none of the categories: {} (MSG-23)", shown(value.name), listed(sender_categories())));
      }
      need(judge, judge.field("kind"), "the name of a category", Service::category_sms_name, "MSG-23");
      break;
    case SenderKind::unique:
      if (!latin || value.name.size() > 11) {
        say("name",
            fmt::format("{} does not fit: one's own name has 1 to 11 Latin letters (MSG-24)", shown(value.name)));
      }
      if (value.state == SenderState::available) {
        say("state", "one's own name is pending, approved or rejected, not available (MSG-25)");
      }
      return;
  }
  if (value.state != SenderState::available) {
    say("state",
        fmt::format("{} is for names of one's own; {} is available (MSG-25)", enum_name(value.state), value.name));
  }
}

void SendersOnce::operator()(Judge& judge, const std::vector<SenderName>& value) const {
  repeated(value, &SenderName::name, [&](std::size_t i) {
    judge.say_at(fmt::format("{}[{}].name", judge.path, i), errc::duplicate,
                 fmt::format("{} stands in the list already", shown(value[i].name)));
  });
}

namespace {

void judge_sender(Judge& judge, const SmsSettings& settings, const std::string& name) {
  if (may_send(settings, name)) return;
  judge.say_at(
      judge.field("sender_name"), errc::invalid_argument,
      fmt::format("{} is not a name that SMS may bear: {}, a category or an approved name of the account's list "
                  "`sms.names` (MSG-25, MSG-28)",
                  shown(name), common_sender));
}

}  // namespace

void ActiveSender::operator()(Judge& judge, const SmsSettings& value) const {
  judge_sender(judge, value, value.sender_name);
}
void ActiveSender::operator()(Judge& judge, const SmsReplySettings& value) const {
  judge_sender(judge, judge.names().settings().sms, value.sender_name);
}

void RingModeOn::operator()(Judge& judge, ReceptionMode value) const {
  if (value == ReceptionMode::main_only) return;
  need(judge, judge.path, "ringing more than the main device", Service::ring_modes, "DEV-05");
}
void RingModeOn::operator()(Judge& judge, GroupReception value) const {
  const bool more = value == GroupReception::all_simultaneous || value == GroupReception::all_sequential;
  if (more) need(judge, judge.path, "ringing more than the main device", Service::ring_modes, "GRP-22");
}

void AnnouncementOn::operator()(Judge& judge, const ReceptionSettings& value) const {
  constexpr auto service = Service::incoming_announcement;
  if (value.announce_caller_number) {
    need(judge, judge.field("announce_caller_number"), "announcing the caller", service, "NUM-39");
  }
  if (value.warnings_enabled) {
    need(judge, judge.field("warnings_enabled"), "a warning before the connection", service, "NUM-41");
  }
}

void WaitingServices::operator()(Judge& judge, const Group& value) const {
  if (value.announce_position) {
    need(judge, judge.field("announce_position"), "announcing the place", Service::announced_position, "QUE-19");
  }
  if (value.announce_wait_time) {
    need(judge, judge.field("announce_wait_time"), "announcing the wait", Service::announced_wait_time, "QUE-18");
  }
  if (value.callback.enabled) {
    need(judge, judge.field("callback") + ".enabled", "a callback", Service::menu_callback, "ACB-01");
  }
}

}  // namespace tandem::model
