// The door: requests outside any dialog. Who may come in, and as whom.
#pragma once

#include "adapters/sofia/digest.hpp"
#include "adapters/sofia/nta.hpp"
#include "adapters/sofia/repeats.hpp"
#include "adapters/sofia/text.hpp"
#include "base/guesses.hpp"

#include <tandem/signaling.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace tandem::sofia {

class Agent;
struct Registration;

class Door {
 public:
  explicit Door(Agent& agent);

  /// Takes `message` over.
  void on_request(msg_t* message, const sip_t& request);
  /// Forgets what is old.
  void sweep(Digest::Clock::time_point now);

 private:
  struct Visitor {
    Origin origin;
    AccountId account;
  };

  bool well_formed(msg_t* message, const sip_t& request);
  void on_options(msg_t* message);
  void on_register(msg_t* message, const sip_t& request);
  void on_invite(msg_t* message, const sip_t& request);

  /// Whose call is this? Without an answer the request has been refused or challenged and `message` is gone.
  std::optional<Visitor> admit(msg_t* message, const sip_t& request, const Source& source);
  /// Proves that the request comes from `user`@`domain`; same rule.
  std::optional<Directory::Device> authenticate(msg_t* message, const sip_t& request, const Source& source,
                                                const std::string& user, const std::string& domain);
  bool from_where_it_may(msg_t* message, const sip_t& request, const Source& source, const Directory::Device& device);
  bool read_contacts(const sip_t& request, const Source& source, Registration& registration) const;
  void confirm_registration(msg_t* message, const std::string& aor);

  /// Final answer without a transaction. `why` goes to the log, not to the peer.
  void refuse(msg_t* message, const sip_t& request, const Source& source, int status, std::string_view why);
  void reply(msg_t* message, int status);
  void refuse_busy(msg_t* message, const sip_t& request, int seconds);

  Agent& agent_;
  Digest digest_;
  Guesses guesses_{2, std::chrono::minutes(5)};  ///< then 403 instead of 401
  Repeats repeats_;
  Digest::Clock::time_point swept_{};
};

}  // namespace tandem::sofia
