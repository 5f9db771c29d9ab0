// The services of an account: what it has, how much of it, and what that costs (specification 04, area SVC).
#pragma once

#include <tandem/export.hpp>
#include <tandem/group.hpp>
#include <tandem/role.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

struct AccountSettings;

/// An account's plan, as far as the engine has to know it.
enum class Plan : std::uint8_t { full, virtual_number };

/// Everything that is had apart from the plan (SVC-02). Those up to `conference_extension` are switched in Services;
/// the others are on or off, and have their quantity, by a setting that says so already.
enum class Service : std::uint8_t {
  multi_level_menu,
  speech_menu,
  menu_callback,  ///< automatic callback on missed calls: of schemes and of groups
  fax_detect,
  contact_centre,
  caller_forwarding,
  roles,
  own_prompts,
  foreign_numbers,
  site_widgets,  ///< calls from sites
  auto_secretary,
  srtp,
  tls,
  media_proxy,
  rooms,
  announced_wait_time,
  announced_position,
  ring_modes,
  incoming_announcement,
  category_sms_name,
  voicemail_speech,
  callback_widgets,
  multichannel_widgets,
  call_recording,
  monitoring,
  fax_broadcast,
  speech_analytics,
  file_mailing,  ///< files sent by e-mail by themselves
  integrations,
  conference_extension,
  extra_employees,   ///< Services::max_employees
  extra_numbers,     ///< Services::max_numbers
  group_strategies,  ///< Services::strategies_off
  caller_id_rules,   ///< CallerIdSettings::enabled
  storage,           ///< StorageQuota::purchased_mb
  group_video,       ///< VideoSettings::group_enabled
  fmc,               ///< FmcSettings::enabled
};
inline constexpr std::size_t service_count = 37;
[[nodiscard]] std::string_view name_of(Service) noexcept;
/// Is it one that Services switches?
[[nodiscard]] constexpr bool has_switch(Service service) noexcept { return service < Service::extra_employees; }

/// What the host says of a service beside its switch, for lists; nothing in the engine depends on it.
struct ServiceTerms {
  Service service{};
  std::optional<int> quantity{};  ///< where no limit or setting says it already
  std::string monthly_cost{};     ///< as the host writes it
  friend bool operator==(const ServiceTerms&, const ServiceTerms&) = default;
};

/// What the account has. The host switches services on and off; settings that need one cannot be stored without it, and
/// it is not taken away while something uses it (SVC-06, SVC-07).
struct Services {
  bool multi_level_menu = true;  ///< IVR-05
  bool speech_menu = true;       ///< IVR-46, SCH-84
  bool menu_callback = true;     ///< SCH-84, ACB-01
  bool fax_detect = true;        ///< IVR-27
  bool contact_centre = false;   ///< DEF-02
  bool caller_forwarding = true;  ///< FWD-05; off: no rule may be on
  bool roles = true;             ///< the additional roles and those of the account's own making (ROL-04, ROL-05)
  bool own_prompts = true;         ///< audio files of one's own (AUD-19)
  bool foreign_numbers = true;     ///< lines of other operators: third-party SIP numbers (NUM-51)
  bool site_widgets = true;        ///< calls from sites, and the lines they come by (NUM-51)
  bool auto_secretary = true;      ///< off: no rule of an employee's acts, and none may be switched on (SEC-01)
  bool srtp = false;               ///< NET-02; taken away, encryption goes off with it (NET-03)
  bool tls = false;                ///< the same
  bool media_proxy = false;        ///< relays in the account's own network (MPX-01)
  bool rooms = true;                  ///< conference rooms (CNF-52)
  bool announced_wait_time = true;    ///< Group::announce_wait_time
  bool announced_position = true;     ///< Group::announce_position
  bool ring_modes = true;             ///< more devices than the main one ring: of employees, and by groups
  bool incoming_announcement = true;  ///< ReceptionSettings: what is said before a connection
  bool category_sms_name = true;      ///< SenderKind::category (MSG-23)
  bool voicemail_speech = true;       ///< Defaults::voicemail_transcript (VM-16)
  bool conference_extension = false;  ///< conferences of more than 8 (CNF-10)
  // Known, listed and sold; nothing in the engine uses them yet.
  bool callback_widgets = true;
  bool multichannel_widgets = true;
  bool call_recording = true;
  bool monitoring = true;
  bool fax_broadcast = true;
  bool speech_analytics = true;
  bool file_mailing = true;
  bool integrations = true;
  std::vector<RingStrategy> strategies_off{};  ///< ring strategies that no group may be given (GRP-43)
  std::vector<Right> locked_rights{};  ///< what roles of the account's own making have of these, their base role has (ROL-18)
  Plan plan = Plan::full;              ///< virtual_number: three employees at the most (SCH-52); warns of SCH-51
  std::optional<int> max_employees{};  ///< EMP-65; none: no limit
  std::optional<int> max_schemes{};    ///< SCH-06
  std::optional<int> max_rooms{};      ///< CNF-46; none: no limit
  std::optional<int> max_room_seats{};  ///< of one room (CNF-36)
  std::optional<int> max_numbers{};    ///< lines of all kinds but the standard number (NUM-53); none: no limit
  std::optional<int> prompt_megabytes{};  ///< of 1,000,000 bytes, for the library's own files together; none: no limit (AUD-02)
  std::vector<ServiceTerms> terms{};   ///< a service stands once
  friend bool operator==(const Services&, const Services&) = default;
};
/// Of one with a switch; false for others.
[[nodiscard]] bool has_service(const Services& services, Service service) noexcept;
/// Does nothing to one without a switch.
void set_service(Services& services, Service service, bool on) noexcept;

/// A line of the list of services (SVC-01).
struct Feature {
  Service service{};  ///< name_of() is its id
  bool enabled = false;
  std::optional<int> quantity{};  ///< what may be had of it, or is set up; none: it is not counted, or without limit
  std::string monthly_cost{};
  friend bool operator==(const Feature&, const Feature&) = default;
};
/// Every service, on or off, in the enum's order.
[[nodiscard]] std::vector<Feature> features_of(const AccountSettings& settings);

}  // namespace tandem
