// The circumstances of a story: phones, sounds, and what a host would know.
#include "sim/story_runner.hpp"

#include <fmt/core.h>

namespace tandem::sim {
namespace {

/// "group sales", "employee anna", "scheme night", "extension 101", "number 79990001122", "trunk carrier"
std::optional<ForwardTo> read_target(const std::string& kind, const std::string& key) {
  if (kind == "group") return ToGroup{GroupKey{key}};
  if (kind == "employee") return ToEmployee{EmployeeKey{key}, EmployeeBy::card, ""};
  if (kind == "scheme") return ToScheme{SchemeKey{key}};
  if (kind == "extension") return ToExtension{key};
  if (kind == "number") return ToNumber{key, TrunkKey{}};
  if (kind == "trunk") return ToTrunk{TrunkKey{key}};
  return std::nullopt;
}

}  // namespace

Result<void> StoryRunner::set_up(const Line& line) {
  const std::vector<std::string>& w = line.words;
  if (w[0] == "sound" && w.size() == 3) {
    const Result<Duration> length = read_span(w[2]);
    if (!length) return misread(line, length.error().message);
    lab_.set_sound_length(w[1], *length);
    return {};
  }
  if (w[0] == "client" && w.size() == 4 && w[2] == "of") {
    lab_.clients.responsible[w[1]] = w[3];
    return {};
  }
  if (w[0] == "region" && w.size() == 3) {
    lab_.regions.by_beginning[w[1]] = w[2];
    return {};
  }
  if (w[0] == "calendar" && w.size() == 2 && w[1] == "russia") {
    lab_.calendar = russian_calendar(2020, 2030);
    return save(line, first_, "{}");  // the account was saved without it
  }
  if (w[0] == "integration") return set_up_integration(line);
  return set_up_phones(line);
}

// integration silent; integration refuses after SPAN; integration forwards KIND KEY [wait SPAN] after SPAN
Result<void> StoryRunner::set_up_integration(const Line& line) {
  const std::vector<std::string>& w = line.words;
  const std::string usage =
      "write 'integration silent', 'integration refuses after 1s', 'integration passes after 1s' or 'integration "
      "forwards group sales after 1s'";
  Integration& integration = lab_.integration;
  integration.on = true;
  if (w.size() == 2 && w[1] == "silent") return {};
  const Result<Duration> after = read_span(w.back());
  if (w.size() < 4 || w[w.size() - 2] != "after" || !after) return misread(line, usage);
  integration.after = *after;
  integration.reply.emplace();
  if (w[1] == "passes") return {};
  if (w[1] == "refuses") {
    integration.reply->refuse = true;
    return {};
  }
  const auto target = w.size() >= 6 ? read_target(w[2], w[3]) : std::nullopt;
  if (w[1] != "forwards" || !target) return misread(line, usage);
  integration.reply->to = *target;
  if (w.size() == 8 && w[4] == "wait") {
    const Result<Duration> wait = read_span(w[5]);
    if (!wait) return misread(line, usage);
    integration.reply->wait = std::chrono::duration_cast<std::chrono::seconds>(*wait);
  }
  return {};
}

Result<void> StoryRunner::set_up_phones(const Line& line) {
  const std::vector<std::string>& w = line.words;
  if (w[0] == "offline" && w.size() >= 2) {
    for (std::size_t i = 1; i < w.size(); ++i) {
      if (Result<void> gone = lab_.set_registered(w[i], false); !gone) return misread(line, gone.error().message);
    }
    return {};
  }
  if (w[0] == "misfit" && w.size() >= 2) {
    for (std::size_t i = 1; i < w.size(); ++i) {
      const Result<Phone*> phone = lab_.phone(w[i]);
      if (!phone) return misread(line, phone.error().message);
      (*phone)->sdp_suffix = misfit;
    }
    return {};
  }
  if (w[0] == "always" && w.size() == 7 && w[2] == "answers") {  // always WHO answers after SPAN talks SPAN
    const Result<Duration> after = read_span(w[4]);
    const Result<Duration> talk = read_span(w[6]);
    const Result<Phone*> phone = lab_.phone(w[1]);
    if (!after || !talk || !phone) return misread(line, "write 'always WHO answers after 2s talks 30s'");
    (*phone)->habit = {true, *after, *talk};
    return {};
  }
  return misread(line,
                 "write 'sound NAME LENGTH', 'offline WHO ...', 'misfit WHO ...', 'client NUMBER of EMPLOYEE', "
                 "'region BEGINNING NAME', 'integration ...' or 'always WHO answers after 2s talks 30s'");
}

}  // namespace tandem::sim
