// Our own registrations at other people's registrars (RFC 3261 10.2).
#pragma once

#include "adapters/sofia/digest_client.hpp"
#include "adapters/sofia/nta.hpp"

#include <tandem/signaling.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem::sofia {

class Agent;

/// One registration: a REGISTER under way, or the time of the next one.
class Enrolment : public Requester {
 public:
  using Clock = std::chrono::steady_clock;

  Enrolment(Agent& agent, ClientRegistration wanted);
  ~Enrolment();
  Enrolment(const Enrolment&) = delete;
  Enrolment& operator=(const Enrolment&) = delete;

  /// Is `other` about the same account at the same registrar? Then only credentials and times differ.
  [[nodiscard]] bool same_place(const ClientRegistration& other) const;
  [[nodiscard]] AccountId account() const noexcept { return wanted_.account; }
  void change(ClientRegistration wanted);
  /// Registers when it is time.
  void tick(Clock::time_point now);
  /// Begins to take the registration back; over() tells when that is done.
  void leave();
  [[nodiscard]] bool over() const noexcept { return leaving_ && !request_; }

 private:
  static int on_answer(Requester* self, nta_outgoing_t* request, const sip_t* sip);

  void begin();
  void send();
  void drop_request();
  void finish(int status, const sip_t* sip);
  void tell(int status);
  [[nodiscard]] std::chrono::seconds granted(const sip_t& answer) const;

  Agent& agent_;
  ClientRegistration wanted_;
  DigestClient login_;
  std::string uri_;      ///< of the registrar: the domain
  std::string route_;    ///< where it is
  std::string contact_;  ///< we, with the account's user part
  std::chrono::seconds expires_;
  nta_leg_t* handle_ = nullptr;
  nta_outgoing_t* request_ = nullptr;
  Clock::time_point due_{};
  int failures_ = 0;
  int told_ = 0;        ///< the status told last
  bool holds_ = false;  ///< the registrar may know us
  bool leaving_ = false;
};

/// All of them, by AOR.
class Enrolments {
 public:
  explicit Enrolments(Agent& agent) : agent_(agent) {}

  void add(ClientRegistration wanted);
  /// Without effect on another account's.
  void remove(AccountId account, std::string_view aor);
  void remove_all();
  void tick(Enrolment::Clock::time_point now);
  /// Lets go of everything, answered or not.
  void clear() noexcept;
  /// Is nothing left on the wire of those that were removed?
  [[nodiscard]] bool quiet() const noexcept;

 private:
  void bid_farewell(std::unique_ptr<Enrolment> enrolment);

  Agent& agent_;
  std::unordered_map<std::string, std::unique_ptr<Enrolment>> current_;
  std::vector<std::unique_ptr<Enrolment>> leaving_;
};

}  // namespace tandem::sofia
