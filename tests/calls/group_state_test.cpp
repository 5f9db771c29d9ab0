// How a group stands: who of it is there, who is free, who waits (specification 02, PRS-18, PRS-19).
#include "sim/lab.hpp"

#include <doctest/doctest.h>
#include <tandem/simulation.hpp>

using namespace tandem;

namespace {

constexpr const char* office = R"({
  "id": "office", "domains": ["office.example"],
  "statuses": [{"id": "mail", "title": "Mail", "base": "online"}, {"id": "gone", "title": "Gone", "base": "offline"}],
  "employees": [
    {"id": "ada", "full_name": "Ada", "extension": "101", "honour_status": true,
     "sip_accounts": [{"aor": "desk.ada@office.example", "password": "Secret123"}]},
    {"id": "bob", "full_name": "Bob", "extension": "102", "honour_status": true},
    {"id": "cyd", "full_name": "Cyd", "extension": "103"}],
  "groups": [{"id": "crew", "name": "Crew", "extension": "200", "queue": {"max_wait": 0},
              "members": [{"employee": "ada"}, {"employee": "bob"}, {"employee": "cyd", "operator": false}]}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"}],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main"}],
  "schemes": [{"id": "main", "actions": [{"forward": {"group": "crew"}}]}]
})";

struct House {
  House() { REQUIRE(simulation.save(office)); }
  GroupState state() { return simulation.lab().exchange("office")->group_state({"crew"}).value(); }
  GroupState when(const char* who, const char* status) {
    REQUIRE(simulation.set_status(who, {status}));
    return state();
  }
  Simulation simulation;
};

}  // namespace

TEST_CASE("[PRS-18][PRS-19] active are members who are not offline, free are operators whose status takes the group's calls") {
  House house;
  CHECK(house.state() == GroupState{3, 2, 0});
  struct Row {
    const char* status;
    std::size_t active, free;
  };
  for (const Row row : {Row{"online", 3, 2}, Row{"mail", 3, 2}, Row{"all_calls", 3, 2}, Row{"break", 3, 1}, Row{"outbound", 3, 1},
                        Row{"dnd", 3, 1}, Row{"offline", 2, 1}, Row{"gone", 2, 1}}) {
    CAPTURE(row.status);
    CHECK(house.when("bob", row.status) == GroupState{row.active, row.free, 0});
  }
  CHECK(house.when("cyd", "offline") == GroupState{1, 1, 0});  // no operator, but a member
  CHECK(house.simulation.lab().exchange("office")->group_state({"nobody"}).error().code == errc::not_found);
}

TEST_CASE("[PRS-19] whoever is rung or talks is not free, and a caller who finds nobody waits") {
  House house;
  REQUIRE(house.simulation.set_status("bob", {"dnd"}));
  REQUIRE(house.simulation.call("79160000001", "74950000001"));
  house.simulation.run_for(std::chrono::seconds(1));
  CHECK(house.state() == GroupState{3, 0, 0});
  REQUIRE(house.simulation.answer("ada"));
  house.simulation.run_for(std::chrono::seconds(1));
  CHECK(house.state() == GroupState{3, 0, 0});
  REQUIRE(house.simulation.call("79161234567", "74950000001"));
  house.simulation.run_for(std::chrono::seconds(1));
  CHECK(house.state() == GroupState{3, 0, 1});
  REQUIRE(house.simulation.hang_up("79161234567"));
  REQUIRE(house.simulation.hang_up("ada"));
  house.simulation.run_for(std::chrono::seconds(1));
  CHECK(house.state() == GroupState{3, 1, 0});
}
