// A party of a call: its signaling leg and its media leg, owned together. Destroying it hangs up and closes.
#pragma once

#include "base/source.hpp"

#include <tandem/media.hpp>
#include <tandem/signaling.hpp>
#include <tandem/trunk.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tandem::call {

class Exchange;

/// Several devices rung together: when one has won, the others are told "answered elsewhere" (DST-16).
struct RingParty {
  bool won = false;
};

class Leg {
 public:
  explicit Leg(Exchange& exchange) : exchange_(exchange) {}
  ~Leg();
  Leg(const Leg&) = delete;
  Leg& operator=(const Leg&) = delete;

  /// Takes an incoming leg. `offer` is its SDP, or empty.
  void attach(LegId leg, std::string offer);
  /// Reads the caller's offer; call once, before anything is said to the caller.
  Result<void> read_offer(const MediaOptions& options);
  /// Places an outgoing leg. `call` says to whom and as whom; the account and the offer are filled in here. `peer` is
  /// the party it will talk to; `over`: the trunk that the call goes over, or null.
  Result<void> invite(OutgoingCall call, const MediaOptions& options, const Leg& peer, const Trunk* over = nullptr);

  // Of an incoming leg; without effect once it is answered or ended.
  /// Whom the caller reached, where he is to be told (SIP-33).
  void name_called(Party reached);
  void ring();
  void answer(const Leg* peer = nullptr);
  void reject(int status);
  /// Early media of `peer` to an unanswered caller (183), or a bridge to an answered one.
  void hear_early(const Leg& peer);

  [[nodiscard]] bool is_answered() const { return answered.is_set(); }
  /// Failed, hung up, or rejected by us.
  [[nodiscard]] bool is_ended() const { return ended.is_set() || rejected_; }
  [[nodiscard]] MediaId media() const { return media_; }

  Signal heard;      ///< outgoing: the other side has said something
  Signal ringing;    ///< outgoing: 18x came
  Signal answered;
  Signal ended;   ///< failed, or hung up by the other side
  Signal played;  ///< what play() started has ended
  Channel<char> digits;
  /// Sees keys before `digits`; true: it has taken this one. Stays where it is when parties change places.
  std::function<bool(char)> takes_key;
  int status = 0;          ///< final SIP status of a failed outgoing leg
  std::string end_reason;  ///< why `ended`
  bool early_media = false;
  Party called;  ///< outgoing: whom the other side says it reached
  Channel<LegTransfer> transfers;  ///< the party wants its call passed on
  bool takes_transfers = false;    ///< somebody listens to them; else they are refused at once
  Signal hold_changed;             ///< `held` changed
  bool held = false;               ///< the party has put us on hold
  Signal fax_tone;                 ///< a fax machine is at the other end
  Signal fax_ended;                ///< what receive_fax() began has ended, as `fax` says
  FaxDone fax;
  const RingParty* party = nullptr;
  bool taken_elsewhere = false;  ///< somebody picked the call up: the phone is told so (03 OP-12)

  /// Plays once, over any background; answers the leg first (01 OP-46).
  void play(std::string sound);
  /// What the party hears whenever nothing else plays: looped; none is silence. Ringback to an unanswered caller is a
  /// 180, everything else answers the leg.
  void set_background(std::optional<std::string> sound);
  void stop_sounds();
  [[nodiscard]] bool playing() const { return bool(foreground_); }

  /// Both hear each other. Ends all sounds on both.
  void bridge(Leg& other);
  /// Nobody hears this party any more, nor does it hear anybody.
  void part();
  /// Each becomes the other, for whoever holds them and waits at them: the parties change places in a call.
  void swap(Leg& other);
  [[nodiscard]] LegId id() const { return leg_; }
  /// Tells a party that asked for a transfer what came of it (Signaling::report_transfer()).
  void report_transfer(int code);
  PlayId record(std::unique_ptr<BlobWriter> to, Duration limit);
  /// Answers first. Errors: `unsupported`.
  Result<void> receive_fax(std::unique_ptr<BlobWriter> to);
  /// Media::tap().
  Result<void> tap(std::shared_ptr<PcmSink> sink);

  void on_signaling(LegEvent& event);
  void on_media(MediaEvent& event);

 private:
  Result<void> open(const MediaOptions& options);
  void start_background();
  void end(int code, std::string reason);
  void on_offer(const std::string& sdp);
  void on_key(char key);

  Exchange& exchange_;
  LegId leg_;
  MediaId media_;
  /// Two media legs that are bridged; known to both, empty when one of them has left.
  struct Bridge {
    MediaId a;
    MediaId b;
  };
  void leave_bridge();
  std::shared_ptr<Bridge> bridge_;
  std::string offer_;   ///< the caller's, kept until answered
  std::string answer_;  ///< ours to it
  bool incoming_ = false;
  bool rang_ = false;
  bool rejected_ = false;
  bool we_offered_ = false;  ///< in answer to an offerless INVITE
  PlayId foreground_;
  std::optional<std::string> background_;
  bool background_on_ = false;
};

}  // namespace tandem::call
