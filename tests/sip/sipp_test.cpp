// A peer that others wrote: SIPp.
#include "sip/station.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <thread>

using namespace tandem;
using namespace tandem::test;

namespace {

// Runs a scenario of this folder; true when every call of it succeeded. SIPp ends by itself, at the latest after 20 s.
bool play(const std::string& scenario, std::uint16_t server, const std::string& more) {
  const auto command = fmt::format(
      "sipp -sf {}/sip/{} -i 127.0.0.1 127.0.0.1:{} {} -nostdin -timeout 60s -timeout_error >/dev/null 2>&1",
      TANDEM_TEST_DIR, scenario, server, more);
  return std::system(command.c_str()) == 0;
}

bool have_sipp() { return std::system("command -v sipp >/dev/null 2>&1") == 0; }

}  // namespace

TEST_CASE("SIPp calls, is answered and hangs up, over UDP and TCP") {
  if (!have_sipp()) return;
  bool tcp = false;
  SUBCASE("UDP") {}
  SUBCASE("TCP") { tcp = true; }
  Station station;
  station.book.add_trunk("carrier", "127.0.0.1", 0, "");
  station.start();
  auto done = std::async(std::launch::async, [&] {
    return play("uac.xml", tcp ? station.tcp : station.udp, fmt::format("-s 100 -m 20 -r 50 -t {}", tcp ? "t1" : "u1"));
  });
  for (int i = 0; i < 20; ++i) {
    const auto call = station.seen.next<IncomingCall>();
    REQUIRE(call);
    CHECK(call->second.from.display == "Caller");
    station.sip->ring(call->first);
    station.sip->answer(call->first, sdp());
  }
  for (int i = 0; i < 20; ++i) CHECK(station.seen.next<LegHungUp>());
  CHECK(done.get());
}

TEST_CASE("SIPp registers with its own digest") {
  if (!have_sipp()) return;
  Station station;
  station.book.add_device("anna", "acme.example", "Secret123");
  station.start();
  CHECK(play("register.xml", station.udp, "-s anna -m 5 -r 20 -t u1"));
  CHECK(station.sip->registered("anna@acme.example"));
  CHECK(play("register.xml", station.tcp, "-s anna -m 5 -r 20 -t t1"));
}

TEST_CASE("SIPp with a wrong password is not registered") {
  if (!have_sipp()) return;
  Station station;
  station.book.add_device("anna", "acme.example", "another");
  station.start();
  // The script wants 200 for its answer to the challenge.
  CHECK_FALSE(play("register.xml", station.udp, "-s anna -m 1 -t u1"));
  CHECK_FALSE(station.sip->registered("anna@acme.example"));
  CHECK(station.lines->contains("wrong credentials for anna@acme.example"));
}
