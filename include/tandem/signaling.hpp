// The signaling port: legs, registrations and the door, without SIP messages.
//
// A leg is one dialog with one party. The port moves SDP as opaque text: the media port writes and reads it.
// Implementations: sofia_signaling() (SIP over UDP and TCP), the simulated one of tandem::sim, and the host's own.
// tests/conformance/signaling.hpp is the suite every implementation can be put through.
//
// Threads: every function may be called from any thread. An implementation calls its Sink and Directory from threads of
// its own, events of one leg in order, and never from inside a call into the port.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/party.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tandem TANDEM_API {

enum class Transport : std::uint8_t { udp, tcp };

/// How a caller came through the door.
struct FromDevice {
  std::string aor{};  ///< authenticated SIP account, "anna@acme.example"
};
struct FromTrunk {
  std::string trunk{};  ///< key of the trunk whose address the request came from (TRK-75)
};
struct FromLine {
  std::string line{};  ///< number whose SIP address was called (NUM-18, NUM-27)
};
using Origin = std::variant<FromDevice, FromTrunk, FromLine>;

/// A new incoming call. It has been answered with 100 and waits for ring(), answer(), reject() or hangup().
struct IncomingCall {
  Origin origin{};
  Party from{};
  std::string dialled{};  ///< user part of the request URI as received
  std::string sdp{};      ///< the offer; empty if the caller offers none
  LegId replaces{};       ///< the leg whose place the caller wants to take (Replaces, RFC 3891), a ringing one for pickup
  std::string from_domain{};  ///< host part of From
  int hops = 0;               ///< internal trunks that the call has crossed on its way here (03 OP-32)
};
struct LegRinging {
  int status = 180;  ///< 180..183
  std::string sdp{};   ///< early media, or empty
  Party called{};      ///< whom the other side says it reached (P-Asserted-Identity, RFC 3325); empty: it says nothing
};
/// The other side's SDP, once: the answer to our offer in its 2xx; on an incoming leg whose INVITE had no offer, and
/// after a LegReoffered that had none, the answer to ours that came in the ACK. May be empty if the peer sent none.
struct LegAnswered {
  std::string sdp{};
  Party called{};  ///< as of LegRinging
};
/// An outgoing leg ended without an answer. `status` is the final SIP status; 408 when nobody replied, 503 when the
/// request could not be sent, 480 when the device is not registered.
struct LegFailed {
  int status = 0;
  std::string reason{};
};
/// A leg ended by the other side, or by the protocol (`reason` says which: "bye", "cancel", "ack timeout", ...).
struct LegHungUp {
  std::string reason{};
};
/// The other side offers new media in an answered leg; reply with answer_offer() or refuse_offer(). An empty `sdp`
/// asks for our offer.
struct LegReoffered {
  std::string sdp{};
};
/// The other side of an outgoing leg to an address has heard of it, and does not say more yet (SIP's 100). Once at most,
/// and only before anything else of the leg: a peer that is there says this, or more, at once (03 OP-23).
struct LegTrying {};
/// A digit that came through signaling (SIP INFO). '0'..'9', '*', '#', 'A'..'D'.
struct LegDigit {
  char digit = 0;
};
/// The other side of an answered leg wants its call passed on (REFER, RFC 3515). It has been told that this is being
/// tried; report_transfer() tells it what came of that.
struct LegTransfer {
  std::string target{};  ///< user part of the address, as it was given
  LegId replaces{};      ///< another leg of the same party, whose far end is meant (Replaces in Refer-To); 0: blind
};
using LegEvent = std::variant<IncomingCall, LegRinging, LegAnswered, LegFailed, LegHungUp, LegReoffered, LegDigit,
                              LegTransfer, LegTrying>;

/// A device came or went. Raised on a change only, not on every refresh.
struct RegistrationChange {
  std::string aor{};
  bool registered = false;
  std::string contact{};     ///< where it registered from, for people
  std::string user_agent{};  ///< may be empty
};

/// What the door asks the configuration. Any thread, no blocking: answers come from a snapshot.
class Directory {
 public:
  virtual ~Directory() = default;

  struct Device {
    AccountId account;
    std::string aor;
    std::string ha1{};         ///< MD5(user:realm:password), lower-case hexadecimal (RFC 2617)
    std::string ha1_sha256{};  ///< SHA-256 of the same (RFC 8760); may be empty
    std::string realm{};       ///< what to ask this device for; empty: the domain
  };
  /// The SIP account `user`@`domain`; both compared without case (SIP-09, SIP-19).
  [[nodiscard]] virtual std::optional<Device> device(std::string_view user, std::string_view domain) const = 0;
  /// What an unknown user of a domain is asked for, so that he looks like a known one; empty: the domain.
  [[nodiscard]] virtual std::string realm(std::string_view /*domain*/) const { return {}; }
  /// May a phone of the account be used from this IP address (NET-04)?
  [[nodiscard]] virtual bool admits(AccountId /*account*/, std::string_view /*address*/) const { return true; }
  /// Is this one of the domains the engine serves?
  [[nodiscard]] virtual bool serves(std::string_view domain) const = 0;

  struct Peer {
    AccountId account;
    std::string trunk;
  };
  /// A call at the door: where it came from, and what its request URI says.
  struct Knock {
    std::string_view address;
    std::uint16_t port = 0;
    std::string_view dialled;  ///< user part
    std::string_view domain;   ///< host part
    Transport transport = Transport::udp;
  };
  /// The trunk that may send this call. Of several accounts behind one carrier address the one that owns the number is
  /// meant; a trunk that is called by its domain goes before others (03 OP-20).
  [[nodiscard]] virtual std::optional<Peer> peer(const Knock& knock) const = 0;
  struct Line {
    AccountId account;
    std::string number;
  };
  /// The passive or active line whose address this call names, from wherever it comes (NUM-18, NUM-27).
  [[nodiscard]] virtual std::optional<Line> line(const Knock& /*knock*/) const { return std::nullopt; }
  /// Is `address` a trunk's address of any account, whatever number is dialled? Separates "unknown number" (404) from
  /// "unknown peer" (403).
  [[nodiscard]] virtual bool known_address(std::string_view address) const = 0;
};

/// Where to place an outgoing leg.
struct ToDevice {
  std::string aor{};  ///< every contact registered for it rings; the first to answer takes the leg
};
struct ToAddress {
  std::string user{};  ///< number or user part
  std::string host{};  ///< address literal or name
  std::uint16_t port = 0;  ///< 0: the standard port
  Transport transport = Transport::udp;
};
/// Who we are to a peer that asks (401, 407): digest, MD5 or SHA-256.
struct Credentials {
  std::string user{};
  std::string password{};
};
struct OutgoingCall {
  AccountId account{};
  std::variant<ToDevice, ToAddress> to{};
  Party from{};
  std::string sdp{};  ///< the offer
  std::string from_domain{};  ///< host part of From; empty: our own address
  Party redirecting{};  ///< who passed the call on (Diversion, RFC 5806); empty: nobody
  std::optional<Credentials> credentials{};
  int hops = 0;  ///< as IncomingCall::hops, this one included; of calls over internal trunks, which no port sees
};

/// Our own registration at somebody else's registrar: a carrier, another PBX.
struct ClientRegistration {
  AccountId account;
  std::string aor{};  ///< "anna@office.example"
  ToAddress registrar{};  ///< `user` is not used
  Credentials credentials{};
  std::chrono::seconds expires{300};
  std::string contact_user{};  ///< user part of the Contact, by which its calls are told apart; empty: that of the AOR
};

/// A question whether a peer is there (SIP's OPTIONS).
struct Probe {
  AccountId account{};
  std::string name{};  ///< comes back with the answer
  ToAddress to{};      ///< `user` may be empty
  std::chrono::seconds patience{5};
};

class Signaling {
 public:
  virtual ~Signaling() = default;

  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void on_leg(AccountId account, LegId leg, LegEvent event) = 0;
    virtual void on_registration(AccountId account, RegistrationChange change) = 0;
    /// How a ClientRegistration stands: `status` is the registrar's last final answer, 200 when it holds, 408 without one.
    virtual void on_client_registration(AccountId /*account*/, std::string /*aor*/, int /*status*/) {}
    /// What came of a Probe: the peer's final status; 408 without one, 503 when nothing could be sent.
    virtual void on_probe(AccountId /*account*/, std::string /*name*/, int /*status*/) {}
  };

  /// Opens the listeners and begins to deliver events. `sink` and `directory` outlive the port. Errors: `network`, with
  /// the address that could not be bound.
  virtual Result<void> start(Sink& sink, const Directory& directory) = 0;
  /// Ends every leg (BYE, CANCEL or 503 as its state asks), closes the listeners, returns when no more events will come.
  virtual void stop() = 0;
  /// The addresses in use after start, "udp:127.0.0.1:5060"; with port 0 asked for, the one the system gave.
  [[nodiscard]] virtual std::vector<std::string> listening() const = 0;

  /// Sends an INVITE. Exactly one of LegAnswered or LegFailed follows unless hangup() comes first.
  virtual LegId invite(OutgoingCall call) = 0;
  /// 180, or 183 with `sdp` as early media. For incoming legs not yet answered; no effect on others.
  virtual void ring(LegId leg, std::string sdp = {}) = 0;
  /// Whom the caller of an incoming leg reached: what the later ring() and answer() of it say (P-Asserted-Identity, RFC
  /// 3325). Until then they say nothing of that.
  virtual void name_called(LegId /*leg*/, Party /*called*/) {}
  /// 200 with `sdp`. For incoming legs not yet answered.
  virtual void answer(LegId leg, std::string sdp) = 0;
  /// Final refusal of an incoming leg that is not answered. `retry_after` of zero sends no such header.
  virtual void reject(LegId leg, int status, std::chrono::seconds retry_after = {}) = 0;
  /// Ends the leg in whatever state it is: CANCEL, BYE, or 480 to an unanswered incoming one. `reason` goes into a
  /// Reason header when it is not empty ("SIP;cause=200;text=\"answered elsewhere\""). No event follows.
  virtual void hangup(LegId leg, std::string reason = {}) = 0;
  /// Answers LegReoffered.
  virtual void answer_offer(LegId leg, std::string sdp) = 0;
  /// Refuses LegReoffered with 488.
  virtual void refuse_offer(LegId leg) = 0;

  /// What came of LegTransfer, as a SIP status: below 200 it is still under way, 2xx it is done, else it failed. Without
  /// effect where no transfer is under way.
  virtual void report_transfer(LegId /*leg*/, int /*status*/) {}

  /// Is any contact of `aor` registered now?
  [[nodiscard]] virtual bool registered(std::string_view aor) const = 0;

  /// Registers, and keeps the registration fresh until unregister_at() or stop(); tries again after failures, less and less
  /// often. The same AOR again replaces what was asked before. Errors: `unsupported`.
  virtual Result<void> register_at(ClientRegistration /*registration*/) {
    return fail(errc::unsupported, "this signaling cannot register as a client");
  }
  /// Ends the registration that this account asked for: without effect where another account has asked for it since, which
  /// an account at an operator does when it moves with its number (NUM-49).
  virtual void unregister_at(AccountId /*account*/, std::string_view /*aor*/) {}
  /// Asks once; exactly one Sink::on_probe() follows, within the patience and a second. Errors: `unsupported`.
  virtual Result<void> probe(Probe /*probe*/) { return fail(errc::unsupported, "this signaling cannot ask peers"); }

  /// How busy the engine behind the sink is: the longest time an event waited for its shard. The door refuses new calls
  /// with 503 and Retry-After while this or its own lag is past its limit.
  virtual void report_lag(Duration lag) = 0;

  /// True if commands may be given from within Sink::on_leg(), on the thread that calls it. The engine then does the work
  /// of an event at once, on that thread, where it can.
  [[nodiscard]] virtual bool reentrant() const { return false; }
};

}  // namespace tandem
