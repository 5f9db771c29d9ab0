// What the specification asks of single values, as small values that descriptions carry. Everything a rule says names
// the value and what would be right.
#pragma once

#include "model/index.hpp"
#include "model/text.hpp"
#include "model/trace.hpp"

#include <tandem/account.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::model {

/// A problem, and the kind of objects whose complete list it was judged by (so that what could not be read is not
/// reported as missing as well).
struct Finding {
  Error error;
  std::optional<Kind> judged_by;
};

/// Where the check stands in a scheme.
struct SchemePlace {
  int menu_level = 0;            ///< 0: a branch; 1 to 4: inside menu items
  int handler_level = 0;         ///< how many handlers are around
  bool handler_in_menu = false;  ///< the outermost handler belongs to a menu item
};

/// What a rule sees and says.
class Judge {
 public:
  static constexpr std::size_t most_findings = 1000;  ///< a hostile document has millions
  explicit Judge(const KnownNames& names) : names_(names) {}
  [[nodiscard]] const KnownNames& names() const noexcept { return names_; }
  [[nodiscard]] bool full() const noexcept { return findings.size() >= most_findings; }
  void say(errc code, std::string message) { say_at(path, code, std::move(message)); }
  void say_at(std::string at, errc code, std::string message, std::optional<Kind> judged_by = std::nullopt);
  /// The path of a field of the value being judged, or of one entry of a list there.
  [[nodiscard]] std::string field(std::string_view name) const;
  [[nodiscard]] std::string field(std::string_view name, std::size_t index) const;

  std::string path;  ///< of the value being judged
  SchemePlace place;
  std::vector<Finding> findings;

 private:
  const KnownNames& names_;
};

/// A number or a span of whole seconds.
struct Range {
  std::int64_t least;
  std::int64_t most;
  std::string_view what;  ///< "the ring time is 1 to 120 seconds (DEF-17)"
  void operator()(Judge& judge, std::int64_t value) const;
  void operator()(Judge& judge, std::chrono::seconds value) const { (*this)(judge, std::int64_t{value.count()}); }
};

/// Decimal digits, so many.
struct Digits {
  std::size_t least;
  std::size_t most;
  std::string_view what;
  void operator()(Judge& judge, const std::string& value) const;
};

/// At most so many characters (not bytes).
struct Length {
  std::size_t most;
  std::string_view what;
  void operator()(Judge& judge, const std::string& value) const;
};

/// "a callback needs the service `menu_callback`, which is not enabled (SCH-84, SVC-06)"
[[nodiscard]] std::string not_enabled(std::string_view what, Service service, std::string_view rule);
void judge_key(Judge& judge, Kind kind, const std::string& name);
void judge_reference(Judge& judge, Kind kind, const std::string& name);
/// Says "duplicate" when the first owner of the name is another place than this one.
void judge_owner(Judge& judge, Kind kind, std::string_view name, std::string_view shown_as);

/// The key of an object: well formed, and nobody else's.
template <Kind kind>
struct Names {
  template <class Tag>
  void operator()(Judge& judge, const Key<Tag>& key) const {
    judge_key(judge, kind, key.text);
  }
  template <class Tag>
  void trace(Trace& trace, const Key<Tag>& key) const {
    trace.claim(kind, key.text);
  }
};
/// A key that must exist.
template <Kind kind>
struct Refers {
  template <class Tag>
  void operator()(Judge& judge, const Key<Tag>& key) const {
    judge_reference(judge, kind, key.text);
  }
  void operator()(Judge& judge, const std::string& name) const { judge_reference(judge, kind, name); }
  template <class Tag>
  void trace(Trace& trace, const Key<Tag>& key) const {
    trace.refer(kind, key.text);
  }
  void trace(Trace& trace, const std::string& name) const { trace.refer(kind, name); }
};

/// Nothing stands in a list twice.
struct Once {
  std::string_view what;  ///< "this right"
  template <class T>
  void operator()(Judge& judge, const std::vector<T>& values) const {
    std::set<T> seen;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (seen.insert(values[i]).second) continue;
      std::string at = judge.path;
      append_step(at, i);
      judge.say_at(std::move(at), errc::duplicate, std::string(what) + " stands in the list already");
    }
  }
};

/// Every key of a list exists, and stands there once.
template <Kind kind>
struct EachRefers {
  template <class Tag>
  void operator()(Judge& judge, const std::vector<Key<Tag>>& keys) const {
    Once{"this"}(judge, keys);
    const std::string path = judge.path;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      append_step(judge.path, i);
      judge_reference(judge, kind, keys[i].text);
      judge.path = path;
    }
  }
  template <class Tag>
  void trace(Trace& trace, const std::vector<Key<Tag>>& keys) const {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      std::string at = trace.path;
      append_step(at, i);
      trace.refer_at(std::move(at), kind, keys[i].text);
    }
  }
};

/// A prompt of the document or an audio reference of media.hpp.
struct Sound {
  void operator()(Judge& judge, const PromptKey& key) const;
  void trace(Trace& trace, const PromptKey& key) const {
    if (key.text.find(':') == std::string::npos) trace.refer(Kind::prompt, key.text);
  }
};
/// The same, or nothing yet (NUM-54).
struct MaybeSound : Sound {
  static constexpr bool may_be_empty = true;
};
/// Only an audio reference.
struct AudioReference {
  void operator()(Judge& judge, const std::string& value) const;
};

/// An extension of the dial plan: unique among employees, groups and schemes (EMP-05, EMP-06).
struct Extension {
  std::size_t least;
  std::size_t most;
  std::string_view what;
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.claim(Kind::extension, value); }
};

/// An audio file of the account's own making (NUM-44).
struct OwnPrompt {
  void operator()(Judge& judge, const PromptKey& key) const;
  void trace(Trace& trace, const PromptKey& key) const { trace.refer(Kind::prompt, key.text); }
};
/// A strategy that the account has (GRP-43).
struct StrategyOn {
  void operator()(Judge& judge, RingStrategy value) const;
};
/// ISO 3166-2 (EMP-30).
struct RegionCode {
  void operator()(Judge& judge, const std::string& value) const;
};
/// "user@domain" outside the account's domains, kept in lower case (SIP-30).
struct ForeignAddress {
  void operator()(Judge& judge, const std::string& value) const;
  void tidy(std::string& value) const { value = lower(value); }
};

struct AccountName {
  void operator()(Judge& judge, const std::string& value) const;
};
struct ZoneName {
  void operator()(Judge& judge, const std::string& value) const;
};
struct CountryCode {
  void operator()(Judge& judge, const std::string& value) const;
};
/// SIP-07 to SIP-11; written in any letter case, kept in lower case.
struct Domains {
  void operator()(Judge& judge, const std::vector<std::string>& value) const;
  void tidy(std::vector<std::string>& value) const;
  void trace(Trace& trace, const std::vector<std::string>& value) const;
};
struct UniqueEmail {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.claim(Kind::email, lower(value)); }
};
struct Email {
  void operator()(Judge& judge, const std::string& value) const;
};
struct Emails {
  void operator()(Judge& judge, const std::vector<std::string>& value) const;
};
/// SIP-16 to SIP-19: "user@domain", unique, kept in lower case.
struct Aor {
  void operator()(Judge& judge, const std::string& value) const;
  void tidy(std::string& value) const;
  void trace(Trace& trace, const std::string& value) const;
};
/// A SIP account that must exist.
struct RefersToAor {
  void operator()(Judge& judge, const std::string& value) const;
  void tidy(std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.refer(Kind::sip_account, lower(value)); }
};
struct SipPassword {
  static constexpr bool secret = true;
  void operator()(Judge& judge, const std::string& value) const;
};
/// The chosen part of a login: unique in the account, kept in lower case (EMP-37).
struct LoginName {
  void operator()(Judge& judge, const std::string& value) const;
  void tidy(std::string& value) const { value = lower(value); }
  void trace(Trace& trace, const std::string& value) const { trace.claim(Kind::login, lower(value)); }
};
/// As typed, by EMP-35, or its Argon2id hash.
struct PortalPassword {
  static constexpr bool secret = true;
  void operator()(Judge& judge, const std::string& value) const;
};
/// A digest: MD5, or SHA-256 with 64 digits.
struct Ha1 {
  static constexpr bool secret = true;
  std::size_t digits = 32;
  void operator()(Judge& judge, const std::string& value) const;
};
/// NUM-33
inline constexpr std::size_t widget_digits = 5;
[[nodiscard]] std::string no_number(std::string_view value);
/// E.164 digits, nobody else's.
struct UniqueNumber {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.claim(Kind::number, value); }
};
/// GRP-38.
struct CallbackHasLine {
  void operator()(Judge& judge, const GroupCallback& value) const;
};
/// The name a provider of SIP lines has (NUM-28).
struct KnownProvider {
  void operator()(Judge& judge, const std::string& value) const;
};
/// At somebody else's: whatever he gave.
struct LinePassword {
  static constexpr bool secret = true;
  void operator()(Judge& judge, const std::string& value) const;
};
/// What each way of connecting a number takes (NUM-18..29).
struct LineFits {
  void operator()(Judge& judge, const Number& value) const;
  void trace(Trace& trace, const Number& value) const;
};
struct OutgoingNumber {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.refer(Kind::number, value); }
};
/// A line that a widget's calls can come in by (WGT-13).
struct WidgetLine {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.refer(Kind::number, value); }
};
/// Texts that are not empty, so many at least.
struct Texts {
  std::size_t least;
  std::string_view what;
  void operator()(Judge& judge, const std::vector<std::string>& value) const;
};
/// "user@realm" outside (SCH-43).
struct SipAddress {
  void operator()(Judge& judge, const std::string& value) const;
};
/// The key of a role of the account's own making: no base role's name.
struct RoleName {
  void operator()(Judge& judge, const RoleKey& key) const;
  void trace(Trace& trace, const RoleKey& key) const { trace.claim(Kind::role, key.text); }
};
/// The key of a status of the account's own making: no base status's name.
struct StatusName {
  void operator()(Judge& judge, const StatusKey& key) const;
  void trace(Trace& trace, const StatusKey& key) const { trace.claim(Kind::status, key.text); }
};
/// A base status, or one of the account's (PRS-13).
struct KnownStatus {
  void operator()(Judge& judge, const StatusKey& key) const;
  void trace(Trace& trace, const StatusKey& key) const;
};
/// Channels of the host's, each once.
struct Channels : Once {
  void operator()(Judge& judge, const std::vector<std::string>& value) const;
};
/// "blob:KEY"
struct AvatarReference {
  void operator()(Judge& judge, const std::string& value) const;
};
/// What a role may be made from: not the robots'.
struct BaseOfRole {
  void operator()(Judge& judge, BaseRole base) const;
};
/// A base role, or a role of the account (ROL-01, ROL-05).
struct KnownRole {
  void operator()(Judge& judge, const RoleKey& key) const;
  void trace(Trace& trace, const RoleKey& key) const;
};
/// SEC-09: one at least, each once.
struct Directions : Once {
  void operator()(Judge& judge, const std::vector<CallOrigin>& value) const;
};
/// A mobile of the country, however it is written; kept in the form "79161234567" (EMP-43).
struct Mobile {
  void tidy(std::string& value) const;
};
/// SEC-28
struct SmsNumber : Mobile {
  void operator()(Judge& judge, const std::string& value) const;
};
/// SEC-01, SEC-29
struct SecretaryFits {
  void operator()(Judge& judge, const SecretaryRule& value) const;
};
/// SEC-05
struct SecretaryRules {
  void operator()(Judge& judge, const std::vector<SecretaryRule>& value) const;
};
/// EMP-21
struct UniqueMobile : Mobile {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.claim(Kind::mobile, value); }
};
/// Found by its digits (ADR-16).
struct ClientPhone {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.refer(Kind::client_phone, digits_of(value)); }
};
/// None, or 5 minutes to 365 days (LIM-26, 03 OP-15).
struct SessionIdle {
  void operator()(Judge& judge, std::chrono::seconds value) const;
};
struct HostAddress {
  void operator()(Judge& judge, const std::string& value) const;
};
struct TrunkPrefix {
  void operator()(Judge& judge, const std::string& value) const;
};
struct Codecs {
  void operator()(Judge& judge, const std::vector<Codec>& value) const;
};
/// The name a trunk's peer calls us by: nobody else's (TRK-16).
struct TrunkDomain {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const;
};
/// The code of an internal trunk: nobody else's, kept in lower case (TRK-57).
struct OwnLinkCode {
  void operator()(Judge& judge, const std::string& value) const;
  void tidy(std::string& value) const { value = lower(value); }
  void trace(Trace& trace, const std::string& value) const { trace.claim(Kind::link_code, lower(value)); }
};
/// The code of another account's internal trunk (TRK-57).
struct PeerLinkCode {
  void operator()(Judge& judge, const std::string& value) const;
  void tidy(std::string& value) const { value = lower(value); }
};
struct Ports {
  void operator()(Judge& judge, const std::vector<std::uint16_t>& value) const;
};
/// A number of a carrier that may be called from: what a PBX's calls to the telephone network show (TRK-37).
struct CarrierNumber {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.refer(Kind::number, value); }
};
/// Other trunks, five at most, each once (TRK-51, 03 OP-28).
struct Backups {
  void operator()(Judge& judge, const std::vector<TrunkKey>& value) const;
  void trace(Trace& trace, const std::vector<TrunkKey>& value) const;
};
struct SchemeWithExtension {
  void operator()(Judge& judge, const SchemeKey& key) const;
  void trace(Trace& trace, const SchemeKey& key) const { trace.refer(Kind::scheme, key.text); }
};
struct KnownExtension {
  void operator()(Judge& judge, const std::string& value) const;
  void trace(Trace& trace, const std::string& value) const { trace.refer(Kind::extension, value); }
};

/// The rest of "domain" labels: letters, digits, inner hyphens (also used for hosts of trunks).
[[nodiscard]] bool is_host_name(std::string_view text);

// Rules about a whole struct; problems that belong to one field are said at that field.
struct SettingsFit {
  void operator()(Judge& judge, const AccountSettings& value) const;
};
struct DefaultsFit {
  void operator()(Judge& judge, const Defaults& value) const;
  void trace(Trace& trace, const Defaults& value) const;
};
/// EMP-65, SCH-06, AUD-02; of changes the editor says it.
struct CountsFit {
  void operator()(Judge& judge, const AccountDocument& value) const;
};
/// Digits, kept for the asking only.
struct Pin {
  static constexpr bool secret = true;
  std::size_t least;
  std::size_t most;
  std::string_view what;
  void operator()(Judge& judge, const std::string& value) const;
};
/// NET-08 to NET-13
struct AddressPatterns {
  void operator()(Judge& judge, const std::vector<std::string>& value) const;
};
/// 03 OP-05
struct PolicyFits {
  void operator()(Judge& judge, const NetworkPolicy& value) const;
};
/// NET-02
struct EncryptionFits {
  void operator()(Judge& judge, const SipEncryption& value) const;
};
/// MPX-10
struct Relays {
  void operator()(Judge& judge, const std::vector<std::string>& value) const;
};
/// MPX-05
struct RelayKey {
  static constexpr bool secret = true;
  void operator()(Judge& judge, const std::string& value) const;
};
/// MPX-01
struct MediaProxyFits {
  void operator()(Judge& judge, const MediaProxy& value) const;
};
/// CNF-36, CNF-43, CNF-52
struct RoomFits {
  void operator()(Judge& judge, const Room& value) const;
};
/// FWD-05
struct ForwardingOn {
  void operator()(Judge& judge, const CallerRule& value) const;
};
/// ROL-18
struct LockedRights {
  void operator()(Judge& judge, const Role& value) const;
};
/// AUD-09
struct RecordedFits {
  void operator()(Judge& judge, const Prompt& value) const;
};
/// SVC-06
struct WidgetFits {
  void operator()(Judge& judge, const Widget& value) const;
};
/// NUM-60
struct StandardFits {
  void operator()(Judge& judge, const StandardNumber& value) const;
};
struct DialLengthsFit {
  void operator()(Judge& judge, const ExtensionDial& value) const;
};
/// DEV-18: a schedule that stands in for another has an end.
struct LimitedInTime {
  void operator()(Judge& judge, const Schedule& value) const;
};
struct OneAddress {
  void operator()(Judge& judge, const Device& value) const;
};
struct OneSecret {
  void operator()(Judge& judge, const SipAccount& value) const;
};
struct OnePrimary {
  void operator()(Judge& judge, const Contact& value) const;
};
struct EmployeeFits {
  void operator()(Judge& judge, const Employee& value) const;
};
struct MembersOnce {
  void operator()(Judge& judge, const Group& value) const;
};
/// BOT-04
struct RobotsOperate {
  void operator()(Judge& judge, const Group& value) const;
};
/// QUE-22, of settings of its own; what the common ones allow is judged when a group is changed (announcements.hpp).
struct AnnouncementsHeld {
  void operator()(Judge& judge, const Group& value) const;
};
struct NotItsOwnBackup {
  void operator()(Judge& judge, const Trunk& value) const;
};
struct MaskFits {
  void operator()(Judge& judge, const MaskRule& value) const;
};
struct CallerPatternFits {
  void operator()(Judge& judge, const CallerRule& value) const;
  void operator()(Judge& judge, const ListEntry& value) const;
};
struct CallerIdValueFits {
  void operator()(Judge& judge, const CallerIdRule& value) const;
};
/// With split addresses there are two (TRK-10).
struct SplitFits {
  void operator()(Judge& judge, const Trunk& value) const;
};
/// What an internal trunk does not have, and what only it has (TRK-03, TRK-08, TRK-59).
struct PeerFits {
  void operator()(Judge& judge, const Trunk& value) const;
};
struct OwnAddress {
  void operator()(Judge& judge, const Trunk& value) const;
  void trace(Trace& trace, const Trunk& value) const;
};
struct PeriodFits {
  void operator()(Judge& judge, const Period& value) const;
  void operator()(Judge& judge, const Schedule& value) const;
};
struct DayTimesFit {
  void operator()(Judge& judge, const DayTimes& value) const;
};
struct BlockFits {
  void operator()(Judge& judge, const Block& value) const;
};
struct ContactFits {
  void operator()(Judge& judge, const ToEmployee& value) const;
};
struct SpeechFits {
  void operator()(Judge& judge, const SpeechInput& value) const;
};
struct CallbackFits {
  void operator()(Judge& judge, const AutoCallback& value) const;
};
struct WarningsOnce {
  void operator()(Judge& judge, const ReceptionSettings& value) const;
};
struct SmsFits {
  void operator()(Judge& judge, const SmsReplySettings& value) const;
};
struct HandlerFits {
  void operator()(Judge& judge, const Handler& value) const;
};
struct BranchesFit {
  void operator()(Judge& judge, const Scheme& value) const;
};

}  // namespace tandem::model
