// A leg of the port: what its dialog or dialogs mean to the engine.
#pragma once

#include "adapters/sofia/dialog.hpp"

#include <tandem/signaling.hpp>

#include <memory>
#include <string>
#include <vector>

namespace tandem::sofia {

class Agent;
struct Binding;

class Leg {
 public:
  Leg(Agent& agent, LegId id, AccountId account) : agent_(agent), id_(id), account_(account) {}
  virtual ~Leg();
  Leg(const Leg&) = delete;
  Leg& operator=(const Leg&) = delete;

  [[nodiscard]] LegId id() const noexcept { return id_; }

  /// Some time has passed since the leg came in.
  virtual void still_trying() {}

  // Commands.
  virtual void ring(const std::string&) {}
  virtual void name_called(const Party&) {}
  virtual void answer(const std::string&) {}
  virtual void reject(int, std::chrono::seconds) {}
  void hangup(const std::string& reason);
  void answer_offer(const std::string& sdp);
  void refuse_offer();
  void report_transfer(int status);

  // From the dialogs.
  int on_request(Dialog& dialog, nta_incoming_t* request, const sip_t& sip);
  virtual void on_ack(Dialog& dialog, nta_incoming_t* request, const sip_t& sip);
  virtual void on_cancel(Dialog& dialog, nta_incoming_t* request);
  virtual void on_ack_timeout(Dialog& dialog, nta_incoming_t* request);
  virtual void on_answer(Dialog&, int, const sip_t*) {}
  /// After every step that may have been the last: gives the leg back when nothing of it is left on the wire.
  void settle();

 protected:
  enum class State : std::uint8_t {
    early,     ///< no final answer yet
    answered,  ///< 2xx sent or received
    ended,     ///< the engine hears no more of it; it waits for its transactions
  };

  void emit(LegEvent event);
  /// Ends an answered leg with BYE.
  virtual void end_answered(const std::string& reason);
  /// Ends a leg that has no answer yet, without an event.
  virtual void end_early(const std::string& reason) = 0;
  virtual void on_early_bye(Dialog& dialog) = 0;
  [[nodiscard]] virtual bool quiet() const = 0;  ///< no transaction of ours is open
  [[nodiscard]] virtual Dialog* active() = 0;    ///< the dialog of an answered leg
  [[nodiscard]] virtual bool offer_outstanding() const { return false; }

  Agent& agent_;
  LegId id_;
  AccountId account_;
  State state_ = State::early;
  std::uint32_t last_invite_ = 0;  ///< CSeq of the peer's last INVITE that was passed on

 private:
  int on_bye(Dialog& dialog, nta_incoming_t* request);
  int on_offer(Dialog& dialog, nta_incoming_t* request, const sip_t& sip);
  int on_info(nta_incoming_t* request, const sip_t& sip);
  int on_refer(Dialog& dialog, nta_incoming_t* request, const sip_t& sip);  // transfer.cpp
  void drop_offers(int status);

  nta_incoming_t* offer_ = nullptr;       ///< re-INVITE or UPDATE that waits for answer_offer()
  nta_incoming_t* confirming_ = nullptr;  ///< re-INVITE answered, waits for its ACK
  bool answer_in_ack_ = false;            ///< ours was the offer in that 200
  bool referring_ = false;                ///< a REFER was taken, and its end is not told yet
};

class IncomingLeg final : public Leg {
 public:
  using Leg::Leg;
  /// Takes `message` over. False when NTA cannot; the leg is then to be thrown away.
  bool accept(msg_t* message, const sip_t& request, const Source& source, IncomingCall call);

  void still_trying() override { dialog_.trying(); }
  void ring(const std::string& sdp) override;
  void name_called(const Party& called) override;
  void answer(const std::string& sdp) override;
  void reject(int status, std::chrono::seconds retry_after) override;
  void on_ack(Dialog& dialog, nta_incoming_t* request, const sip_t& sip) override;
  void on_cancel(Dialog& dialog, nta_incoming_t* request) override;
  void on_ack_timeout(Dialog& dialog, nta_incoming_t* request) override;

 private:
  void end_answered(const std::string& reason) override;
  void end_early(const std::string& reason) override;
  void on_early_bye(Dialog& dialog) override;
  [[nodiscard]] bool quiet() const override;
  [[nodiscard]] Dialog* active() override { return &dialog_; }

  Dialog dialog_{agent_, *this};
  bool offered_ = false;    ///< the INVITE had an offer; otherwise the answer comes in the ACK
  bool bye_waits_ = false;  ///< hung up before the ACK: RFC 3261 15 wants BYE to wait for it
  std::string bye_reason_;
};

class OutgoingLeg final : public Leg {
 public:
  using Leg::Leg;
  void start(const OutgoingCall& call);
  void on_answer(Dialog& dialog, int status, const sip_t* sip) override;

 private:
  struct Target {
    std::string uri;
    std::string route;
    Transport transport = Transport::udp;
    bool device = false;
  };

  std::vector<Target> targets(const OutgoingCall& call, std::string& domain, LegFailed& failure) const;
  void on_provisional(int status, const sip_t& sip);
  void on_success(Dialog& dialog, const sip_t& sip);
  void on_failure(Dialog& dialog, int status, const sip_t* sip);
  void cancel_all_but(const Dialog* winner, const std::string& reason);
  void end_early(const std::string& reason) override;
  void on_early_bye(Dialog& dialog) override;
  [[nodiscard]] bool quiet() const override;
  [[nodiscard]] Dialog* active() override { return winner_; }
  [[nodiscard]] bool offer_outstanding() const override { return state_ == State::early; }

  std::vector<std::unique_ptr<Dialog>> branches_;
  Dialog* winner_ = nullptr;
  LegFailed best_;
  int last_provisional_ = 0;
  bool to_address_ = false;
  bool heard_ = false;  ///< the peer has said something
};

}  // namespace tandem::sofia
