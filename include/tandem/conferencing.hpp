// How large conferences may be, by voice and by video (specification 04, 2.1 and 2.2).
#pragma once

#include <tandem/export.hpp>

#include <optional>

namespace tandem TANDEM_API {

/// Limits of conferences, in people. The engine holds none yet: who sells capacity keeps it here.
struct ConferenceSettings {
  int max_participants = 8;  ///< of one: 2..8, to 32 with the service `conference_extension` (CNF-09, CNF-10)
  int max_total = 8;         ///< in all of them at one moment (CNF-11)
  int included = 8;          ///< of these, what the plan covers; the host's (04 OP-04)
  std::optional<int> max_conferences{};  ///< at one moment; none: no limit (CNF-12)
  friend bool operator==(const ConferenceSettings&, const ConferenceSettings&) = default;
};
/// What exceeds the plan (CNF-13); also for a total that is not saved yet.
[[nodiscard]] int extra_participants(const ConferenceSettings& settings) noexcept;

struct VideoSettings {
  bool one_to_one_enabled = true;  ///< always (VID-01)
  bool group_enabled = false;      ///< only with licences (VID-02)
  int group_licences = 0;          ///< one a participant
  friend bool operator==(const VideoSettings&, const VideoSettings&) = default;
};
/// How many may be in one group conference; 0 while there is none (VID-04).
[[nodiscard]] int most_group_participants(const VideoSettings& settings) noexcept;

}  // namespace tandem
