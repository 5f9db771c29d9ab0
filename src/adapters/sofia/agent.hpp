// The root thread: Sofia's event loop, NTA's agent, the legs, and what they share. Everything here but report(), post()
// and registered() happens on that one thread, so there are no locks.
#pragma once

#include "adapters/sofia/admission.hpp"
#include "adapters/sofia/digest.hpp"
#include "adapters/sofia/door.hpp"
#include "adapters/sofia/enrolment.hpp"
#include "adapters/sofia/headers.hpp"
#include "adapters/sofia/inbox.hpp"
#include "adapters/sofia/leg.hpp"
#include "adapters/sofia/listen.hpp"
#include "adapters/sofia/nta.hpp"
#include "adapters/sofia/porch.hpp"
#include "adapters/sofia/probes.hpp"
#include "adapters/sofia/registrar.hpp"
#include "adapters/sofia/trim.hpp"

#include <tandem/sofia.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace tandem::sofia {

class Agent {
 public:
  Agent(const SofiaOptions& options, Signaling::Sink& sink, const Directory& directory);
  ~Agent();
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  /// Makes the loop and binds the listeners, on the thread that will call run(). Errors: network, invalid_argument.
  Result<void> open();
  /// Runs until a StopCommand has been carried out.
  void run();
  /// Takes Sofia's objects apart, on the same thread. What other threads may call still works and does nothing.
  void close();

  // Any thread.
  void post(Command command) { inbox_.push(std::move(command)); }
  [[nodiscard]] LegId next_leg() noexcept { return LegId{last_leg_.fetch_add(1, std::memory_order_relaxed) + 1}; }
  void report(Duration lag) noexcept { admission_.report(lag); }
  [[nodiscard]] bool registered(std::string_view aor) const { return registrar_.registered(aor); }
  [[nodiscard]] const std::vector<std::string>& listening() const noexcept { return listening_; }

  // Root thread.
  [[nodiscard]] nta_agent_t* nta() const noexcept { return nta_; }
  [[nodiscard]] su_home_t* scratch() noexcept { return scratch_; }
  [[nodiscard]] const Headers& headers() const noexcept { return headers_; }
  [[nodiscard]] const SofiaOptions& options() const noexcept { return options_; }
  [[nodiscard]] Signaling::Sink& sink() const noexcept { return sink_; }
  [[nodiscard]] const Directory& directory() const noexcept { return directory_; }
  [[nodiscard]] Registrar& registrar() noexcept { return registrar_; }
  /// May this INVITE come in, as busy as things are? If not, `retry_after` is when to try again.
  [[nodiscard]] bool admits(const sip_t& invite, int& retry_after);
  [[nodiscard]] const Porch& porch() const noexcept { return porch_; }
  [[nodiscard]] bool stopping() const noexcept { return stopping_; }

  /// The new leg lives here; it stays where it is until it is buried.
  template <class Kind>
  Kind& add_leg(LegId id, AccountId account) {
    auto leg = std::make_unique<Kind>(*this, id, account);
    Kind& result = *leg;
    legs_.emplace(id.value, std::move(leg));
    return result;
  }
  /// The leg's INVITE gets a 100 if it has no other answer in 200 ms (RFC 3261 17.2.1). Most have one: that 100 would
  /// be every eighth message of a call.
  void answer_soon(LegId id);
  /// The leg is over. It is destroyed before the next poll: NTA may be inside one of its callbacks now.
  void bury(LegId id);

 private:
  static int on_message(Agent* self, nta_agent_t*, msg_t* message, sip_t* sip);
  static int on_wake(Agent* self, su_wait_t*, Agent*);
  static int on_knock(Agent* self, su_wait_t*, Agent*);
  static void on_poll(Agent* self, su_root_t*);
  static void on_stop_tick(Agent* self, su_timer_t*, Agent*);
  static void on_trying(Agent* self, su_timer_t*, Agent*);
  static void on_second(Agent* self, su_timer_t*, Agent*);

  bool make_timers();
  void work();
  void keep_limit();
  void carry_out(Command& command);
  std::string usable_reason(const std::string& reason);
  void stop_all();
  [[nodiscard]] bool stopped() const noexcept { return legs_.empty() && enrolments_.quiet(); }
  void second();

  SofiaOptions options_;
  Signaling::Sink& sink_;
  const Directory& directory_;
  Inbox inbox_;
  Admission admission_;
  Registrar registrar_;
  Door door_;
  std::atomic<std::uint64_t> last_leg_{0};
  std::vector<std::string> listening_;

  su_home_t* scratch_ = nullptr;
  su_root_t* root_ = nullptr;
  nta_agent_t* nta_ = nullptr;
  su_timer_t* stop_timer_ = nullptr;
  su_timer_t* second_timer_ = nullptr;
  su_timer_t* trying_timer_ = nullptr;
  int wake_index_ = -1;
  Headers headers_;
  Enrolments enrolments_{*this};
  Probes probes_{*this};

  std::unordered_map<std::uint64_t, std::unique_ptr<Leg>> legs_;
  std::vector<std::unique_ptr<Leg>> graves_;
  struct Unanswered {
    LegId leg;
    std::chrono::steady_clock::time_point since;
  };
  std::deque<Unanswered> unanswered_;  ///< INVITEs of the last 200 ms; the timer runs while there are some
  std::vector<Command> batch_;
  Porch porch_{admission_};
  std::vector<int> porch_indices_;  ///< registered while there is a limit
  Trim trim_;
  bool stopping_ = false;
  std::chrono::steady_clock::time_point stop_by_{};
};

}  // namespace tandem::sofia
