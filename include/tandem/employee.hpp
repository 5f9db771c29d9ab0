// Employees and their devices (specification 02, areas EMP, DEV).
#pragma once

#include <tandem/destination.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/schedule.hpp>
#include <tandem/secretary.hpp>
#include <tandem/status.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// How an employee's devices ring (DEV-03, DEV-05, DEV-07).
enum class ReceptionMode : std::uint8_t { main_only, all_simultaneous, all_sequential };

/// A means of taking calls. Exactly one of `sip`, `address` and `number` is set.
struct Device {
  std::string sip{};     ///< a SIP account of the account, "anna@acme.example"
  std::string address{};  ///< a SIP address elsewhere, "anna@sip.example" (SIP-30)
  std::string number{};  ///< a telephone number, international digits
  /// How long it rings; 0 is for ever (DEV-09); none takes the account's default ring time when the document is loaded
  /// (DEV-11).
  std::optional<std::chrono::seconds> wait{};
  bool active = true;
  std::optional<Schedule> schedule{};  ///< none: 24x7 (DEV-16)
  /// Holds in the place of `schedule` from its `from` to its `until`, which it has (DEV-18, 02 OP-21).
  std::optional<Schedule> temporary_schedule{};
  friend bool operator==(const Device&, const Device&) = default;
};

/// A SIP account of an employee. The secret is `password`, or digests where the clear text is not to be kept (they are made
/// of it with SecuritySettings::hash_only).
struct SipAccount {
  /// "anna@acme.example"; the domain is one of the account's. Empty in a change: one is made, with a password (SIP-36).
  std::string aor{};
  std::string password{};  ///< at least 8 characters with a digit, a lower-case and an upper-case letter (SIP-20)
  std::string ha1{};       ///< MD5(user:realm:password), instead of `password`
  std::string ha1_sha256{};  ///< SHA-256(user:realm:password); beside `ha1` only
  std::string realm{};       ///< of these two; empty: the domain of `aor`
  std::string forward_to{};  ///< AOR that takes its calls instead (DEV-35); empty: none
  /// Its internal calls go by the relays of the account's own network (MPX-08; but see MediaProxy). Shown, and set, only
  /// where the account has the service and goes by each SIP account; elsewhere it reads as false, and stays what it is
  /// (SIP-04).
  bool external_media_proxy = false;
  friend bool operator==(const SipAccount&, const SipAccount&) = default;
};

/// How an employee enters the administrator's portal and the contact centre (EMP-35 to EMP-41, EMP-93).
struct PortalLogin {
  bool enabled = false;    ///< off: name and password are kept, but do not open (EMP-41)
  std::string name{};      ///< chosen name; he logs in as "acme/anna" (EMP-37). Empty although enabled: one is made
  /// As typed, by EMP-35; kept and given out as an Argon2id hash (ruling 4). Empty: the earlier one stays; one is made for
  /// a login that is enabled without any.
  std::string password{};
  bool by_sip = false;     ///< his SIP accounts open the portal as well, where the account lets them (EMP-39, LIM-23)
  friend bool operator==(const PortalLogin&, const PortalLogin&) = default;
};

/// What others may not do with an employee's things; only for company heads (EMP-73).
struct PersonalProtection {
  bool recordings = false;       ///< listen to, download or send his recordings (EMP-74)
  bool recording_push = false;   ///< send them to external systems by themselves (EMP-75)
  bool passwords = false;        ///< see or change his SIP passwords (EMP-76)
  bool role = false;             ///< change his role (EMP-77)
  friend bool operator==(const PersonalProtection&, const PersonalProtection&) = default;
};

/// An employee of the role `robot` is a program that takes calls (BOT-01): it enters no portal, and is in groups as an
/// operator only (BOT-04).
struct Employee {
  EmployeeKey id{};
  std::string full_name{};
  std::string avatar{};  ///< a reference, "blob:KEY", that Account::set_avatar() makes; empty: none (EMP-32)
  /// A base role's name, or a role of the account (ROL-01). "robot" is given to a new card, and neither taken nor given
  /// later (BOT-01).
  RoleKey role{"employee"};
  std::string position{};         ///< "chief accountant"; told with his calls (EMP-31), may be spoken in a menu (IVR-48)
  std::string department{};
  /// International digits, unique in the account (EMP-21). Left empty in a change, it becomes the first mobile among the
  /// devices (EMP-23).
  std::string mobile{};
  std::string region{};     ///< ISO 3166-2, "RU-NVS"; gives the time zone where none is written (EMP-30)
  std::string time_zone{};  ///< IANA name; empty: the region's, else the account's
  std::string extension{};        ///< 2 to 7 digits, unique in the account's dial plan (EMP-04..06); empty: none
  std::string email{};
  PortalLogin login{};
  std::string outgoing_number{};  ///< one of the account's numbers; empty: no external calls (EMP-13)
  ReceptionMode reception_mode = ReceptionMode::main_only;
  std::vector<Device> devices{};  ///< in order; the first active one is the main one (DEV-02)
  std::vector<SipAccount> sip_accounts{};  ///< {{}} in a new card: one is made, and is his device (SCH-53)
  bool honour_status = false;   ///< the status decides which calls ring (DEV-28)
  /// At the engine's start: a base status, or one of the account's; changed at run time by Account::set_status().
  StatusKey status{"online"};
  /// His calls ring the devices that he chose in the contact centre, while he has chosen any (DEV-30); off: he chooses
  /// none there (02 OP-19). See Account::choose_devices().
  bool accept_on_cc_numbers = false;
  /// In the order in which they are tried, five at most (SEC-05, SEC-06).
  std::vector<SecretaryRule> auto_secretary{};
  std::vector<GroupKey> supervised_groups{};  ///< of a role with ControlledGroups::individual_list (EMP-52)
  std::vector<std::string> supervised_widgets{};  ///< channels of text conversations he may see, as the host names them
  std::vector<EmployeeKey> favourite_employees{};  ///< first in his lists (EMP-70)
  std::vector<GroupKey> favourite_groups{};        ///< the same (GRP-19)
  bool auth_by_number = false;  ///< whoever calls from one of his telephones dials through without a PIN (EMP-80)
  std::string pin{};            ///< 4 to 10 digits, to dial through from other telephones; empty: he cannot
  PersonalProtection protection{};
  bool caller_id_substitution = false;  ///< the account's caller-id rules apply to him (CID-11)
  std::optional<AllowedDestinations> allowed_destinations{};  ///< none: the account's (EMP-19, LIM-06)
  /// From whose card role and memberships are copied, now and with every later change of that card (EMP-53). A change of
  /// either by hand ends it.
  EmployeeKey access_source{};
  friend bool operator==(const Employee&, const Employee&) = default;
};

/// BOT-01
[[nodiscard]] bool is_robot(const Employee& employee) noexcept;

}  // namespace tandem
