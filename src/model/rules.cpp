#include "model/rules.hpp"

#include "model/json_value.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

/// One of the references of media.hpp, complete.
bool is_audio_reference(std::string_view text) {
  const auto rest = [&](std::string_view scheme) {
    return text.starts_with(scheme) ? text.substr(scheme.size()) : std::string_view{};
  };
  if (!rest("file:").empty() || !rest("blob:").empty() || !rest("standard:").empty()) return true;
  if (const auto tone = rest("tone:"); !tone.empty()) return tone == "ringback" || tone == "busy" || tone == "beep" || tone == "dial";
  const auto silence = rest("silence:");
  return !silence.empty() && silence.size() <= 9 && all_digits(silence);
}

constexpr std::string_view reference_forms =
    "an audio reference (file:PATH, blob:KEY, standard:NAME, tone:ringback, tone:busy, tone:beep or "
    "silence:MILLISECONDS)";

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool clean = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != ',' && c != ';' && c != '<' && c != '>';
  });
  return clean && at != text.npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
         text.size() <= 254;
}

void judge_email(Judge& judge, const std::string& value) {
  if (!is_email(value)) {
    judge.say(errc::invalid_argument, fmt::format("{} is not an e-mail address (name@domain)", shown(value)));
  }
}

}  // namespace

void judge_owner(Judge& judge, Kind kind, std::string_view name, std::string_view shown_as) {
  if (judge.full()) return;
  const auto owner = judge.names().other_owner(kind, name, judge.path);
  if (!owner) return;
  judge.say(errc::duplicate, fmt::format("the {} {} already belongs to {} ({}); choose another", noun(kind),
                                         shown(shown_as), owner->label, owner->path));
}

void Judge::say_at(std::string at, errc code, std::string message, std::optional<Kind> judged_by) {
  if (!full()) findings.push_back({{code, std::move(message), std::move(at)}, judged_by});
}

std::string Judge::field(std::string_view name) const {
  std::string at = path;
  append_step(at, name);
  return at;
}
std::string Judge::field(std::string_view name, std::size_t index) const {
  return fmt::format("{}[{}]", field(name), index);
}

void Range::operator()(Judge& judge, std::int64_t value) const {
  if (value >= least && value <= most) return;
  judge.say(errc::invalid_argument, fmt::format("{} is out of range: {}", value, what));
}

void Digits::operator()(Judge& judge, const std::string& value) const {
  if (value.size() >= least && value.size() <= most && all_digits(value)) return;
  judge.say(errc::invalid_argument, fmt::format("{} does not fit: {}", shown(value), what));
}

void Length::operator()(Judge& judge, const std::string& value) const {
  if (characters(value) <= most) return;
  judge.say(errc::invalid_argument, fmt::format("{} has {} characters: {}", shown(value), characters(value), what));
}

void judge_key(Judge& judge, Kind kind, const std::string& name) {
  const bool clean = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && c != ':' && c != '"';
  });
  if (!clean || name.size() > 64) {
    judge.say(
        errc::invalid_argument,
        fmt::format("{} cannot be a key: 1 to 64 bytes without colons, quotes and control characters", shown(name)));
    return;
  }
  judge_owner(judge, kind, name, name);
}

void judge_reference(Judge& judge, Kind kind, const std::string& name) {
  if (judge.names().knows(kind, name) || judge.full()) return;
  const std::string hint = judge.names().nearest_name(kind, name);
  std::string message = fmt::format("the account has no {} {}", noun(kind), shown(name));
  if (!hint.empty()) message += fmt::format("; did you mean {}?", shown(hint));
  judge.say_at(judge.path, errc::dangling, std::move(message), kind);
}

void Sound::operator()(Judge& judge, const PromptKey& key) const {
  if (key.text.find(':') == std::string::npos) return judge_reference(judge, Kind::prompt, key.text);
  if (is_audio_reference(key.text)) return;
  judge.say(errc::invalid_argument,
            fmt::format("{} is neither a prompt of the account nor {}", shown(key.text), reference_forms));
}

void AudioReference::operator()(Judge& judge, const std::string& value) const {
  if (is_audio_reference(value)) return;
  judge.say(errc::invalid_argument, fmt::format("{} is not {}", shown(value), reference_forms));
}

void Extension::operator()(Judge& judge, const std::string& value) const {
  if (value.size() < least || value.size() > most || !all_digits(value)) {
    judge.say(errc::invalid_argument, fmt::format("{} does not fit: {}", shown(value), what));
    return;
  }
  judge_owner(judge, Kind::extension, value, value);
}

void AccountName::operator()(Judge& judge, const std::string& value) const {
  const bool clean =
      std::all_of(value.begin(), value.end(), [](char c) { return letter(c) || digit(c) || c == '-' || c == '_'; });
  if (clean && value.size() <= 64) return;
  judge.say(errc::invalid_argument,
            fmt::format("{} cannot name an account: 1 to 64 Latin letters, digits, '-' and '_'", shown(value)));
}

void ZoneName::operator()(Judge& judge, const std::string& value) const {
  if (time_zone_exists(value)) return;
  judge.say(
      errc::invalid_argument,
      fmt::format("{} is not a time zone this machine knows; write an IANA name as \"Europe/Moscow\"", shown(value)));
}

void CountryCode::operator()(Judge& judge, const std::string& value) const {
  const bool good =
      value.size() == 2 && std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (good) return;
  judge.say(errc::invalid_argument, fmt::format("{} is not a country: two capital letters as \"RU\"", shown(value)));
}

void UniqueEmail::operator()(Judge& judge, const std::string& value) const {
  judge_email(judge, value);
  judge_owner(judge, Kind::email, lower(value), value);  // EMP-20
}

void Email::operator()(Judge& judge, const std::string& value) const { judge_email(judge, value); }

void Emails::operator()(Judge& judge, const std::vector<std::string>& value) const {
  const std::string path = judge.path;
  for (std::size_t i = 0; i < value.size(); ++i) {
    append_step(judge.path, i);
    judge_email(judge, value[i]);
    judge.path = path;
  }
}

std::string no_number(std::string_view value) {
  return fmt::format("{} is not a number in international digits: 7 to 15 digits without a plus (TRK-27)", shown(value));
}

void UniqueNumber::operator()(Judge& judge, const std::string& value) const {
  // The line of a site widget has five; LineFits says so of the others.
  if (value.size() < widget_digits || value.size() > 15 || !all_digits(value)) {
    judge.say(errc::invalid_argument, no_number(value));
    return;
  }
  judge_owner(judge, Kind::number, value, value);  // SCH-02: one entry a number, so one active scheme
}

void OutgoingNumber::operator()(Judge& judge, const std::string& value) const {
  judge_reference(judge, Kind::number, value);
  const Number* number = judge.names().number(value);
  if (number == nullptr || (number->outgoing && number->mode != LineMode::passive)) return;
  judge.say(errc::invalid_argument, fmt::format("{} is not marked for outgoing calls (NUM-19, EMP-15)", shown(value)));
}

void TrunkPrefix::operator()(Judge& judge, const std::string& value) const {
  if (value.size() <= 4 && all_digits(value) && value.front() != '0') return;
  judge.say(errc::invalid_argument,
            fmt::format("{} does not fit: a prefix is a number from 1 to 9999 (TRK-46)", shown(value)));
}

void Codecs::operator()(Judge& judge, const std::vector<Codec>& value) const {
  if (value.empty()) judge.say(errc::invalid_argument, "at least one codec is needed (03 OP-33)");
  for (std::size_t i = 1; i < value.size(); ++i) {
    if (std::find(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(i), value[i]) ==
        value.begin() + static_cast<std::ptrdiff_t>(i)) {
      continue;
    }
    judge.say_at(fmt::format("{}[{}]", judge.path, i), errc::duplicate, "this codec stands in the list already");
  }
}

void Ports::operator()(Judge& judge, const std::vector<std::uint16_t>& value) const {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != 0) continue;
    judge.say_at(fmt::format("{}[{}]", judge.path, i), errc::invalid_argument, "0 is not a port: 1 to 65535 (TRK-09)");
  }
}

void SchemeWithExtension::operator()(Judge& judge, const SchemeKey& key) const {
  judge_reference(judge, Kind::scheme, key.text);
  const Scheme* scheme = judge.names().scheme(key.text);
  if (scheme == nullptr || !scheme->extension.empty()) return;
  judge.say(errc::invalid_argument,
            fmt::format("scheme {} has no extension, so calls cannot be forwarded to it (SCH-42)", shown(key.text)));
}

void KnownExtension::operator()(Judge& judge, const std::string& value) const {
  judge_reference(judge, Kind::extension, value);
}

}  // namespace tandem::model
