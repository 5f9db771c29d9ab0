// Callbacks outlive the process.
#include "sim/lab.hpp"

#include <tandem/simulation.hpp>

#include <doctest/doctest.h>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

constexpr const char* shop = R"({
  "id": "shop", "domains": ["shop.example"], "defaults": {"group_callback": {"attempts": 2, "pause": 600}},
  "employees": [{"id": "anna", "full_name": "Anna", "sip_accounts": [{"aor": "anna@shop.example", "password": "Secret123"}]}],
  "groups": [{"id": "all", "name": "All", "extension": "200", "members": [{"employee": "anna"}],
              "callback": {"enabled": true, "line": "74950000001"}}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"}],
  "numbers": [{"number": "74950000001", "trunk": "carrier"}]})";

}  // namespace

TEST_CASE("a client who waits for a callback gets it from the next process as well, with the attempts that are left") {
  Storage storage = memory_storage();
  Time stopped{};
  {
    Simulation before;
    before.lab().storage = storage;
    REQUIRE(before.save(shop));
    REQUIRE(before.call("79161234567", "200"));
    before.run_for(3s);
    REQUIRE(before.hang_up("79161234567"));
    before.run_for(2s);
    REQUIRE(before.answer("anna"));
    before.run_for(2s);
    REQUIRE(before.reject("79161234567"));  // the first attempt
    before.run_for(5s);
    CHECK(before.lab().exchange("shop")->callbacks().has("79161234567"));
    stopped = before.now();
  }
  Simulation after({.start = stopped});
  after.lab().storage = storage;
  REQUIRE(after.save(shop));
  CHECK(after.lab().exchange("shop")->callbacks().has("79161234567"));
  after.run_for(590s);
  CHECK_FALSE(after.answer("anna"));
  after.run_for(15s);
  REQUIRE(after.answer("anna"));
  after.run_for(1s);
  REQUIRE(after.reject("79161234567"));
  after.run_for(5s);
  CHECK_FALSE(after.lab().exchange("shop")->callbacks().has("79161234567"));
  CHECK(storage.blobs->list("callback/")->empty());
}
