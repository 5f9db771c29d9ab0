#include "base/executor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

struct Note final : Runnable {
  Note(std::vector<int>& l, int n) : log(l), number(n) {}
  void run() override { log.push_back(number); }
  std::vector<int>& log;
  int number;
};

struct Alarm {
  Alarm(Executor& e, std::vector<int>& log, int n) : executor(e), note(log, n) {}
  void at(Duration when) { executor.start(timer, Time(when), note); }
  Executor& executor;
  Note note;
  Timer timer;
};

}  // namespace

TEST_CASE("timers fire in order of time, those of one instant in the order they were started") {
  Executor executor(ClockKind::virtual_time);
  std::vector<int> log;
  Alarm a(executor, log, 1), b(executor, log, 2), c(executor, log, 3), d(executor, log, 4);
  c.at(2s);
  a.at(1s);
  d.at(2s);
  b.at(1s);
  executor.run_until(Time(1500ms));
  CHECK(log == std::vector{1, 2});
  CHECK(executor.now() == Time(1500ms));
  executor.run_all();
  CHECK(log == std::vector{1, 2, 3, 4});
  CHECK(executor.now() == Time(2s));
  CHECK(executor.idle());
}

TEST_CASE("a timer that dies, or is cancelled, does not fire") {
  Executor executor(ClockKind::virtual_time);
  std::vector<int> log;
  Alarm kept(executor, log, 1), cancelled(executor, log, 2);
  {
    Alarm dead(executor, log, 3);
    dead.at(1s);
    kept.at(1s);
    cancelled.at(1s);
  }
  cancelled.timer.cancel();
  CHECK(executor.timers() == 1);
  executor.run_all();
  CHECK(log == std::vector{1});
}

TEST_CASE("a runnable that dies leaves the queue") {
  Executor executor(ClockKind::virtual_time);
  std::vector<int> log;
  auto dead = std::make_unique<Note>(log, 1);
  Note alive(log, 2);
  executor.post(*dead);
  executor.post(alive);
  executor.post(alive);  // no effect: queued already
  dead.reset();
  executor.drain();
  CHECK(log == std::vector{2});
}

TEST_CASE("ten thousand timers started and cancelled at random keep their order") {
  Executor executor(ClockKind::virtual_time);
  std::vector<int> log;
  std::vector<std::unique_ptr<Alarm>> alarms;
  std::uint32_t state = 7;
  const auto dice = [&state](std::uint32_t n) { return (state = state * 1664525U + 1013904223U) / 65536U % n; };
  std::vector<std::pair<int, int>> expected;  // time, number
  for (int i = 0; i < 10'000; ++i) {
    alarms.push_back(std::make_unique<Alarm>(executor, log, i));
    const int when = static_cast<int>(dice(1000));
    alarms.back()->at(std::chrono::seconds(when));
    expected.emplace_back(when, i);
  }
  for (int i = 0; i < 10'000; i += 3) {
    alarms[static_cast<std::size_t>(i)].reset();
    expected[static_cast<std::size_t>(i)].first = -1;
  }
  std::erase_if(expected, [](const auto& each) { return each.first < 0; });
  std::stable_sort(expected.begin(), expected.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  executor.run_all();
  REQUIRE(log.size() == expected.size());
  for (std::size_t i = 0; i < log.size(); ++i) REQUIRE(log[i] == expected[i].second);
}

TEST_CASE("work from other threads runs on the executor's thread, in order") {
  Executor executor(ClockKind::real_time);
  std::vector<int> log;
  std::thread runner([&] { executor.run(); });
  std::atomic<int> done{0};
  for (int i = 0; i < 1000; ++i) {
    executor.post_from_any_thread([&log, &done, i] {
      log.push_back(i);
      ++done;
    });
  }
  while (done < 1000) std::this_thread::yield();
  executor.stop();
  runner.join();
  REQUIRE(log.size() == 1000);
  for (int i = 0; i < 1000; ++i) CHECK(log[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("a host that owns the loop is told when to come again") {
  Executor executor(ClockKind::real_time);
  std::vector<int> log;
  CHECK(!executor.poll());
  Note note(log, 1);
  Timer timer;
  const Time when = executor.now() + 20ms;
  executor.start(timer, when, note);
  CHECK(executor.poll() == when);
  CHECK(log.empty());
  std::this_thread::sleep_for(25ms);
  CHECK(!executor.poll());
  CHECK(log == std::vector{1});
}

TEST_CASE("a thread that finds the loop asleep takes its turn: in order, one at a time, and timers stay in time") {
  Executor executor(ClockKind::real_time);
  std::thread loop([&] { executor.run(); });
  std::atomic<int> inside{0}, most{0}, done{0}, fired{0};
  struct Fired final : Runnable {
    explicit Fired(std::atomic<int>& count) : count_(count) {}
    void run() override { ++count_; }
    std::atomic<int>& count_;
  } target(fired);
  Timer timer;
  int order = 0;  // the turn guards it
  bool ordered = true;
  constexpr int rounds = 2000;
  const auto work = [&](int expected) {
    return [&, expected] {
      const int now = ++inside;
      most = std::max(most.load(), now);
      if (expected >= 0 && order++ != expected) ordered = false;
      // An earlier timer than the sleeping thread knows of.
      if (expected == rounds - 1) executor.start(timer, executor.now() + std::chrono::milliseconds(20), target);
      --inside;
      ++done;
    };
  };
  std::thread other([&] {
    for (int i = 0; i < rounds; ++i) executor.post_from_any_thread(work(-1));
  });
  for (int i = 0; i < rounds; ++i) executor.post_and_help(work(i));
  other.join();
  for (int i = 0; i < 2000 && (done < 2 * rounds || fired == 0); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(done == 2 * rounds);
  CHECK(fired == 1);
  CHECK(most == 1);
  executor.stop();
  loop.join();
  CHECK(ordered);
}
