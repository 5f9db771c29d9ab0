// Trunks: lines to another PBX or to a carrier, identified by address (specification 03, area TRK).
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/mask.hpp>
#include <tandem/media.hpp>
#include <tandem/signaling.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// What is at the other end of a trunk.
enum class TrunkPeer : std::uint8_t {
  carrier,  ///< the telephone network: its numbers are the account's own, its callers are telephones
  pbx,      ///< another PBX joined to this one (TRK-01): what it dials may go on to the telephone network (TRK-36)
  /// Another account of this engine: the trunk is an internal one (TRK-02). Its calls do not leave the engine, and its
  /// numbers are the other account's (TRK-60). What it dials may go on as from any PBX.
  account,
};

/// What becomes of keys that are pressed at the trunk's end of a conversation.
enum class TrunkDtmf : std::uint8_t {
  process_here,  ///< they are commands where the engine knows them (TRK-12)
  pass_through,  ///< none is a command; all go on to the other party (TRK-13)
};
/// How keys travel over the trunk.
enum class DtmfMode : std::uint8_t {
  rfc2833,  ///< as telephone-events beside the voice (TRK-14)
  inband,   ///< as tones inside the voice (TRK-15)
};

/// How a trunk stands (TRK-68).
enum class TrunkState : std::uint8_t {
  connected,
  no_connection,  ///< its last probe or call failed
  disabled,       ///< switched off
};

struct Trunk {
  TrunkKey id{};
  std::string name{};
  bool enabled = true;
  /// Address calls are sent to, and come from (TRK-08, TRK-75). An internal trunk has none, and nothing that goes with it:
  /// ports, split addresses, domain, options (TRK-59), nor backups (TRK-03).
  std::string host{};
  /// Of the peer; the first is called; empty: 5060 (TRK-09). Calls over UDP come from one of them, if there are any.
  std::vector<std::uint16_t> ports{};
  bool split_addresses = false;            ///< calls come from another address than they are sent to (TRK-10)
  std::string from_host{};                 ///< where they come from; with split_addresses only
  std::vector<std::uint16_t> from_ports{}; ///< as `ports`, of `from_host`
  /// The peer calls us by this name, one of nobody else's; then a call to it is this trunk's, whatever other trunks have
  /// the same address (TRK-16, 03 OP-20). Empty: it calls the address that Engine::listening() says (TRK-17).
  std::string domain{};
  TrunkDtmf dtmf_commands = TrunkDtmf::process_here;
  DtmfMode dtmf_mode = DtmfMode::rfc2833;  ///< `inband`: no telephone-event is offered or taken
  bool use_options = false;  ///< asked every minute whether it is there (TRK-23..26); otherwise as its calls fare
  Transport transport = Transport::udp;  ///< TRK-20
  /// In order of preference, each once, one at least; no others are offered or taken (TRK-18). Of these the media port
  /// uses what it carries (Media::codecs(): the built-in one has no g729); where that is none, the trunk's calls are refused.
  std::vector<Codec> codecs{Codec::pcma};
  int max_lines = 5;                  ///< 5..100 calls at once, both directions together (TRK-21)
  std::string prefix{};                 ///< 1..9999; dialled numbers beginning with it go here without it (TRK-46)
  TrunkPeer peer = TrunkPeer::carrier;
  // Of internal trunks, in UUID form (RFC 9562), read in any letter case: two are linked when each has the other's code
  // (TRK-57, 03 OP-32).
  std::string link_code{};  ///< ours, nobody else's; empty: made when the trunk is
  std::string peer_code{};  ///< of the other account's trunk
  std::vector<MaskRule> masks{};      ///< dialled numbers they fit go here, rewritten; tried in order (TRK-47, MSK-14)
  std::vector<TrunkKey> backups{};    ///< tried in order where this one is not available; five at most (TRK-50, TRK-51)
  /// Shown when a call from this PBX goes on to the telephone network; one of a carrier's numbers (TRK-36, TRK-37).
  std::string default_caller_id{};
  bool allow_from_override = true;    ///< the PBX may show another of the carriers' numbers instead (TRK-38..40)
  friend bool operator==(const Trunk&, const Trunk&) = default;
};

/// Is its other end another account of this engine (TRK-02)?
[[nodiscard]] inline bool is_internal(const Trunk& trunk) noexcept { return trunk.peer == TrunkPeer::account; }
/// Is a PBX at its other end, and not the telephone network?
[[nodiscard]] inline bool leads_to_pbx(const Trunk& trunk) noexcept { return trunk.peer != TrunkPeer::carrier; }

/// The ports that a text such as "5060, 5080; 6000-6010" names: numbers and ranges between commas or semicolons, blanks
/// anywhere (TRK-09, 03 OP-19). Errors: `invalid_argument`, with the part that is wrong.
[[nodiscard]] Result<std::vector<std::uint16_t>> parse_ports(std::string_view text);

/// A trunk as lists show it (TRK-67).
struct TrunkInfo {
  TrunkKey id{};
  std::string name{};
  int lines = 0;       ///< it has
  int lines_used = 0;  ///< now
  bool has_incoming = false;   ///< by its numbers
  bool has_outgoing = false;
  bool routing_configured = false;  ///< it has a prefix or a mask
  std::string default_caller_id{};
  TrunkState state = TrunkState::connected;
  std::string cause{};  ///< why it has no connection, for people
  TrunkPeer peer = TrunkPeer::carrier;
  DtmfMode dtmf_mode = DtmfMode::rfc2833;  ///< shown beside the lines where a forward chooses a trunk (TRK-53)
  bool linked = false;  ///< of an internal trunk: the codes of both sides refer to each other (TRK-58)
};
/// Which trunks a list is to have. What a forward may choose among: `{.enabled = true, .incoming = true}` (SCH-76, TRK-53).
struct TrunkFilter {
  bool enabled = false;   ///< only those that are switched on
  bool incoming = false;  ///< only those whose type includes "incoming": with a number that takes calls
};
/// A mask as the list over all trunks shows it (TRK-69).
struct TrunkRule {
  std::string mask{};
  std::string transform{};
  TrunkKey trunk{};
  std::string trunk_name{};
  bool active = true;
};

/// How a number is connected (NUM-16).
enum class LineMode : std::uint8_t {
  trunk,
  passive,  ///< its operator sends its calls to a SIP address of ours; none go out (NUM-18)
  active,   ///< we are a SIP account of its operator's: calls come and go by that (NUM-27)
};

/// What a line is for.
enum class LineUse : std::uint8_t {
  ordinary,
  widget,    ///< of the mode `passive`; a site widget's calls come by it, and it goes with the widget (NUM-33, NUM-34)
  standard,  ///< the platform's own number, which only calls out, where an account has no numbers left (NUM-60, NUM-61)
};

/// A number of the account: the line a call comes in on or goes out by (specification 01, area NUM).
struct Number {
  std::string number{};     ///< international digits, "74950000001"; of a widget's line the five of "line12345@..."
  LineMode mode = LineMode::trunk;
  TrunkKey trunk{};         ///< where its calls come from and go to; of the mode `trunk`
  /// Passive: the address its calls come to, in one of the account's domains; active: our address at the operator. Empty:
  /// made by line_address() (NUM-20, NUM-29).
  std::string sip{};
  std::string via{};        ///< passive, active: the line that its calls are forwarded by, onward (NUM-22); empty: itself
  std::string provider{};   ///< active: one of sip_providers() (NUM-28)
  std::string login{};      ///< active: at the operator
  std::string password{};   ///< active
  std::string server{};     ///< active, where the provider asks for it: address of the operator's registrar
  std::uint16_t server_port = 0;  ///< 0: 5060
  SchemeKey scheme{};       ///< the active scheme; empty: calls are refused as busy (01 OP-20)
  std::string comment{};
  std::string city{};     ///< of a number of our own, as lists group them; empty: as RegionData names it (NUM-06)
  bool incoming = true;   ///< TRK-29
  bool outgoing = true;   ///< TRK-30
  bool reserved = false;  ///< not paid yet: neither receives nor originates calls (NUM-04)
  /// NUM-05; a number that comes reserved without a date gets the engine's time.
  std::optional<Time> purchased{};
  LineUse use = LineUse::ordinary;
  friend bool operator==(const Number&, const Number&) = default;
};

/// How a trunk's number is shown as a line: "<trunk> – <number> – <comment>", without the comment where there is none
/// (TRK-63).
[[nodiscard]] std::string line_title(const Trunk& trunk, const Number& number);
/// What the scheme of a trunk's number is called unless its maker says otherwise: "Scheme for <trunk> – <number>"
/// (TRK-63).
[[nodiscard]] std::string scheme_title(const Trunk& trunk, const Number& number);
/// How long a number is kept for whoever bought it but did not pay yet (NUM-05).
inline constexpr std::chrono::days reservation{5};
/// The end of a reserved number's reservation; none: it is not reserved, or nobody knows since when.
[[nodiscard]] std::optional<Time> reserved_until(const Number& number) noexcept;

enum class LineStatus : std::uint8_t {
  active,
  new_reserved,
  expired,  ///< reserved, and not paid in time: the host removes it (01 OP-29)
};
[[nodiscard]] LineStatus status_of(const Number& number, Time now) noexcept;

/// What connecting an active line at an operator takes (NUM-28).
struct SipProvider {
  std::string_view id;
  std::string_view name;
  bool needs_server = false;
  bool needs_address = false;   ///< of ours; otherwise it is login@domain (NUM-29)
  std::string_view server{};    ///< where it is not asked for
  std::string_view domain{};    ///< of our addresses; empty: the server
};
[[nodiscard]] std::span<const SipProvider> sip_providers() noexcept;
[[nodiscard]] const SipProvider* find_sip_provider(std::string_view id) noexcept;

/// The SIP address of a passive or active line (NUM-20, NUM-23, NUM-29), in lower case; empty where there is none. `domains`
/// are the account's.
[[nodiscard]] std::string line_address(const Number& line, const std::vector<std::string>& domains);
/// Where an active line registers.
[[nodiscard]] ToAddress line_registrar(const Number& line);

/// The three lists of an account's lines (NUM-01).
enum class LineGroup : std::uint8_t {
  own,      ///< numbers of carriers, and the standard number
  foreign,  ///< lines of other operators, passive and active, and the numbers of other PBXs' trunks (NUM-32)
  widgets,  ///< lines of site widgets
};
/// `trunk` is the number's own, or null.
[[nodiscard]] LineGroup group_of(const Number& number, const Trunk* trunk) noexcept;

/// A line as lists show it (NUM-01, NUM-02, NUM-05).
struct LineRow {
  std::string line{};
  LineGroup group = LineGroup::own;
  LineMode mode = LineMode::trunk;
  LineUse use = LineUse::ordinary;
  std::string address{};      ///< as line_address()
  std::string comment{};
  std::string city{};         ///< of a number of our own; empty: not known
  bool mobile = false;        ///< such numbers of our own form a group beside the cities (NUM-06)
  SchemeKey scheme{};         ///< the active one
  std::string scheme_name{};  ///< its key, where it has no name
  LineStatus status = LineStatus::active;
  std::optional<Time> purchased{};
  std::optional<Time> reserved_until{};
};
struct LineQuery {
  std::vector<LineGroup> groups{};  ///< empty: of all
  std::string text{};  ///< stands in the number, the address, the city, the comment or the scheme's name, in any letter case (NUM-07)
};

/// How an active line stands (NUM-30).
struct LineInfo {
  std::string line{};
  LineMode mode = LineMode::trunk;
  std::string address{};    ///< as line_address()
  bool registered = false;  ///< active lines; the operator knows us
  int status = 0;           ///< what the operator answered last; 0: nothing yet, 408: it does not answer
};

}  // namespace tandem
