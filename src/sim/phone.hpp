// A simulated phone: inside the account, or somebody's outside.
#pragma once

#include "sim/media.hpp"
#include "sim/network.hpp"
#include "sim/trace.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tandem::sim {

class Phone final : public Endpoint {
 public:
  struct Identity {
    std::string name;  ///< in the trace
    Party party;       ///< what it says it is
    std::string aor;   ///< SIP account, or empty
  };
  Phone(Network& network, SimMedia& media, Trace& trace, Identity identity);
  ~Phone() override;

  [[nodiscard]] const Identity& identity() const { return identity_; }

  /// `trunk`: the trunk the call comes in by; empty: that of the dialled number.
  void call(Endpoint& engine, const std::string& dialled, const std::string& trunk = {});
  /// False: there is no call to do that with.
  bool answer();
  bool reject(int status);
  bool hang_up();
  bool press(char digit);
  bool press_by_info(char digit);
  bool say(std::string_view words);
  /// Is it in a call in which it was answered, or hears early media?
  [[nodiscard]] bool connected() const;
  bool fax(int pages);
  /// Passes the conversation on to a number.
  bool transfer(const std::string& target);
  /// Puts the conversation on hold, or takes it back.
  bool hold(bool on);
  /// Joins the far ends of its two calls.
  bool join();
  /// Takes the call that rings at another phone, by the key that shows its state.
  bool take_from(Endpoint& engine, Phone& other);
  /// A new offer in the conversation; `suffix` as `sdp_suffix`.
  bool reoffer(const std::string& suffix);

  struct Habit {
    bool answers = false;
    Duration after{};
    Duration talk{};
  };
  Habit habit;
  /// Ends the description that the phone sends: ":nothing" has no codec in common with anybody.
  std::string sdp_suffix;

  void on_message(DialogId dialog, Message message) override;

 private:
  enum class State : std::uint8_t { ringing, calling, talking };
  struct Line;
  Line* in_state(State a);
  Line* any();
  void begin_ringing(DialogId dialog, Invite invite);
  void pick_up(Line& line);
  void drop(DialogId dialog, Fact fact, std::string what);
  [[nodiscard]] std::string sdp() const;

  Network& network_;
  SimMedia& media_;
  Trace& trace_;
  Identity identity_;
  std::vector<std::unique_ptr<Line>> lines_;
};

}  // namespace tandem::sim
