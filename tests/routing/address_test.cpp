// Patterns of addresses from which phones may be used, and the policy they stand in.
#include "model/account_data.hpp"
#include "routing/account_plan.hpp"

#include <doctest/doctest.h>
#include <tandem/account.hpp>

#include <string>
#include <vector>

using namespace tandem;

namespace {

std::uint64_t size_of(const std::string& pattern) {
  std::uint64_t size = 1;
  for (int place = 0; place < 4; ++place) {
    std::uint64_t fits = 0;
    for (int value = 0; value < 256; ++value) {
      // Every other place has a value that the pattern holds.
      std::string address;
      const std::vector<std::string> held{"10", "1", "20", "16"};
      for (int i = 0; i < 4; ++i) {
        address += (i == 0 ? "" : ".") + (i == place ? std::to_string(value) : held[static_cast<std::size_t>(i)]);
      }
      if (address_fits(pattern, address)) ++fits;
    }
    size *= fits;
  }
  return size;
}

routing::AccountPlan plan_with(NetworkPolicy network, routing::Surroundings around = {}) {
  AccountSettings settings;
  settings.network = std::move(network);
  return routing::AccountPlan(model::AccountData("acme", settings), std::move(around));
}

}  // namespace

TEST_CASE("[NET-08][NET-09][NET-10][NET-12][NET-13] what patterns hold") {
  struct Row {
    const char* pattern;
    const char* address;
    bool fits;
  };
  const Row rows[] = {
      {"192.168.1.16-32", "192.168.1.16", true},  {"192.168.1.16-32", "192.168.1.32", true},
      {"192.168.1.16-32", "192.168.1.15", false}, {"192.168.1.16-32", "192.168.1.33", false},
      {"192.168.1.16-32", "192.168.2.20", false}, {"10.1.20-30", "10.1.20.0", true},
      {"10.1.20-30", "10.1.30.255", true},        {"10.1.20-30", "10.1.31.0", false},
      {"10.1.20-30", "10.1.19.255", false},       {"172.16.*", "172.16.0.0", true},
      {"172.16.*", "172.16.255.255", true},       {"172.16.*", "172.17.0.0", false},
      {"192.168.1.7", "192.168.1.7", true},       {"192.168.1.7", "192.168.1.8", false},
      {"*", "255.255.255.255", true},             {"0-127", "127.0.0.1", true},
      {"0-127", "128.0.0.1", false},              {"10.1.20.16-16", "10.1.20.16", true},
      {"10.1.20.16-16", "10.1.20.17", false},     {"10.*", "::1", false},
      {"10.*", "10.0.0", false},                  {"10.*", "10.0.0.256", false},
      {"10.*", "10.0.0.1.1", false},              {"10.*", "", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.address);
    CHECK(check_address_pattern(row.pattern));
    CHECK(address_fits(row.pattern, row.address) == row.fits);
  }
  CHECK(size_of("10.1.20.16-32") == 17);
  CHECK(size_of("10.1.*") == 65'536);
}

TEST_CASE("[NET-08][NET-11][NET-12][NET-13] what is no pattern, and why") {
  struct Row {
    const char* pattern;
    const char* why;
  };
  const Row rows[] = {
      {"10.*.5.1", "behind a range or a star"}, {"10.1-5-9", "0 to 255"},     {"10.*-5", "0 to 255"},
      {"192.168", "four numbers"},              {"300.1.1.1", "0 to 255"},    {"10.1.30-20", "smaller number"},
      {"10.1-5.3.4", "behind a range"},         {"", "0 to 255"},             {"10..1.1", "0 to 255"},
      {"10.1.1.1.1", "more than four"},         {"10.1.1.1 ", "0 to 255"},    {"a.b.c.d", "0 to 255"},
      {"10.1.1.0001", "0 to 255"},              {"10.1.1.-5", "0 to 255"},    {"10.1.1.5-", "0 to 255"},
      {"10.1.1.**", "0 to 255"},                {"10.1.1.1/24", "0 to 255"},  {"2001:db8::1", "0 to 255"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    const Result<void> checked = check_address_pattern(row.pattern);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == errc::invalid_argument);
    CHECK(checked.error().message.find(row.why) != std::string::npos);
    CHECK_FALSE(address_fits(row.pattern, "10.1.1.1"));
  }
}

TEST_CASE("[NET-05][NET-06][NET-07] the three modes of an account") {
  CHECK(plan_with({}).admits("203.0.113.5"));
  const auto listed = plan_with({SipAccess::allow_list, {"192.168.1.16-32", "10.1.20-30", "172.16.*"}});
  CHECK(listed.admits("172.16.9.9"));
  CHECK_FALSE(listed.admits("172.17.0.0"));
  routing::Surroundings around;
  around.country_of_address = [](std::string_view address) {
    return std::string(address.starts_with("5.") ? "RU" : address.starts_with("6.") ? "US" : "");
  };
  const auto home = plan_with({SipAccess::home_country, {}}, around);
  CHECK(home.admits("5.1.1.1"));
  CHECK_FALSE(home.admits("6.1.1.1"));
  CHECK_FALSE(home.admits("7.1.1.1"));
  CHECK_FALSE(plan_with({SipAccess::home_country, {}}).admits("5.1.1.1"));
}

TEST_CASE("a list of 1,000 patterns is refused from the first mistake on, with its place; an empty one is none") {
  AccountDocument document;
  document.id = "acme";
  document.network.sip_access = SipAccess::allow_list;
  std::vector<Error> problems = problems_of(document);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].path == "network.addresses");
  CHECK(problems[0].code == errc::missing_field);
  document.network.addresses = {"10.1.1.1", "10.*.1", "192.168"};
  problems = problems_of(document);
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].path == "network.addresses[1]");
  CHECK(problems[1].path == "network.addresses[2]");
  document.network.addresses.assign(1001, "10.*");
  problems = problems_of(document);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == errc::exhausted);
}
