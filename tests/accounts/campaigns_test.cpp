// Who takes part in campaigns and planned calls, and what becomes of them when he goes.
#include "accounts/world.hpp"

using namespace accounts;

namespace {

Campaign campaign(CampaignState state) {
  Campaign made;
  made.id = {"spring"};
  made.name = "Spring sale";
  made.state = state;
  made.operators = {{"clara"}, {"boris"}};
  made.groups = {{"support"}};
  return made;
}

Group support() {
  Group made;
  made.id = {"support"};
  made.name = "Support";
  return made;
}

}  // namespace

TEST_CASE("[EMP-57][GRP-07] a campaign that rests lets employees and groups go") {
  for (const CampaignState state : {CampaignState::scheduled, CampaignState::stopped, CampaignState::completed}) {
    World world;
    const auto account = world.acme();
    REQUIRE(account.save(Changes().create(support()).create(campaign(state))));
    REQUIRE(account.employees().remove("clara"));
    CHECK(account.campaigns().get("spring").value().object.operators == std::vector<EmployeeKey>{{"boris"}});
    REQUIRE(account.groups().remove("support"));
    CHECK(account.campaigns().get("spring").value().object.groups.empty());
    CHECK(account.campaigns().get("spring").value().object.operators.size() == 1);
  }
}

TEST_CASE("[EMP-56][GRP-06] one that is made, runs or pauses keeps them, and says so") {
  for (const CampaignState state : {CampaignState::draft, CampaignState::running, CampaignState::paused}) {
    World world;
    const auto account = world.acme();
    REQUIRE(account.save(Changes().create(support()).create(campaign(state))));
    const auto employee = account.employees().remove("clara");
    CHECK(problems(employee) == List{"in_use"});
    CHECK(contains(message(employee), "campaign 'spring' (operators[0])"));
    const auto group = account.groups().remove("support");
    CHECK(problems(group) == List{"in_use"});
    CHECK(contains(message(group), "campaign 'spring' (groups[0])"));
    CHECK(account.employees().get("clara"));
  }
}

TEST_CASE("[NUM-36] nor does the number go that a campaign calls from, whatever its state") {
  World world;
  const auto account = world.acme();
  Campaign made = campaign(CampaignState::completed);
  made.groups.clear();
  made.outgoing_number = "74950000002";
  REQUIRE(account.campaigns().create(made));
  const auto refused = account.numbers().remove("74950000002");
  CHECK(problems(refused) == List{"in_use"});
  CHECK(contains(message(refused), "campaign 'spring' (outgoing_number)"));
}

TEST_CASE("[EMP-58] a planned call goes with its employee, and the journal tells it") {
  World world;
  const auto account = world.acme();
  PlannedCall call;
  call.employee = {"clara"};
  call.number = "79161234567";
  call.at = Time(std::chrono::seconds(1'800'000'000));
  const auto made = account.planned_calls().create(call);
  REQUIRE_MESSAGE(made, message(made));
  call.employee = {"boris"};
  REQUIRE(account.planned_calls().create(call));
  REQUIRE(account.employees().remove("clara"));
  CHECK(account.planned_calls().count().value() == 1);
  CHECK(account.planned_calls().get(made->object.id.text).error().code == errc::not_found);
  bool told = false;
  const AuditPage journal = account.audit().value();
  for (const AuditEntry& entry : journal.entries) {
    told = told || (entry.operation == "remove planned call 79161234567" && entry.section == "contact centre");
  }
  CHECK(told);
  call.employee = {"nobody"};
  CHECK(problems(account.planned_calls().create(call)) == List{"dangling employee"});
}

TEST_CASE("campaigns are for those who use the contact centre") {
  World world;
  const auto as = [&](const char* who) {
    return world.engine.accounts().as({.kind = ActorKind::employee, .employee = {who}}).find("acme").value();
  };
  Employee anna = world.acme().employees().get("anna").value().object;
  anna.role = {"no_access"};
  REQUIRE(world.acme().employees().update(anna));
  CHECK(as("anna").campaigns().list().error().code == errc::forbidden);
  CHECK(as("anna").campaigns().create(campaign(CampaignState::draft)).error().code == errc::forbidden);
  anna.role = {"administrator"};
  REQUIRE(world.acme().employees().update(anna));
  Campaign made = campaign(CampaignState::draft);
  made.groups.clear();
  CHECK(as("anna").campaigns().create(made));
}
