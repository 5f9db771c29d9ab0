// Trunks: lines to another PBX or to a carrier, identified by address (specification 03, area TRK).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/mask.hpp>
#include <tandem/media.hpp>
#include <tandem/signaling.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// What is at the other end of a trunk.
enum class TrunkPeer : std::uint8_t {
  carrier,  ///< the telephone network: its numbers are the account's own, its callers are telephones
  pbx,      ///< another PBX joined to this one (TRK-01): what it dials may go on to the telephone network (TRK-36)
};

struct Trunk {
  TrunkKey id{};
  std::string name{};
  bool enabled = true;
  std::string host{};                   ///< address calls are sent to, and come from (TRK-08, TRK-75)
  std::vector<std::uint16_t> ports{};   ///< of the peer; the first is called; empty: 5060 (TRK-09). Calls may come from any port
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
