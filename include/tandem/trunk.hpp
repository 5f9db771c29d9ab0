// Trunks: lines to another PBX or to a carrier, identified by address (specification 03, area TRK).
#pragma once

#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/mask.hpp>
#include <tandem/media.hpp>
#include <tandem/signaling.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// What is at the other end of a trunk.
enum class TrunkPeer : std::uint8_t {
  carrier,  ///< the telephone network: its numbers are the account's own, its callers are telephones
  pbx,      ///< another PBX joined to this one (TRK-01): what it dials may go on to the telephone network (TRK-36)
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
  std::string host{};                   ///< address calls are sent to, and come from (TRK-08, TRK-75)
  /// Of the peer; the first is called; empty: 5060 (TRK-09). Calls over UDP come from one of them, if there are any.
  std::vector<std::uint16_t> ports{};
  bool split_addresses = false;            ///< calls come from another address than they are sent to (TRK-10)
  std::string from_host{};                 ///< where they come from; with split_addresses only
  std::vector<std::uint16_t> from_ports{}; ///< as `ports`, of `from_host`
  /// The peer calls us by this name, one of nobody else's; then a call to it is this trunk's, whatever other trunks have
  /// the same address (TRK-16, 03 OP-20). Empty: it calls the address that Engine::listening() says (TRK-17).
  std::string domain{};
  TrunkDtmf dtmf_commands = TrunkDtmf::process_here;
  DtmfMode dtmf_mode = DtmfMode::rfc2833;
  bool use_options = false;  ///< asked every minute whether it is there (TRK-23..26); otherwise as its calls fare
  Transport transport = Transport::udp;  ///< TRK-20
  std::vector<Codec> codecs{Codec::pcma};  ///< TRK-18
  int max_lines = 5;                  ///< 5..100 calls at once, both directions together (TRK-21)
  std::string prefix{};                 ///< 1..9999; dialled numbers beginning with it go here without it (TRK-46)
  TrunkPeer peer = TrunkPeer::carrier;
  std::vector<MaskRule> masks{};      ///< dialled numbers they fit go here, rewritten; tried in order (TRK-47, MSK-14)
  std::vector<TrunkKey> backups{};    ///< tried in order where this one is not available; five at most (TRK-50, TRK-51)
  /// Shown when a call from this PBX goes on to the telephone network; one of a carrier's numbers (TRK-36, TRK-37).
  std::string default_caller_id{};
  bool allow_from_override = true;    ///< the PBX may show another of the carriers' numbers instead (TRK-38..40)
  friend bool operator==(const Trunk&, const Trunk&) = default;
};

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
};
/// A mask as the list over all trunks shows it (TRK-69).
struct TrunkRule {
  std::string mask{};
  std::string transform{};
  TrunkKey trunk{};
  std::string trunk_name{};
  bool active = true;
};

/// A number of the account: the line a call comes in on or goes out by (specification 01, area NUM).
struct Number {
  std::string number{};     ///< international digits, "74950000001"
  TrunkKey trunk{};         ///< where its calls come from and go to
  SchemeKey scheme{};       ///< the active scheme; empty: calls are refused as busy (01 OP-20)
  std::string comment{};
  bool incoming = true;   ///< TRK-29
  bool outgoing = true;   ///< TRK-30
  bool reserved = false;  ///< not paid yet: neither receives nor originates calls (NUM-04)
  friend bool operator==(const Number&, const Number&) = default;
};

}  // namespace tandem
