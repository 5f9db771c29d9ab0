#include "base/task.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

struct Bench {
  Executor executor{ClockKind::virtual_time};
  std::vector<std::string> log;
  Signal one, two;
  Channel<char> digits;
  std::size_t frames = FramePool::live();
  [[nodiscard]] bool clean() const { return FramePool::live() == frames && executor.idle(); }
};

struct Scope {
  Scope(Bench& b, std::string n) : bench(b), name(std::move(n)) { bench.log.push_back("+" + name); }
  ~Scope() { bench.log.push_back("-" + name); }
  Scope(const Scope&) = delete;
  Bench& bench;
  std::string name;
};

Flow<int> immediate(int value) { co_return value; }

Flow<int> after(Bench& b, Duration span, int value) {
  Scope scope(b, "after" + std::to_string(value));
  co_await timeout(span);
  co_return value;
}

Flow<Result<int>> failing(Bench& b) {
  co_await timeout(1s);
  b.log.push_back("fails");
  co_return fail(errc::not_found, "nobody");
}

Flow<Result<int>> passes_on(Bench& b) {
  Scope scope(b, "passes_on");
  auto child = co_await failing(b);
  const int value = co_await ok(std::move(child));
  b.log.push_back("never");
  co_return value;
}

}  // namespace

TEST_CASE("a child's locals die before its parent goes on") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      const int value = co_await after(bench, 1s, 7);
      bench.log.push_back("got " + std::to_string(value));
      co_return Unit{};
    }
  };
  {
    Task task(b.executor);
    task.start(Run::flow(b));
    b.executor.run_all();
    CHECK(b.log == std::vector<std::string>{"+after7", "-after7", "got 7"});
  }
  CHECK(b.clean());
}

TEST_CASE("a hundred thousand awaits of a child that does not wait take no stack") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      long sum = 0;
      for (int i = 0; i < 100'000; ++i) sum += co_await immediate(1);
      bench.log.push_back(std::to_string(sum));
      co_return Unit{};
    }
  };
  Task task(b.executor);
  task.start(Run::flow(b));
  b.executor.run_all();
  CHECK(b.log == std::vector<std::string>{"100000"});
}

TEST_CASE("of several sources ready at one tick the one written first wins, whatever was armed first") {
  for (const bool signal_first : {true, false}) {
    Bench b;
    struct Run {
      static Flow<Unit> answer_first(Bench& bench) {
        const auto woken = co_await any_of(bench.one.wait(), timeout(10s));
        bench.log.push_back(woken.index() == 0 ? "answer" : "timeout");
        co_return Unit{};
      }
      static Flow<Unit> timeout_first(Bench& bench) {
        const auto woken = co_await any_of(timeout(10s), bench.one.wait());
        bench.log.push_back(woken.index() == 1 ? "answer" : "timeout");
        co_return Unit{};
      }
    };
    struct Set final : Runnable {
      explicit Set(Signal& s) : signal(s) {}
      void run() override { signal.set(); }
      Signal& signal;
    } set(b.one);
    Timer timer;
    b.executor.start(timer, Time(10s), set);  // fires before the flow's own timer of the same instant
    Task task(b.executor);
    task.start(signal_first ? Run::answer_first(b) : Run::timeout_first(b));
    b.executor.run_all();
    CHECK(b.log == std::vector<std::string>{signal_first ? "answer" : "timeout"});
  }
}

TEST_CASE("the loser of a race loses nothing: a digit stays in its channel") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      const auto woken = co_await any_of(bench.one.wait(), bench.digits.next());
      bench.log.push_back(std::to_string(woken.index()));
      const char digit = co_await bench.digits.next();
      bench.log.push_back(std::string(1, digit));
      co_return Unit{};
    }
  };
  Task task(b.executor);
  task.start(Run::flow(b));
  b.executor.drain();
  b.digits.push('5');
  b.one.set();
  b.executor.run_all();
  CHECK(b.log == std::vector<std::string>{"0", "5"});
}

TEST_CASE("the losers of a race are cancelled before the flow goes on") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      auto slow = after(bench, 10s, 1);
      auto fast = after(bench, 2s, 2);
      auto woken = co_await any_of(std::move(slow), std::move(fast));
      bench.log.push_back("won " + std::to_string(std::get<1>(woken)));
      co_return Unit{};
    }
  };
  {
    Task task(b.executor);
    task.start(Run::flow(b));
    b.executor.run_all();
    CHECK(b.log == std::vector<std::string>{"+after1", "+after2", "-after2", "-after1", "won 2"});
    CHECK(b.executor.now() == Time(2s));
  }
  CHECK(b.clean());
}

TEST_CASE("cancelling destroys the innermost frame first and leaves nothing behind") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      Scope scope(bench, "outer");
      const int value = co_await after(bench, 1h, 1);
      bench.log.push_back("never" + std::to_string(value));
      co_return Unit{};
    }
  };
  bool told = false;
  {
    Task task(b.executor, [&](std::exception_ptr error) { told = !error; });
    task.start(Run::flow(b));
    b.executor.drain();
    CHECK(dump(task.context()).find("after") != std::string::npos);
    task.cancel();
    CHECK(!told);  // not in place: from the run loop
    b.executor.drain();
    CHECK(told);
  }
  CHECK(b.log == std::vector<std::string>{"+outer", "+after1", "-after1", "-outer"});
  CHECK(b.clean());
}

TEST_CASE("a cancelled flow that was queued does not run any more") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      co_await bench.one.wait();
      bench.log.push_back("ran");
      co_return Unit{};
    }
  };
  Task task(b.executor);
  task.start(Run::flow(b));
  b.executor.drain();
  b.one.set();  // posted
  task.cancel();
  b.executor.run_all();
  CHECK(b.log.empty());
}


TEST_CASE("ok() ends the flow with the error; nothing after it runs") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      auto result = co_await passes_on(bench);
      bench.log.push_back(result ? "value" : result.error().message);
      co_return Unit{};
    }
  };
  Task task(b.executor);
  task.start(Run::flow(b));
  b.executor.run_all();
  CHECK(b.log == std::vector<std::string>{"+passes_on", "fails", "-passes_on", "nobody"});
}

TEST_CASE("an exception out of a flow reaches the task's owner") {
  Bench b;
  struct Run {
    static Flow<Unit> inner() {
      co_await timeout(1s);
      throw std::runtime_error("bug");
      co_return Unit{};
    }
    static Flow<Unit> flow() {
      co_await inner();
      co_return Unit{};
    }
  };
  std::string what;
  Task task(b.executor, [&](std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& e) {
      what = e.what();
    }
  });
  task.start(Run::flow());
  b.executor.run_all();
  CHECK(what == "bug");
}

TEST_CASE("all_of waits for all") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench) {
      auto x = after(bench, 2s, 1);
      auto y = after(bench, 1s, 2);
      auto both = co_await all_of(std::move(x), std::move(y));
      bench.log.push_back(std::to_string(std::get<0>(both) + std::get<1>(both)));
      co_return Unit{};
    }
  };
  Task task(b.executor);
  task.start(Run::flow(b));
  b.executor.run_all();
  CHECK(b.log.back() == "3");
  CHECK(b.executor.now() == Time(2s));
}

TEST_CASE("waking a list wakes all: one that dies does not take the news with it") {
  Bench b;
  struct Run {
    static Flow<Unit> flow(Bench& bench, int number) {
      co_await bench.one.wait();
      bench.log.push_back(std::to_string(number));
      co_return Unit{};
    }
  };
  auto first = std::make_unique<Task>(b.executor);
  Task second(b.executor);
  first->start(Run::flow(b, 1));
  second.start(Run::flow(b, 2));
  b.executor.drain();
  b.one.set();
  first.reset();
  b.executor.drain();
  CHECK(b.log == std::vector<std::string>{"2"});
}

TEST_CASE("a task cancelled before it began never begins") {
  Bench b;
  {
    Task task(b.executor);
    struct Run {
      static Flow<Unit> flow(Bench& bench) {
        bench.log.push_back("began");
        co_return Unit{};
      }
    };
    task.start(Run::flow(b));
    task.cancel();
    b.executor.run_all();
  }
  CHECK(b.log.empty());
  CHECK(b.clean());
}
