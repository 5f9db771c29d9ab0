// A rich day, broken off after every step: whatever is under way then, nothing is lost and nothing leaks.
#include "base/frame_pool.hpp"
#include "sim/lab.hpp"

#include <tandem/simulation.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

constexpr const char* house = R"({
  "id": "house", "domains": ["house.example"],
  "call_control": {"group_pickup": true, "directed_pickup": true},
  "defaults": {"services": {"contact_centre": true}, "consult_display": "external_party", "employee_ring_time": 4, "employee_no_answer_prompt": "standard:sorry", "no_answer_suspension": 2,
               "voicemail_max": 3, "queue": {"max_wait": 20, "max_length": 2, "overflow_prompt": "standard:overflow"}},
  "employees": [
    {"id": "anna", "full_name": "Anna", "extension": "101", "outgoing_number": "74950000001", "reception_mode": "all_simultaneous",
     "devices": [{"sip": "anna@house.example"}, {"number": "79250000001", "wait": 3}],
     "sip_accounts": [{"aor": "anna@house.example", "password": "Secret123"}]},
    {"id": "boris", "full_name": "Boris", "extension": "102", "reception_mode": "all_sequential", "honour_status": true,
     "sip_accounts": [{"aor": "boris@house.example", "password": "Secret123", "forward_to": "clara@house.example"}]},
    {"id": "clara", "full_name": "Clara", "extension": "103",
     "sip_accounts": [{"aor": "clara@house.example", "password": "Secret123"}]}],
  "groups": [{"id": "all", "name": "All", "extension": "200", "strategy": "ring_all", "reception": "as_in_card",
              "members": [{"employee": "anna"}, {"employee": "boris"}, {"employee": "clara"}]},
             {"id": "row", "name": "Row", "extension": "201", "members": [{"employee": "clara"}, {"employee": "anna"}]}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"}],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main"}],
  "schemes": [{"id": "main", "extension": "300",
    "actions": [{"play": "standard:greeting", "wait_end": true}],
    "menu": [{"digits": "7", "password": "12", "actions": [{"forward": {"group": "all"}, "wait": 9}, {"voicemail": []}]},
             {"digits": "8", "actions": [{"forward": {"number": "74991112233"}, "wait": 3}, {"forward": {"employee": "boris"}}]}],
    "handlers": [{"on": "no_input", "actions": [{"forward": {"group": "row"}}, {"forward": {"scheme": "main"}}]},
                 {"on": "any_other_input", "actions": [{"play": "standard:sorry"}], "final_action": "return_to_main_menu"}]}]})";

/// What people do, second by second. Refusals (nobody there to answer) are no matter here.
struct Act {
  int at;
  const char* who;
  const char* what;
  const char* with;
};
constexpr Act acts[] = {
    {0, "79160000001", "call", "74950000001"}, {1, "79160000001", "press", "7#"},  {2, "79160000001", "press", "12#"},
    {3, "79160000002", "call", "74950000001"}, {4, "79160000002", "press", "99#"}, {5, "clara", "reject", ""},
    {6, "79160000003", "call", "201"},         {7, "79160000002", "press", "8#"},  {8, "anna", "answer", ""},
    {9, "79160000004", "call", "200"},         {10, "74991112233", "answer", ""},  {12, "clara", "call", "101"},
    {13, "79160000001", "hangup", ""},         {14, "clara", "answer", ""},        {15, "79160000005", "call", "102"},
    {18, "79250000001", "answer", ""},         {20, "clara", "hangup", ""},        {24, "anna", "call", "79990001122"},
    {25, "79990001122", "answer", ""},         {26, "79160000004", "hangup", ""},  {30, "anna", "hangup", ""},
    // Passing on and picking up.
    {40, "79160000001", "call", "101"},        {41, "anna", "answer", ""},         {42, "anna", "press", "##103#"},
    {43, "clara", "answer", ""},               {44, "anna", "hangup", ""},         {45, "clara", "press", "##101#"},
    {46, "clara", "hangup", ""},               {47, "anna", "answer", ""},         {48, "anna", "transfer", "200"},
    {50, "clara", "answer", ""},               {51, "clara", "hold", ""},          {52, "clara", "call", "101"},
    {53, "anna", "answer", ""},                {54, "clara", "join", ""},          {55, "anna", "hangup", ""},
    {60, "79160000002", "call", "201"},        {62, "anna", "call", "*8"},         {63, "anna", "transfer", "300"},
    {64, "anna", "hangup", ""},                {66, "79160000002", "hangup", ""}};

void perform(Simulation& house_simulation, const Act& act) {
  const std::string_view what = act.what;
  if (what == "call") (void)house_simulation.call(act.who, act.with);
  if (what == "press") (void)house_simulation.press(act.who, act.with);
  if (what == "answer") (void)house_simulation.answer(act.who);
  if (what == "reject") (void)house_simulation.reject(act.who);
  if (what == "hangup") (void)house_simulation.hang_up(act.who);
  sim::Phone* phone = house_simulation.lab().find_phone(act.who);
  if (what == "transfer") (void)phone->transfer(act.with);
  if (what == "hold") (void)phone->hold(true);
  if (what == "join") (void)phone->join();
}

/// The acts, on the executor's own clock.
class Script final : public Runnable {
 public:
  explicit Script(Simulation& simulation) : simulation_(simulation), began_(simulation.now()) { wait(); }
  void run() override {
    perform(simulation_, acts[next_++]);
    wait();
  }
  [[nodiscard]] bool over() const { return next_ == std::size(acts); }

 private:
  void wait() {
    if (over()) return;
    simulation_.lab().executor.start(timer_, began_ + std::chrono::seconds(acts[next_].at), *this);
  }
  Simulation& simulation_;
  Time began_;
  std::size_t next_ = 0;
  Timer timer_;
};

enum class Break : std::uint8_t { destroy, end_calls };

/// Plays `limit` steps, then breaks off. Gives the steps done; fewer than the limit: it was the whole day.
std::uint64_t play(std::uint64_t limit, Break how) {
  Simulation simulation;
  REQUIRE(simulation.save(house));
  sim::Lab& lab = simulation.lab();
  std::uint64_t steps = 0;
  {
    Script script(simulation);
    while (steps < limit && lab.executor.step()) ++steps;
    if (how == Break::destroy) return steps;
  }
  call::Exchange& exchange = *lab.exchange("house");
  for (int round = 0; round < 2; ++round) {  // twice, for a call that was on its way
    exchange.end_all();
    simulation.run_until_idle(1h);
  }
  REQUIRE(lab.calls() == 0);
  for (const char* who : {"anna", "boris", "clara"}) REQUIRE(exchange.roster().agent(EmployeeKey{who}).free());
  const AccountDocument document = exchange.plan()->data().document();
  for (const Trunk& trunk : document.trunks) REQUIRE(exchange.lines_used(trunk) == 0);
  std::size_t arrived = 0;
  for (const Event& event : simulation.events()) arrived += std::holds_alternative<CallArrived>(event.what) ? 1U : 0U;
  REQUIRE(simulation.records().size() == arrived);
  for (const CallRecord& record : simulation.records()) {
    REQUIRE(record.closed());
    REQUIRE(record.result != CallResult::open);
    for (const CallPart& part : record.parts) REQUIRE(part.result != PartResult::open);
  }
  return steps;
}

}  // namespace

TEST_CASE("a day broken off after every step leaves nothing behind") {
  const std::size_t frames = FramePool::live();
  const std::uint64_t whole = play(~std::uint64_t{0}, Break::end_calls);
  REQUIRE(whole > 300);
  REQUIRE(FramePool::live() == frames);
  for (std::uint64_t k = 0; k <= whole; ++k) {
    CAPTURE(k);
    play(k, Break::destroy);
    REQUIRE(FramePool::live() == frames);
    if (k % 3 == 0) play(k, Break::end_calls);
    REQUIRE(FramePool::live() == frames);
  }
}
