// The simulated network: dialogs between endpoints, on the executor's clock. Messages arrive in order, through the run
// queue, never from inside the call that sent them.
#pragma once

#include "base/executor.hpp"

#include <tandem/ids.hpp>
#include <tandem/party.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

namespace tandem::sim {

using DialogId = Id<struct DialogTag>;

struct Invite {
  Party from;
  std::string dialled;
  std::string sdp;
  std::string aor;      ///< the SIP account the caller has authenticated as, or empty
  std::string trunk;    ///< the trunk key it comes in by, or empty
  std::string uri;      ///< of a call into the world outside: the whole address, for the trace
  DialogId replaces{};  ///< the dialog whose place the caller wants to take
  Party redirecting{};  ///< who passed the call on
};
struct Progress {
  int status = 180;
  std::string sdp;
  Party called{};  ///< whom the call reached, if that is said
};
struct Accept {
  std::string sdp;
  Party called{};
};
struct Refuse {
  int status = 486;
};
/// BYE, or CANCEL before the answer.
struct Leave {
  std::string reason;
};
struct Offer {
  std::string sdp;
};
struct OfferReply {
  std::optional<std::string> sdp;  ///< none: refused
};
/// Pass my call on; with `replaces`, to the far end of that other dialog of mine.
struct Refer {
  std::string target;
  DialogId replaces{};
};
struct ReferReport {
  int status = 200;
};
/// A key that travels beside the sound (SIP's INFO).
struct Info {
  char digit = 0;
};
using Message = std::variant<Invite, Progress, Accept, Refuse, Leave, Offer, OfferReply, Refer, ReferReport, Info>;

class Endpoint {
 public:
  virtual ~Endpoint() = default;
  virtual void on_message(DialogId dialog, Message message) = 0;
};

class Network {
 public:
  explicit Network(Executor& executor) : executor_(executor) {}
  [[nodiscard]] Executor& executor() const { return executor_; }

  /// `host` is reached under this name from now on.
  void join(const std::string& host, Endpoint& endpoint) { hosts_[host] = &endpoint; }
  [[nodiscard]] Endpoint* find(const std::string& host) const;

  DialogId open(Endpoint& from, Endpoint& to, Invite invite);
  /// To the other side. Refuse and Leave end the dialog; messages into an ended one are dropped.
  void send(DialogId dialog, const Endpoint& from, Message message);
  /// `next` stands in for `now` in the dialog from here on. False: the dialog is over.
  bool take_over(DialogId dialog, const Endpoint& now, Endpoint& next);

 private:
  struct Dialog {
    Endpoint* a = nullptr;
    Endpoint* b = nullptr;
  };
  void deliver(Endpoint& to, DialogId dialog, Message message);

  Executor& executor_;
  std::unordered_map<std::string, Endpoint*> hosts_;
  std::unordered_map<DialogId, Dialog> dialogs_;
  std::uint64_t last_ = 0;
};

}  // namespace tandem::sim
