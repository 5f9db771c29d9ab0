// Which rights there are, in which sections, and who has them.
#include <tandem/role.hpp>

#include "model/names.hpp"

#include <algorithm>
#include <array>

namespace tandem {
namespace {

constexpr std::array<Section, right_count> sections{
    Section::lists,
    Section::employees_and_groups, Section::employees_and_groups, Section::employees_and_groups,
    Section::employees_and_groups, Section::employees_and_groups, Section::employees_and_groups,
    Section::employees_and_groups, Section::employees_and_groups, Section::employees_and_groups,
    Section::employees_and_groups,
    Section::analytics,
    Section::monitoring,
    Section::call_history,
    Section::call_history,
    Section::call_history,
    Section::call_history,
    Section::call_recording,
    Section::call_recording,
    Section::call_recording,
    Section::call_recording,
    Section::call_recording,
    Section::contact_centre,
    Section::contact_centre,
    Section::contact_centre,
    Section::messages,
    Section::callback_orders,
    Section::call_tracking,
    Section::call_tracking,
    Section::sip_settings,
    Section::sip_settings,
    Section::sip_settings,
    Section::sip_settings,
    Section::sip_settings,
    Section::audio_files,
    Section::audio_files,
    Section::audio_files,
    Section::security,
    Section::security,
    Section::security,
    Section::conferencing,
    Section::additional_settings,
    Section::additional_settings,
    Section::services,
    Section::services,
    Section::api,
};

constexpr std::array<Right, right_count> all_rights = [] {
  std::array<Right, right_count> rights{};
  for (std::size_t i = 0; i < right_count; ++i) rights[i] = static_cast<Right>(i);
  return rights;
}();

// ROL-07
constexpr std::array employee_rights{Right::employees_view, Right::address_book_read, Right::history_own,
                                     Right::recordings_own, Right::audio_own};
template <class... R>
constexpr auto employee_and(R... more) {
  std::array<Right, employee_rights.size() + sizeof...(R)> rights{};
  std::copy(employee_rights.begin(), employee_rights.end(), rights.begin());
  std::size_t i = employee_rights.size();
  ((rights[i++] = more), ...);
  return rights;
}
// ROL-08
constexpr auto senior_rights = employee_and(Right::history_member_groups, Right::recordings_member_groups);
// ROL-09, AUD-16
constexpr auto supervisor_rights =
    employee_and(Right::history_controlled_groups, Right::recordings_controlled_groups,
                 Right::controlled_distribution_edit, Right::controlled_members_edit, Right::controlled_reception_edit,
                 Right::own_reception_edit, Right::audio_controlled);
// ROL-10
constexpr auto marketer_rights = employee_and(Right::call_tracking_edit, Right::widgets_edit, Right::analytics_view,
                                              Right::monitoring_view, Right::recordings_all, Right::own_reception_edit);
// ROL-11
constexpr auto accountant_rights = employee_and(Right::finance_view);
// ROL-12 with 03 OP-18: everything but the technical settings.
constexpr std::array technical{Right::call_processing_edit, Right::numbers_move, Right::sip_accounts_edit,
                               Right::audit_read,           Right::api_edit,     Right::network_policy_edit,
                               Right::roles_edit,           Right::lists_edit,   Right::media_proxy_edit};
constexpr auto head_rights = [] {
  std::array<Right, right_count - technical.size()> rights{};
  std::copy_if(all_rights.begin(), all_rights.end(), rights.begin(),
               [](Right right) { return std::find(technical.begin(), technical.end(), right) == technical.end(); });
  return rights;
}();

}  // namespace

std::string_view name_of(BaseRole role) noexcept { return model::enum_name(role); }
std::string_view name_of(Section section) noexcept { return model::enum_name(section); }
std::string_view name_of(Right right) noexcept { return model::enum_name(right); }
Section section_of(Right right) noexcept { return sections[static_cast<std::size_t>(right)]; }

std::span<const Right> rights_of(BaseRole role) noexcept {
  switch (role) {
    case BaseRole::no_access:  // ROL-06
    case BaseRole::robot: return {};
    case BaseRole::employee: return employee_rights;
    case BaseRole::senior_employee: return senior_rights;
    case BaseRole::group_supervisor: return supervisor_rights;
    case BaseRole::marketer: return marketer_rights;
    case BaseRole::accountant: return accountant_rights;
    case BaseRole::company_head: return head_rights;
    case BaseRole::administrator: return all_rights;  // ROL-13
  }
  return {};
}

bool is_additional(BaseRole role) noexcept {
  return role == BaseRole::senior_employee || role == BaseRole::group_supervisor || role == BaseRole::marketer ||
         role == BaseRole::company_head;
}

bool section_on(const Role& role, Section section) noexcept {
  return std::any_of(role.rights.begin(), role.rights.end(), [&](Right right) { return section_of(right) == section; });
}

void set_section(Role& role, Section section, bool on) {
  std::erase_if(role.rights, [&](Right right) { return section_of(right) == section; });
  if (!on) return;
  std::copy_if(all_rights.begin(), all_rights.end(), std::back_inserter(role.rights),
               [&](Right right) { return section_of(right) == section; });
}

}  // namespace tandem
