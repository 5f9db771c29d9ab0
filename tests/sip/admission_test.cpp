// Admission by rate, against a model of a server: goodput past saturation, and what waits.
#include "adapters/sofia/admission.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace std::chrono_literals;
using tandem::sofia::Admission;

namespace {

struct Server {
  double capacity = 500;              ///< calls a second
  double refusal = 0.02;              ///< what a refusal costs, of a call
  std::chrono::milliseconds stall{};  ///< once a second it does nothing for so long
};

struct Outcome {
  double goodput = 0;  ///< of the capacity
  double worst = 0;    ///< seconds anything waited
};

// Offers `times` the capacity for half a minute; what counts is what comes after the first five seconds.
Outcome offer(double times, const Server& server) {
  Admission admission(std::chrono::duration_cast<tandem::Duration>(100ms));
  std::minstd_rand random(7);
  std::exponential_distribution<double> gap(times * server.capacity);
  const auto start = Admission::Clock::now();
  double now = 0, work = 0;  // seconds; seconds of work that wait
  Outcome outcome;
  std::uint64_t name = 2;
  const double begin = 5, end = 30;
  while (now < end) {
    const double wait = gap(random);
    now += wait;
    const bool stalled = now - static_cast<int>(now) < std::chrono::duration<double>(server.stall).count();
    work = std::max(0.0, work - (stalled ? 0 : wait));
    admission.report(tandem::Duration(static_cast<tandem::Duration::rep>(work * tandem::Duration::period::den)));
    const auto at = start + std::chrono::duration_cast<Admission::Clock::duration>(std::chrono::duration<double>(now));
    const bool admitted = admission.admits(name += 2, false, at);
    work += (admitted ? 1 : server.refusal) / server.capacity;
    if (now < begin) continue;
    if (admitted) outcome.goodput += 1 / (server.capacity * (end - begin));
    outcome.worst = std::max(outcome.worst, work);
  }
  return outcome;
}

}  // namespace

TEST_CASE("below saturation nothing is refused, a stall now and then or not") {
  CHECK(offer(0.7, {}).goodput > 0.68);
  CHECK(offer(0.7, {.stall = 80ms}).goodput > 0.66);
}

TEST_CASE("past saturation the goodput stays, and what is let in does not wait long") {
  for (const double times : {1.2, 2.0, 4.0}) {
    for (const double capacity : {50.0, 500.0, 5000.0}) {
      const auto outcome = offer(times, {.capacity = capacity});
      CAPTURE(times);
      CAPTURE(capacity);
      // What the refusals cost cannot be had.
      CHECK(outcome.goodput > 0.92 - 0.02 * (times - 1));
      CHECK(outcome.worst < 0.3);
    }
  }
  CHECK(offer(2, {.stall = 60ms}).goodput > 0.80);
}

TEST_CASE("a repeated INVITE is decided once, and one that was challenged is preferred") {
  Admission admission(std::chrono::duration_cast<tandem::Duration>(100ms));
  auto now = Admission::Clock::now();
  CHECK(admission.admits(2, false, now));
  admission.report(std::chrono::duration_cast<tandem::Duration>(150ms));
  CHECK(admission.admits(4, false, now += 1ms));  // it may be a stall
  CHECK_FALSE(admission.admits(6, false, now += 200ms));
  CHECK(admission.limiting());
  CHECK(admission.admits(2, false, now));
  CHECK_FALSE(admission.admits(6, true, now));
  CHECK(admission.admits(8, true, now));
  admission.report({});
  for (int i = 0; i < 100; ++i) admission.step(now += 50ms);
  CHECK_FALSE(admission.limiting());
  CHECK(admission.admits(10, false, now));
}
