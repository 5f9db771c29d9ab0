// Who gets a text conversation (specification 01, DEF-46 to DEF-55).
#include <doctest/doctest.h>
#include <tandem/text_conversations.hpp>

#include <string>
#include <vector>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

Time at(int second) { return Time(std::chrono::seconds(second)); }

TextOperator one(const char* who, int open = 0, std::optional<int> given = {}) {
  TextOperator made;
  made.employee = {who};
  made.open = open;
  if (given) made.given = at(*given);
  return made;
}

struct Desk {
  TextConversations settings{};
  std::vector<TextOperator> operators{one("anna"), one("boris"), one("clara")};
  std::string responsible{};
  std::vector<EmployeeKey> unanswered{};

  [[nodiscard]] TextDecision decide(int now = 1000) const {
    return distribute(settings, {{responsible}, unanswered}, operators, at(now));
  }
  [[nodiscard]] std::string to(int now = 1000) const { return decide(now).to.text; }
};

}  // namespace

TEST_CASE(
    "[DEF-46] conversations are given out while that is on, and wait while it is off, the responsible's as well") {
  Desk desk;
  CHECK(desk.settings.auto_distribute);
  CHECK(desk.to() == "anna");
  desk.settings.auto_distribute = false;
  desk.settings.to_responsible = true;
  desk.responsible = "boris";
  CHECK(desk.to().empty());
}

TEST_CASE("[DEF-47] the least loaded, or everybody in turn; of equals whoever was given one the longest ago") {
  Desk desk;
  desk.operators = {one("anna", 2, 10), one("boris", 1, 900), one("clara", 1, 800)};
  desk.settings.algorithm = TextAlgorithm::least_loaded;
  CHECK(desk.to() == "clara");
  desk.settings.algorithm = TextAlgorithm::even;
  CHECK(desk.to() == "anna");
  desk.operators[0].given = at(950);
  CHECK(desk.to() == "clara");
  desk.operators[1].given.reset();  // never yet
  CHECK(desk.to() == "boris");
  desk.operators = {one("anna"), one("boris")};
  CHECK(desk.to() == "anna");
  desk.operators[0].available = false;
  CHECK(desk.to() == "boris");
  desk.operators[1].available = false;
  CHECK(desk.to().empty());
}

TEST_CASE("even distribution gives everybody as many") {
  Desk desk;
  std::string turns;
  for (int now = 1; now <= 6; ++now) {
    const std::string to = desk.to(now);
    for (TextOperator& each : desk.operators) {
      if (each.employee.text != to) continue;
      each.given = at(now);
      turns += to.front();
    }
  }
  CHECK(turns == "abcabc");
}

TEST_CASE(
    "[DEF-48][DEF-49][DEF-50] whoever has as many as allowed gets none until one is closed; at 0 there is no limit") {
  Desk desk;
  desk.settings.algorithm = TextAlgorithm::least_loaded;
  desk.operators = {one("anna", 3), one("boris", 2)};
  desk.settings.max_per_employee = 3;
  CHECK(desk.to() == "boris");
  desk.operators[1].open = 3;
  CHECK(desk.to().empty());
  CHECK_FALSE(desk.decide().again);  // until somebody closes one
  desk.operators[0].open = 2;
  CHECK(desk.to() == "anna");
  desk.operators = {one("anna", 500), one("boris", 400)};
  desk.settings.max_per_employee = 0;
  CHECK(desk.to() == "boris");
}

TEST_CASE("[DEF-51] an operator has a time for his first reply; who let it pass does not get the conversation again") {
  Desk desk;
  CHECK_FALSE(desk.decide().reply_by);  // 0: no limit
  desk.settings.first_reply_timeout = 90s;
  CHECK(desk.decide(1000).reply_by == at(1090));
  desk.unanswered = {{"anna"}};
  CHECK(desk.to() == "boris");
  desk.unanswered = {{"anna"}, {"boris"}, {"clara"}};
  CHECK(desk.to().empty());
  CHECK_FALSE(desk.decide().reply_by);
}

TEST_CASE("[DEF-52] the pause begins with what was given last, is of even distribution alone, and 0 is none") {
  Desk desk;
  desk.settings.cooldown = 60s;
  desk.operators = {one("anna", 0, 950), one("boris", 0, 960)};
  CHECK(desk.to(1009).empty());
  CHECK(desk.decide(1009).again == at(1010));
  CHECK(desk.to(1010) == "anna");
  CHECK_FALSE(desk.decide(1010).again);
  desk.operators[0].available = false;
  CHECK(desk.decide(1010).again == at(1020));
  CHECK(desk.to(1020) == "boris");
  desk.settings.algorithm = TextAlgorithm::least_loaded;
  CHECK(desk.to(1000) == "boris");
  desk.settings.algorithm = TextAlgorithm::even;
  desk.settings.cooldown = 0s;
  CHECK(desk.to(960) == "boris");
}

TEST_CASE("[DEF-53][DEF-54] whoever is on a call of the group is passed over where that is wanted") {
  Desk desk;
  desk.operators[0].in_group_call = true;
  CHECK(desk.to() == "anna");
  desk.settings.skip_in_group_call = true;
  CHECK(desk.to() == "boris");
  desk.operators[0].in_group_call = false;
  CHECK(desk.to() == "anna");
}

TEST_CASE("[DEF-55] the client's own operator comes first; without one, or without him, it is as configured") {
  Desk desk;
  desk.responsible = "clara";
  CHECK(desk.to() == "anna");
  desk.settings.to_responsible = true;
  CHECK(desk.to() == "clara");
  desk.operators[2].open = 1;
  desk.settings.max_per_employee = 1;
  CHECK(desk.to() == "anna");
  desk.settings.max_per_employee = 0;
  desk.operators[2].available = false;
  CHECK(desk.to() == "anna");
  desk.responsible = "";
  CHECK(desk.to() == "anna");
  // He need not be of the group; then he gets nobody else's.
  TextOperator dora = one("dora");
  dora.of_group = false;
  desk.operators.insert(desk.operators.begin(), dora);
  CHECK(desk.to() == "anna");
  desk.responsible = "dora";
  CHECK(desk.to() == "dora");
}
