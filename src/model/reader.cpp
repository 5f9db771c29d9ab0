#include "model/reader.hpp"

#include <charconv>

namespace tandem::model {
namespace {

template <class N>
void read_whole_number(Reading& reading, const JsonValue& node, N& to, std::string_view what) {
  if (const auto* number = node.as<std::int64_t>(); number != nullptr && std::in_range<N>(*number)) {
    to = static_cast<N>(*number);
  } else if (number != nullptr || node.as<std::uint64_t>() != nullptr) {
    reading.say(errc::invalid_argument,
                fmt::format("{} is out of range; {} from {} to {} is expected", shown(node), what,
                            std::numeric_limits<N>::min(), std::numeric_limits<N>::max()),
                node.at);
  } else {
    reading.wrong_type(node, what);
  }
}

template <class T, class Parse>
void read_text(Reading& reading, const JsonValue& node, T& to, Parse parse, std::string_view expected) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) return reading.wrong_type(node, expected);
  if (const auto value = parse(*text)) {
    to = *value;
  } else {
    reading.not_valid(node, expected);
  }
}

std::optional<CallId> parse_call_id(std::string_view text) {
  CallId id;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id.value, 16);
  if (text.size() != 16 || failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

}  // namespace

void Fields::report_unknown() {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (used_[i]) continue;
    if (reading_.full()) return;  // looking for near names of millions would take long
    const Step step(reading_.path, members_[i].first);
    const std::string_view hint = nearest(members_[i].first, known_);
    std::string message = fmt::format("there is no field {} here", shown(members_[i].first));
    message +=
        hint.empty() ? fmt::format("; known are {}", listed(known_)) : fmt::format("; did you mean \"{}\"?", hint);
    reading_.say(errc::unknown_field, std::move(message), members_[i].second.at);
  }
}

void read(Reading& reading, const JsonValue& node, std::string& to) {
  if (const auto* text = node.as<std::string>()) {
    to = *text;
  } else {
    reading.wrong_type(node, "a string");
  }
}

void read(Reading& reading, const JsonValue& node, bool& to) {
  if (const auto* flag = node.as<bool>()) {
    to = *flag;
  } else {
    reading.wrong_type(node, "true or false");
  }
}

void read(Reading& reading, const JsonValue& node, int& to) { read_whole_number(reading, node, to, "a whole number"); }

void read(Reading& reading, const JsonValue& node, std::uint16_t& to) {
  read_whole_number(reading, node, to, "a whole number");
}

void read(Reading& reading, const JsonValue& node, std::chrono::seconds& to) {
  std::int32_t seconds = 0;  // 68 years; more would overflow once it is counted in microseconds and added up
  read_whole_number(reading, node, seconds, "a whole number of seconds");
  to = std::chrono::seconds(seconds);
}

void read(Reading& reading, const JsonValue& node, std::chrono::minutes& to) {
  read_text(reading, node, to, parse_day_minute, "a time of day from \"00:00\" to \"23:59\"");
}

void read(Reading& reading, const JsonValue& node, LocalMinute& to) {
  read_text(reading, node, to, parse_local_minute, "a date and time as \"2021-10-01 10:00\"");
}

void read(Reading& reading, const JsonValue& node, Time& to) {
  read_text(reading, node, to, parse_instant, "a time as \"2026-03-02T10:00:00.000Z\"");
}

void read(Reading& reading, const JsonValue& node, CallId& to) {
  read_text(reading, node, to, parse_call_id, "16 hexadecimal digits");
}

void report_unknown_name(Reading& reading, const JsonValue& node, std::span<const std::string_view> names) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) return reading.wrong_type(node, fmt::format("one of {}", listed(names)));
  const std::string_view hint = nearest(*text, names);
  reading.not_valid(node, hint.empty() ? fmt::format("one of {}", listed(names))
                                       : fmt::format("one of {}; did you mean \"{}\"?", listed(names), hint));
}

std::string unknown_reason(std::string name, const std::vector<std::string>& arguments) {
  std::string_view between = ": ";
  for (const std::string& argument : arguments) {
    name.append(between).append(argument);
    between = ", ";
  }
  return name;
}

std::size_t pick_alternative(Reading& reading, const JsonValue& node, std::span<const std::string_view> keys) {
  const std::string expected = fmt::format("an object with {}", listed(keys));
  if (node.as<JsonValue::Object>() == nullptr) {
    reading.wrong_type(node, expected);
    return keys.size();
  }
  std::size_t picked = keys.size();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (node.find(keys[i]) == nullptr) continue;
    if (picked < keys.size()) {
      reading.say(
          errc::invalid_argument,
          fmt::format("\"{}\" and \"{}\" stand in one object; only one of {} can", keys[picked], keys[i], listed(keys)),
          node.at);
      return keys.size();
    }
    picked = i;
  }
  if (picked == keys.size()) {
    reading.say(errc::missing_field, fmt::format("one of the fields {} is required", listed(keys)), node.at);
  }
  return picked;
}

}  // namespace tandem::model
