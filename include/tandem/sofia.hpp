// Signaling over SIP (RFC 3261, 3264, 3581, 2617) on Sofia-SIP's parser and transactions, UDP and TCP.
#pragma once

#include <tandem/export.hpp>
#include <tandem/log.hpp>
#include <tandem/signaling.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

struct SofiaOptions {
  /// Where to listen: "udp:ADDRESS:PORT", "tcp:ADDRESS:PORT"; port 0 lets the system choose.
  std::vector<std::string> listen{"udp:127.0.0.1:5060", "tcp:127.0.0.1:5060"};
  std::string user_agent = "Tandem";
  /// A REGISTER may not live longer than this; a shorter wish is granted down to 60 s (RFC 3261 10.3, 423 below).
  std::chrono::seconds max_expires{3600};
  /// How long a digest nonce may be used before the phone is asked again with stale=true.
  std::chrono::seconds nonce_life{300};
  /// Admission control: once work waits longer than this, only as many new calls are let in as can be served in time;
  /// the others get 503 with Retry-After.
  std::chrono::milliseconds max_lag{100};
  Log log{};
};

/// One thread of its own, made by start(). A host that uses Sofia-SIP itself, too: the library's log goes to the log of the
/// engine whose thread writes it, and its clock, su_time(), is monotonic and steps by 10 ms from then on, process-wide.
[[nodiscard]] std::shared_ptr<Signaling> sofia_signaling(SofiaOptions options = {});

}  // namespace tandem
