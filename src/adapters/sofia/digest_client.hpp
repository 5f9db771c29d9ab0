// The client's side of digest authentication: our answer to 401 and 407 (RFC 3261 22, RFC 7616, RFC 8760).
#pragma once

#include "adapters/sofia/nta.hpp"

#include <tandem/signaling.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::sofia {

class DigestClient {
 public:
  explicit DigestClient(Credentials credentials) : credentials_(std::move(credentials)) {}

  /// A new request begins: what is known of the peer's challenges is used again, with the nonce count going on.
  void begin() noexcept;
  /// Reads the challenge of a 401 or 407. True when the request is to be sent again: a challenge is answered once, and
  /// again only if the peer says that nothing but the nonce was stale.
  [[nodiscard]] bool take(const sip_t& answer);

  /// The values of Authorization and Proxy-Authorization for the next request; empty where nobody asked.
  struct Answers {
    std::string user_agent;
    std::string proxy;
  };
  [[nodiscard]] Answers answer(std::string_view method, std::string_view uri);

 private:
  struct Challenge {
    std::string realm, nonce, opaque, algorithm;
    bool sha256 = false;
    bool counted = false;  ///< qop=auth
    std::uint32_t count = 0;
    bool fresh = false;  ///< made for the request that is under way
  };

  static std::optional<Challenge> choose(const msg_auth_t* header, bool& stale);
  [[nodiscard]] std::string reply(std::optional<Challenge>& challenge, std::string_view method, std::string_view uri);

  Credentials credentials_;
  std::optional<Challenge> user_agent_;
  std::optional<Challenge> proxy_;
  int attempts_ = 0;
};

}  // namespace tandem::sofia
