// One SIP dialog: NTA's leg, the request that is on its way, and where requests go. Typed wraps of NTA's tagged calls.
#pragma once

#include "adapters/sofia/digest_client.hpp"
#include "adapters/sofia/nta.hpp"
#include "adapters/sofia/text.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tandem::sofia {

class Agent;
class Leg;

class Dialog : public Requester {
 public:
  Dialog(Agent& agent, Leg& leg) : agent_(agent), leg_(leg) {}
  ~Dialog();
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;

  /// The dialog an incoming INVITE begins. Takes `message` over; false when NTA cannot.
  bool accept(msg_t* message, const sip_t& request, const Source& source, bool from_device);
  /// Who we are if the peer of invite() asks.
  void log_in_as(const Credentials& credentials) { login_ = std::make_unique<Login>(credentials); }
  /// Begins a dialog with an INVITE to `uri`, sent to `route` if that is not empty; false when NTA cannot.
  bool invite(const sip_from_t& from, const std::string& uri, const std::string& route, Transport transport,
              bool to_device, std::string_view sdp);

  /// Sends the INVITE again, with an answer to this 401 or 407. False when there is none, or when it was tried.
  bool answer_challenge(const sip_t& answer);

  /// Answers to the INVITE that began the dialog. trying() is for one that has none yet.
  void trying();
  void provisional(int status, std::string_view sdp);
  void answer(std::string_view sdp);
  void refuse(int status, std::chrono::seconds retry_after, const std::string& reason);
  /// Lets go of the incoming INVITE; NTA keeps what it needs to absorb retransmissions.
  void drop_incoming();

  /// The dialog as the 2xx `answer` to our INVITE makes it; sends the ACK.
  void confirm(const sip_t& answer);
  /// A 2xx no transaction waits for: if it repeats the one that made a dialog, its ACK was lost.
  static void acknowledge_again(nta_agent_t* agent, const sip_t& answer);
  void cancel(const std::string& reason);
  /// Lets go of the outgoing INVITE.
  void drop_outgoing();
  /// How a REFER of the peer stands (RFC 3515): a status line as the body; the last one ends it. Nobody waits for the
  /// answer.
  void notify_refer(int status);
  /// The leg whose dialog this names, as its peer sees it; 0: none of ours.
  [[nodiscard]] static LegId replaced_by(Agent& agent, const sip_replaces_t* replaces);
  /// A Diversion header for the INVITE (RFC 5806), the whole line.
  std::string diversion;
  /// A P-Asserted-Identity header for answers to the incoming INVITE, the whole line.
  std::string identity;
  /// False when nothing was sent, so that nothing will come back.
  bool bye(const std::string& reason);

  /// What NTA calls for a re-INVITE of this dialog.
  [[nodiscard]] static nta_ack_cancel_f* ack_or_cancel() noexcept { return on_ack_or_cancel; }
  /// A re-INVITE or UPDATE moves the peer's contact.
  void refresh_target(nta_incoming_t* request, const sip_t& sip);

  [[nodiscard]] bool incoming_open() const noexcept { return incoming_ != nullptr; }
  [[nodiscard]] bool is_incoming(const nta_incoming_t* request) const noexcept { return incoming_ == request; }
  [[nodiscard]] bool outgoing_open() const noexcept { return outgoing_ != nullptr; }
  [[nodiscard]] bool bye_open() const noexcept { return bye_ != nullptr; }
  [[nodiscard]] Transport transport() const noexcept { return transport_; }

  int status = 0;              ///< final status of the outgoing INVITE
  bool hung_up_early = false;  ///< the callee's BYE overtook its 200

 private:
  static int on_request(Dialog* self, nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip);
  static int on_ack_or_cancel(Dialog* self, nta_incoming_t* request, const sip_t* sip);
  static int on_answer(Requester* self, nta_outgoing_t* request, const sip_t* sip);
  static int on_bye_answer(Requester* self, nta_outgoing_t* request, const sip_t* sip);

  struct Login {
    explicit Login(const Credentials& credentials) : digest(credentials) {}
    DigestClient digest;
    std::string uri;                ///< of the INVITE
    std::string sdp;                ///< its offer, to send it again
    DigestClient::Answers answers;  ///< of the request sent last
  };
  bool send_invite(const std::string& uri, std::string_view sdp);
  bool send_bye(const std::string& reason);
  [[nodiscard]] const char* authorization() const noexcept;
  [[nodiscard]] const char* proxy_authorization() const noexcept;
  void choose_route(const Source& source, bool device, bool behind_translator);
  [[nodiscard]] const url_string_t* route() const noexcept;
  void acknowledge(std::uint32_t invite_cseq);

  Agent& agent_;
  Leg& leg_;
  nta_leg_t* handle_ = nullptr;
  nta_incoming_t* incoming_ = nullptr;
  nta_outgoing_t* outgoing_ = nullptr;
  nta_outgoing_t* bye_ = nullptr;
  std::string route_;  ///< where requests go whatever the peer's contact says, or empty
  Transport transport_ = Transport::udp;
  bool device_ = false;
  std::unique_ptr<Login> login_;
};

/// 200 with our contact, what we allow, `sdp` if there is any, and one more header line, or none.
void reply_with_sdp(Agent& agent, nta_incoming_t* request, Transport transport, std::string_view sdp,
                    const std::string& line = {});

}  // namespace tandem::sofia
