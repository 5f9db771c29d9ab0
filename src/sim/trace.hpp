// What can be seen and heard in a simulation, in order.
#pragma once

#include <tandem/clock.hpp>

#include <string>
#include <vector>

namespace tandem::sim {

enum class Fact : std::uint8_t {
  ring_begins,
  ring_ends,
  hears_begins,  ///< what: the sound's reference
  hears_ends,
  talk_begins,  ///< what: the other party
  talk_ends,
  refused,  ///< what: the status the caller got
  left,     ///< what: the other side hung up
  answered,
  progress,    ///< what: the provisional status the caller got
  reoffered,   ///< what: "accepted" or "refused"
  redirected,  ///< what: who passed the ringing call on
  transfer,    ///< what: the status the phone was told about its transfer
  probed,      ///< who: the address of a trunk's peer that was asked whether it is there (OPTIONS)
  named,       ///< what: the number of whom the caller reached, as he is told with the answer; empty: he is not
  reached,     ///< what: the address the engine called, "ivanov@partner.example:5070/tcp as ivanov"
};

struct Seen {
  Time at;
  Fact fact;
  std::string who;
  std::string what;
};

class Trace {
 public:
  void add(Time at, Fact fact, std::string who, std::string what = {}) {
    if (on) seen.push_back({at, fact, std::move(who), std::move(what)});
  }
  bool on = true;  ///< off for load, where nobody looks
  std::vector<Seen> seen;
};

}  // namespace tandem::sim
