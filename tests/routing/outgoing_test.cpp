// Caller id, destinations, regions and numbers of the world (04 CID, 03 LIM).
#include "routing/caller_id.hpp"
#include "routing/destinations.hpp"
#include "routing/number_plan.hpp"

#include "routing/pointers.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace tandem;
using namespace tandem::routing;

namespace {

/// Regions by the beginning of a number.
class FewRegions final : public RegionData {
 public:
  std::vector<std::string> regions_of(std::string_view number) const override {
    ++asked;
    if (number.starts_with("7495")) return {"Moscow", "Москва", "RU"};
    if (number.starts_with("7343")) return {"Sverdlovsk", "Свердловская обл.", "RU"};
    if (number.starts_with("77")) return {"KZ"};
    return {};
  }
  bool is_mobile(std::string_view) const override { return false; }
  mutable int asked = 0;
};

using Rules = std::vector<CallerIdRule>;
CallerIdRule mask(std::string line, std::string value) {
  return {{}, std::move(line), CallerIdRuleType::mask, std::move(value)};
}
CallerIdRule region(std::string line, std::string value) {
  return {{}, std::move(line), CallerIdRuleType::region, std::move(value)};
}
CallerIdRule prefix(std::string line, std::string value) {
  return {{}, std::move(line), CallerIdRuleType::prefix, std::move(value)};
}

LineChoice choose(const Rules& rules, std::string_view dialled, bool substitution = true, bool automatic = false,
                  std::string_view own = "own", bool enabled = true) {
  const std::vector<const CallerIdRule*> all = pointers(rules);
  const auto compiled = CompiledCallerId::compile(all);
  REQUIRE(compiled);
  const FewRegions data;
  return choose_line({dialled, own, substitution, automatic, "RU"}, {enabled}, all, *compiled, &data);
}

}  // namespace

TEST_CASE("[CID-02][EMP-13] whoever has no outgoing number has no line, whatever the rules say") {
  const LineChoice choice = choose(Rules{mask("moscow", R"(\d*)")}, "74951112233", true, false, "");
  CHECK(choice.by == LineChoice::By::none);
  CHECK(choice.line.empty());
}

TEST_CASE(
    "[CID-03][CID-10][CID-11][CID-17] the own number is shown unless the feature and the flag are on and a rule fits") {
  const Rules settings{mask("moscow", R"(7495\d*)")};
  CHECK(choose(settings, "74951112233").line == "moscow");
  CHECK(choose(settings, "74951112233").by == LineChoice::By::rule);
  CHECK(choose(settings, "73432112233").line == "own");
  CHECK(choose(settings, "74951112233", false).line == "own");
  CHECK(choose(settings, "74951112233", true, false, "own", false).line == "own");
}

TEST_CASE("[CID-14][CID-15][CID-23] of masks and regions the one highest in the list wins, whatever its type") {
  CHECK(choose(Rules{mask("mask", R"(7495\d*)"), region("region", "Moscow")}, "74951112233").line == "mask");
  CHECK(choose(Rules{region("region", "Moscow"), mask("mask", R"(7495\d*)")}, "74951112233").line == "region");
  CHECK(choose(Rules{region("region", "Moscow"), mask("mask", R"(7495\d*)")}, "73432112233").line == "own");
  CHECK(choose(Rules{mask("first", R"(7\d*)"), mask("second", R"(7495\d*)")}, "74951112233").line == "first");
  CHECK(choose(Rules{mask("first", R"(7496\d*)"), mask("second", R"(7495\d*)")}, "74951112233").line == "second");
}

TEST_CASE("[CID-23] regions go by any of their names, in any letter case, or by the country") {
  CHECK(choose(Rules{region("line", "mOSCOW")}, "74951112233").line == "line");
  CHECK(choose(Rules{region("line", "МОСКВА")}, "74951112233").line == "line");
  CHECK(choose(Rules{region("line", "свердловская ОБЛ.")}, "73432112233").line == "line");
  CHECK(choose(Rules{region("line", "kz")}, "77011112233").line == "line");
  CHECK(choose(Rules{region("line", "RU")}, "77011112233").line == "own");
  CHECK(choose(Rules{region("line", "Moscow")}, "15551112233").line == "own");
  CHECK(folded("АПРЯЁ азы ABZ") == "апряё азы abz");
}

TEST_CASE("[CID-18][CID-19][CID-20][CID-21][CID-22] masks stand for the whole called number in international form") {
  struct Row {
    const char* mask;
    const char* dialled;
    bool fits;
  };
  const Row rows[] = {
      {R"(7495\d*)", "74951112233", true},
      {R"(7495\d*)", "7495", true},
      {R"(7495\d*)", "74961112233", false},
      {R"(7495\d{7})", "74951112233", true},
      {R"(7495\d{7})", "749511122334", false},
      {R"(7495\d{7})", "7495111223", false},
      {R"(7495\d*|7499\d*)", "74991112233", true},
      {R"(7495\d*|7499\d*)", "74981112233", false},
      {"7495[5-6][5-6][5-6][5-6][5-6][5-6]", "7495555666", true},
      {"7495[5-6][5-6][5-6][5-6][5-6][5-6]", "7495556070", false},
      {R"(7495\d{7})", "84951112233", true},  // as dialled at home: read in international form
      {R"(7495\d+)", "+7 (495) 111-22-33", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.mask);
    CAPTURE(row.dialled);
    CHECK((choose(Rules{mask("line", row.mask)}, row.dialled).line == "line") == row.fits);
  }
}

TEST_CASE("[CID-16] a prefix is cut off and wins over all others; nobody dials one in automatic calls (04 OP-11)") {
  const Rules settings{mask("mask", R"(\d*)"), prefix("one", "9"), prefix("two", "91"), prefix("late", "9")};
  const LineChoice choice = choose(settings, "9284951112233");
  CHECK(choice.by == LineChoice::By::prefix);
  CHECK(choice.line == "one");
  CHECK(choice.dialled == "284951112233");
  CHECK(choose(settings, "9184951112233").line == "two");
  CHECK(choose(settings, "9184951112233").dialled == "84951112233");
  CHECK(choose(settings, "9184951112233", true, true).line == "mask");
  CHECK(choose(settings, "9184951112233", true, true).dialled == "9184951112233");
  CHECK(choose(settings, "9").line == "mask");  // nothing behind it
}

TEST_CASE("[CID-27] an inactive rule fits nothing") {
  Rules settings{mask("mask", R"(\d*)"), region("region", "Moscow"), prefix("prefix", "9")};
  for (CallerIdRule& rule : settings) rule.active = false;
  CHECK(choose(settings, "74951112233").line == "own");
  CHECK(choose(settings, "974951112233").line == "own");
}

TEST_CASE("a region is asked for only where it could still win") {
  const Rules settings{mask("mask", R"(7495\d*)"), region("region", "Moscow")};
  const auto compiled = CompiledCallerId::compile(pointers(settings)).value();
  const FewRegions data;
  CHECK(compiled.by_number("74951112233", &data) == 0);
  CHECK(data.asked == 0);
  CHECK_FALSE(compiled.by_number("73431112233", &data));
  CHECK(data.asked == 1);
  CHECK_FALSE(compiled.by_number("73431112233", nullptr));
}

TEST_CASE("malformed rules are reported, all of them") {
  const Rules rules{mask("a", "74X"), prefix("b", "12345"), prefix("c", "x"), region("d", "")};
  const auto compiled = CompiledCallerId::compile(pointers(rules));
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().path == "caller_id_rules[0].value");
  REQUIRE(compiled.error().more.size() == 3);
  CHECK(compiled.error().more[2].path == "caller_id_rules[3].value");
}

TEST_CASE("[LIM-04][LIM-05] every destination is allowed; with that off, the home country and what is ticked") {
  const CompiledDestinations destinations(default_destinations("RU", "7"));
  const AllowedDestinations all;
  const AllowedDestinations home{.all = false};
  const AllowedDestinations ticked{.all = false, .classes = {"cis", "europe"}};
  struct Row {
    const char* number;
    const char* destination;
    bool at_home;
    bool with_ticks;
  };
  const Row rows[] = {
      {"79161234567", "home_mobile", true, true},
      {"74951234567", "home_fixed", true, true},
      {"78005553535", "home_toll_free", true, true},
      {"77011234567", "kazakhstan", false, false},
      {"375291234567", "cis", false, true},
      {"442071234567", "europe", false, true},
      {"37061234567", "europe", false, true},
      {"12125551234", "north_america", false, false},
      {"8613812345678", "east_asia", false, false},
      {"881612345678", "satellite", false, false},
      {"01234567890", "", false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.number);
    CHECK(destinations.decide(row.number, all).allowed());
    CHECK(destinations.decide(row.number, all).destination == row.destination);
    CHECK(destinations.decide(row.number, home).allowed() == row.at_home);
    CHECK(destinations.decide(row.number, ticked).allowed() == row.with_ticks);
  }
}

TEST_CASE("emergency and short numbers are never refused (03 OP-09)") {
  DestinationTable table = default_destinations("RU", "7");
  table.emergency.push_back("123456789");
  const CompiledDestinations destinations(table);
  const AllowedDestinations nothing{.all = false};
  CHECK(destinations.decide("112", nothing).verdict == DestinationVerdict::emergency);
  CHECK(destinations.decide("123456789", nothing).verdict == DestinationVerdict::emergency);
  CHECK(destinations.decide("1234567", nothing).verdict == DestinationVerdict::short_number);
  CHECK_FALSE(destinations.decide("12345678", nothing).allowed());
}

TEST_CASE("other home countries, and what is wrong with a table") {
  const CompiledDestinations german(default_destinations("DE", "49"));
  const AllowedDestinations home{.all = false};
  CHECK(german.decide("4930123456", home).allowed());
  CHECK_FALSE(german.decide("442071234567", home).allowed());
  const CompiledDestinations american(default_destinations("US", "1"));
  CHECK(american.decide("12125551234", home).allowed());
  CHECK_FALSE(american.decide("4930123456", home).allowed());
  const CompiledDestinations kazakh(default_destinations("KZ", "7"));
  CHECK(kazakh.decide("77011234567", home).allowed());
  CHECK_FALSE(kazakh.decide("74951234567", home).allowed());
  for (const char* country : {"RU", "KZ", "DE", "US"}) {
    CHECK(check_destinations(default_destinations(country, country == std::string("US") ? "1" : "49")));
  }
  DestinationTable table;
  table.classes = {{"a", "", {"7", "x"}, false}, {"a", "", {"7"}, false}};
  table.emergency = {"1 2"};
  const auto checked = check_destinations(table);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().path == "classes[0].prefixes[1]");
  REQUIRE(checked.error().more.size() == 3);
  CHECK(checked.error().more[1].path == "classes[1].prefixes[0]");
}

TEST_CASE("numbers of the world, with libphonenumber's data where the build has it") {
  const auto data = phonenumber_data();
  if (!data) {
    CHECK(data.error().code == errc::unsupported);
    return;
  }
  struct Row {
    const char* received;
    const char* country;
    const char* expected;
  };
  const Row rows[] = {
      {"030123456", "DE", "4930123456"},
      {"+4930123456", "DE", "4930123456"},
      {"004930123456", "DE", "4930123456"},
      {"4930123456", "DE", "4930123456"},
      {"79161234567", "DE", "79161234567"},
      {"0079161234567", "DE", "79161234567"},
      {"02079460000", "GB", "442079460000"},
      {"2125551234", "US", "12125551234"},
      {"12125551234", "US", "12125551234"},
      {"011442079460000", "US", "442079460000"},
      {"912345678", "ES", "34912345678"},
      {"34912345678", "ES", "34912345678"},
      {"0612345678", "IT", "390612345678"},
      {"0312345678", "JP", "81312345678"},
      {"0011442079460000", "AU", "442079460000"},
      {"0171234567", "CH", "0171234567"},
      {"101", "DE", "101"},
      {"1234567", "DE", "1234567"},
      {"89161234567", "RU", "79161234567"},
      {"112", "US", "112"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.received);
    CAPTURE(row.country);
    CHECK(normalise(row.received, row.country, data->get()) == row.expected);
  }
  CHECK((*data)->calling_code("DE") == "49");
  CHECK((*data)->calling_code("??").empty());
  const auto regions = [&](const char* number) { return (*data)->regions_of(number); };
  REQUIRE(regions("74951112233").size() == 3);
  CHECK(regions("74951112233").front() == "Moscow");
  CHECK(regions("74951112233").back() == "RU");
  CHECK(regions("4930123456").front() == "Berlin");
  CHECK(regions("1").empty());
  CHECK(regions("").empty());
  CHECK((*data)->is_mobile("79161234567"));
  CHECK_FALSE((*data)->is_mobile("74951112233"));
}
