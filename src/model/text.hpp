// How the model's times are written, and small helpers for messages.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/schedule.hpp>

#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tandem::model {

/// "09:00"; reading takes exactly two digits on each side, 00:00 to 23:59.
[[nodiscard]] std::string day_minute_text(std::chrono::minutes time);
[[nodiscard]] std::optional<std::chrono::minutes> parse_day_minute(std::string_view text);

/// "2021-10-01 10:00"
[[nodiscard]] std::string local_minute_text(LocalMinute time);
[[nodiscard]] std::optional<LocalMinute> parse_local_minute(std::string_view text);

/// RFC 3339 in UTC with milliseconds, "2026-03-02T10:00:00.000Z". Reading takes any fraction, and offsets.
using InstantText = std::array<char, 24>;
[[nodiscard]] InstantText instant_text(Time time);
inline std::string_view view(const InstantText& text) { return {text.data(), text.size()}; }
[[nodiscard]] std::optional<Time> parse_instant(std::string_view text);

/// Latin letters only: SIP names and domains have no others.
[[nodiscard]] std::string lower(std::string_view text);
/// Small letters of all alphabets, for comparisons that ignore the case: "Анна" and "АННА" give the same.
[[nodiscard]] std::string fold_case(std::string_view utf8);
/// The decimal digits of a text, without what stands between them.
[[nodiscard]] std::string digits_of(std::string_view text);
[[nodiscard]] bool all_digits(std::string_view text) noexcept;
/// "+79161234567" and "89161234567" as a card has them, "79161234567"; empty: no such mobile number (EMP-43, DEV-20).
[[nodiscard]] std::string mobile_of(std::string_view text);
/// What people know an object by: its name, else its key.
template <class T>
[[nodiscard]] const std::string& title_of(const T& object) {
  return object.name.empty() ? object.id.text : object.name;
}
/// The known name that `name` was probably meant to be; empty when none is near.
[[nodiscard]] std::string_view nearest(std::string_view name, std::span<const std::string_view> known);
/// "a, b or c"
[[nodiscard]] std::string listed(std::span<const std::string_view> names);

/// Is this the IANA name of a time zone that this machine knows?
[[nodiscard]] bool time_zone_exists(const std::string& name);

}  // namespace tandem::model
