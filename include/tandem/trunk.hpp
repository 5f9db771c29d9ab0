// Trunks: lines to another PBX or to a carrier, identified by address (specification 03, area TRK).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/media.hpp>
#include <tandem/signaling.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

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
  friend bool operator==(const Number&, const Number&) = default;
};

}  // namespace tandem
