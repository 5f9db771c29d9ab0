// Roles: what an employee may do (specification 03, area ROL). A role is a set of rights; sections group them.
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// The roles that every account knows (ROL-03, ROL-04). Their names in documents are the keys of employees' roles.
enum class BaseRole : std::uint8_t {
  no_access,
  employee,
  senior_employee,
  group_supervisor,
  marketer,
  accountant,
  company_head,
  administrator,
  robot,
};

/// Parts of an administrator's portal; every right belongs to one.
enum class Section : std::uint8_t {
  lists,
  employees_and_groups,
  analytics,
  monitoring,
  call_history,
  call_recording,
  contact_centre,
  messages,
  callback_orders,
  call_tracking,
  sip_settings,
  audio_files,
  security,
  conferencing,
  additional_settings,
  services,
  api,
};
inline constexpr std::size_t section_count = 17;

enum class Right : std::uint8_t {
  lists_edit,                    ///< black and white list (ACL-01)
  employees_view,                ///< cards and groups, without secrets (ROL-07)
  employees_view_groups,         ///< only of oneself and of those in groups one is in or controls (EMP-46)
  employees_edit,                ///< create, change and remove employees and groups
  own_reception_edit,            ///< the own devices and reception mode
  controlled_reception_edit,     ///< those of employees in controlled groups (GRP-44)
  controlled_distribution_edit,  ///< strategy, queue and melodies of controlled groups (GRP-44)
  controlled_members_edit,       ///< members of controlled groups (GRP-13)
  call_rules_edit,               ///< auto-secretaries: see them, and change one's own; others' with the reception (SEC-01)
  own_membership_edit,           ///< operator and supervisor flags of one's own memberships (GRP-11)
  avatar_edit,                   ///< one's own avatar; others' with employees_edit (EMP-32)
  analytics_view,
  monitoring_view,
  history_own,
  history_member_groups,
  history_controlled_groups,
  history_all,
  recordings_own,
  recordings_member_groups,
  recordings_controlled_groups,
  recordings_all,
  recording_settings_edit,
  contact_centre_use,
  address_book_read,
  address_book_edit,
  messages_read,
  callback_orders_read,
  call_tracking_edit,
  widgets_edit,
  sip_accounts_edit,  ///< SIP domains and accounts, their passwords included (SIP-05, SIP-31)
  trunks_view,        ///< TRK-06
  trunks_edit,        ///< TRK-06
  network_policy_edit,  ///< encryption as well
  media_proxy_edit,  ///< MPX-02; to see it as well
  audio_own,         ///< add, see and remove the own audio files (AUD-15)
  audio_controlled,  ///< and those of employees in controlled groups
  audio_any,
  security_settings_edit,
  audit_read,  ///< LOG-06
  roles_edit,  ///< ROL-23
  rooms_manage,
  call_processing_edit,  ///< numbers, schemes, defaults, caller forwarding (NUM-14)
  numbers_move,          ///< NUM-46
  finance_view,
  services_edit,
  api_edit,
};
inline constexpr std::size_t right_count = 46;

/// Which groups somebody with a role controls (ROL-19, ROL-20, EMP-52).
enum class ControlledGroups : std::uint8_t { own_memberships, all_groups, individual_list };

/// A role of the account's own making; needs the service `roles` (ROL-04, ROL-05).
struct Role {
  RoleKey id{};  ///< no name of a BaseRole
  std::string name{};
  std::string description{};
  BaseRole base = BaseRole::employee;  ///< what it was made from; counts for personal protection (EMP-73)
  std::vector<Right> rights{};         ///< in any order
  ControlledGroups controlled_groups = ControlledGroups::own_memberships;
  friend bool operator==(const Role&, const Role&) = default;
};

[[nodiscard]] std::string_view name_of(BaseRole) noexcept;
[[nodiscard]] std::string_view name_of(Section) noexcept;
[[nodiscard]] std::string_view name_of(Right) noexcept;
[[nodiscard]] Section section_of(Right) noexcept;
/// What a base role may do: the default matrix (ROL-06 to ROL-13, AUD-16, TRK-06, 03 OP-18).
[[nodiscard]] std::span<const Right> rights_of(BaseRole) noexcept;
/// Is the role there only with the service `roles`? (ROL-03, ROL-04, 03 OP-16)
[[nodiscard]] bool is_additional(BaseRole) noexcept;

/// A section is on while the role has any right in it (ROL-16).
[[nodiscard]] bool section_on(const Role& role, Section section) noexcept;
/// Gives all rights of a section, or takes all of them (ROL-15).
void set_section(Role& role, Section section, bool on);

}  // namespace tandem
