// Questions to peers whether they are there: OPTIONS (RFC 3261 11).
#pragma once

#include "adapters/sofia/nta.hpp"

#include <tandem/signaling.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace tandem::sofia {

class Agent;

/// One question under way.
class Question : public Requester {
 public:
  using Clock = std::chrono::steady_clock;

  Question(Agent& agent, Probe probe);
  ~Question();
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  /// Tells that there was no answer, when it is time.
  void tick(Clock::time_point now);
  [[nodiscard]] bool over() const noexcept { return over_; }

 private:
  static int on_answer(Requester* self, nta_outgoing_t* request, const sip_t* sip);
  bool send();
  void finish(int status);

  Agent& agent_;
  Probe probe_;
  nta_leg_t* handle_ = nullptr;
  nta_outgoing_t* request_ = nullptr;
  Clock::time_point until_;
  bool over_ = false;
};

class Probes {
 public:
  explicit Probes(Agent& agent) : agent_(agent) {}
  void ask(Probe probe) { open_.push_back(std::make_unique<Question>(agent_, std::move(probe))); }
  void tick(Question::Clock::time_point now);
  void clear() noexcept { open_.clear(); }

 private:
  Agent& agent_;
  std::vector<std::unique_ptr<Question>> open_;
};

}  // namespace tandem::sofia
