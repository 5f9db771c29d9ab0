// Routing decisions a CPU-second, and how their cost grows with the number of masks.
//
// A decision is what an external call asks of its account's AccountPlan before its scheme runs: the black list,
// forwarding by caller, the line, and the branch of its scheme by the time. The floor is the same look-ups by hand in
// hash tables, without ranges, masks and schedules: what could not be saved by anything.
#include "routing/account_plan.hpp"
#include "routing/trunk_routes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace {

using namespace tandem;
using namespace tandem::routing;
using namespace std::chrono_literals;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class Writer {
 public:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_()) % below; }
  std::string digits(std::size_t count) {
    std::string text;
    while (text.size() < count) text += static_cast<char>('0' + pick(10));
    return text;
  }
  std::string number() { return "7" + digits(10); }
  /// Masks of all kinds: beginnings, single places, endings, places all over.
  std::string mask() {
    switch (pick(8)) {
      case 0: return "*" + digits(7);
      case 1: return "7" + digits(3) + "#" + digits(6);
      case 2: return "7###" + digits(4) + "*";
      case 3: {
        std::string text = number();
        for (int i = 0; i < 3; ++i) text[1 + pick(10)] = '#';
        return text;
      }
      default: return "7" + digits(3 + pick(5)) + "*";
    }
  }
  std::string range() {
    const std::string begin = "7" + digits(7);
    return begin + "000-" + begin + "999";
  }

 private:
  std::mt19937 random_{20260306};
};

/// A scheme's branches: lunch, working hours, Saturday, any other time.
Scheme scheme(unsigned i) {
  Scheme made;
  made.id = {fmt::format("scheme{}", i)};
  made.branches.resize(4);
  for (Branch& branch : made.branches) branch.block.actions = {Hangup{}};
  for (std::size_t k = 0; k < 3; ++k) made.branches[k].schedule.emplace();
  made.branches[0].schedule->times = {{DayClass::working_days, 13h, 13h + 59min}};
  made.branches[1].schedule->times = {{DayClass::working_days, 9h, 12h + 59min},
                                      {DayClass::working_days, 14h, 18h + 59min}};
  made.branches[2].schedule->times = {{DayClass::saturday, 10h, 15h + 59min}};
  return made;
}

AccountDocument office(unsigned entries, unsigned masks, unsigned schemes) {
  Writer writer;
  AccountDocument made;
  made.id = "office";
  made.time_zone = "Europe/Moscow";
  made.caller_lists.enabled = true;
  for (unsigned i = 0; i < entries; ++i) {
    ListEntry entry;
    entry.id = {fmt::format("entry{}", i)};
    entry.pattern = i < masks / 2 ? writer.mask() : i % 10 == 0 ? writer.range() : writer.number();
    made.list_entries.push_back(std::move(entry));
  }
  for (unsigned i = 0; i < masks - masks / 2; ++i) {
    CallerRule rule;
    rule.id = {fmt::format("rule{}", i)};
    rule.pattern = writer.mask();
    made.caller_rules.push_back(std::move(rule));
  }
  for (unsigned i = 0; i < schemes; ++i) {
    Number number;
    number.number = "7495" + fmt::format("{:07}", i);
    made.schemes.push_back(scheme(i));
    number.scheme = made.schemes.back().id;
    made.numbers.push_back(std::move(number));
  }
  return made;
}

struct Call {
  Caller caller;
  std::string line;
  Time at;
};
std::vector<Call> calls(unsigned count, unsigned schemes) {
  Writer writer;
  std::vector<Call> made;
  for (unsigned i = 0; i < count; ++i) {
    const Time at{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) +
                  std::chrono::seconds(writer.pick(365 * 86400))};
    made.push_back({{.number = writer.number()}, "7495" + fmt::format("{:07}", writer.pick(schemes)), at});
  }
  return made;
}

/// 0: refused, 1: forwarded, from 2: the branch. What call_flow() asks of its account's plan, in its order.
std::size_t decide(const AccountPlan& plan, const Call& call) {
  if (!plan.list_decision(call.caller).accepted) return 0;
  if (plan.forwarding_rule(call.caller) != nullptr) return 1;
  const Number* line = plan.number(call.line);
  const Scheme* scheme = line != nullptr ? plan.scheme(line->scheme) : nullptr;
  if (scheme == nullptr) return 0;
  return 2 + static_cast<std::size_t>(plan.branch(*scheme, call.at) - scheme->branches.data());
}

/// Decisions a CPU-second, best of three.
template <class Decide>
double rate(const std::vector<Call>& calls, std::size_t& sum, const Decide& decision) {
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const double began = cpu_seconds();
    std::size_t made = 0;
    do {
      for (const Call& call : calls) sum += decision(call);
      made += calls.size();
    } while (cpu_seconds() - began < 0.4);
    best = std::max(best, static_cast<double>(made) / (cpu_seconds() - began));
  }
  return best;
}

double floor_rate(const std::vector<Call>& calls, std::size_t& sum) {
  Writer writer;
  std::unordered_set<std::string> black;
  std::unordered_set<std::string> rules;
  std::unordered_map<std::string, std::size_t> lines;
  for (int i = 0; i < 10'000; ++i) black.insert(writer.number());
  for (int i = 0; i < 1'000; ++i) rules.insert(writer.number());
  for (unsigned i = 0; i < 200; ++i) lines.emplace("7495" + fmt::format("{:07}", i), i);
  return rate(calls, sum, [&](const Call& call) {
    if (black.contains(call.caller.number)) return std::size_t{0};
    if (rules.contains(call.caller.number)) return std::size_t{1};
    return lines.find(call.line)->second;
  });
}

/// Trunk masks as offices have them.
double trunk_rate(const std::vector<Call>& calls, unsigned masks, std::size_t& sum) {
  Writer writer;
  std::vector<TrunkRouting> trunks(20);
  for (unsigned i = 0; i < masks; ++i) {
    const std::string begin = "7" + writer.digits(3 + writer.pick(4));
    trunks[i % 20].masks.push_back({begin + (writer.pick(2) == 0 ? R"((\d*))" : R"((\d{6}))"), "9$1"});
  }
  const TrunkRoutes routes = TrunkRoutes::compile(trunks).value();
  return rate(calls, sum, [&](const Call& call) { return routes.routes(call.caller.number).size(); });
}

}  // namespace

int main() {
  std::size_t sum = 0;
  const std::vector<Call> load = calls(100'000, 200);
  const double floor = floor_rate(load, sum);
  fmt::print("floor_hash_lookups {:.0f} per CPU-second\n", floor);
  for (const unsigned masks : {0U, 10U, 100U, 1'000U, 2'000U, 4'000U}) {
    const double began = cpu_seconds();
    const AccountPlan made(model::AccountData(office(10'000, masks, 200)));
    const double built = cpu_seconds() - began;
    const double decisions = rate(load, sum, [&](const Call& call) { return decide(made, call); });
    fmt::print(
        "decisions entries 10000 masks {} schemes 200: {:.0f} per CPU-second, {:.0f} ns, {:.2f} of the floor, built in "
        "{:.0f} ms\n",
        masks, decisions, 1e9 / decisions, decisions / floor, built * 1e3);
  }
  for (const unsigned masks : {20U, 200U, 2'000U}) {
    const double routes = trunk_rate(load, masks, sum);
    fmt::print("trunk_routes masks {}: {:.0f} per CPU-second, {:.0f} ns\n", masks, routes, 1e9 / routes);
  }
  return sum == 0 ? 1 : 0;
}
