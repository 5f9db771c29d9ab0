// How old the state of a registration may be, on a clock of the test's own.
#include "adapters/sofia/registrar.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tandem;
using namespace std::chrono_literals;
using sofia::Binding;
using sofia::Registrar;

namespace {

/// A registrar whose clock goes by seconds, as its owner's does; and what it tells, with the second it told it.
struct House final : Signaling::Sink {
  void on_leg(AccountId, LegId, LegEvent) override {}
  void on_registration(AccountId, RegistrationChange change) override {
    told.push_back(std::to_string(second) + " " + change.aor + (change.registered ? " on" : " off"));
  }
  void enter(const std::string& aor, std::chrono::seconds expires, std::uint16_t connection = 0) {
    sofia::Registration registration;
    registration.aor = aor;
    registration.account = AccountId{1};
    registration.call_id = aor;
    registration.cseq = ++cseq;
    registration.contacts = {{"sip:" + aor, connection, expires}};
    CHECK(registrar.apply(registration, now()) == 200);
  }
  void run(int seconds) {
    for (const int end = second + seconds; second < end;) {
      ++second;
      registrar.expire(now());
      registrar.drop_lost([&](const Binding& binding) { return binding.connection == lost; });
    }
  }
  [[nodiscard]] Registrar::Clock::time_point now() const {
    return Registrar::Clock::time_point(std::chrono::seconds(second));
  }

  std::vector<std::string> told;
  std::uint16_t lost = 0;
  std::uint32_t cseq = 0;
  int second = 1000;
  Registrar registrar{1h, *this};
};

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("[SIP-03][DEV-42] what runs out, or leaves, is told in the same second, each account by itself") {
  House house;
  house.enter("anna@a", 60s);
  house.enter("boris@a", 100s);
  house.enter("clara@a", 60s);
  house.run(50);
  house.enter("clara@a", 60s);  // refreshed
  CHECK(house.told == Told{"1000 anna@a on", "1000 boris@a on", "1000 clara@a on"});
  house.told.clear();
  house.run(9);
  CHECK(house.told.empty());
  CHECK(house.registrar.registered("anna@a"));
  house.run(1);
  CHECK(house.told == Told{"1060 anna@a off"});
  CHECK_FALSE(house.registrar.registered("anna@a"));
  house.enter("boris@a", 0s);
  house.run(49);
  CHECK(house.told == Told{"1060 anna@a off", "1060 boris@a off"});
  house.run(1);
  CHECK(house.told.back() == "1110 clara@a off");
}

TEST_CASE("[SIP-03][DEV-42] of many phones each whose connection ends is told within ten seconds, and no other") {
  House house;
  constexpr int phones = 500;
  for (int i = 1; i <= phones; ++i) house.enter("phone" + std::to_string(i) + "@a", 1h, static_cast<std::uint16_t>(i));
  house.enter("elsewhere@a", 1h);  // reached otherwise
  house.told.clear();
  house.run(60);
  CHECK(house.told.empty());
  for (int i = 1; i <= phones; i += 7) {
    house.told.clear();
    house.lost = static_cast<std::uint16_t>(i);
    const std::string aor = "phone" + std::to_string(i) + "@a";
    const int before = house.second;
    house.run(static_cast<int>(Registrar::rounds));
    REQUIRE(house.told.size() == 1);
    CHECK(house.told[0].ends_with(" " + aor + " off"));
    CHECK(std::stoi(house.told[0]) - before <= 10);
    CHECK_FALSE(house.registrar.registered(aor));
  }
  CHECK(house.registrar.registered("phone2@a"));
  CHECK(house.registrar.registered("elsewhere@a"));
}
