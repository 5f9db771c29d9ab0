// What the adapter remembers of finished calls, and when it gives memory back.
#include "adapters/sofia/inbox.hpp"
#include "adapters/sofia/repeats.hpp"
#include "adapters/sofia/trim.hpp"

#include <doctest/doctest.h>
#include <poll.h>

using namespace tandem::sofia;
using namespace std::chrono_literals;

namespace {

// Seconds of so many finished calls each, with so many open; how often it was time to trim.
int seconds(Trim& trim, int count, int finished, std::size_t open) {
  int due = 0;
  for (int second = 0; second < count; ++second) {
    for (int call = 0; call < finished; ++call) trim.finished();
    due += trim.due(open) ? 1 : 0;
  }
  return due;
}

bool rings(const Inbox& inbox) {
  pollfd bell{inbox.descriptor(), POLLIN, 0};
  return poll(&bell, 1, 0) == 1;
}

}  // namespace

TEST_CASE("memory is trimmed when calls grow much fewer, not under a steady load") {
  Trim trim;
  CHECK(seconds(trim, 300, 50, 200) == 0);
  SUBCASE("less load") { CHECK(seconds(trim, 120, 25, 100) == 1); }
  SUBCASE("none") {
    CHECK(seconds(trim, 34, 0, 0) >= 5);
    CHECK(seconds(trim, 10, 0, 0) == 1);  // the last, when all is gone
    CHECK(seconds(trim, 1000, 0, 0) == 0);
  }
}

TEST_CASE("a few calls are nothing to trim for") {
  Trim trim;
  CHECK(seconds(trim, 5, 1, 1) == 0);
  CHECK(seconds(trim, 100, 0, 0) == 0);
}

TEST_CASE("names of transactions are known for 64 T1, and forgotten after twice that") {
  Repeats repeats;
  const auto start = Repeats::Clock::now();
  for (std::uint64_t name = 1; name < 20'000; name += 2) repeats.add(name, start);
  CHECK_FALSE(repeats.knows(20'001, start));
  const auto known = [&repeats](Repeats::Clock::time_point when) {
    int count = 0;
    for (std::uint64_t name = 1; name < 20'000; name += 2) count += repeats.knows(name, when) ? 1 : 0;
    return count;
  };
  CHECK(known(start + 1s) == 10'000);
  CHECK(known(start + 32s) == 10'000);
  CHECK(known(start + 65s) == 0);
}

TEST_CASE("a command's bell that rings after it was taken can be silenced") {
  Inbox inbox;
  std::vector<Command> batch;
  inbox.push({});
  CHECK(rings(inbox));
  inbox.take(batch);
  CHECK(batch.size() == 1);
  inbox.silence();
  CHECK_FALSE(rings(inbox));
  batch.clear();
  inbox.push({});
  CHECK(rings(inbox));
}
