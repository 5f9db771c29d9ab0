// Schemes as objects of an account: made, copied, put on lines, limited.
#include "accounts/world.hpp"

#include <tandem/scheme_check.hpp>

using namespace accounts;

namespace {

Scheme scheme(const std::string& id) {
  Scheme made;
  made.id = {id};
  made.branches.resize(1);
  made.branches[0].block.actions = {Hangup{}};
  return made;
}

Number on(const Account& account, const std::string& digits, const std::string& scheme_id) {
  Number number = account.numbers().get(digits).value().object;
  number.scheme = {scheme_id};
  return number;
}

}  // namespace

TEST_CASE("[SCH-04] schemes are added, copied, renamed, activated and deleted") {
  World world;
  const auto account = world.acme();
  REQUIRE(account.schemes().create(scheme("day")));
  Scheme copy = account.schemes().get("main").value().object;
  copy.id = {"copy"};
  copy.name = "A copy";
  copy.extension = "701";
  REQUIRE(account.schemes().create(copy));
  copy.name = "Renamed";
  REQUIRE(account.schemes().update(copy));
  CHECK(account.schemes().get("copy").value().object.name == "Renamed");
  CHECK(account.schemes().get("copy").value().object.branches == account.schemes().get("main").value().object.branches);
  REQUIRE(account.numbers().update(on(account, "74950000002", "copy")));
  CHECK(problems(account.schemes().remove("copy")) == List{"in_use"});
  CHECK(account.schemes().remove("day"));
  CHECK(account.schemes().get("day").error().code == errc::not_found);
}

TEST_CASE("[SCH-03] a line has one scheme: activating another replaces it") {
  World world;
  const auto account = world.acme();
  REQUIRE(account.schemes().create(scheme("day")));
  REQUIRE(account.numbers().update(on(account, "74950000001", "day")));
  CHECK(account.numbers().get("74950000001").value().object.scheme.text == "day");
  CHECK(account.schemes().usages("main").value().size() == 1);  // the other scheme's forward alone
}

TEST_CASE("[SCH-07] several lines are put on a scheme at once, and what keeps one from it is told for each") {
  World world;
  const auto account = world.acme();
  REQUIRE(account.schemes().create(scheme("day")));
  REQUIRE(account.save(Changes().update(on(account, "74950000001", "day")).update(on(account, "74950000002", "day"))));
  CHECK(account.schemes().usages("day").value().size() == 2);
  const auto refused =
      account.save(Changes().update(on(account, "74950000001", "nobody")).update(on(account, "74950000002", "nobody")));
  CHECK(problems(refused) == List{"dangling changes[0].scheme", "dangling changes[1].scheme"});
  CHECK(account.schemes().usages("day").value().size() == 2);
}

TEST_CASE("[GRP-41] the schemes with a group, and the lines whose schemes lead to it, are listed") {
  World world;
  const auto account = world.acme();
  const auto schemes = account.groups().usages("sales").value();
  REQUIRE(schemes.size() == 1);
  CHECK(schemes[0].kind == "scheme");
  CHECK(schemes[0].key == "main");
  List lines;
  const auto users = account.schemes().usages("main").value();
  for (const Usage& usage : users) {
    if (usage.kind == "number") lines.push_back(usage.key);
  }
  CHECK(lines == List{"74950000001"});
}

TEST_CASE(
    "[SCH-51] a plan of a number alone receives calls only where its scheme forwards to somebody, whoever that is") {
  Scheme plain = scheme("plain");
  CHECK_FALSE(forwards_anywhere(plain));
  Block& block = plain.branches[0].block;
  block.actions = {Forward{}};
  CHECK_FALSE(forwards_anywhere(plain));  // to nobody
  block.actions = {Forward{ToNumber{"79161234567", {}}, {}}};
  CHECK(forwards_anywhere(plain));
  block.actions = {Hangup{}};
  block.menu.resize(1);
  block.menu[0].block.actions = {Forward{ToEmployee{{"anna"}}, {}}};
  CHECK(forwards_anywhere(plain));
  block.menu.clear();
  ForwardByRegion by_region;
  by_region.otherwise = ToGroup{{"sales"}};
  block.actions = {by_region};
  CHECK(forwards_anywhere(plain));
}

TEST_CASE("[SCH-50] what is wrong with a scheme is told with its place, for its screen") {
  World world;
  const auto account = world.acme();
  Scheme odd = scheme("odd");
  odd.branches[0].block.actions = {Hangup{}, Forward{ToGroup{{"sales"}}, {}}};
  REQUIRE(account.schemes().create(odd));
  const auto document = account.document().value();
  const auto doubts = doubts_of_schemes(document);
  const auto at =
      std::find_if(doubts.begin(), doubts.end(), [](const SchemeDoubt& d) { return d.path.starts_with("schemes[2]"); });
  REQUIRE(at != doubts.end());
  CHECK(at->doubt == Doubt::action_unreachable);
  CHECK_FALSE(text_of(*at, Language::english).empty());
  CHECK(text_of(*at, Language::english) != text_of(*at, Language::russian));
}

TEST_CASE("[DEF-13] what a consulted colleague sees is a choice of those with a contact centre") {
  World world;
  const auto account = world.acme();
  AccountSettings settings = account.settings().value();
  settings.defaults.consult_display = ConsultDisplay::external_party;
  CHECK(problems(account.save(Changes().settings(settings))) == List{"invalid_argument defaults.consult_display"});
  settings.defaults.services.contact_centre = true;
  CHECK(account.save(Changes().settings(settings)));
}

TEST_CASE("[NUM-44][NUM-45] warnings of lines are the account's own prompts; pairs come and go") {
  World world;
  const auto account = world.acme();
  AccountSettings settings = account.settings().value();
  LineWarning warning;
  warning.line = "74950000001";
  warning.prompt = {"standard:hold-melody"};
  settings.defaults.reception.warnings = {warning};
  CHECK(problems(account.save(Changes().settings(settings))) == List{"dangling defaults.reception.warnings[0].prompt"});
  settings.defaults.reception.warnings[0].prompt = {"hello"};
  REQUIRE(account.save(Changes().settings(settings)));
  warning.line = "74950000002";
  warning.prompt = {"hello"};
  settings.defaults.reception.warnings.push_back(warning);
  REQUIRE(account.save(Changes().settings(settings)));
  CHECK(account.settings().value().defaults.reception.warnings.size() == 2);
  settings.defaults.reception.warnings.clear();
  REQUIRE(account.save(Changes().settings(settings)));
  CHECK(account.settings().value().defaults.reception.warnings.empty());
}

TEST_CASE("[DEF-21] a new contact of an employee gets the ring time of the day as its own") {
  World world;
  const auto account = world.acme();
  AccountSettings settings = account.settings().value();
  settings.defaults.employee_ring_time = std::chrono::seconds(17);
  REQUIRE(account.save(Changes().settings(settings)));
  Employee dora;
  dora.id = {"dora"};
  dora.full_name = "Dora";
  Device phone;
  phone.number = "79161234567";
  dora.devices = {phone};
  REQUIRE(account.employees().create(dora));
  settings.defaults.employee_ring_time = std::chrono::seconds(30);
  REQUIRE(account.save(Changes().settings(settings)));
  CHECK(account.employees().get("dora").value().object.devices[0].wait == std::chrono::seconds(17));
}
