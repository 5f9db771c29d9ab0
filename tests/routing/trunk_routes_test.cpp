// Which trunk a number goes into (03 TRK-46..51, MSK-14..18).
#include "routing/trunk_routes.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>

using namespace tandem;
using namespace tandem::routing;

namespace {

TrunkRoutes routes_of(const std::vector<TrunkRouting>& trunks) {
  auto compiled = TrunkRoutes::compile(trunks);
  REQUIRE(compiled);
  return std::move(*compiled);
}
/// "0:1234 2:91234" - trunks and numbers in the order they are tried.
std::string order(const TrunkRoutes& routes, std::string_view dialled) {
  std::string text;
  for (const Route& route : routes.routes(dialled)) {
    text += (text.empty() ? "" : " ") + std::to_string(route.trunk) + ":" + route.number;
  }
  return text;
}
std::string chosen(const TrunkRoutes& routes, std::string_view dialled, const std::set<std::size_t>& down) {
  const auto route = choose_route(routes.routes(dialled), [&](std::size_t trunk) { return !down.contains(trunk); });
  return route ? std::to_string(route->trunk) + ":" + route->number : "-";
}

}  // namespace

TEST_CASE("[TRK-46] a prefix forces a number into its trunk and is removed; nothing behind it is no match") {
  const TrunkRoutes routes = routes_of({{.prefix = "88"}, {.prefix = "9"}});
  CHECK(order(routes, "88123456") == "0:123456");
  CHECK(order(routes, "9101") == "1:101");
  CHECK(order(routes, "88") == "");
  CHECK(order(routes, "8123456") == "");
  CHECK(order(routes, "8 8 (12) 34-56") == "0:123456");
  CHECK(order(routes, "*88") == "");
}

TEST_CASE("[MSK-14][MSK-15][TRK-47][TRK-49] masks are tried from the top, and the first that fits rewrites the number") {
  const MaskRule moscow{R"(7495(\d{7}))", "9$1"};
  const MaskRule country{R"(7(\d{10}))", "8$1"};
  const TrunkRoutes specific_first = routes_of({{.masks = {moscow, country}}});
  CHECK(order(specific_first, "74951234567") == "0:91234567");
  CHECK(order(specific_first, "79261234567") == "0:89261234567");
  const TrunkRoutes general_first = routes_of({{.masks = {country, moscow}}});
  CHECK(order(general_first, "74951234567") == "0:84951234567");
}

TEST_CASE("[TRK-48][MSK-16] of several trunks the first available one carries the call, by its own rule") {
  const TrunkRoutes routes = routes_of({{.masks = {{R"(1(\d*))", "7$1"}}}, {.masks = {{R"(1(\d*))", "8$1"}}}, {.prefix = "1"}});
  CHECK(order(routes, "123") == "0:723 1:823 2:23");
  CHECK(chosen(routes, "123", {}) == "0:723");
  CHECK(chosen(routes, "123", {0}) == "1:823");
  CHECK(chosen(routes, "123", {0, 1}) == "2:23");
  CHECK(chosen(routes, "123", {0, 1, 2}) == "-");
}

TEST_CASE("in a trunk the prefix goes before its masks (03 OP-24, OP-25)") {
  const TrunkRoutes routes = routes_of({{.prefix = "4", .masks = {{R"((\d+))", "9$1"}}}, {.prefix = "45"}});
  CHECK(order(routes, "4512") == "0:512 1:12");
  CHECK(order(routes, "512") == "0:9512");
  CHECK(order(routes, "4") == "0:94");  // nothing behind the prefix: the mask has it
}

TEST_CASE("[TRK-70] an inactive mask is passed over, and counts as soon as it is active") {
  TrunkRouting trunk{.masks = {{"(123)", "1$1", false}, {"(123)", "2$1"}}};
  CHECK(order(routes_of({trunk}), "123") == "0:2123");
  trunk.masks[0].active = true;
  CHECK(order(routes_of({trunk}), "123") == "0:1123");
}

TEST_CASE("[MSK-21] a mask that leaves nothing gives way to the next, in its trunk and in others") {
  const TrunkRoutes routes = routes_of({{.masks = {{R"(7(\d*))", "$1"}, {R"((\d+))", "1$1"}}}, {.masks = {{R"(7(\d*))", "5"}}}});
  CHECK(order(routes, "7") == "0:17 1:5");
  CHECK(order(routes, "78") == "0:8 1:5");
}

TEST_CASE("[MSK-18] nothing that matches is no error: there is no route") {
  const TrunkRoutes routes = routes_of({{.prefix = "88", .masks = {{R"((5\d\d))", "$1"}}}});
  CHECK(routes.routes("600").empty());
  CHECK_FALSE(choose_route({}, [](std::size_t) { return true; }));
  CHECK(TrunkRoutes().routes("600").empty());
}

TEST_CASE("[TRK-50] the backups of the first match are tried in their order, with the number it would have got") {
  const TrunkRoutes routes = routes_of({{.masks = {{R"((1\d\d))", "5$1"}}, .backups = {2, 3, 1}},
                                        {.masks = {{R"((\d+))", "6$1"}}, .backups = {4}},
                                        {.backups = {4}},
                                        {},
                                        {}});
  // Trunk 1 matches by itself; the backup of a backup is not followed.
  CHECK(order(routes, "123") == "0:5123 1:6123 2:5123 3:5123");
  CHECK(chosen(routes, "123", {0, 1}) == "2:5123");
  CHECK(chosen(routes, "123", {0, 1, 2}) == "3:5123");
  CHECK(chosen(routes, "123", {0, 1, 2, 3}) == "-");
  const auto list = routes.routes("123");
  CHECK(list[2].main == 0);
  CHECK(list[2].mask == 0);
  CHECK(order(routes, "99") == "1:699 4:699");
}

TEST_CASE("[TRK-50] a trunk that was chosen otherwise has its backups, too") {
  const TrunkRoutes routes = routes_of({{.backups = {2, 1}}, {}, {}});
  const auto list = routes.routes_through(0, "74951234567");
  REQUIRE(list.size() == 3);
  CHECK(list[0] == Route{0, 0, "74951234567", {}});
  CHECK(list[1] == Route{2, 0, "74951234567", {}});
  CHECK(list[2] == Route{1, 0, "74951234567", {}});
}

TEST_CASE("every malformed mask is reported, with its place") {
  const auto compiled = TrunkRoutes::compile(
      std::vector<TrunkRouting>{{.masks = {{"5X", "1"}, {"(5)", "$1"}}}, {.masks = {{"(5)", "$2", false}}}});
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().path == "[0].masks[0]");
  REQUIRE(compiled.error().more.size() == 1);
  CHECK(compiled.error().more[0].path == "[1].masks[0]");
}

TEST_CASE("[TRK-48][TRK-49][MSK-14] random trunks route as one rule after another would") {
  std::minstd_rand random(3);
  const auto pick = [&](unsigned below) { return random() % below; };
  const char* const masks[] = {R"((\d*))",    R"(1(\d*))", R"((1\d{2}))", R"(12(\d+)|3(\d))", R"((\d)\d)",
                               R"((\d*)2)", "(123)",   R"(2*(1+))", R"([1-2](\d{3}))", R"((\d+)3|(2\d*))"};
  const char* const transforms[] = {"$1", "9$1", "7", "+1$1"};
  for (int round = 0; round < 400; ++round) {
    std::vector<TrunkRouting> trunks(1 + pick(4));
    for (TrunkRouting& trunk : trunks) {
      if (pick(4) == 0) trunk.prefix = std::to_string(1 + pick(12));
      for (auto n = pick(6); n > 0; --n) trunk.masks.push_back({masks[pick(10)], transforms[pick(4)], pick(5) != 0});
    }
    const TrunkRoutes routes = routes_of(trunks);
    for (int i = 0; i < 30; ++i) {
      std::string number;
      for (auto n = 1 + pick(5); n > 0; --n) number += static_cast<char>('1' + pick(3));
      std::string expected;
      for (std::size_t t = 0; t < trunks.size(); ++t) {
        std::string to;
        const TrunkRouting& trunk = trunks[t];
        if (!trunk.prefix.empty() && number.size() > trunk.prefix.size() && number.starts_with(trunk.prefix)) {
          to = number.substr(trunk.prefix.size());
        }
        for (std::size_t m = 0; m < trunk.masks.size() && to.empty(); ++m) {
          if (!trunk.masks[m].active) continue;
          to = test_mask(trunk.masks[m].mask, trunk.masks[m].transform, number).value().value_or("");
        }
        if (!to.empty()) expected += (expected.empty() ? "" : " ") + std::to_string(t) + ":" + to;
      }
      CAPTURE(number);
      REQUIRE(order(routes, number) == expected);
    }
  }
}
