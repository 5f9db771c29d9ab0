// Outbound campaigns and planned calls of the contact centre, as far as an account's other objects are used by them. The
// host runs them; the engine knows who takes part, so that nothing is taken from under them.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// In the states `scheduled`, `stopped` and `completed` a campaign lets its operators and groups go (EMP-57, GRP-07).
enum class CampaignState : std::uint8_t { draft, scheduled, running, paused, stopped, completed };

struct Campaign {
  CampaignKey id{};
  std::string name{};
  CampaignState state = CampaignState::draft;
  std::string outgoing_number{};         ///< called from; it cannot be removed meanwhile (NUM-36)
  std::vector<EmployeeKey> operators{};
  std::vector<GroupKey> groups{};        ///< whose operators take part
  friend bool operator==(const Campaign&, const Campaign&) = default;
};

/// A call that an employee is to make. It goes with him (EMP-58).
struct PlannedCall {
  PlannedCallKey id{};  ///< empty in a document or a new call: one is given
  EmployeeKey employee{};
  std::string number{};  ///< whom he calls, international digits
  Time at{};
  std::string comment{};
  friend bool operator==(const PlannedCall&, const PlannedCall&) = default;
};

}  // namespace TANDEM_API
