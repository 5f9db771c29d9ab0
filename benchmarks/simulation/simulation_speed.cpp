// Simulated calls per second, the time a routed call takes on the virtual clock, and what a suspended flow costs.
#include "base/task.hpp"

#include <tandem/simulation.hpp>

#include <fmt/core.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

std::string centre(int agents) {
  std::string text = R"({"id":"centre","name":"Centre","domains":["centre.example"],
    "trunks":[{"id":"carrier","name":"Carrier","host":"192.0.2.1","max_lines":100}],
    "numbers":[{"number":"74950000001","trunk":"carrier","scheme":"main"}],
    "prompts":[{"id":"greeting","source":"file:greeting.wav"}],
    "schemes":[{"id":"main","name":"Main","actions":[{"play":"greeting","wait_end":true}],
      "menu":[{"digits":"5","actions":[{"forward":{"group":"all"}},{"voicemail":[]}]}]}],)";
  std::string employees;
  std::string members;
  for (int i = 0; i < agents; ++i) {
    const char* comma = i == 0 ? "" : ",";
    employees += fmt::format(R"({}{{"id":"agent{}","full_name":"Agent {}","extension":"{}","sip_accounts":[)"
                             R"({{"aor":"agent{}@centre.example","password":"Secret123"}}]}})", comma, i, i, 100 + i, i);
    members += fmt::format(R"({}{{"employee":"agent{}"}})", comma, i);
  }
  return text + "\"employees\":[" + employees + "],\"groups\":[{\"id\":\"all\",\"name\":\"All\",\"strategy\":\"longest_idle\"," +
         "\"members\":[" + members + "]}]}";
}

/// Ten thousand callers, one every 700 ms, through menu and group to one of a hundred agents who talk for a minute.
void simulated_calls(int calls) {
  tandem::SimulationOptions options;
  options.trace = false;
  tandem::Simulation simulation(options);
  if (const auto saved = simulation.save(centre(100)); !saved) {
    fmt::print(stderr, "{}\n", to_string(saved.error()));
    return;
  }
  for (int i = 0; i < 100; ++i) (void)simulation.answer_always("agent" + std::to_string(i), 3s, 60s);
  const auto began = Clock::now();
  std::vector<std::string> callers;
  for (int i = 0; i < calls; ++i) callers.push_back("7916" + std::to_string(1'000'000 + i));
  for (int i = 0; i < calls; ++i) {
    (void)simulation.call(callers[static_cast<std::size_t>(i)], "74950000001");
    simulation.run_for(500ms);
    (void)simulation.press(callers[static_cast<std::size_t>(i)], "5");
    simulation.run_for(200ms);
  }
  simulation.run_until_idle();
  const double took = seconds_since(began);
  std::size_t answered = 0;
  for (const tandem::CallRecord& record : simulation.records()) {
    answered += record.result == tandem::CallResult::answered ? 1U : 0U;
  }
  fmt::print("simulated_calls {} answered {} seconds {:.3f} events {}\n", calls, answered, took,
             simulation.events().size());
}

tandem::Flow<tandem::Unit> sleeper(tandem::Signal& signal) {
  co_await signal.wait();
  co_return tandem::Unit{};
}

/// A flow that waits: what it takes to make, suspend, wake and end one, and the memory it holds.
void suspended_flow() {
  constexpr int flows = 200'000;
  tandem::Executor executor(tandem::ClockKind::virtual_time);
  tandem::Signal signal;
  const auto began = Clock::now();
  std::vector<std::unique_ptr<tandem::Task>> tasks;
  tasks.reserve(flows);
  for (int i = 0; i < flows; ++i) {
    tasks.push_back(std::make_unique<tandem::Task>(executor));
    tasks.back()->start(sleeper(signal));
  }
  executor.drain();
  signal.set();
  executor.drain();
  fmt::print("suspended_flow {:.0f} ns each, made, suspended, woken, ended\n", seconds_since(began) * 1e9 / flows);
}

}  // namespace

int main() {
  for (int run = 0; run < 3; ++run) simulated_calls(10'000);
  suspended_flow();
  return 0;
}
