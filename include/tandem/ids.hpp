// Strong identifiers: an id of one kind is never taken for another.
#pragma once

#include <tandem/export.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace tandem TANDEM_API {

/// A number that names something alive in one engine. 0 names nothing.
template <class Tag>
struct Id {
  std::uint64_t value = 0;
  [[nodiscard]] constexpr explicit operator bool() const noexcept { return value != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

/// An account as the engine and its ports pass it around; stable while the engine runs.
using AccountId = Id<struct AccountTag>;
/// A signaling leg: one SIP dialog, or one simulated one.
using LegId = Id<struct LegTag>;
/// A media leg: one audio stream to and from a party.
using MediaId = Id<struct MediaTag>;
/// Something that plays or records on a media leg.
using PlayId = Id<struct PlayTag>;
/// A call, from its first event to its record; unique over restarts, ordered by time of arrival.
using CallId = Id<struct CallTag>;

/// 16 hexadecimal digits.
[[nodiscard]] std::string to_string(CallId id);

/// The key of a configured object inside its account, as written in the account's document: "sales".
template <class Tag>
struct Key {
  std::string text;
  [[nodiscard]] bool empty() const noexcept { return text.empty(); }
  friend auto operator<=>(const Key&, const Key&) = default;
};

using EmployeeKey = Key<struct EmployeeTag>;
using GroupKey = Key<struct GroupTag>;
using SchemeKey = Key<struct SchemeTag>;
using TrunkKey = Key<struct TrunkTag>;
using PromptKey = Key<struct PromptTag>;
using RoleKey = Key<struct RoleTag>;
using StatusKey = Key<struct StatusTag>;
using ContactKey = Key<struct ContactTag>;
using ListEntryKey = Key<struct ListEntryTag>;
using CallerRuleKey = Key<struct CallerRuleTag>;
using CallerIdRuleKey = Key<struct CallerIdRuleTag>;
using RoomKey = Key<struct RoomTag>;
using CampaignKey = Key<struct CampaignTag>;
using PlannedCallKey = Key<struct PlannedCallTag>;
using WidgetKey = Key<struct WidgetTag>;

}  // namespace TANDEM_API

template <class Tag>
struct std::hash<tandem::Id<Tag>> {
  std::size_t operator()(tandem::Id<Tag> id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
template <class Tag>
struct std::hash<tandem::Key<Tag>> {
  std::size_t operator()(const tandem::Key<Tag>& key) const noexcept { return std::hash<std::string>{}(key.text); }
};
